"""What an applicant meets who comes to a tour now: a list that was switched on and shows nothing is found here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kayoi.programmes.tours.states import DateStatus, TourStatus


@dataclass(frozen=True, slots=True)
class Shown:
    """A date as it is offered: how many persons it takes, how many have a place, whether it has free time."""

    name: str
    status: str
    capacity: int
    placed: int
    asked: int
    has_free_time: bool
    is_online: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """One line of the check: a code with its parameters, and whether all is well with it."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    is_well: bool = True


@dataclass(frozen=True, slots=True)
class SetUp:
    """What decides what an applicant sees."""

    status: str
    programme_is_on: bool
    openly_called: bool
    terms_are_published: bool
    is_listed: bool
    has_english: bool
    apply_from: datetime | None
    apply_until: datetime | None
    dates: Sequence[Shown]


def what_is_seen(tour: SetUp, *, at: datetime) -> list[Seen]:
    """Return what an applicant meets now, line by line (申込者から見た状態).

    Source: kayoi (a waiting list that is switched on and not shown: pretix/pretix#5188)
    """
    if not tour.programme_is_on or tour.status != TourStatus.PUBLISHED:
        return [Seen("tours.seen_nothing", is_well=False)]
    lines = [Seen("tours.seen_page")]
    if not tour.openly_called:
        lines.append(Seen("tours.seen_by_address_only"))
    else:
        lines.append(Seen("tours.seen_in_lists" if tour.is_listed else "tours.seen_in_no_list", is_well=tour.is_listed))
    lines.append(_time(tour, at))
    lines += [_date(one) for one in tour.dates]
    packed = [one.name for one in tour.dates if not one.has_free_time and not one.is_online and one.status == "open"]
    lines += [Seen("tours.seen_without_free_time", {"date": name}, is_well=False) for name in packed]
    if not tour.has_english:
        lines.append(Seen("tours.seen_without_english", is_well=False))
    return lines


def _time(tour: SetUp, at: datetime) -> Seen:
    if not any(one.status == DateStatus.OPEN for one in tour.dates):
        return Seen("tours.seen_no_open_date", is_well=False)
    if not tour.terms_are_published:
        return Seen("tours.seen_no_terms", is_well=False)
    if tour.apply_from is None or tour.apply_until is None:
        return Seen("tours.seen_no_time", is_well=False)
    if at < tour.apply_from:
        return Seen("tours.seen_not_yet", {"from": tour.apply_from}, is_well=False)
    if at >= tour.apply_until:
        return Seen("tours.seen_over", {"until": tour.apply_until}, is_well=False)
    return Seen("tours.seen_applying", {"until": tour.apply_until})


def _date(one: Shown) -> Seen:
    params = {"date": one.name, "capacity": one.capacity, "placed": one.placed, "asked": one.asked}
    codes = {
        DateStatus.DRAFT: "tours.seen_date_draft",
        DateStatus.OPEN: "tours.seen_date_open",
        DateStatus.CLOSED: "tours.seen_date_closed",
        DateStatus.SETTLED: "tours.seen_date_settled",
        DateStatus.HELD: "tours.seen_date_held",
        DateStatus.CANCELLED: "tours.seen_date_cancelled",
    }
    return Seen(codes[DateStatus.of(one.status)], params, is_well=one.status != DateStatus.DRAFT)
