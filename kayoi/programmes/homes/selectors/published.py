"""What is published, as one array in the process: read once, then anew for the towns in which something has changed.

A search needs a few figures of every published house (decision record 0024). Each listing says in which transaction it
was last written; what the snapshot of the last reading did not see yet has changed since, in whatever order others
commit. A transaction that has written itself reads everything and keeps nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Aggregate, BinaryField, Expression, F, FloatField, Func, Value
from django.db.models.functions import Cast, Coalesce

from kayoi.foundation.tenancy import scope
from kayoi.programmes.homes.models import Listing

Rows = npt.NDArray[Any]
INTEGER, FLOAT = "int8send", "float8send"
TYPES = {INTEGER: ">i8", FLOAT: ">f8"}
NATIVE = {INTEGER: "i8", FLOAT: "f8"}
LAST, NOWHERE, ALWAYS = (Value(number, output_field=FloatField()) for number in ("Infinity", "NaN", "-Infinity"))


def _moment(name: str) -> Func:
    return Func(F(name), template="date_part('epoch', %(expressions)s)", output_field=FloatField())


# A house without a price stands behind all others; moments in seconds since 1970; a quarter by its hash.
COLUMNS: dict[str, tuple[str, Expression | F]] = {
    "id": (INTEGER, F("pk")),
    "organization": (INTEGER, F("organization_id")),
    "mask": (INTEGER, F("mask")),
    "quarter": (INTEGER, Func(F("quarter"), Value(0), function="hashtextextended")),
    "published_from": (FLOAT, _moment("published_from")),
    "early_until": (FLOAT, Coalesce(_moment("early_until"), ALWAYS)),
    "price": (FLOAT, Coalesce(Cast("price_yen", FloatField()), LAST)),
    "rent": (FLOAT, Coalesce(Cast("rent_yen", FloatField()), LAST)),
    "lat": (FLOAT, Coalesce(F("lat"), NOWHERE)),
    "lon": (FLOAT, Coalesce(F("lon"), NOWHERE)),
}
NEWS = """SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned() IS NOT NULL,
 ARRAY(SELECT homes_listing_changed(%s))"""
WORDS = "SELECT string_agg(int8send(found), ''::bytea) FROM homes_listing_find(%s::tsquery) AS found"
HASH = "SELECT hashtextextended(%s, 0)"


@dataclass(frozen=True)
class Held:
    """Rows as a snapshot of the database saw them, or later; the latest published first."""

    rows: Rows
    snapshot: str


class Packed(Aggregate):
    """Columns of all rows in one string of bytes, which numpy reads as it is."""

    template = "string_agg(%(expressions)s, ''::bytea)"
    output_field = BinaryField()


class Shelf:
    """What this process has read last. Threads that read at once put the same there."""

    held: Held | None = None


SHELF = Shelf()


def published() -> Rows:
    """Return a few figures of all published houses, also of those that only members see yet; the latest first.

    Reads published rows only (public scope). Columns: COLUMNS.
    """
    assert scope.current().public
    held = SHELF.held
    with connection.cursor() as cursor:
        cursor.execute(NEWS, [held.snapshot if held else None])
        snapshot, has_written, changed = cursor.fetchone() or ("", True, [])
    if held is None or has_written:
        rows = _in_order(_read())
    elif changed:
        rows = _in_order(np.concatenate([held.rows[~np.isin(held.rows["organization"], changed)], _read(changed)]))
    else:
        return held.rows
    if not has_written:
        SHELF.held = Held(rows, snapshot)
    return rows


def ids_with(query: str) -> npt.NDArray[np.int64]:
    """Return the published houses that contain the words of a query of the search (`kit.text.search_query`)."""
    with connection.cursor() as cursor:
        cursor.execute(WORDS, [query])
        (packed,) = cursor.fetchone() or (b"",)
    return np.frombuffer(packed or b"", dtype=">i8").astype(np.int64)


def hash_of(quarter: str) -> int:
    """Return by what a quarter is found in the array."""
    with connection.cursor() as cursor:
        cursor.execute(HASH, [quarter])
        (value,) = cursor.fetchone() or (0,)
    return int(value)


def _read(organizations: Sequence[int] | None = None) -> Rows:
    """Return the rows of towns, or of all, in one query that reads the index alone."""
    rows = Listing.objects.filter(withdrawn_at=None)
    if organizations is not None:
        rows = rows.filter(organization__in=organizations)
    sent = [Func(value, function=how, output_field=BinaryField()) for how, value in COLUMNS.values()]
    whole = Func(*sent, template="(%(expressions)s)", arg_joiner=" || ", output_field=BinaryField())
    packed = rows.aggregate(packed=Packed(whole))["packed"]
    read = np.frombuffer(packed or b"", dtype=[(name, TYPES[how]) for name, (how, _) in COLUMNS.items()])
    return read.astype([(name, NATIVE[how]) for name, (how, _) in COLUMNS.items()])


def _in_order(rows: Rows) -> Rows:
    return rows[np.lexsort((-rows["id"], -rows["published_from"]))]
