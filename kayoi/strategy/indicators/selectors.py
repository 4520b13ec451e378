"""Events behind the figures, of one organization or of several that share theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery

from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.selectors import SettingOverTime, givers_to, settings_over_time
from kayoi.foundation.tenancy.states import Shared
from kayoi.kit.dates import JST, fiscal_year, fiscal_year_end, fiscal_year_months, fiscal_year_start, local_date
from kayoi.programmes.consultations.states import ANSWER_WITHIN_DAYS, CAUSE
from kayoi.strategy.indicators import rules
from kayoi.strategy.indicators.rules import Asked
from kayoi.strategy.indicators.states import INDICATORS, Indicator


@dataclass(frozen=True)
class Line:
    """One figure by month of a fiscal year, with the figure of the whole year."""

    indicator: Indicator
    months: Sequence[float | None]
    year: float | None


@dataclass(frozen=True)
class Figures:
    """All figures of one fiscal year: the months (first days), one line per indicator, the day they were counted."""

    fiscal_year: int
    months: Sequence[date]
    lines: Sequence[Line]
    on: date


def figures(year: int, *, on: date) -> Figures:
    """Return the open organization's figures of a fiscal year."""
    months = fiscal_year_months(year)
    events = asked_in(year, roots=_roots())
    by_month = [[event for event in events if _month(event) == month] for month in months]
    lines = [
        Line(
            indicator,
            [
                rules.value(indicator.key, bunch, on=on) if month <= on else None
                for month, bunch in zip(months, by_month, strict=True)
            ],
            rules.value(indicator.key, events, on=on),
        )
        for indicator in INDICATORS
    ]
    return Figures(year, months, lines, on)


def rows_behind(key: str, year: int, month: date | None, *, on: date) -> list[Asked]:
    """Return the events behind one number: of a month, or of the whole fiscal year."""
    events = asked_in(year, roots=_roots())
    chosen = [event for event in events if month is None or _month(event) == month]
    return rules.rows_behind(key, chosen, on=on)


def files_of(events: Iterable[Asked]) -> dict[int, CaseFile]:
    """Return the case files of some events, by id."""
    ids = {event.file_id for event in events}
    return {file.pk: file for file in CaseFile.objects.without_search().filter(pk__in=ids)}


def fiscal_years(*, on: date) -> list[int]:
    """Return the fiscal years that have events, the latest first; always with the present one."""
    first = Engagement.objects.filter(kind="question").aggregate(first=Min("occurred_at"))["first"]
    start = fiscal_year(local_date(first)) if first else fiscal_year(on)
    return list(range(fiscal_year(on), start - 1, -1))


def asked_in(year: int, *, roots: dict[int, int]) -> list[Asked]:
    """Return the questions of a fiscal year as their events tell them, in order. Merged files count as one."""
    settings = settings_over_time(ANSWER_WITHIN_DAYS)
    unset = SettingOverTime(ANSWER_WITHIN_DAYS, ())
    return [
        Asked(
            engagement_id=pk,
            organization_id=organization_id,
            file_id=roots.get(file_id, file_id),
            asked_at=asked_at,
            answered_at=answered_at,
            closed=(closed or 0) > (reopened or 0),
            within_days=settings.get(organization_id, unset).on(local_date(asked_at)),
        )
        for pk, organization_id, file_id, asked_at, answered_at, closed, reopened in _events(year)
    ]


def _events(year: int) -> QuerySet[Engagement, tuple]:  # type: ignore[type-arg]  # plain tuples
    start = datetime.combine(fiscal_year_start(year), time.min, JST)
    end = datetime.combine(fiscal_year_start(year + 1), time.min, JST)
    assert local_date(end) > fiscal_year_end(year)
    same = Engagement.objects.filter(
        organization=OuterRef("organization"), cause=CAUSE, reference=OuterRef("reference")
    )
    same = same.order_by()

    def times(kind: str) -> Subquery:
        counted = same.filter(kind=kind).values("reference").annotate(times=Count("pk"))
        return Subquery(counted.values("times"))

    answered = same.filter(kind="answer").values("reference").annotate(first=Min("occurred_at")).values("first")
    return (
        Engagement.objects.filter(kind="question", cause=CAUSE, occurred_at__gte=start, occurred_at__lt=end)
        .order_by("occurred_at", "pk")
        .values_list(
            "pk",
            "organization_id",
            "case_file_id",
            "occurred_at",
            Subquery(answered),
            times("question_closed"),
            times("question_reopened"),
        )
    )


def _roots() -> dict[int, int]:
    links = dict(CaseFile.objects.exclude(merged_into=None).values_list("pk", "merged_into_id"))
    resolved = {}
    for start, target in links.items():
        here = target
        while here in links:
            here = links[here]
        resolved[start] = here
    return resolved


def _month(event: Asked) -> date:
    return local_date(event.asked_at).replace(day=1)


# --- roll-up over organizations that share their figures ------------------------------------------------------------


@dataclass(frozen=True)
class RollUp:
    """One figure over organizations and months, with totals; None is a cell that is not shown because it is small."""

    indicator: Indicator
    organizations: Sequence[Organization]
    months: Sequence[date]
    cells: Sequence[Sequence[int | None]]
    hidden: int


def roll_up(reader: Organization, year: int, *, on: date) -> list[RollUp]:
    """Return the figures that organizations share with `reader`; small cells are suppressed."""
    givers = givers_to(reader, Shared.FIGURES, on=on)
    return roll_up_of(givers, year, on=on)


def roll_up_of(givers: Sequence[Organization], year: int, *, on: date) -> list[RollUp]:
    """Return the rolled-up figures of these organizations, as anybody they share with would see them."""
    if not givers:
        return []
    months = fiscal_year_months(year)
    events: dict[int, list[Asked]] = {}
    with scope.of_rollup(tuple(giver.pk for giver in givers)):
        for event in asked_in(year, roots={}):
            events.setdefault(event.organization_id, []).append(event)
    return [_roll_up(indicator, givers, months, events, on=on) for indicator in INDICATORS if indicator.rolled_up]


def _roll_up(
    indicator: Indicator,
    givers: Sequence[Organization],
    months: Sequence[date],
    events: dict[int, list[Asked]],
    *,
    on: date,
) -> RollUp:
    counts = [
        [
            len(rules.rows_behind(indicator.key, [e for e in events.get(giver.pk, []) if _month(e) == month], on=on))
            for month in months
        ]
        for giver in givers
    ]
    table = rules.with_totals(counts)
    hidden = rules.suppressed(table)
    shown = [
        [None if (row, column) in hidden else number for column, number in enumerate(line)]
        for row, line in enumerate(table)
    ]
    return RollUp(indicator, givers, months, shown, len(hidden))
