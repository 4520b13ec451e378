"""Pages of the public, shaped for templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.selectors.applications import lacking, papers_of
from kayoi.engines.procedures.selectors.evaluating import evaluated
from kayoi.engines.procedures.selectors.procedures import availability_of, form_of, papers_of_form, rules_in_force
from kayoi.engines.procedures.selectors.words import Told, told
from kayoi.engines.procedures.states import Availability, PaperKind
from kayoi.foundation.identity.models import Person
from kayoi.kit.dates import local_date
from kayoi.programmes.stays.models import House, HousePicture, Stay
from kayoi.programmes.stays.rules.spans import Stay as Days
from kayoi.programmes.stays.selectors.offers import (
    adopted_rules_of,
    adopted_rules_of_each,
    deposit_of,
    first_free,
    is_by_night,
    price_of,
    rooms_of,
    rooms_of_each,
)
from kayoi.programmes.stays.selectors.own import stored_facts
from kayoi.programmes.stays.selectors.words import PriceLine, conditions_of, either, lines_of, price_lines, steps_of

# So far ahead the list of houses says what is free.
SOON_DAYS = 60


@dataclass(frozen=True)
class HouseCard:
    """A house in the list."""

    house: House
    title: str
    summary: str
    picture: HousePicture | None
    persons: int
    first_free: date | None
    price: Sequence[str]
    # So that the house shows the month that was looked for.
    query: str = ""


@dataclass(frozen=True)
class HousePage:
    """A house with everything that somebody wants to know before asking for it."""

    house: House
    title: str
    summary: str
    good: Sequence[str]
    hard: Sequence[str]
    pictures: Sequence[HousePicture]
    persons: int
    by_night: bool
    conditions: Sequence[str]
    price: Sequence[str]
    deposit: Sequence[str]
    cancelling: Sequence[str]
    papers: Sequence[PaperKind]
    is_open: bool


def cards_of(houses: Sequence[House], *, within: tuple[date, date] | None = None, at: datetime) -> list[HouseCard]:
    """Return the list of houses; `within` some days (half-open) only those that have a night free in them."""
    on = local_date(at)
    first, until = within or (on, on + timedelta(days=SOON_DAYS))
    rooms, pictures = rooms_of_each(houses, on=on), _first_pictures(houses)
    free = first_free([room for several in rooms.values() for room in several], first, days=(until - first).days, at=at)
    prices = adopted_rules_of_each([house.price_rule for house in houses if house.price_rule])
    cards = [
        HouseCard(
            house, either(house.name, house.name_en), either(house.summary, house.summary_en), pictures.get(house.pk),
            max((room.unit.capacity for room in rooms[house.pk]), default=0),
            min((free[room.unit_id] for room in rooms[house.pk] if room.unit_id in free), default=None),
            steps_of(prices.get(house.price_rule_id or 0), on=on),
        )
        for house in houses
    ]  # fmt: skip
    if within is None:
        return cards
    return [replace(card, query=f"?month={card.first_free:%Y-%m}") for card in cards if card.first_free]


def _first_pictures(houses: Sequence[House]) -> dict[int, HousePicture]:
    rows = HousePicture.objects.filter(house__in=houses).order_by("-position")
    return {row.house_id: row for row in rows}


def page_of(house: House, *, on: date) -> HousePage:
    """Return one house as it stands on a day."""
    rooms, procedure = rooms_of(house, on=on), house.procedure
    form = form_of(procedure) if procedure else None
    return HousePage(
        house=house,
        title=either(house.name, house.name_en),
        summary=either(house.summary, house.summary_en),
        good=lines_of(either(house.good, house.good_en)),
        hard=lines_of(either(house.hard, house.hard_en)),
        pictures=list(house.pictures.order_by("position")),
        persons=max((room.unit.capacity for room in rooms), default=0),
        by_night=is_by_night(rooms),
        conditions=conditions_of(rules_in_force(procedure) if procedure else None, on=on),
        price=steps_of(adopted_rules_of(house.price_rule), on=on),
        deposit=steps_of(adopted_rules_of(house.deposit_rule), on=on),
        cancelling=steps_of(adopted_rules_of(house.cancel_rule), on=on),
        papers=papers_of_form(form, by_proxy=False) if form else [],
        is_open=bool(form and procedure and availability_of(procedure, on=on) is Availability.OPEN),
    )


def known_of(person: Person | None, email: str) -> dict[str, str]:
    """Return what a person's profile says already."""
    if person is None:
        return {}
    return {
        "name": person.name, "kana": person.kana, "phone": person.phone, "email": email, "address": person.address,
        "postal_code": person.postal_code, "birth_on": person.birth_on.isoformat() if person.birth_on else "",
    }  # fmt: skip


def picked(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a day picked in the calendar fills into the form: that day and the next."""
    given = {name: data[name] for name in ("first", "last", "adults", "children", "starts", "ends") if data.get(name)}
    try:
        first = date.fromisoformat(given.get("first", ""))
        last = first + timedelta(days=1)
    except (ValueError, OverflowError):
        return {}
    return {"first": first, "last": last, **{k: v for k, v in given.items() if k != "first"}}


@dataclass(frozen=True)
class ApplicationPage:
    """What the rules say of the application so far, what it costs, which papers are still to come."""

    told: Told
    price: Sequence[PriceLine]
    price_yen: int | None
    deposit_yen: int | None
    lacking: Sequence[Any]


def application_page(stay: Stay, *, on: date) -> ApplicationPage:
    """Return how an application stands."""
    application, house = stay.application, stay.room.house
    assert isinstance(application, Application)
    facts = stored_facts(stay)
    days = Days(stay.arrives_on, stay.leaves_on)
    price = price_of(house, days, facts, on=on)
    total = price.total_yen if price else None
    return ApplicationPage(
        told=told(evaluated(application, today=on)),
        price=price_lines(price),
        price_yen=total,
        deposit_yen=deposit_of(house, days, {**facts, "charge.price_yen": total}, on=on),
        lacking=lacking(papers_of(application)),
    )
