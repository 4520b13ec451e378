"""The board: all rooms below each other, who has them along the days, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.engines.reservations.rules import midnight
from kayoi.engines.reservations.selectors import calendar
from kayoi.engines.reservations.selectors.boards import Bar
from kayoi.engines.reservations.states import AHEAD, BookingStatus
from kayoi.kit.dates import local_date, months_later
from kayoi.programmes.stays.models import Room, Stay
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
    """A booking on the board: what stands on it, and its stay where there is one."""

    status: BookingStatus
    sign: str
    words: str
    title: str
    stay: int | None
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


def rooms_on_board() -> QuerySet[Room]:
    """Return all rooms of houses that are not ended, house by house."""
    rows = Room.objects.exclude(house__status=HouseStatus.ENDED).select_related("house", "unit")
    return rows.order_by("house__name", "house", "position", "pk")


def board(first: date, until: date, *, at: datetime) -> Board:
    """Return the board of some days (予約表). Names of people under protection measures are not on it."""
    rooms = list(rooms_on_board())
    by_unit = {room.unit_id: room for room in rooms}
    rows = calendar([room.unit for room in rooms], first, until, at=at)
    stays = _stays(first, until, at=at)
    days = [first + timedelta(days=number) for number in range((until - first).days)]
    months: dict[date, int] = {}
    for day in days:
        months[day.replace(day=1)] = months.get(day.replace(day=1), 0) + 1
    laid = [Row(by_unit[row.unit.pk], _cells(row.bars, stays, first, until)) for row in rows]
    return Board(first, until, days, list(months.items()), laid)


def _stays(first: date, until: date, *, at: datetime) -> dict[int, tuple[int, str, int]]:
    """Return the stays of some days by their booking: id, name, persons."""
    rows = Stay.objects.filter(booking__busy_before__gt=midnight(first), booking__starts_at__lt=midnight(until))
    found = list(
        rows.values_list("booking", "pk", "case_file", "case_file__name", "case_file__kana", "adults", "children")
    )
    hidden = protected_families({file for _, _, file, *_ in found if file}, on=local_date(at))
    return {
        booking: (pk, "" if file in hidden else name or kana or "", adults + children)
        for booking, pk, file, name, kana, adults, children in found
    }


def _cells(bars: Sequence[Bar], stays: dict[int, tuple[int, str, int]], first: date, until: date) -> list[Cell]:
    cells: list[Cell] = []
    day = first
    for bar in bars:
        begins = max(bar.span.first_day, first)
        ends = min(max(bar.span.leaves_on, bar.span.first_day + ONE_DAY), until)
        taken = _taken(bar, stays.get(bar.pk))
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


def _taken(bar: Bar, stay: tuple[int, str, int] | None) -> Taken:
    pk, name, persons = stay or (None, "", bar.persons)
    if bar.status is BookingStatus.BLOCKED:
        words = bar.why
    else:
        words = " ".join(part for part in (name or bar.reference, f"{persons}人") if part)
    last = bar.span.leaves_on
    title = f"{bar.status.label} {words} {bar.span.first_day:%-m月%-d日}から{last:%-m月%-d日}まで"
    movable = pk is not None and bar.status in MOVABLE
    return Taken(bar.status, SIGNS[bar.status], words, title, pk, bar.span.first_day, movable)


def span_of(text: str, length: str, *, today: date) -> tuple[date, date]:
    """Return the days that an address asks for: a month, or a season of three."""
    try:
        year, month = (int(part) for part in text.split("-"))
        first = date(year, month, 1)
    except ValueError:
        first = today.replace(day=1)
    return first, months_later(first, 3 if length == "season" else 1)
