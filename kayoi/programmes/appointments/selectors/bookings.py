"""Bookings: by link or log-in, of a week, of a file; who must not be named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from kayoi.engines.casefiles.selectors import protected_files
from kayoi.engines.messages.models import Message
from kayoi.engines.messages.states import Delivery
from kayoi.foundation.identity.models import Person
from kayoi.kit.dates import JST, wareki
from kayoi.kit.tokens import reference_key, token_hash
from kayoi.programmes.appointments.models import Booking, Counsellor
from kayoi.programmes.appointments.selectors.hours import FreeTime, free_days
from kayoi.programmes.appointments.states import BOOKING, BookingStatus

LINK_WORKS_DAYS = 30


def bookings() -> QuerySet[Booking]:
    """Return bookings with their file and counsellor."""
    rows = Booking.objects.select_related("case_file", "counsellor").defer("case_file__search")
    return rows.order_by("starts_at", "pk")


def booking_of_key(key: str, *, person: Person | None, at: datetime) -> Booking | None:
    """Return the booking of a secret link, or of a receipt number where the log-in is its person's.

    A link opens nothing 30 days after the consultation.
    """
    rows = bookings().filter(ends_before__gt=at - timedelta(days=LINK_WORKS_DAYS))
    found: Booking | None = rows.filter(links__token_hash=token_hash(key)).first()
    if found is None and person is not None:
        mine = rows.filter(receipt=reference_key(key), case_file__person=person)
        found = mine.exclude(status=BookingStatus.MOVED).first()
    return found


def booking_with_receipt(receipt: str) -> Booking | None:
    """Return the booking of a receipt number as a caller says it."""
    return bookings().filter(receipt=reference_key(receipt)).exclude(status=BookingStatus.MOVED).first()


def coming_bookings(*, on: date) -> list[Booking]:
    """Return what is booked from a day on, with the town: in a person's scope what that person has booked."""
    rows = Booking.objects.filter(status=BookingStatus.BOOKED, starts_at__gte=datetime.combine(on, time(), JST))
    return list(rows.select_related("organization").order_by("starts_at"))


def history_of(booking: Booking) -> list[Booking]:
    """Return the rows of one receipt, the first booking first."""
    return list(Booking.objects.filter(receipt=booking.receipt).order_by("sequence", "pk"))


def deliveries_of(found: Sequence[Booking]) -> dict[int, list[Message]]:
    """Return the mails about bookings, by the booking's id, the latest first."""
    ids = {str(booking.pk): booking.pk for booking in found}
    mails: dict[int, list[Message]] = {}
    for message in Message.objects.filter(cause=BOOKING, reference__in=list(ids)).order_by("-queued_at", "-pk"):
        mails.setdefault(ids[message.reference], []).append(message)
    return mails


@dataclass(frozen=True)
class Shown:
    """A booking as staff see it in a list."""

    booking: Booking
    name: str
    is_protected: bool
    undelivered: bool


@dataclass(frozen=True)
class WeekCell:
    """One counsellor on one day."""

    on: date
    bookings: Sequence[Shown]
    free: Sequence[FreeTime]


@dataclass(frozen=True)
class WeekRow:
    counsellor: Counsellor
    cells: Sequence[WeekCell]


@dataclass(frozen=True)
class Week:
    """All counsellors, Monday to Sunday."""

    monday: date
    days: Sequence[date]
    rows: Sequence[WeekRow]

    @property
    def previous(self) -> date:
        return self.monday - timedelta(days=7)

    @property
    def following(self) -> date:
        return self.monday + timedelta(days=7)

    @property
    def caption(self) -> str:
        count = sum(len(cell.bookings) for row in self.rows for cell in row.cells)
        return f"{wareki(self.monday)}からの週(予約 {count}件)"


def week(*, of: date, now: datetime) -> Week:
    """Return the week in which a day lies (週の表): what is booked and what is free."""
    monday = of - timedelta(days=of.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    first, last = (datetime.combine(day, time(), JST) for day in (monday, monday + timedelta(days=7)))
    found = list(bookings().filter(starts_at__gte=first, starts_at__lt=last).exclude(status__in=["cancelled", "moved"]))
    shown = shown_bookings(found, on=of)
    free: dict[tuple[int, date], list[FreeTime]] = {}
    for day in free_days(start=monday, days=7, now=now, by_staff=True):
        for one in day.times:
            free.setdefault((one.counsellor.pk, day.on), []).append(one)
    booked = {booking.counsellor_id for booking in found}
    people = Counsellor.objects.filter(Q(is_published=True) | Q(pk__in=booked)).order_by("name", "pk")
    rows = [WeekRow(person, [_cell(person, day, shown, free) for day in days]) for person in people]
    return Week(monday, days, rows)


def shown_bookings(found: Sequence[Booking], *, on: date) -> list[Shown]:
    """Return bookings as staff see them: without a name where the person is under protection measures."""
    hidden, mails = protected_files(on=on), deliveries_of(found)
    return [
        Shown(
            booking,
            "支援措置の対象" if booking.case_file_id in hidden else booking.case_file.shown_name,
            booking.case_file_id in hidden,
            any(mail.status in {Delivery.FAILED, Delivery.UNCLEAR} for mail in mails.get(booking.pk, ())),
        )
        for booking in found
    ]


def _cell(
    person: Counsellor, day: date, shown: Sequence[Shown], free: Mapping[tuple[int, date], Sequence[FreeTime]]
) -> WeekCell:
    mine = [
        one
        for one in shown
        if one.booking.counsellor_id == person.pk and one.booking.starts_at.astimezone(JST).date() == day
    ]
    return WeekCell(day, mine, free.get((person.pk, day), ()))
