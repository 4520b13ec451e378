"""Record official figures by vintage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.strategy.indicators.models import OfficialFigure
from kayoi.strategy.indicators.states import Subject, YearKind


@dataclass(frozen=True)
class Published:
    """One value of a table: the year, the value, and what it is of (an age group) where the table has parts."""

    year: int
    value: Decimal
    detail: str = ""


@transaction.atomic
def record_official(
    *,
    subject: Subject,
    year_kind: YearKind,
    rows: Sequence[Published],
    publisher: str,
    table: str,
    as_of: date,
    by: Actor,
    at: datetime,
) -> int:
    """Record published values (公表値を記録する); return how many.

    The same vintage again (as-of date) replaces its values; a later one stands beside, and is the one that is shown.
    """
    for row in rows:
        OfficialFigure.objects.update_or_create(
            subject=subject,
            detail=row.detail,
            year_kind=year_kind,
            year=row.year,
            as_of=as_of,
            defaults={"value": row.value, "publisher": publisher, "table": table, "recorded_at": at},
        )
    first = OfficialFigure.objects.filter(subject=subject, as_of=as_of).order_by("-pk")[0]
    after = {"rows": len(rows), "publisher": publisher, "table": table, "as_of": as_of}
    audit.record("indicators.record_official", first, by=by, at=at, after=after)
    return len(rows)
