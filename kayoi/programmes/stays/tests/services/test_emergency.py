"""A room is needed now: whoever is in the way goes elsewhere at the same price, or it is said who cannot."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import protect
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures.models import Application
from kayoi.engines.reservations.rules import nights
from kayoi.engines.reservations.services import block
from kayoi.engines.reservations.tests.factories import BY
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import JST
from kayoi.programmes.stays.models import Room, Stay
from kayoi.programmes.stays.selectors import checks, emergency, tenancies
from kayoi.programmes.stays.services import staying
from kayoi.programmes.stays.services import tenancies as services
from kayoi.programmes.stays.services.emergency import Needed, UnableToOverride, override
from kayoi.programmes.stays.tests.factories import a_house, a_room, a_stay
from kayoi.programmes.stays.tests.tenancies import a_head_lease, a_home, a_tenancy, an_application
from tests.cast import Member

LINK = "https://example.jp/ina/stays/a/{token}/"
NOW = datetime(2026, 12, 3, 9, 0, tzinfo=JST)


def needed(room: Room, first: date = date(2026, 12, 3), last: date = date(2026, 12, 10)) -> Needed:
    return Needed(room, nights(first, last), 2, 1, "被災 太郎", "0265-00-0000", "住宅の火災", uuid4())


def done(town: Organization, head: Member, what: Needed, *, cancels: bool = False) -> Stay:
    return override(organization=town, needed=what, cancels=cancels, link=LINK, by=head.actor, at=NOW)


def with_mail(stay: Stay) -> Stay:
    assert stay.case_file is not None
    CaseFile.objects.filter(pk=stay.case_file.pk).update(email="m@example.jp")
    return Stay.objects.select_related("booking", "room").get(pk=stay.pk)


def test_those_in_the_way_are_rehoused_and_told(in_ina: Organization, head: Member, at: datetime) -> None:
    house = a_house(at=at)
    room, second, third = a_room(house, at=at, buffer=1), a_room(house, at=at), a_room(at=at)
    there = with_mail(a_stay(room, at=at, is_allowed=True, leaves_on=date(2026, 12, 5)))
    staying.check_in(stay=there, by=head.actor, at=datetime(2026, 12, 1, 15, 0, tzinfo=JST))
    coming = a_stay(room, at=at, is_allowed=True, arrives_on=date(2026, 12, 7), leaves_on=date(2026, 12, 9))
    what = needed(room)
    stay = done(in_ina, head, what)
    assert done(in_ina, head, what).pk == stay.pk  # pressed twice
    there.refresh_from_db()
    coming.refresh_from_db()
    assert (there.room_id, there.booking.unit_id, there.status) == (second.pk, second.unit_id, "staying")
    assert coming.room_id in {second.pk, third.pk}
    assert (stay.room_id, stay.status, stay.persons) == (room.pk, "allowed", 3)
    assert "変更後" in Message.objects.get().body
    assert FollowUp.objects.open().get().title.startswith("部屋の変更を電話で知らせる")  # no address for a mail
    entry = Entry.objects.get(action="stays.override")
    assert entry.why == "住宅の火災"
    assert checks.days_unlike_bookings() == checks.states_that_cannot_meet() == 0


def test_two_in_the_way_do_not_get_the_same_nights(in_ina: Organization, head: Member, at: datetime) -> None:
    room, only = a_room(at=at), a_room(at=at, buffer=3)
    first = a_stay(room, at=at, is_allowed=True, arrives_on=date(2026, 12, 4), leaves_on=date(2026, 12, 6))
    second = a_stay(room, at=at, is_allowed=True, arrives_on=date(2026, 12, 6), leaves_on=date(2026, 12, 8))
    with pytest.raises(UnableToOverride) as refused:
        done(in_ina, head, needed(room))
    assert [one.params["reference"] for one in refused.value.verdict.reasons] == [second.booking.reference]
    done(in_ina, head, needed(room), cancels=True)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.room_id, second.status) == (only.pk, "cancelled")


def test_who_is_there_is_not_put_out(in_ina: Organization, head: Member, at: datetime) -> None:
    there = a_stay(a_room(at=at), at=at, is_allowed=True)
    staying.check_in(stay=there, by=head.actor, at=datetime(2026, 12, 1, 15, 0, tzinfo=JST))
    with pytest.raises(UnableToOverride):
        done(in_ina, head, needed(there.room), cancels=True)
    assert not Stay.objects.exclude(pk=there.pk).exists()


def test_who_arrived_today_goes_elsewhere_with_all_nights(in_ina: Organization, head: Member, at: datetime) -> None:
    house = a_house(at=at)
    room, other = a_room(house, at=at), a_room(house, at=at)
    there = a_stay(room, at=at, is_allowed=True, arrives_on=date(2026, 12, 3), leaves_on=date(2026, 12, 5))
    staying.check_in(stay=there, by=head.actor, at=NOW)
    stay = done(in_ina, head, needed(room))
    there.refresh_from_db()
    assert (there.room_id, there.status, there.booking.unit_id) == (other.pk, "staying", other.unit_id)
    assert there.booking.span == nights(date(2026, 12, 3), date(2026, 12, 5))
    assert stay.room_id == room.pk
    assert checks.days_unlike_bookings() == checks.states_that_cannot_meet() == 0


def test_a_household_that_has_not_moved_in_gets_another_home(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    room = a_home("managed", at=at, name="長谷の家")
    a_head_lease(room.house, starts_on=at.date(), by=officer.actor, at=at)
    row = an_application(
        room, contract="sublease", first=date(2026, 12, 5), last=date(2027, 12, 4), by=officer.actor, at=at
    )
    services.decide_tenancy(tenancy=row, by=head.actor, at=at)
    services.sign_tenancy(tenancy=row, explained_on=at.date(), signed_on=at.date(), by=officer.actor, at=at)
    a_home("managed", at=at, name="借上げのない家")
    a_home("preparing", at=at, name="別の種類の家")
    with pytest.raises(UnableToOverride):
        done(in_ina, head, needed(room), cancels=True)
    other = a_home("managed", at=at, name="高遠の家")
    lease = a_head_lease(other.house, starts_on=at.date(), by=officer.actor, at=at)
    done(in_ina, head, needed(room))
    row.refresh_from_db()
    assert (row.room_id, row.head_lease_id, row.signed_on, row.rent_yen) == (other.pk, lease.pk, None, 38_000)
    assert FollowUp.objects.open().filter(title__startswith="入居の部屋の変更を電話で知らせ").exists()
    assert tenancies.days_unlike_bookings() == tenancies.outlasting_head_lease() == 0


def test_many_homes_are_looked_at_with_the_same_queries(in_ina: Organization, officer: Member, at: datetime) -> None:
    room = a_home("managed", at=at)
    a_head_lease(room.house, starts_on=at.date(), by=officer.actor, at=at)
    an_application(room, contract="sublease", first=date(2026, 12, 5), last=date(2027, 12, 4), by=officer.actor, at=at)
    counts = []
    for _ in range(2):
        a_head_lease(a_home("managed", at=at).house, starts_on=at.date(), by=officer.actor, at=at)
        with CaptureQueriesContext(connection) as seen:
            assert emergency.plan(room, nights(date(2026, 12, 3), date(2026, 12, 10)), at=NOW).stuck == []
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_who_lives_there_is_not_put_out(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    row = a_tenancy(by=officer.actor, head=head.actor, at=at)
    a_home("preparing", at=at)
    with pytest.raises(UnableToOverride):
        done(in_ina, head, needed(row.room), cancels=True)


def test_a_closed_room_is_not_given(in_ina: Organization, head: Member, at: datetime) -> None:
    room = a_room(at=at)
    block(units=[room.unit], span=nights(date(2026, 12, 4), date(2026, 12, 6)), why="雨もり", by=BY, at=at)
    with pytest.raises(UnableToOverride):
        done(in_ina, head, needed(room), cancels=True)


def test_the_day_of_cleaning_is_used(in_ina: Organization, head: Member, at: datetime) -> None:
    room = a_room(at=at, buffer=2)
    a_stay(room, at=at, is_allowed=True, arrives_on=date(2026, 12, 4), leaves_on=date(2026, 12, 6))
    assert done(in_ina, head, needed(room, date(2026, 12, 6))).status == "allowed"


def test_protected_people_are_called_and_get_no_mail(in_ina: Organization, head: Member, at: datetime) -> None:
    room = a_room(at=at)
    a_room(at=at)
    coming = with_mail(a_stay(room, at=at, is_allowed=True, arrives_on=date(2026, 12, 7), leaves_on=date(2026, 12, 9)))
    assert coming.case_file is not None
    protect(file=coming.case_file, starts_on=date(2026, 1, 1), basis="住民基本台帳法", by=head.actor, at=at)
    done(in_ina, head, needed(room))
    assert not Message.objects.exists()
    assert FollowUp.objects.open().count() == 1


def test_whoever_has_applied_for_somebody_is_told(in_ina: Organization, head: Member, at: datetime) -> None:
    room, daughter = a_room(at=at), make_file()
    a_room(at=at)
    a_stay(room, at=at, is_allowed=True, arrives_on=date(2026, 12, 7), leaves_on=date(2026, 12, 9))
    CaseFile.objects.filter(pk=daughter.pk).update(email="fumi@example.jp")
    Application.objects.update(case_file=daughter)
    done(in_ina, head, needed(room))
    assert Message.objects.get().to_address == "fumi@example.jp"
