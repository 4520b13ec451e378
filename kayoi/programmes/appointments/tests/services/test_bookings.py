"""Book, move, cancel: one path for people and staff; the database keeps two apart."""

from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from icalendar import Calendar

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.casefiles.selectors import protected_files
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.tokens import token_hash
from kayoi.programmes.appointments import services
from kayoi.programmes.appointments.models import Booking, BookingLink
from kayoi.programmes.appointments.selectors import bookings, checks
from kayoi.programmes.appointments.states import Way
from kayoi.programmes.appointments.tests.factories import (
    LINK,
    THURSDAY,
    WHO,
    at_time,
    booked,
    make_booking,
    make_counsellor,
)
from tests.cast import Member, actor_of
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[services.UnableToBook]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def calendar_of(sent: Any) -> Any:
    """Return the event that goes along with a mail, read as a mail program reads it."""
    parts = message_from_bytes(sent.message().as_bytes(), policy=default).walk()
    (part,) = [part for part in parts if part.get_content_type() == "text/calendar"]
    assert (part.get_filename(), part.get_param("method")) == ("calendar.ics", "PUBLISH")
    (event,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
    return event


def test_booking_opens_file_consent_and_follow_up_but_counts_nothing_yet(in_ina: Organization, at: datetime) -> None:
    booking = make_booking(in_ina, make_counsellor(in_ina, at=at), at=at)
    assert (booking.status, booking.place, booking.with_whom) == ("booked", "https://meet.example/a", "唐木 相談員")
    assert booking.ends_before - booking.starts_at == timedelta(minutes=45)
    assert booking.busy_before - booking.ends_before == timedelta(minutes=15)
    assert set(Engagement.objects.values_list("kind_id", flat=True)) == {"consent"}
    follow_up = FollowUp.objects.get()
    assert (follow_up.due_on, follow_up.reference) == (THURSDAY, str(booking.pk))


def test_mails_go_to_person_and_counsellor_and_links_are_hashes(in_ina: Organization, at: datetime) -> None:
    done = booked(in_ina, make_counsellor(in_ina, at=at), at=at)
    run_jobs()
    to_person, to_counsellor = mail.outbox
    assert "令和8年11月26日(木) 09:00〜09:45" in to_person.subject
    assert done.booking.receipt in to_person.body
    secret = to_person.body.partition("/booked/")[2].partition("/")[0]
    assert BookingLink.objects.filter(token_hash=token_hash(secret)).exists()
    assert not BookingLink.objects.filter(token_hash=secret).exists()
    for word in ("山田", "やまだ", "hana@", "090-1111"):
        assert word not in f"{to_counsellor.subject}{to_counsellor.body}"


def test_entry_for_the_calendar_goes_along_and_follows_a_move(in_ina: Organization, at: datetime) -> None:
    counsellor = make_counsellor(in_ina, at=at)
    booking = make_booking(in_ina, counsellor, at=at)
    moved = services.move_booking(
        organization=in_ina, booking=booking, counsellor=counsellor, starts_at=at_time(10), way=Way.ONLINE, why="x",
        link=LINK, by=VISITOR, at=at,
    )  # fmt: skip
    services.cancel_booking(organization=in_ina, booking=moved, why="x", link=LINK, by=VISITOR, at=at)
    run_jobs()
    told = [calendar_of(sent) for sent in mail.outbox if sent.to == ["hana@example.jp"]]
    assert [(str(event["STATUS"]), event["SEQUENCE"], event.decoded("DTSTART")) for event in told] == [
        ("CONFIRMED", 0, at_time(9)), ("CONFIRMED", 1, at_time(10)), ("CANCELLED", 2, at_time(10)),
    ]  # fmt: skip
    assert len({str(event["UID"]) for event in told}) == 1
    assert {len(sent.attachments) for sent in mail.outbox if sent.to != ["hana@example.jp"]} == {0}


def test_english_booking_gets_english_mail(in_ina: Organization, at: datetime) -> None:
    make_booking(in_ina, make_counsellor(in_ina, at=at), at=at, language="en")
    run_jobs()
    assert mail.outbox[0].subject == (
        "[Ina City] Your consultation is booked: Thursday 26 November 2026, 09:00–09:45 (Japan time)"
    )
    assert "How: Online" in mail.outbox[0].body


def test_same_key_twice_is_one_booking(in_ina: Organization, at: datetime) -> None:
    key, counsellor = uuid4(), make_counsellor(in_ina, at=at)
    first, second = (booked(in_ina, counsellor, at=at, client_key=key) for _ in range(2))
    assert first.booking == second.booking
    for done in (first, second):
        assert bookings.booking_of_key(done.token, person=None, at=at) == first.booking


def test_same_time_is_refused_and_keeps_nothing(in_ina: Organization, at: datetime) -> None:
    counsellor = make_counsellor(in_ina, at=at)
    make_booking(in_ina, counsellor, at=at)
    with pytest.raises(services.UnableToBook) as refused:
        make_booking(in_ina, counsellor, at=at)
    assert codes(refused) == ["appointments.taken"]
    assert (Booking.objects.count(), CaseFile.objects.count()) == (1, 1)


def test_database_refuses_what_passes_the_rules(in_ina: Organization, at: datetime) -> None:
    booking = make_booking(in_ina, make_counsellor(in_ina, at=at), at=at)
    row = {
        "case_file": booking.case_file, "counsellor": booking.counsellor, "receipt": "AAAA-BBBB-CCCC",
        "way": Way.ONLINE, "booked_at": at, "changed_at": at, "starts_at": booking.ends_before,
        "ends_before": at_time(10, 30), "busy_before": at_time(10, 45),
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="appointments_no_double_booking"), transaction.atomic():
        Booking.objects.create(**row)  # within the buffer of the first
    Booking.objects.create(**row | {"starts_at": booking.busy_before})


def test_two_counsellors_have_the_same_time(in_ina: Organization, at: datetime) -> None:
    for name in ("一", "二"):
        make_booking(in_ina, make_counsellor(in_ina, at=at, name=name), at=at)
    assert Booking.objects.count() == 2


def test_staff_books_for_a_caller_without_notice(in_ina: Organization, officer: Member, at: datetime) -> None:
    counsellor, file = make_counsellor(in_ina, at=at), make_file(email="")
    starts_at = at_time(11, on=date(2026, 11, 20))
    today: dict[str, Any] = {"starts_at": starts_at, "channel": Channel.TELEPHONE, "way": Way.TELEPHONE}
    with pytest.raises(services.UnableToBook) as refused:
        make_booking(in_ina, counsellor, at=at, **today)
    assert codes(refused) == ["appointments.too_late"]
    booking = make_booking(in_ina, counsellor, at=at, by=officer.actor, who={"file": file}, **today)
    assert booking.case_file == file
    assert Entry.objects.get(action="appointments.book").actor_name == officer.actor.name


def test_person_has_one_file_and_name_alone_finds_none(in_ina: Organization, hana: Person, at: datetime) -> None:
    counsellor = make_counsellor(in_ina, at=at)
    for hour in (9, 10):
        make_booking(
            in_ina, counsellor, at=at, starts_at=at_time(hour), who={"person": hana, "fields": WHO}, by=actor_of(hana)
        )
    make_booking(in_ina, counsellor, at=at, starts_at=at_time(11))
    assert CaseFile.objects.count() == 2


def test_move_frees_the_old_time_in_the_same_moment(in_ina: Organization, at: datetime) -> None:
    counsellor = make_counsellor(in_ina, at=at)
    done = booked(in_ina, counsellor, at=at)
    run_jobs()
    mail.outbox.clear()
    moved = services.move_booking(
        organization=in_ina, booking=done.booking, counsellor=counsellor, starts_at=at_time(10), way=Way.TELEPHONE,
        why="本人の希望", link=LINK, by=VISITOR, at=at,
    )  # fmt: skip
    old = Booking.objects.get(pk=done.booking.pk)
    assert (old.status, moved.status, moved.receipt, moved.sequence) == ("moved", "booked", old.receipt, 1)
    assert bookings.booking_of_key(done.token, person=None, at=at) == moved
    assert [row.reference for row in FollowUp.objects.open()] == [str(moved.pk)]
    assert make_booking(in_ina, counsellor, at=at).starts_at == old.starts_at
    run_jobs()
    assert "10:00〜10:45" in mail.outbox[0].subject
    assert checks.moved_without_successor() == 0
    assert checks.booked_without_follow_up() == 0


def test_move_onto_another_booking_changes_nothing(in_ina: Organization, at: datetime) -> None:
    counsellor = make_counsellor(in_ina, at=at)
    booking, other = (make_booking(in_ina, counsellor, at=at, starts_at=at_time(hour)) for hour in (9, 10))
    with pytest.raises(services.UnableToBook):
        services.move_booking(
            organization=in_ina, booking=booking, counsellor=counsellor, starts_at=other.starts_at, way=Way.ONLINE,
            why="", link=LINK, by=VISITOR, at=at,
        )  # fmt: skip
    booking.refresh_from_db()
    assert booking.status == "booked"


def test_cancel_gives_the_time_back_and_finishes_what_waits(in_ina: Organization, at: datetime) -> None:
    counsellor = make_counsellor(in_ina, at=at)
    booking = make_booking(in_ina, counsellor, at=at)
    run_jobs()
    mail.outbox.clear()
    services.cancel_booking(organization=in_ina, booking=booking, why="都合が悪くなった", link=LINK, by=VISITOR, at=at)
    assert not FollowUp.objects.open().exists()
    make_booking(in_ina, counsellor, at=at)
    run_jobs()
    assert "取り消しました" in mail.outbox[0].subject
    assert "都合が悪くなった" in mail.outbox[0].body


def test_person_cannot_cancel_what_has_begun_but_staff_can(in_ina: Organization, officer: Member, at: datetime) -> None:
    booking = make_booking(in_ina, make_counsellor(in_ina, at=at), at=at)
    later = at_time(9)
    with pytest.raises(services.UnableToChange):
        services.cancel_booking(organization=in_ina, booking=booking, why="x", link=LINK, by=VISITOR, at=later)
    services.cancel_booking(organization=in_ina, booking=booking, why="x", link=LINK, by=officer.actor, at=later)


def test_held_counts_once_and_what_was_agreed_is_next(in_ina: Organization, officer: Member, at: datetime) -> None:
    booking = make_booking(in_ina, make_counsellor(in_ina, at=at), at=at)
    result = {
        "note": "庭のある家を探す。",
        "next_title": "家を三軒送る",
        "next_due_on": date(2026, 12, 1),
        "owner": None,
    }
    with pytest.raises(services.UnableToChange):
        services.record_held(booking=booking, **result, by=officer.actor, at=at)  # type: ignore[arg-type]
    services.record_held(booking=booking, **result, by=officer.actor, at=at_time(10))  # type: ignore[arg-type]
    engagement = Engagement.objects.get(kind_id="appointment")
    assert (engagement.occurred_at, engagement.channel) == (booking.starts_at, "online")
    assert [row.title for row in FollowUp.objects.open()] == ["家を三軒送る"]
    assert checks.held_without_engagement() == 0
    Booking.objects.filter(pk=booking.pk).update(status="booked")  # as a careless hand in the database would
    assert checks.held_without_engagement() == 1


def test_no_show_is_not_counted(in_ina: Organization, officer: Member, at: datetime) -> None:
    booking = make_booking(in_ina, make_counsellor(in_ina, at=at), at=at)
    services.record_no_show(
        booking=booking, note="", next_title="", next_due_on=None, owner=None, by=officer.actor, at=at_time(10)
    )
    assert booking.status == "no_show"
    assert not Engagement.objects.filter(kind_id="appointment").exists()


def test_reminder_goes_once_the_day_before(in_ina: Organization, at: datetime) -> None:
    counsellor = make_counsellor(in_ina, at=at)
    make_booking(in_ina, counsellor, at=at)
    make_booking(in_ina, counsellor, at=at, starts_at=at_time(10), wants_reminder=False)
    run_jobs()
    mail.outbox.clear()

    def remind(moment: datetime) -> int:
        return services.remind_tomorrow(organization=in_ina, link=LINK, by=VISITOR, at=moment)

    day_before = at_time(9, on=date(2026, 11, 25))
    assert [remind(moment) for moment in (at, day_before, day_before, at_time(8))] == [0, 1, 0, 0]
    run_jobs()
    (sent,) = mail.outbox
    assert sent.subject.startswith("【伊那市】あした、相談の予約があります")


def test_protected_person_is_neither_reminded_nor_told_of(in_ina: Organization, at: datetime) -> None:
    counsellor, file = make_counsellor(in_ina, at=at), make_file(email="hana@example.jp")
    casefiles.protect(file=file, starts_on=date(2026, 4, 1), basis="申出", by=VISITOR, at=at)
    make_booking(in_ina, counsellor, at=at, who={"file": file})
    assert not [message for message in mail.outbox if "karaki" in message.to[0]]
    assert (
        services.remind_tomorrow(organization=in_ina, link=LINK, by=VISITOR, at=at_time(9, on=date(2026, 11, 25))) == 0
    )


def test_merged_file_keeps_protection(in_ina: Organization, at: datetime) -> None:
    booking = make_booking(in_ina, make_counsellor(in_ina, at=at), at=at)
    other = make_file(name="別名")
    casefiles.protect(file=other, starts_on=date(2026, 4, 1), basis="申出", by=VISITOR, at=at)
    casefiles.merge_case_files(source=booking.case_file, target=other, by=VISITOR, at=at)
    assert booking.case_file_id in protected_files(on=THURSDAY)
    (shown,) = bookings.shown_bookings([booking], on=THURSDAY)
    assert (shown.name, shown.is_protected) == ("支援措置の対象", True)


def test_links_stop_a_month_after_and_belong_to_one_town(
    ina: Organization, sado: Organization, hana: Person, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        done = booked(ina, make_counsellor(ina, at=at), at=at, who={"person": hana, "fields": WHO})
        receipt = done.booking.receipt.lower().replace("-", " ")
        assert bookings.booking_of_key(receipt, person=hana, at=at) == done.booking
        assert bookings.booking_of_key(receipt, person=None, at=at) is None
        assert bookings.booking_of_key(done.token, person=None, at=at + timedelta(days=40)) is None
    with scope.of_organization(sado.pk):
        assert bookings.booking_of_key(done.token, person=hana, at=at) is None
    with scope.of_person(hana.pk):
        assert [row.organization for row in bookings.coming_bookings(on=at.date())] == [ina]


def test_undelivered_mail_is_seen_in_the_week(in_ina: Organization, at: datetime) -> None:
    from kayoi.engines.messages.models import Message

    booking = make_booking(in_ina, make_counsellor(in_ina, at=at), at=at)
    Message.objects.filter(reference=str(booking.pk)).update(status="failed")
    found = bookings.week(of=THURSDAY, now=at)
    (shown,) = [one for row in found.rows for cell in row.cells for one in cell.bookings]
    assert (shown.name, shown.undelivered) == ("山田 花", True)
