"""When counsellors can be booked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kayoi.kit.dates import JST, local_date
from kayoi.programmes.appointments import rules
from kayoi.programmes.appointments.models import Booking, Counsellor, HoursException, WeeklyHours
from kayoi.programmes.appointments.selectors.words import moment_key
from kayoi.programmes.appointments.states import ExceptionKind
from kayoi.programmes.appointments.states.bookings import TAKING

SHOWN_DAYS = 7
LOOKED_AHEAD_DAYS = 28


@dataclass(frozen=True)
class FreeTime:
    """A time that can be booked, with whom and how."""

    counsellor: Counsellor
    slot: rules.Slot

    @property
    def moment(self) -> str:
        return moment_key(self.slot.starts_at)

    @property
    def key(self) -> str:
        """The time as the value of a choice."""
        return f"{self.counsellor.pk}-{self.moment}"


@dataclass(frozen=True)
class FreeDay:
    """One day: its free times, and whether there would be any if nobody had booked."""

    on: date
    times: Sequence[FreeTime]
    offered: bool

    @property
    def is_full(self) -> bool:
        return self.offered and not self.times


@dataclass(frozen=True)
class Doors:
    """What is offered instead of a time that cannot be had: the nearest times the same way, and other ways."""

    nearest: Sequence[FreeTime]
    other_ways: Sequence[str]


def counsellors() -> list[Counsellor]:
    """Return who takes bookings, by name."""
    return list(Counsellor.objects.published().order_by("name", "pk"))


def offer_of(counsellor: Counsellor) -> rules.Offer:
    """Return what one counsellor publishes."""
    return offers([counsellor])[counsellor.pk]


def offers(found: Iterable[Counsellor]) -> dict[int, rules.Offer]:
    """Return what counsellors publish, by their id. Who takes no bookings offers nothing."""
    people = list(found)
    ids = [person.pk for person in people if person.is_published]
    weekly: dict[int, list[rules.Weekly]] = {}
    for hours in WeeklyHours.objects.filter(counsellor_id__in=ids).order_by("weekday", "starts"):
        window = rules.Window(hours.starts, hours.ends, frozenset(hours.ways))
        weekly.setdefault(hours.counsellor_id, []).append(rules.Weekly(int(hours.weekday), window))
    exceptions: dict[int, list[rules.Exceptional]] = {}
    for row in HoursException.objects.filter(counsellor_id__in=ids).order_by("on", "starts"):
        window = rules.Window(row.starts, row.ends, frozenset(row.ways))
        found_one = rules.Exceptional(row.on, ExceptionKind.of(row.kind), window)
        exceptions.setdefault(row.counsellor_id, []).append(found_one)
    return {
        person.pk: rules.Offer(
            length=timedelta(minutes=person.length_min),
            buffer=timedelta(minutes=person.buffer_min),
            notice=timedelta(hours=person.notice_hours),
            ahead_days=person.ahead_days,
            most_per_day=person.most_per_day,
            on_holidays=person.on_holidays,
            weekly=weekly.get(person.pk, ()),
            exceptions=exceptions.get(person.pk, ()),
        )
        for person in people
    }


def taken_between(
    ids: Iterable[int], *, start: date, end: date, without: Booking | None = None
) -> dict[int, list[rules.Span]]:
    """Return the times of counsellors that are taken on some days, half-open."""
    first, last = (datetime.combine(day, time(), JST) for day in (start, end))
    rows = Booking.objects.filter(
        counsellor_id__in=list(ids), status__in=TAKING, starts_at__lt=last, busy_before__gt=first
    )
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    taken: dict[int, list[rules.Span]] = {}
    for pk, starts_at, busy_before in rows.values_list("counsellor_id", "starts_at", "busy_before"):
        taken.setdefault(pk, []).append(rules.Span(starts_at, busy_before))
    return taken


def taken_around(counsellor: Counsellor, *, on: date, without: Booking | None = None) -> list[rules.Span]:
    """Return what is taken on a day and its neighbours."""
    one = timedelta(days=1)
    return taken_between([counsellor.pk], start=on - one, end=on + 2 * one, without=without).get(counsellor.pk, [])


def free_days(
    *,
    start: date,
    now: datetime,
    by_staff: bool,
    days: int = SHOWN_DAYS,
    way: str = "",
    only: Counsellor | None = None,
    without: Booking | None = None,
) -> list[FreeDay]:
    """Return the days from `start` on with their free times, of all counsellors or one, by any way or one."""
    people = counsellors() if only is None else [only]
    end = start + timedelta(days=days)
    offered, taken = offers(people), taken_between([p.pk for p in people], start=start, end=end, without=without)
    return [
        _free_day(start + timedelta(days=number), people, offered, taken, way=way, now=now, by_staff=by_staff)
        for number in range(days)
    ]


def _free_day(
    on: date,
    people: Sequence[Counsellor],
    offered: dict[int, rules.Offer],
    taken: dict[int, list[rules.Span]],
    *,
    way: str,
    now: datetime,
    by_staff: bool,
) -> FreeDay:
    times: list[FreeTime] = []
    has_slots = False
    for person in people:
        offer = offered[person.pk]
        in_time = rules.free_slots(offer, on=on, taken=[], now=now, by_staff=by_staff)
        has_slots |= any(not way or way in slot.ways for slot in in_time)
        free = rules.free_slots(offer, on=on, taken=taken.get(person.pk, []), now=now, by_staff=by_staff)
        times += [FreeTime(person, slot) for slot in free if not way or way in slot.ways]
    return FreeDay(on, sorted(times, key=lambda one: (one.slot.starts_at, one.counsellor.name)), has_slots)


def doors_beside(wanted: datetime, *, way: str, now: datetime, by_staff: bool) -> Doors:
    """Return what is free near a time that cannot be had (ほかの空き): the same way, and which other ways there are."""
    start = max(local_date(now), local_date(wanted) - timedelta(days=LOOKED_AHEAD_DAYS // 2))
    times = [
        one for day in free_days(start=start, days=LOOKED_AHEAD_DAYS, now=now, by_staff=by_staff) for one in day.times
    ]
    same = [one for one in times if not way or way in one.slot.ways]
    near = set(rules.nearest((one.slot.starts_at for one in same), wanted=wanted, most=4))
    others = {other for one in times for other in one.slot.ways} - {way}
    return Doors([one for one in same if one.slot.starts_at in near][:6], sorted(others))
