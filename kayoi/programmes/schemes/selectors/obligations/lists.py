"""Duties over all grants: what is due, overdue, handed in, broken; the figures of each year."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.kit.dates import fiscal_year, fiscal_year_label
from kayoi.kit.states import Labelled
from kayoi.programmes.schemes.models import Breach, Grant, Obligation, Proof
from kayoi.programmes.schemes.selectors.obligations.page import state_of
from kayoi.programmes.schemes.selectors.obligations.proofs import proofs
from kayoi.programmes.schemes.states.obligations import (
    OPEN_PROOFS,
    SOON_DAYS,
    BreachStatus,
    Duty,
    ObligationStatus,
    ProofStatus,
)


class View(Labelled):
    """What the list shows."""

    SOON = "soon", "60日以内に期限"
    OVERDUE = "overdue", "期限超過"
    RECEIVED = "received", "確認待ち"
    BROKEN = "broken", "義務違反"


@dataclass(frozen=True)
class Filter:
    """Of which list, procedure and fiscal year of the decision."""

    view: View = View.SOON
    procedure: str = ""
    year: str = ""


@dataclass(frozen=True)
class Line:
    """A proof or a breach with whose it is; names of people under protection are not shown."""

    row: Any
    grant: Grant
    protected: bool
    words: str
    may_be_seen_in_register: bool = False


@dataclass(frozen=True)
class YearCount:
    """Duties in a fiscal year: begun, fulfilled and broken in it, running at its end."""

    year: int
    begun: int
    fulfilled: int
    broken: int
    running: int

    @property
    def label(self) -> str:
        """The year as offices write it."""
        return fiscal_year_label(self.year)


def rows_of(wanted: Filter, *, on: date) -> QuerySet[Any]:
    """Return the proofs or breaches of a list, what is due first above."""
    if wanted.view is View.BROKEN:
        return _of(wanted, breaches().exclude(status=BreachStatus.DISMISSED))
    return _of(wanted, proofs().filter(_shown(wanted.view, on), obligation__status=ObligationStatus.RUNNING))


def counts(wanted: Filter, *, on: date) -> dict[View, int]:
    """Return how many rows each list has."""
    return {view: rows_of(Filter(view, wanted.procedure, wanted.year), on=on).order_by().count() for view in View}


def lines(rows: Iterable[Any], *, on: date) -> list[Line]:
    """Return the lines of a page."""
    found = list(rows)
    protected = protected_families({one.obligation.grant.case_file_id for one in found}, on=on)
    return [
        Line(
            one, one.obligation.grant, one.obligation.grant.case_file_id in protected, _words(one, on),
            isinstance(one, Proof) and one.obligation.kind == Duty.RESIDENCE and one.proves_on <= on,
        )
        for one in found
    ]  # fmt: skip


def breaches() -> QuerySet[Breach]:
    """Return all breaches with what their lists and pages name, the latest first."""
    rows: QuerySet[Breach] = Breach.objects.select_related(
        "obligation__grant__application", "obligation__grant__procedure", "obligation__grant__case_file",
        "day_decided_by",
    ).defer("obligation__grant__case_file__search")  # fmt: skip
    return rows.order_by("-found_on", "-pk")


def years() -> list[int]:
    """Return the fiscal years in which grants with duties were decided, the latest first."""
    found = Obligation.objects.values_list("grant__fiscal_year", flat=True)
    return sorted(set(found), reverse=True)


def procedures_obliging() -> list[tuple[str, str]]:
    """Return the procedures whose grants bring duties, by key and title."""
    rows = Obligation.objects.values_list("grant__procedure__key", "grant__procedure__title").distinct()
    return sorted(rows, key=lambda one: one[1])


def counts_by_year(*, procedure: str = "", on: date) -> list[YearCount]:
    """Return the figures for the report at the end of each year (年度ごとの件数), the latest first."""
    rows = Obligation.objects.filter(grant__procedure__key=procedure) if procedure else Obligation.objects.all()
    begun, closed = Counter[int](), Counter[tuple[int, str]]()
    for starts_on, closed_on, status in rows.values_list("starts_on", "closed_on", "status"):
        begun[fiscal_year(starts_on)] += 1
        if closed_on is not None:
            closed[fiscal_year(closed_on), status] += 1
    found, running = [], 0
    for year in range(min(begun, default=0), fiscal_year(on) + 1) if begun else ():
        running += begun[year] - sum(count for (closed_in, _), count in closed.items() if closed_in == year)
        fulfilled, broken = closed[year, ObligationStatus.FULFILLED], closed[year, ObligationStatus.BROKEN]
        found.append(YearCount(year, begun[year], fulfilled, broken, running))
    return found[::-1]


def _of(wanted: Filter, rows: QuerySet[Any]) -> QuerySet[Any]:
    if wanted.procedure:
        rows = rows.filter(obligation__grant__procedure__key=wanted.procedure)
    return rows.filter(obligation__grant__fiscal_year=int(wanted.year)) if wanted.year else rows


def _shown(view: View, on: date) -> Q:
    if view is View.OVERDUE:
        return Q(status__in=(ProofStatus.EXPECTED, ProofStatus.MISSING), due_on__lt=on)
    if view is View.RECEIVED:
        return Q(status=ProofStatus.RECEIVED)
    return Q(status__in=OPEN_PROOFS, due_on__gte=on, due_on__lte=on + timedelta(days=SOON_DAYS))


def _words(row: Any, on: date) -> str:
    if isinstance(row, Breach):
        return row.get_status_display()
    return state_of(row, is_running=True, on=on).label
