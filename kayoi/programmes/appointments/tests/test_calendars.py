"""Calendars as other programs read them: parsed by the library, compared with the bookings."""

from datetime import date, datetime
from typing import Any

import pytest
from icalendar import Calendar, Event

from kayoi.engines.casefiles import services as casefiles
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.programmes.appointments import services
from kayoi.programmes.appointments.models import Counsellor
from kayoi.programmes.appointments.selectors import calendars
from kayoi.programmes.appointments.states import Way
from kayoi.programmes.appointments.tests.factories import BY, LINK, at_time, make_booking, make_counsellor

pytestmark = pytest.mark.django_db


def events(body: bytes) -> list[Any]:
    calendar: Any = Calendar.from_ical(body)
    assert calendar["VERSION"] == "2.0"
    return [part for part in calendar.walk() if isinstance(part, Event)]


def feed(counsellor: Counsellor, organization: Organization, at: datetime) -> list[Any]:
    return events(calendars.feed(counsellor, organization, at=at))


def move(organization: Organization, booking: Any, counsellor: Counsellor, hour: int, at: datetime) -> Any:
    return services.move_booking(
        organization=organization, booking=booking, counsellor=counsellor, starts_at=at_time(hour), way=Way.ONLINE,
        why="本人の希望", link=LINK, by=VISITOR, at=at,
    )  # fmt: skip


def test_feed_has_time_receipt_and_initials_only(in_ina: Organization, at: datetime) -> None:
    counsellor = make_counsellor(in_ina, at=at)
    booking = make_booking(in_ina, counsellor, at=at, topic="離婚のこと")
    body = calendars.feed(counsellor, in_ina, at=at).decode()
    (event,) = events(body.encode())
    assert str(event["SUMMARY"]) == f"相談 Y.H. {booking.receipt}"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (booking.starts_at, booking.ends_before)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)
    for word in ("山田", "やまだ", "hana@", "090-", "離婚"):
        assert word not in body


def test_names_only_where_the_counsellor_chose_them(in_ina: Organization, at: datetime) -> None:
    counsellor = make_counsellor(in_ina, at=at)
    make_booking(in_ina, counsellor, at=at)
    services.make_feed(counsellor=counsellor, names=True, by=BY, at=at)
    assert "山田 花" in str(feed(counsellor, in_ina, at)[0]["SUMMARY"])


def test_moved_booking_keeps_its_uid_and_counts_up(in_ina: Organization, at: datetime) -> None:
    counsellor, other = (make_counsellor(in_ina, at=at, name=name) for name in ("一", "二"))
    booking = make_booking(in_ina, counsellor, at=at)
    (before,) = feed(counsellor, in_ina, at)
    moved = move(in_ina, booking, counsellor, 10, at)
    (after,) = feed(counsellor, in_ina, at)
    assert after["UID"] == before["UID"]
    assert (after["SEQUENCE"], after["STATUS"], after.decoded("DTSTART")) == (1, "CONFIRMED", at_time(10))
    move(in_ina, moved, other, 9, at)
    (gone,), (there,) = feed(counsellor, in_ina, at), feed(other, in_ina, at)
    assert gone["UID"] == there["UID"] == before["UID"]
    assert (gone["STATUS"], gone["SEQUENCE"], there["STATUS"], there["SEQUENCE"]) == ("CANCELLED", 2, "CONFIRMED", 2)


def test_cancelled_booking_stays_marked(in_ina: Organization, at: datetime) -> None:
    counsellor = make_counsellor(in_ina, at=at)
    booking = make_booking(in_ina, counsellor, at=at)
    services.cancel_booking(organization=in_ina, booking=booking, why="x", link=LINK, by=VISITOR, at=at)
    (event,) = feed(counsellor, in_ina, at)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)


def test_nothing_of_protected_people_is_in_a_feed(in_ina: Organization, at: datetime) -> None:
    counsellor = make_counsellor(in_ina, at=at)
    booking = make_booking(in_ina, counsellor, at=at)
    casefiles.protect(file=booking.case_file, starts_on=date(2026, 4, 1), basis="申出", by=VISITOR, at=at)
    assert feed(counsellor, in_ina, at) == []
    assert booking.receipt not in calendars.feed(counsellor, in_ina, at=at).decode()


def test_address_is_a_secret_that_can_be_replaced_and_revoked(in_ina: Organization, at: datetime) -> None:
    counsellor = make_counsellor(in_ina, at=at)
    first = services.make_feed(counsellor=counsellor, names=False, by=BY, at=at)
    assert counsellor.feed_hash != first
    assert calendars.counsellor_of_feed(first) == counsellor
    second = services.make_feed(counsellor=counsellor, names=False, by=BY, at=at)
    assert calendars.counsellor_of_feed(first) is None
    services.revoke_feed(counsellor=counsellor, by=BY, at=at)
    assert calendars.counsellor_of_feed(second) is None
    assert calendars.counsellor_of_feed("") is None


def test_entry_of_a_person_names_place_and_link(in_ina: Organization, at: datetime) -> None:
    counsellor = make_counsellor(in_ina, at=at)
    online = make_booking(in_ina, counsellor, at=at)
    counter = make_booking(in_ina, counsellor, at=at, starts_at=at_time(10), way=Way.COUNTER)
    (one,) = events(calendars.entry(online, in_ina, language="ja"))
    (other,) = events(calendars.entry(counter, in_ina, language="en"))
    assert (str(one["SUMMARY"]), str(other["SUMMARY"])) == ("伊那市の相談", "Consultation with Ina City")
    assert (str(one["URL"]), str(other["LOCATION"])) == ("https://meet.example/a", "市役所2階")
