"""Bookings as iCalendar: a counsellor's feed, and one entry for the person (RFC 5545)."""

from datetime import UTC, datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from kayoi.engines.casefiles.selectors import protected_files
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import token_hash
from kayoi.programmes.appointments import rules
from kayoi.programmes.appointments.models import Booking, Counsellor
from kayoi.programmes.appointments.selectors.bookings import bookings
from kayoi.programmes.appointments.states import BookingStatus, Way

KEPT_DAYS = 60


def counsellor_of_feed(token: str) -> Counsellor | None:
    """Return whose feed a secret address is, or None when it was revoked."""
    return Counsellor.objects.filter(feed_hash=token_hash(token)).first()


def feed(counsellor: Counsellor, organization: Organization, *, at: datetime) -> bytes:
    """Return a counsellor's calendar: what is booked, and what was cancelled or moved, marked so.

    Nothing of people under protection measures; names only where the counsellor has asked for them.
    """
    hidden = protected_files(on=local_date(at))
    rows = bookings().filter(counsellor=counsellor, ends_before__gt=at - timedelta(days=KEPT_DAYS))
    latest: dict[str, Booking] = {row.receipt: row for row in rows.order_by("sequence", "pk")}
    calendar = _calendar(organization, name=f"{organization.name} 相談の予約({counsellor.name})")
    for booking in latest.values():
        if booking.case_file_id in hidden:
            continue
        file = booking.case_file
        who = file.shown_name if counsellor.feed_names else rules.initials(file.kana)
        event = _event(booking, organization)
        event.add("summary", " ".join(part for part in ("相談", who, booking.receipt) if part))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def entry(booking: Booking, organization: Organization, *, language: str) -> bytes:
    """Return one booking for the person's own calendar."""
    name = (organization.name_en or organization.name) if language == "en" else organization.name
    with translation.override(language):
        summary = _("%(town)sの相談") % {"town": name}
    calendar = _calendar(organization, name=summary)
    event = _event(booking, organization)
    event.add("summary", summary)
    if booking.way == Way.ONLINE and booking.place:
        event.add("url", booking.place)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(organization: Organization, *, name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Kayoi//appointments//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    return calendar


def _event(booking: Booking, organization: Organization) -> Event:
    """Return the entry without its summary. The UID stays when a booking is moved; SEQUENCE counts its changes."""
    event = Event()
    event.add("uid", f"{booking.receipt}@{organization.slug}.kayoi")
    event.add("dtstamp", booking.changed_at.astimezone(UTC))
    event.add("last-modified", booking.changed_at.astimezone(UTC))
    event.add("sequence", booking.sequence)
    event.add("dtstart", booking.starts_at.astimezone(UTC))
    event.add("dtend", booking.ends_before.astimezone(UTC))
    gone = booking.status in {BookingStatus.CANCELLED, BookingStatus.MOVED}
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    if booking.place and booking.way != Way.ONLINE:
        event.add("location", booking.place)
    if organization.email:
        event.add("organizer", vCalAddress(f"MAILTO:{organization.email}"))
    event.add("class", "PRIVATE")
    return event
