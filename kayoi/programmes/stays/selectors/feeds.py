"""A room's calendar for the office's own calendar program (RFC 5545): what is taken, and nobody's name."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.states import BookingStatus, Measure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.tokens import token_hash
from kayoi.programmes.stays.models import Room

KEPT_DAYS = 60
WORDS = {BookingStatus.HELD: "仮押さえ", BookingStatus.BLOCKED: "利用できない期間"}


def room_of_feed(token: str) -> Room | None:
    """Return whose calendar a secret address is, or None when it was revoked."""
    rows = Room.objects.select_related("unit", "house")
    return rows.filter(feed_hash=token_hash(token)).first()


def feed(room: Room, organization: Organization, *, at: datetime) -> bytes:
    """Return a room's calendar: that it is taken, for how many, until when; by night as whole days."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kayoi//stays//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{organization.name} {room.unit.name}")
    rows = Booking.objects.taking(at).filter(unit=room.unit, ends_before__gt=at - timedelta(days=KEPT_DAYS))
    for booking in rows.order_by("starts_at"):
        calendar.add_component(_event(booking, room, organization))
    return bytes(calendar.to_ical())


def _event(booking: Booking, room: Room, organization: Organization) -> Event:
    event = Event()
    event.add("uid", f"{booking.reference}@{organization.slug}.kayoi")
    event.add("dtstamp", booking.changed_at.astimezone(UTC))
    event.add("sequence", booking.sequence)
    by_night = room.unit.measure == Measure.NIGHT
    event.add("dtstart", booking.arrives_on if by_night else booking.starts_at.astimezone(UTC))
    event.add("dtend", booking.leaves_on if by_night else booking.ends_before.astimezone(UTC))
    words = WORDS.get(BookingStatus.of(booking.status), f"予約 {booking.persons}人")
    event.add("summary", f"{room.unit.name} {words}")
    event.add("status", "TENTATIVE" if booking.status == BookingStatus.HELD else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event
