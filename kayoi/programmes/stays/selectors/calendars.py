"""A stay as iCalendar (RFC 5545), for the guest's own calendar."""

from datetime import UTC, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kayoi.engines.procedures.selectors.words import language
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.selectors.words import either
from kayoi.programmes.stays.states import StayStatus

GONE = (StayStatus.CANCELLED, StayStatus.REFUSED, StayStatus.ABSENT)
FIXED = (StayStatus.ALLOWED, StayStatus.STAYING, StayStatus.LEFT, StayStatus.CLOSED)


def entry(stay: Stay, organization: Organization) -> bytes:
    """Return one stay as an entry of whole days; the last day is the day of leaving."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", f"-//Kayoi//stays//{language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    booking, house = stay.booking, stay.room.house
    town = either(organization.name, organization.name_en)
    event.add("uid", f"{booking.reference}@{organization.slug}.kayoi")
    event.add("dtstamp", booking.changed_at.astimezone(UTC))
    event.add("sequence", booking.sequence)
    event.add("summary", _("%(town)s %(house)sに滞在") % {"town": town, "house": either(house.name, house.name_en)})
    if stay.arrives_on == stay.leaves_on:
        event.add("dtstart", booking.starts_at.astimezone(UTC))
        event.add("dtend", booking.ends_before.astimezone(UTC))
    else:
        event.add("dtstart", stay.arrives_on)
        event.add("dtend", stay.leaves_on + timedelta(days=1))
    state = "CANCELLED" if stay.status in GONE else "CONFIRMED" if stay.status in FIXED else "TENTATIVE"
    event.add("status", state)
    event.add("class", "PRIVATE")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
