"""Search columns: terms of a text as a tsvector without positions, left in the database when rows are read."""

from __future__ import annotations

from typing import TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, TextField, Value
from django.db.models.expressions import Combinable

from kayoi.foundation.tenancy.models import TenantManager, TenantModel

T = TypeVar("T", bound=TenantModel)


def vector(terms: list[str]) -> Combinable:
    """Return the expression of a search column that holds these terms."""
    return Func(Value(terms, output_field=ArrayField(TextField())), function="array_to_tsvector")


def search_function(table: str, order: str, condition: str = "", arguments: str = "") -> tuple[str, str, str]:
    """Return name, arguments and SQL of the function that searches a table of the open organization.

    Indexes of tsvectors are not used under row-level security, so the function runs as owner and checks by itself.
    """
    name = f"{table}_find"
    sql = f"""
CREATE OR REPLACE FUNCTION {name}(query tsquery, most int{arguments and f", {arguments}"}) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT id FROM {table}
  WHERE organization_id = current_setting('kayoi.organization')::bigint AND search @@ query {condition}
  ORDER BY {order} DESC LIMIT most $$;
ALTER TABLE {table} ALTER COLUMN search SET STATISTICS 500
"""  # noqa: S608  # names of tables in the code, nothing that anybody typed
    types = ", ".join(["tsquery", "int", *(part.split()[-1] for part in filter(None, arguments.split(",")))])
    return name, types, sql


class SearchedManager(TenantManager[T]):
    """Leaves the search column in the database: it is long and nobody reads it."""

    def get_queryset(self) -> models.QuerySet[T]:
        return super().get_queryset().defer("search")
