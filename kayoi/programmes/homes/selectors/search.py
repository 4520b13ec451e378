"""The public search: what fits, how many of each facet, where it lies. Reads published rows only (public scope)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Aggregate, BigIntegerField, BinaryField, F, Func, Q, QuerySet
from django.db.models.expressions import OrderBy, RawSQL

from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.selectors import givers_to
from kayoi.foundation.tenancy.states import Shared
from kayoi.kit.dates import local_date
from kayoi.kit.text import search_query
from kayoi.programmes.homes.models import Listing
from kayoi.programmes.homes.rules.facets import GROUPS, facet_counts, wanted_bits

PAGE = 20
SORTS: dict[str, tuple[str | OrderBy, ...]] = {
    "new": ("-published_from", "-pk"),
    "price": (F("price_yen").asc(nulls_last=True), "-pk"),
    "rent": (F("rent_yen").asc(nulls_last=True), "-pk"),
}
ALL_OF = {group.name for group in GROUPS if group.all_of}
POINT = np.dtype([("lat", ">f8"), ("lon", ">f8"), ("id", ">i8")])


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


class Packed(Aggregate):
    """All values of a column in one string of bytes, which numpy reads as it is."""

    template = "string_agg(%(expressions)s, ''::bytea)"
    output_field = BinaryField()


class _Sent(Func):
    """A value in the bytes in which PostgreSQL sends it."""

    output_field = BinaryField()


def search(conditions: Conditions, *, sort: str = "new", page: int = 1, at: datetime) -> Found:
    """Return the houses that fit, a page of them, and the counts of all facets. Pages begin with 1."""
    rows = _without_facets(conditions, at=at)
    packed = rows.aggregate(masks=Packed(_Sent("mask", function="int8send")))["masks"]
    wanted = wanted_bits(conditions.facets)
    total, counts = facet_counts(np.frombuffer(packed or b"", dtype=">i8").astype(np.int64), wanted)
    first = (page - 1) * PAGE
    # The ids from the index alone, then these rows: to sort whole rows would read all of them.
    ids = list(_with_facets(rows, wanted).order_by(*SORTS[sort]).values_list("pk", flat=True)[first : first + PAGE])
    return Found(listings_of(ids), total, counts)


def points(conditions: Conditions, *, at: datetime) -> npt.NDArray[Any]:
    """Return where the houses that fit lie, as far as the public may know: rows of lat, lon (degrees) and id."""
    rows = _with_facets(_without_facets(conditions, at=at), wanted_bits(conditions.facets)).exclude(lat=None)
    place = _Sent("lat", function="float8send"), _Sent("lon", function="float8send"), _Sent("pk", function="int8send")
    packed = rows.aggregate(points=Packed(Func(*place, template="(%(expressions)s)", arg_joiner=" || ")))["points"]
    return np.frombuffer(packed or b"", dtype=POINT)


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
