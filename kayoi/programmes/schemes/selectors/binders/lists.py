"""Binders on the screen: the schemes of a year, what was made of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.procedures.states import ProcedureKind
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.programmes.schemes.models import Binder, Grant


@dataclass(frozen=True)
class Scheme:
    """A scheme that gives money, how many grants a year has, and the binder that was made last."""

    procedure: Procedure
    grants: int
    latest: Binder | None


def schemes(year: int) -> list[Scheme]:
    """Return the schemes that give money, with what there is of a fiscal year."""
    counts = dict(Grant.objects.filter(fiscal_year=year).order_by().values_list("procedure").annotate(Count("pk")))
    made = {one.procedure_id: one for one in binders().filter(fiscal_year=year).order_by("asked_at", "pk")}
    rows = Procedure.objects.filter(kind=ProcedureKind.GRANT).order_by("title", "pk")
    return [Scheme(one, counts.get(one.pk, 0), made.get(one.pk)) for one in rows]


def binders_of(procedure: Procedure, year: int) -> Sequence[Binder]:
    """Return the binders of a scheme and a year, the latest first, without their papers."""
    return list(binders().filter(procedure=procedure, fiscal_year=year).order_by("-asked_at", "-pk"))


def years_with_cases(*, on: date) -> list[int]:
    """Return the fiscal years from the first application to a day, the latest first."""
    first = Application.objects.filter(form__procedure__kind=ProcedureKind.GRANT).exclude(submitted_at=None)
    began = first.order_by("submitted_at").values_list("submitted_at", flat=True).first()
    now = fiscal_year(on)
    return list(range(now, (fiscal_year(local_date(began)) if began else now) - 1, -1))


def binders() -> QuerySet[Binder]:
    """Return all binders without their papers."""
    rows: QuerySet[Binder] = Binder.objects.select_related("procedure").defer("pdf", "xlsx")
    return rows
