"""The board: all rooms below each other, who has them along the days, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.engines.openings.rules import SchoolRun, school_runs
from kayoi.engines.openings.selectors import school_spans
from kayoi.engines.reservations.rules import midnight
from kayoi.engines.reservations.selectors import calendar
from kayoi.engines.reservations.selectors.boards import Bar
from kayoi.engines.reservations.states import AHEAD, BookingStatus
from kayoi.kit.dates import local_date, months_later, parse_month
from kayoi.programmes.stays.models import Room, Stay, Tenancy
from kayoi.programmes.stays.rules.spans import ONE_DAY
from kayoi.programmes.stays.states import HouseStatus

MOVABLE = AHEAD | {BookingStatus.IN_USE}
# How a bar says without colour where its booking stands.
SIGNS = {
    BookingStatus.HELD: "仮", BookingStatus.CONFIRMED: "決", BookingStatus.IN_USE: "中", BookingStatus.FINISHED: "済",
    BookingStatus.BLOCKED: "休",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """A booking on the board: what stands on it, and the stay or the tenancy that has it."""

    status: BookingStatus
    sign: str
    words: str
    title: str
    stay: int | None
    tenancy: int | None
    first: date  # its own, also where the board begins later
    is_movable: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """Some days of a room: free, taken, or made ready; several bookings where it is given by the hour."""

    first: date
    days: int
    kind: str
    bookings: list[Taken] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """A room with its days."""

    room: Room
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Board:
    """Rooms by days; `until` is not one of them."""

    first: date
    until: date
    days: Sequence[date]
    months: Sequence[tuple[date, int]]
    rows: Sequence[Row]
    # Terms and holidays of the schools, as a band over the days; empty where the town has entered none.
    school: Sequence[SchoolRun] = ()


def rooms_on_board() -> QuerySet[Room]:
    """Return all rooms of houses that are not ended, house by house."""
    rows = Room.objects.exclude(house__status=HouseStatus.ENDED).select_related("house", "unit")
    return rows.order_by("house__name", "house", "position", "pk")


def board(first: date, until: date, *, at: datetime) -> Board:
    """Return the board of some days (予約表). Names of people under protection measures are not on it."""
    rooms = list(rooms_on_board())
    by_unit = {room.unit_id: room for room in rooms}
    rows = calendar([room.unit for room in rooms], first, until, at=at)
    whose = _whose(first, until, at=at)
    days = [first + timedelta(days=number) for number in range((until - first).days)]
    months: dict[date, int] = {}
    for day in days:
        months[day.replace(day=1)] = months.get(day.replace(day=1), 0) + 1
    laid = [Row(by_unit[row.unit.pk], _cells(row.bars, whose, first, until)) for row in rows]
    return Board(first, until, days, list(months.items()), laid, _school(first, until))


def _school(first: date, until: date) -> list[SchoolRun]:
    spans = next(iter(school_spans(first, until).values()), [])
    return school_runs(first, until, spans) if spans else []


@dataclass(frozen=True, slots=True)
class Who:
    """Who has a booking: a stay or a tenancy; no name of people under protection measures."""

    name: str
    persons: int
    stay: int | None = None
    tenancy: int | None = None


def _whose(first: date, until: date, *, at: datetime) -> dict[int, Who]:
    """Return who has the bookings of some days, by the booking."""
    days = {"booking__busy_before__gt": midnight(first), "booking__starts_at__lt": midnight(until)}
    who = ("booking", "pk", "case_file", "case_file__name", "case_file__kana")
    stays = list(Stay.objects.filter(**days).values_list(*who, F("adults") + F("children")))
    tenancies = list(Tenancy.objects.filter(**days).values_list(*who, "persons"))
    hidden = protected_families({file for _, _, file, *_ in (*stays, *tenancies) if file}, on=local_date(at))
    return {
        booking: Who("" if file in hidden else name or kana or "", persons, **{kind: pk})
        for kind, rows in (("stay", stays), ("tenancy", tenancies))
        for booking, pk, file, name, kana, persons in rows
    }


def _cells(bars: Sequence[Bar], whose: dict[int, Who], first: date, until: date) -> list[Cell]:
    cells: list[Cell] = []
    day = first
    for bar in bars:
        begins = max(bar.span.first_day, first)
        ends = min(max(bar.span.leaves_on, bar.span.first_day + ONE_DAY), until)
        taken = _taken(bar, whose.get(bar.pk) or Who("", bar.persons))
        if begins < day and cells and cells[-1].kind == "taken":  # another hour of the same day
            cells[-1].bookings.append(taken)
            begins = day
        else:
            begins = max(begins, day)
            if begins > day:
                cells.append(Cell(day, (begins - day).days, "free"))
            if ends > begins:
                cells.append(Cell(begins, (ends - begins).days, "taken", [taken]))
        day = max(day, ends)
        ready = min(local_date(bar.busy_before), until)
        if ready > day:
            cells.append(Cell(day, (ready - day).days, "ready"))
            day = ready
    if day < until:
        cells.append(Cell(day, (until - day).days, "free"))
    return cells


def _taken(bar: Bar, who: Who) -> Taken:
    if bar.status is BookingStatus.BLOCKED:
        words = bar.why
    else:
        words = " ".join(part for part in (who.name or bar.reference, f"{who.persons}人") if part)
    last = bar.span.leaves_on
    title = f"{bar.status.label} {words} {bar.span.first_day:%-m月%-d日}から{last:%-m月%-d日}まで"
    movable = who.stay is not None and bar.status in MOVABLE
    return Taken(bar.status, SIGNS[bar.status], words, title, who.stay, who.tenancy, bar.span.first_day, movable)


def span_of(text: str, length: str, *, today: date) -> tuple[date, date]:
    """Return the days that an address asks for: a month, or a season of three."""
    first = parse_month(text) or today.replace(day=1)
    return first, months_later(first, 3 if length == "season" else 1)
