"""The public page: days with free times, and another door where a day is full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from kayoi.kit.dates import JST, local_time
from kayoi.programmes.appointments import rules
from kayoi.programmes.appointments.models import Booking, Counsellor
from kayoi.programmes.appointments.selectors.hours import (
    SHOWN_DAYS,
    FreeDay,
    FreeTime,
    free_days,
    offer_of,
    taken_around,
)
from kayoi.programmes.appointments.selectors.words import clock, short_day, ways_in_words
from kayoi.programmes.appointments.states import Way


@dataclass(frozen=True)
class Group:
    """The free times of one counsellor on one day."""

    counsellor: Counsellor
    times: Sequence[FreeTime]


@dataclass(frozen=True)
class OfferedDay:
    """A day on which somebody takes bookings; for a full one, what is free instead."""

    on: date
    label: str
    groups: Sequence[Group]
    is_full: bool
    near: Sequence[FreeTime]
    other_ways: Sequence[str]


def offered_days(
    *, start: date, now: datetime, way: str, only: Counsellor | None, language: str, days: int = SHOWN_DAYS
) -> list[OfferedDay]:
    """Return the days with bookable hours; a full day names the nearest free times and the other ways of that day."""
    all_ways = free_days(start=start, days=days, now=now, by_staff=False, only=only)
    wanted = all_ways
    if way:
        wanted = free_days(start=start, days=days, now=now, by_staff=False, only=only, way=way)
    free = {one.slot.starts_at: one for day in wanted for one in day.times}
    return [
        _offered(day, whole, free, way, language)
        for day, whole in zip(wanted, all_ways, strict=True)
        if day.offered or day.times
    ]


def _offered(day: FreeDay, whole: FreeDay, free: dict[datetime, FreeTime], way: str, language: str) -> OfferedDay:
    groups = [
        Group(person, list(times))
        for person, times in groupby(
            sorted(day.times, key=lambda one: (one.counsellor.name, one.counsellor.pk, one.slot.starts_at)),
            key=lambda one: one.counsellor,
        )
    ]
    noon = datetime.combine(day.on, time(12), JST)
    near = [free[moment] for moment in rules.nearest(free, wanted=noon, most=3)] if day.is_full else []
    ways = {other for one in whole.times for other in one.slot.ways} - {way} if way and day.is_full else set()
    return OfferedDay(day.on, short_day(day.on, language), groups, day.is_full, near, sorted(ways))


def bookable_slot(
    counsellor: Counsellor, moment: datetime, *, now: datetime, by_staff: bool, without: Booking | None = None
) -> rules.Slot | None:
    """Return the slot that begins at a moment while it can be booked, or None."""
    on = local_time(moment).date()
    taken = taken_around(counsellor, on=on, without=without)
    free = rules.free_slots(offer_of(counsellor), on=on, taken=taken, now=now, by_staff=by_staff)
    return next((slot for slot in free if slot.starts_at == moment), None)


def choices_of(times: Sequence[FreeTime], language: str) -> list[tuple[str, str]]:
    """Return free times as choices: the key, and day, time, counsellor and ways in words."""
    return [
        (
            one.key,
            f"{short_day(local_time(one.slot.starts_at).date(), language)} {clock(one.slot.starts_at)}  "
            f"{name_of(one.counsellor, language)}({ways_in_words(one.slot.ways)})",
        )
        for one in times
    ]


def name_of(counsellor: Counsellor, language: str) -> str:
    """Return a counsellor's name in the reader's language."""
    return counsellor.name_en or counsellor.name if language == "en" else counsellor.name


def way_choices(ways: Sequence[str] | frozenset[str]) -> list[tuple[str, str]]:
    """Return ways of talking as choices, in one fixed order."""
    return [(way.value, ways_in_words([way])) for way in Way if way in ways]
