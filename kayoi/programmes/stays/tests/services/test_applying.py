"""Asked for by the person and by telephone: held, sent, let go; given up, made longer."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.services import Sender
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.procedures.tests.factories import YOU
from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.rules import nights
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.programmes.stays import services
from kayoi.programmes.stays.models import Charge, Room, Stay
from kayoi.programmes.stays.selectors import checks
from kayoi.programmes.stays.selectors.offers import Wanted
from kayoi.programmes.stays.selectors.own import stored_facts
from kayoi.programmes.stays.services import With
from kayoi.programmes.stays.states import STAY
from kayoi.programmes.stays.tests.factories import a_room, a_stay

LINK = "https://example.jp/ina/stays/a/{token}/"
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 4)


def wish(first: date = FIRST, last: date = LAST, **party: int) -> Wanted:
    return Wanted(nights(first, last), **({"adults": 2} | party))


def begin(room: Room, at: datetime, wanted: Wanted | None = None) -> Stay:
    return services.begin_stay(
        house=room.house, wanted=wanted or wish(), channel=Channel.PORTAL, you={}, by=VISITOR, at=at
    ).stay


def write(stay: Stay, at: datetime, *, companions: tuple[With, ...] = (With("配偶者", date(1991, 1, 1)),)) -> None:
    assert stay.application is not None
    services.write_stay(
        stay=stay, you=YOU, given={}, unknown=set(), companions=companions, purpose="冬を知りたい",
        version=stay.application.version, by=VISITOR, at=at,
    )  # fmt: skip


def send(town: Organization, stay: Stay, at: datetime) -> Stay:
    fresh = Stay.objects.select_related("room__house", "room__unit", "booking", "application__form").get(pk=stay.pk)
    services.send_stay(organization=town, stay=fresh, sender=Sender(), link=LINK, by=VISITOR, at=at)
    return Stay.objects.select_related("booking", "application", "case_file").get(pk=stay.pk)


def test_held_while_written_and_kept_when_sent(in_ina: Organization, at: datetime) -> None:
    room = a_room(at=at)
    stay = begin(room, at)
    assert (stay.booking.status, stay.case_file) == ("held", None)
    assert stay.booking.lapses_at == at + timedelta(minutes=60)
    write(stay, at)
    sent = send(in_ina, stay, at + timedelta(minutes=59))
    assert (sent.status, sent.booking.status, sent.booking.lapses_at) == ("asked", "held", None)
    assert sent.application is not None
    assert sent.application.status == ApplicationStatus.SUBMITTED
    assert [one.name for one in sent.companions.all()] == ["配偶者"]
    assert FollowUp.objects.open().filter(cause=STAY).count() == 1
    assert Engagement.objects.filter(kind="application").count() == 1
    assert sent.application.receipt in Message.objects.get().body
    assert checks.days_unlike_bookings() == checks.states_that_cannot_meet() == 0


def test_the_same_time_is_nobody_elses_meanwhile(in_ina: Organization, at: datetime) -> None:
    room = a_room(at=at)
    begin(room, at)
    with pytest.raises(services.UnableToAsk) as refused:
        begin(room, at + timedelta(minutes=59))
    assert [one.code for one in refused.value.verdict.reasons] == ["reservations.taken"]
    later = begin(room, at + timedelta(minutes=60))  # the first wrote too long
    assert later.booking.status == "held"


@pytest.mark.parametrize("taken", [False, True])
def test_a_hold_that_is_over_is_had_again_where_nobody_took_it(in_ina: Organization, at: datetime, taken: bool) -> None:
    room = a_room(at=at)
    stay = begin(room, at)
    write(stay, at)
    if taken:
        begin(room, at + timedelta(hours=2))
        with pytest.raises(services.UnableToAsk) as refused:
            send(in_ina, stay, at + timedelta(hours=2.5))
        assert refused.value.verdict.reasons[0].code == "stays.hold_over"
        stay.refresh_from_db()
        assert stay.application is not None
        assert stay.application.status == ApplicationStatus.DRAFT
    else:
        sent = send(in_ina, stay, at + timedelta(hours=3))
        assert (sent.booking_id != stay.booking_id, sent.booking.status) == (True, "held")


def test_by_telephone_in_one_step_and_only_once(in_ina: Organization, at: datetime) -> None:
    room, key = a_room(at=at), uuid4()
    given: dict[str, Any] = {
        "organization": in_ina, "house": room.house, "wanted": wish(), "channel": Channel.TELEPHONE, "you": YOU,
        "given": {}, "unknown": set(), "companions": (), "purpose": "", "sender": Sender(), "client_key": key,
        "link": LINK, "by": VISITOR, "at": at,
    }  # fmt: skip
    first = services.take_stay(**given)
    assert services.take_stay(**given).pk == first.pk
    assert Booking.objects.count() == Stay.objects.count() == 1


def test_facts_of_days_party_and_earlier_stays_are_not_asked(in_ina: Organization, at: datetime) -> None:
    stay = a_stay(at=at, adults=1, children=1)
    facts = stored_facts(stay)
    assert (facts["stay.nights"], facts["stay.days"], facts["stay.persons"]) == (3, 4, 2)
    assert facts["stay.companions"] == [{}]
    assert facts["stay.earlier"] == []


def test_given_up_before_it_is_decided_costs_nothing(in_ina: Organization, at: datetime) -> None:
    stay = a_stay(at=at)
    costs = services.cancel_stay(stay=stay, why="仕事の都合", by=VISITOR, at=at)
    stay.refresh_from_db()
    assert (stay.status, stay.why, costs.fee_yen) == ("cancelled", "仕事の都合", 0)
    assert Booking.objects.get(pk=stay.booking_id).status == "cancelled"
    assert stay.application is not None
    assert stay.application.status == ApplicationStatus.WITHDRAWN
    assert checks.states_that_cannot_meet() == 0
    with pytest.raises(services.UnableToChangeStay):
        services.cancel_stay(stay=stay, why="もう一度", by=VISITOR, at=at)


def test_what_was_paid_goes_back_where_there_is_no_fee(in_ina: Organization, at: datetime) -> None:
    stay = a_stay(at=at, is_allowed=True)
    paid: dict[str, Any] = {"paid_on": date(2026, 11, 20), "paid_by": "slip"}
    for yen, more in ((12_000, paid), (4_000, {})):
        Charge.objects.create(stay=stay, kind="fee", amount_yen=yen, made_at=at, **more)
    services.cancel_stay(stay=stay, why="体調不良", by=VISITOR, at=at)
    assert sorted(stay.charges.values_list("kind", "amount_yen")) == [("fee", 12_000), ("refund", 12_000)]


def test_a_longer_stay_is_wished_and_made(in_ina: Organization, at: datetime) -> None:
    stay = a_stay(at=at, is_allowed=True)
    services.wish_longer(stay=stay, until=date(2026, 12, 6), why="学校を見たい", by=VISITOR, at=at)
    assert FollowUp.objects.open().filter(cause=STAY, title__contains="学校を見たい").count() == 1
    services.extend_stay(stay=stay, until=date(2026, 12, 6), why="", by=VISITOR, at=at)
    stay.refresh_from_db()
    assert stay.leaves_on == date(2026, 12, 6)
    assert checks.days_unlike_bookings() == 0
    assert not FollowUp.objects.open().filter(cause=STAY).exists()


@pytest.mark.parametrize(("until", "code"), [(date(2026, 12, 4), "stays.shorter"), (date(2026, 12, 9), "next_begins")])
def test_not_into_somebody_elses_stay(in_ina: Organization, at: datetime, until: date, code: str) -> None:
    room = a_room(at=at)
    stay = a_stay(room, at=at, is_allowed=True)
    a_stay(room, at=at, arrives_on=date(2026, 12, 8), leaves_on=date(2026, 12, 10))
    for ask in (services.wish_longer, services.extend_stay):
        with pytest.raises(services.UnableToChangeStay) as refused:
            ask(stay=stay, until=until, why="もっと", by=VISITOR, at=at)
        assert code in refused.value.verdict.reasons[0].code


def test_unsent_ones_are_tidied_away(in_ina: Organization, at: datetime) -> None:
    room = a_room(at=at)
    begin(room, at)
    kept = a_stay(a_room(at=at), at=at)
    reservations.lapse_due(by=VISITOR, at=at + timedelta(hours=2))
    assert services.forget_unsent(by=VISITOR, at=at + timedelta(hours=3)) == 0  # not yet a day
    assert services.forget_unsent(by=VISITOR, at=at + timedelta(days=2)) == 1
    assert list(Stay.objects.all()) == [kept]


def test_drafts_are_forgotten_with_their_stays_also_what_was_given_up(in_ina: Organization, at: datetime) -> None:
    given_up = begin(a_room(at=at), at)
    services.cancel_stay(stay=given_up, why="やめた", by=VISITOR, at=at)
    begin(a_room(at=at), at)
    reservations.lapse_due(by=VISITOR, at=at + timedelta(hours=2))
    assert services.forget_unsent(by=VISITOR, at=at + timedelta(days=2)) == 2
    later = at + timedelta(days=61)
    assert procedures.forget_old_drafts(older_than=timedelta(days=60), by=VISITOR, at=later) == 2
