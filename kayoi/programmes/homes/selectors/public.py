"""Pages of the public search, shaped for templates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import numpy.typing as npt
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from kayoi.foundation.places.models import Place
from kayoi.kit.html import Link
from kayoi.programmes.homes.models import Listing
from kayoi.programmes.homes.rules.clusters import Cluster, clusters
from kayoi.programmes.homes.selectors import listing_words as words
from kayoi.programmes.homes.selectors.drawing import HouseMap, house_map
from kayoi.programmes.homes.selectors.search import PAGE, Conditions, shown

MOST_COMPARED = 4


@dataclass(frozen=True)
class Card:
    """A house in a list."""

    pk: int
    title: str
    town: str
    quarter: str
    price: str
    line: str
    state: str
    is_free: bool
    is_cheaper: bool
    href: str
    picture: str


def card_of(listing: Listing) -> Card:
    """Return a published house as a list shows it."""
    kwargs = {"organization": listing.organization.slug}
    facts = [words.kind_of(listing), words.offers_of(listing), listing.rooms, *words.age_and_size(listing)]
    before = listing.price_before_yen
    picture = listing.pictures[0] if listing.pictures else None
    return Card(
        pk=listing.pk,
        title=words.title_of(listing),
        town=words.either(listing.organization.name, listing.organization.name_en),
        quarter=listing.quarter,
        price=words.price_of(listing),
        line=" ・ ".join(filter(None, facts)),
        state=str(words.STATES.get(listing.state, "")),
        is_free=listing.state == "published",
        is_cheaper=before is not None and listing.price_yen is not None and listing.price_yen < before,
        href=reverse("homes:listing", kwargs={**kwargs, "pk": listing.pk}),
        picture=reverse("homes:public_picture", kwargs={**kwargs, "pk": picture}) if picture else "",
    )


def listing_shown(pk: int, *, at: datetime) -> Listing | None:
    """Return a house that everybody may see, or None."""
    return shown(at).select_related("organization").filter(pk=pk).first()


def drawing(places: npt.NDArray[Any], query: QueryDict, *, place_code: str) -> HouseMap | None:
    """Return the map of what fits, around a place or of all Japan; a circle opens the section that holds its houses."""
    place = Place.objects.filter(code=place_code).first() if place_code else None

    def href(cluster: Cluster) -> str:
        return f"?{_with(query, box=_box(cluster), view='list' if _is_small(cluster) else 'map')}"

    found = clusters(places)
    named = Listing.objects.filter(pk__in=[one.one for one in found])
    rows = named.values_list("pk", "organization__name", "quarter")
    quarters = {pk: f"{town}{quarter}" for pk, town, quarter in rows}
    return house_map(found, place=place, href=href, quarters=quarters)


def links_of(query: QueryDict, name: str, current: str, choices: Iterable[tuple[str, Any]]) -> list[Link]:
    """Return links that change one part of the address and keep the conditions."""
    return [Link(str(label), f"?{_with(query, **{name: value})}", current=value == current) for value, label in choices]


def without_box(query: QueryDict) -> str:
    """Return the address without the section of the map, or nothing where none is chosen."""
    return f"?{_with(query, box='')}" if query.get("box") else ""


def page_of(total: int, number: int) -> Page[int]:
    """Return the page of that number, for its links; beyond the last one the last."""
    return Paginator(range(total), PAGE).get_page(number)


def kept_conditions(conditions: Conditions) -> dict[str, Any]:
    """Return conditions as they are kept with a saved search; the section of the map is not."""
    facets = {name: sorted(values) for name, values in conditions.facets.items() if values}
    return {"words": conditions.words, "quarter": conditions.quarter, "facets": facets}


def pictures_of(listing: Listing) -> list[str]:
    """Return the addresses of the public pictures, in the office's order."""
    kwargs = {"organization": listing.organization.slug}
    return [reverse("homes:public_picture", kwargs={**kwargs, "pk": pk}) for pk in listing.pictures]


@dataclass(frozen=True)
class Comparison:
    """Houses side by side: their cards, and for each item its value at each house."""

    houses: Sequence[Card]
    lines: Sequence[tuple[str, Sequence[str]]]


def comparison(ids: Sequence[str], *, at: datetime) -> Comparison:
    """Return at most four houses side by side; only items of which something stands somewhere."""
    wanted = [int(one) for one in ids if one.isdecimal()][:MOST_COMPARED]
    rows = {row.pk: row for row in shown(at).filter(pk__in=wanted).select_related("organization")}
    houses = [rows[pk] for pk in wanted if pk in rows]
    table: dict[str, dict[int, str]] = {}
    for house in houses:
        table.setdefault(_("価格・家賃"), {})[house.pk] = words.price_of(house)
        details = [*words.facts_of(house), *(one for group in words.groups_of(house) for one in group.details)]
        for detail in details:
            table.setdefault(detail.term, {})[house.pk] = str(detail.value)
    lines = [(term, [values.get(house.pk, "") for house in houses]) for term, values in table.items()]
    return Comparison([card_of(house) for house in houses], lines)


def _with(query: QueryDict, **changes: str) -> str:
    kept = [(name, value) for name, values in query.lists() for value in values if name not in {*changes, "page"}]
    return urlencode([*kept, *changes.items()])


def _box(cluster: Cluster) -> str:
    return ",".join(f"{one:.5f}" for one in (cluster.south, cluster.west, cluster.north, cluster.east))


def _is_small(cluster: Cluster) -> bool:
    """A section of half a kilometre holds nothing more to take apart: positions are blurred."""
    return cluster.north - cluster.south < 0.006
