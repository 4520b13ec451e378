"""The public search: what fits, how many of each facet, where it lies. Reads published rows only (public scope)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import BigIntegerField, F, Q, QuerySet
from django.db.models.expressions import RawSQL

from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.selectors import givers_to
from kayoi.foundation.tenancy.states import Shared
from kayoi.kit.dates import local_date
from kayoi.kit.text import search_query
from kayoi.programmes.homes.models import Listing
from kayoi.programmes.homes.rules.facets import GROUPS, facet_counts, wanted_bits
from kayoi.programmes.homes.selectors.published import Rows, hash_of, ids_with, published

PAGE = 20
ALL_OF = {group.name for group in GROUPS if group.all_of}
SORTS = {"price", "rent"}  # the cheapest first; else the latest first


@dataclass(frozen=True)
class Box:
    """A section of the map, in degrees."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True)
class Conditions:
    """What somebody looks for. `facets`: ticked values by group; `organizations`: None for all of Japan."""

    organizations: Sequence[int] | None = None
    words: str = ""
    quarter: str = ""
    box: Box | None = None
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """One page of what fits, how many fit in all, and how many each facet would leave."""

    listings: Sequence[Listing]
    total: int
    counts: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Points:
    """Where what fits lies: rows of lat, lon (degrees) and id; how many fit in all, and would with each facet."""

    places: npt.NDArray[Any]
    total: int
    counts: Mapping[tuple[str, str], int]


def search(conditions: Conditions, *, sort: str = "new", page: int = 1, at: datetime) -> Found:
    """Return the houses that fit, a page of them, and the counts of all facets. Pages begin with 1."""
    rows = _shown_rows(conditions, at=at)
    fitting, counts = facet_counts(rows["mask"], wanted_bits(conditions.facets))
    found = rows[["id", sort]][fitting] if sort in SORTS else rows[["id"]][fitting]
    if sort in SORTS:  # of two alike the later one first: that is the order they come in
        found = found[np.argsort(found[sort], kind="stable")]
    first = (page - 1) * PAGE
    return Found(listings_of(found["id"][first : first + PAGE].tolist()), len(found), counts)


def points(conditions: Conditions, *, at: datetime) -> Points:
    """Return where the houses that fit lie, as far as the public may know, and the counts of all facets."""
    rows = _shown_rows(conditions, at=at)
    fitting, counts = facet_counts(rows["mask"], wanted_bits(conditions.facets))
    found = rows[["lat", "lon", "id"]][fitting]
    return Points(found[~np.isnan(found["lat"])], len(found), counts)


def _shown_rows(conditions: Conditions, *, at: datetime) -> Rows:
    """Return what everybody may see at that moment and what fits words and places, the latest first."""
    rows = published()
    fits = rows["early_until"] <= at.timestamp()
    if conditions.organizations is not None:
        fits &= np.isin(rows["organization"], conditions.organizations)
    if query := search_query(conditions.words):
        fits &= np.isin(rows["id"], ids_with(query))
    if conditions.quarter:
        fits &= rows["quarter"] == hash_of(conditions.quarter)
    if box := conditions.box:
        fits &= (rows["lat"] >= box.south) & (rows["lat"] < box.north)
        fits &= (rows["lon"] >= box.west) & (rows["lon"] < box.east)
    return rows if fits.all() else rows[fits]


def towns_of(organization: Organization, *, at: datetime) -> list[Organization]:
    """Return the towns whose houses an organization shows on its page: its own, and of those that share a bank."""
    return [organization, *givers_to(organization, Shared.HOMES, on=local_date(at))]


def all_towns(*, at: datetime) -> list[Organization]:
    """Return the towns that show houses at that moment."""
    ids = shown(at).values_list("organization", flat=True).distinct()
    return list(Organization.objects.open_on(local_date(at)).filter(pk__in=list(ids)).order_by("place_code", "pk"))


def listings_of(ids: Sequence[int]) -> list[Listing]:
    """Return published houses in the order of their ids; those that are gone are left out."""
    rows = {row.pk: row for row in Listing.objects.filter(pk__in=ids).select_related("organization")}
    return [rows[pk] for pk in ids if pk in rows]


def newest(conditions: Conditions, *, since: datetime, at: datetime, early: bool = False) -> list[Listing]:
    """Return what fits and was published after a moment, the latest first; `early`: also what only members see yet."""
    rows = _with_facets(_without_facets(conditions, at=at, early=early), wanted_bits(conditions.facets))
    return list(rows.filter(published_from__gt=since, published_from__lte=at).order_by("-published_from")[:PAGE])


def quarters(organizations: Sequence[int], *, at: datetime) -> list[str]:
    """Return the quarters of a town in which something is published; of several towns none, they would be too many."""
    if len(organizations) != 1:
        return []
    rows = _without_facets(Conditions(organizations), at=at)
    return list(rows.order_by("quarter").values_list("quarter", flat=True).distinct())


def shown(at: datetime, *, early: bool = False) -> QuerySet[Listing]:
    """Return what everybody may see at that moment; `early`: also what registered people see before the others."""
    rows = Listing.objects.filter(withdrawn_at=None)
    return rows if early else rows.filter(Q(early_until=None) | Q(early_until__lte=at))


def _without_facets(conditions: Conditions, *, at: datetime, early: bool = False) -> QuerySet[Listing]:
    rows = shown(at, early=early)
    if conditions.organizations is not None:
        rows = rows.filter(organization__in=conditions.organizations)
    if query := search_query(conditions.words):
        found = RawSQL("SELECT homes_listing_find(%s::tsquery)", [query], output_field=BigIntegerField())
        rows = rows.filter(pk__in=found)
    if conditions.quarter:
        rows = rows.filter(quarter=conditions.quarter)
    if box := conditions.box:
        rows = rows.filter(lat__gte=box.south, lat__lt=box.north, lon__gte=box.west, lon__lt=box.east)
    return rows


def _with_facets(rows: QuerySet[Listing], wanted: Mapping[str, int]) -> QuerySet[Listing]:
    for name, bits in wanted.items():
        hit = {f"has_{name}": F("mask").bitand(bits)}
        least = bits if name in ALL_OF else 1
        rows = rows.alias(**hit).filter(**{f"has_{name}__gte": least})
    return rows
