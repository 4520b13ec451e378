"""Another door, when a time is taken: near days here, other houses, other towns; each with why it is not nearer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.selectors import free_near
from kayoi.engines.procedures.selectors.procedures import rules_in_force
from kayoi.engines.reservations.rules import Span
from kayoi.engines.reservations.selectors import nearest_free
from kayoi.foundation.tenancy import scope
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import MET, Reason, Verdict, verdict
from kayoi.programmes.stays.models import House
from kayoi.programmes.stays.rules.possible import possible
from kayoi.programmes.stays.rules.spans import Stay as Days
from kayoi.programmes.stays.selectors.offers import Wanted, party_facts, rooms_of, shown_houses
from kayoi.programmes.stays.selectors.words import either

REACH, REACH_ELSEWHERE, MOST = timedelta(days=90), 30, 3


@dataclass(frozen=True)
class Near:
    """A house of the town and days that can be had, and what stands against those between."""

    house: House
    title: str
    first: date
    last: date
    reasons: Sequence[Reason]


@dataclass(frozen=True)
class Doors:
    """Where else a party could go."""

    here: Sequence[Near]
    elsewhere: Sequence[tuple[Opening, str, date, date]]


def doors_of(house: House, wanted: Wanted, *, at: datetime) -> Doors:
    """Return the nearest days in this house, in others of the town, and in other towns (もう一つの扉)."""
    here = _near(house, wanted, at=at)[:MOST]
    for other in shown_houses().exclude(pk=house.pk):
        here += _near(other, wanted, at=at)[:1]
    here.sort(key=lambda one: (abs(one.first - wanted.days.arrives_on), one.house.pk != house.pk))
    return Doors(here[: 2 * MOST], elsewhere_of(wanted, at=at, without=house.organization_id))


def _near(house: House, wanted: Wanted, *, at: datetime) -> list[Near]:
    today = local_date(at)
    rules = rules_in_force(house.procedure) if house.procedure else None

    def also(span: Span) -> Verdict:
        if span.first_day < today:
            return verdict([Reason("stays.past")])
        if rules is None:
            return MET
        ruled = possible(rules, party_facts(wanted), stay=Days(span.first_day, span.leaves_on), on=today)
        said = ruled.reasons() if not ruled.is_open else []
        return verdict(Reason("stays.against_rules", {"condition": one}) for one in said)

    units = [room.unit for room in rooms_of(house, on=today)]
    found = nearest_free(units, wanted.span, persons=wanted.persons, at=at, also=also, reach=REACH)
    title = either(house.name, house.name_en)
    days = {one.shift.span.first_day: one.shift for one in reversed(found)}
    return [
        Near(house, title, shift.span.first_day, shift.span.leaves_on, shift.reasons)
        for _, shift in sorted(days.items(), key=lambda one: abs(one[0] - wanted.days.arrives_on))
    ]


def elsewhere_of(wanted: Wanted, *, at: datetime, without: int) -> list[tuple[Opening, str, date, date]]:
    """Return what other towns show as free near the wanted days: public rows only."""
    nights = wanted.span.nights
    if not nights:
        return []
    with scope.of_public():
        found = free_near(
            arrives_on=wanted.days.arrives_on, nights=nights, persons=wanted.persons, reach_days=REACH_ELSEWHERE,
            at=at, without=[without], most=MOST,
        )  # fmt: skip
        return [(one.opening, _address(one.opening), one.arrives_on, one.leaves_on) for one in found]


def _address(opening: Opening) -> str:
    return f"/{opening.organization.slug}/{opening.path}"
