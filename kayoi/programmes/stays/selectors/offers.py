"""What a house can offer a party: a free room, what the rules say of it, what it would cost."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from kayoi.engines.procedures.rules.questions import typed
from kayoi.engines.procedures.selectors.procedures import rules_in_force
from kayoi.engines.reservations import rules as calendar
from kayoi.engines.reservations.rules import Span, UnitFacts
from kayoi.engines.reservations.selectors import facts_of, free_periods, taken_around
from kayoi.engines.reservations.states import Measure
from kayoi.engines.rulesets.models import Ruleset
from kayoi.engines.rulesets.rules.versions import Ruleset as Rules
from kayoi.engines.rulesets.selectors import adopted, rules_of
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Outcome, Reason
from kayoi.programmes.stays.models import House, Room
from kayoi.programmes.stays.rules.possible import Possible, possible
from kayoi.programmes.stays.rules.prices import Price, quote
from kayoi.programmes.stays.rules.spans import Stay as Days
from kayoi.programmes.stays.states import LIVED_IN, HouseStatus

# So far around a time the bookings of a room count for the buffer after it.
AROUND = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Wanted:
    """When a party wants to use a house, and how many they are."""

    span: Span
    adults: int = 1
    children: int = 0

    @property
    def persons(self) -> int:
        return self.adults + self.children

    @property
    def days(self) -> Days:
        """First and last day; of a use by the hour the same one."""
        return Days(self.span.first_day, max(self.span.first_day, local_date(self.span.ends_before)))


@dataclass(frozen=True, slots=True)
class Offer:
    """What a house answers a party: the room, or why there is none; the rules; price and deposit."""

    wanted: Wanted
    room: Room | None
    against: tuple[Reason, ...]
    ruled: Possible | None
    price: Price | None
    deposit_yen: int | None

    @property
    def may_be_asked(self) -> bool:
        """Whether the time can be had. What the rules say is decided by the town, with reasons."""
        return self.room is not None


def shown_houses() -> QuerySet[House]:
    """Return the houses that the public sees and that are stayed in, by name."""
    rows = House.objects.filter(status=HouseStatus.PUBLISHED).exclude(kind__in=LIVED_IN)
    rows = rows.select_related("procedure__ruleset", "price_rule", "cancel_rule", "deposit_rule", "kept_for")
    return rows.order_by("kind", "name")


def shown_house(key: str) -> House | None:
    """Return one of them by its key."""
    return shown_houses().filter(key=key).first()


def rooms_of(house: House, *, on: date) -> list[Room]:
    """Return the rooms of a house that are in use on a day, in their order."""
    rows = house.rooms.select_related("unit", "house").order_by("position", "pk")
    return [room for room in rows if room.unit.retired_on is None or room.unit.retired_on > on]


def rooms_of_each(houses: Sequence[House], *, on: date) -> dict[int, list[Room]]:
    """Return the same of several houses by their id, in one query."""
    found: dict[int, list[Room]] = {house.pk: [] for house in houses}
    rows = Room.objects.filter(house__in=houses).select_related("unit", "house")
    for room in rows.order_by("position", "pk"):
        if room.unit.retired_on is None or room.unit.retired_on > on:
            found[room.house_id].append(room)
    return found


def is_by_night(rooms: Iterable[Room]) -> bool:
    """Tell whether rooms are given by night, or else by the hour."""
    return any(room.unit.measure == Measure.NIGHT for room in rooms)


def offer_of(house: House, wanted: Wanted, *, known: Mapping[str, Any] | None = None, at: datetime) -> Offer:
    """Return what a house offers a party, with all that speaks against it."""
    on, rooms = local_date(at), rooms_of(house, on=local_date(at))
    room, against = _free(rooms, wanted, at=at)
    facts = {**party_facts(wanted), **(known or {})}
    rules = rules_in_force(house.procedure) if house.procedure else None
    price = price_of(house, wanted.days, facts, on=on)
    priced = {**facts, "charge.price_yen": price.total_yen if price else None}
    return Offer(
        wanted=wanted,
        room=room,
        against=against,
        ruled=possible(rules, facts, stay=wanted.days, on=on) if rules else None,
        price=price,
        deposit_yen=deposit_of(house, wanted.days, priced, on=on),
    )


def party_facts(wanted: Wanted) -> dict[str, Any]:
    """Return what is known of a party before anything is asked."""
    return {"stay.persons": wanted.persons}


def price_of(house: House, days: Days, facts: Mapping[str, Any], *, on: date) -> Price | None:
    """Return what a stay costs by the house's prices in force; None where it has none.

    `facts` are typed, or as an application keeps them; no relief where the town has granted none.
    """
    rules = adopted_rules_of(house.price_rule)
    if rules is None:
        return None
    known = {"charge.relief": "none", "charge.rate_yen": house.rate_yen, **facts}
    return quote(rules, days, typed(known, rules.facts), on=on)


def deposit_of(house: House, days: Days, facts: Mapping[str, Any], *, on: date) -> int | None:
    """Return what is deposited for a stay, by the house's rule or else as it stands with the house; None while a fact
    is missing. Where the rule does not hold, nothing is deposited."""
    rules = adopted_rules_of(house.deposit_rule)
    if rules is None:
        return int(house.deposit_yen)
    known = {"charge.relief": "none", "charge.rate_yen": house.rate_yen, **facts}
    asked = quote(rules, days, typed(known, rules.facts), on=on)
    return 0 if asked.outcome is Outcome.NOT_MET else asked.total_yen


def adopted_rules_of(ruleset: Ruleset | None) -> Rules | None:
    """Return the adopted versions of a ruleset as they evaluate; None without any."""
    versions = list(adopted().filter(ruleset=ruleset)) if ruleset else []
    return rules_of(ruleset, versions) if ruleset and versions else None


def adopted_rules_of_each(rulesets: Iterable[Ruleset]) -> dict[int, Rules]:
    """Return the same of several rulesets by their id, in one query."""
    known, versions = {ruleset.pk: ruleset for ruleset in rulesets}, defaultdict(list)
    for version in adopted().filter(ruleset__in=known):
        versions[version.ruleset_id].append(version)
    return {pk: rules_of(known[pk], several) for pk, several in versions.items()}


def first_free(rooms: Sequence[Room], first: date, *, days: int, at: datetime) -> dict[int, date]:
    """Return the first free night from a day on of each unit by night, by its id; those without one are left out."""
    units = [room.unit for room in rooms]
    periods = free_periods(units, first, first + timedelta(days=days), at=at)
    return {pk: min(span.first_day for span in spans) for pk, spans in periods.items() if spans}


def _free(rooms: Sequence[Room], wanted: Wanted, *, at: datetime) -> tuple[Room | None, tuple[Reason, ...]]:
    """Return the smallest room that is free and large enough, or why not even the likeliest is."""
    facts = facts_of(room.unit for room in rooms)
    taken = taken_around(facts, start=wanted.span.starts_at - AROUND, end=wanted.span.ends_before + AROUND, at=at)
    against: tuple[Reason, ...] = (Reason("stays.no_room"),)
    for number, room in enumerate(sorted(rooms, key=lambda one: (one.unit.capacity, one.position, one.pk))):
        answer = calendar.may_take(
            facts[room.unit_id], wanted.span, persons=wanted.persons, taken=taken.get(room.unit_id, ())
        )
        if answer.met:
            return room, ()
        if number == 0 or len(answer.reasons) < len(against):
            against = answer.reasons
    return None, against


def free_nights(rooms: Sequence[Room], first: date, until: date, *, at: datetime) -> dict[date, int]:
    """Return how many rooms are free in each night from a day to the day before `until`, in a constant number of
    queries; the days on which a room is made ready count as taken."""
    facts = facts_of(room.unit for room in rooms)
    start, end = calendar.midnight(first), calendar.midnight(until)
    taken = taken_around(facts, start=start - AROUND, end=end + AROUND, at=at)
    days = [first + timedelta(days=number) for number in range((until - first).days)]
    return {
        day: sum(_is_free(one, taken.get(pk, ()), day) for pk, one in facts.items())
        for day in days
    }  # fmt: skip


def _is_free(unit: UnitFacts, taken: Sequence[calendar.Taken], day: date) -> bool:
    """Tell whether one night (or any part of a day by the hour) could be had, the buffer after it left out."""
    if unit.retired_on is not None and day >= unit.retired_on:
        return False
    start = calendar.midnight(day)
    span = Span(start, start + timedelta(days=1))
    if unit.measure is Measure.MINUTE:
        return not any(one.span.starts_at <= start and one.busy_before >= span.ends_before for one in taken)
    return not calendar.in_the_way(span, span.ends_before, taken)
