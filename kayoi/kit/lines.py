"""Periods that may not overlap, on one line: the columns of exclusion constraints."""

from django.contrib.postgres.fields import BigIntegerRangeField
from django.db import models
from django.db.models import F, Func
from django.db.models.functions import Cast


class Minute(Func):
    """Whole minutes since 1970 in UTC. AT TIME ZONE makes it immutable, which a generated column needs."""

    template = "(EXTRACT(EPOCH FROM %(expressions)s AT TIME ZONE 'UTC') / 60)::bigint"
    output_field = models.BigIntegerField()


class Line(Func):
    """Owner and minute on one line: 2**27 minutes (255 years) for each owner, so two owners never touch."""

    template = "int8range(%(expressions)s, '[)')"
    output_field = BigIntegerRangeField()


def line_of(owner: str, start: str, end: str) -> models.GeneratedField:
    """Return the column on which periods of one owner may not overlap; no extension of PostgreSQL is needed.

    Where start or end is not known yet, the line is without end: the constraint must leave such rows out.
    """
    return models.GeneratedField(
        expression=Line(
            Cast(owner, models.BigIntegerField()) * 2**27 + Minute(F(start)),
            Cast(owner, models.BigIntegerField()) * 2**27 + Minute(F(end)),
        ),
        output_field=BigIntegerRangeField(),
        db_persist=True,
    )
