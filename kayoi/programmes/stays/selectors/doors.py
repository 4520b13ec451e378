"""Another door, when a time is taken: near days here, other houses, other towns; each with why it is not nearer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.selectors import free_near
from kayoi.engines.openings.states import OpeningKind
from kayoi.engines.reservations.rules import Span
from kayoi.engines.reservations.selectors import nearest_free
from kayoi.engines.rulesets.rules.versions import Ruleset as Rules
from kayoi.foundation.tenancy import scope
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import MET, Reason, Verdict, verdict
from kayoi.programmes.stays.models import House
from kayoi.programmes.stays.rules.possible import possible
from kayoi.programmes.stays.rules.spans import Stay as Days
from kayoi.programmes.stays.selectors.offers import (
    Wanted,
    adopted_rules_of_each,
    party_facts,
    rooms_of_each,
    shown_houses,
)
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
    houses = list(shown_houses())
    rulesets = [one.procedure.ruleset for one in houses if one.procedure and one.procedure.ruleset]
    rules, together = adopted_rules_of_each(rulesets), defaultdict[int | None, list[House]](list)
    for one in houses:
        together[one.procedure.ruleset_id if one.procedure else None].append(one)
    near = [
        found
        for ruleset, several in together.items()
        for found in _near(several, rules.get(ruleset) if ruleset else None, wanted, at=at)
    ]
    near.sort(key=lambda one: (abs(one.first - wanted.days.arrives_on), one.house.pk != house.pk))
    most = {one.pk: MOST if one.pk == house.pk else 1 for one in houses}
    return Doors(_few(near, most)[: 2 * MOST], elsewhere_of(wanted, at=at, without=house.organization_id))


def _few(near: Iterable[Near], most: Mapping[int, int]) -> list[Near]:
    """Return the first of each house, no day twice."""
    found: dict[int, dict[date, Near]] = defaultdict(dict)
    for one in near:
        days = found[one.house.pk]
        if len(days) < most[one.house.pk]:
            days.setdefault(one.first, one)
    return [one for one in near if found[one.house.pk].get(one.first) is one]


def _near(houses: Sequence[House], rules: Rules | None, wanted: Wanted, *, at: datetime) -> list[Near]:
    """Return what can be had in houses of the same rules, the nearest first."""
    today = local_date(at)

    def also(span: Span) -> Verdict:
        if span.first_day < today:
            return verdict([Reason("stays.past")])
        if rules is None:
            return MET
        ruled = possible(rules, party_facts(wanted), stay=Days(span.first_day, span.leaves_on), on=today)
        said = ruled.reasons() if not ruled.is_open else []
        return verdict(Reason("stays.against_rules", {"condition": one}) for one in said)

    rooms = [room for several in rooms_of_each(houses, on=today).values() for room in several]
    units, owner = [room.unit for room in rooms], {room.unit_id: room.house for room in rooms}
    found = nearest_free(
        units, wanted.span, persons=wanted.persons, at=at, also=also, reach=REACH, most=2 * len(units)
    )  # fmt: skip
    return [
        Near(house, either(house.name, house.name_en), span.first_day, span.leaves_on, one.shift.reasons)
        for one in found
        for house, span in [(owner[one.unit.pk], one.shift.span)]
    ]


def elsewhere_of(wanted: Wanted, *, at: datetime, without: int) -> list[tuple[Opening, str, date, date]]:
    """Return what other towns show as free near the wanted days: public rows only."""
    nights = wanted.span.nights
    if not nights:
        return []
    with scope.of_public():
        found = free_near(
            kind=OpeningKind.STAY, arrives_on=wanted.days.arrives_on, nights=nights, persons=wanted.persons,
            reach_days=REACH_ELSEWHERE, at=at, without=[without], most=MOST,
        )  # fmt: skip
        return [(one.opening, _address(one.opening), one.arrives_on, one.leaves_on) for one in found]


def _address(opening: Opening) -> str:
    return f"/{opening.organization.slug}/{opening.path}"
