"""Figures of one organization: events, counted by month, drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery

from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.foundation.tenancy.selectors import SettingOverTime, settings_over_time
from kayoi.kit.charts import About, Chart, Series, bar_chart, line_chart
from kayoi.kit.dates import JST, fiscal_year, fiscal_year_end, fiscal_year_months, fiscal_year_start, local_date, wareki
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
    first_days: Sequence[date]

    @property
    def cells(self) -> list[tuple[float | None, date | None]]:
        """The values with the month that each counts; the whole year (None) comes first, where it is in sight."""
        return [(self.year, None), *zip(self.months, self.first_days, strict=True)]


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
    by_month = [[event for event in events if month_of(event) == month] for month in months]
    lines = [
        Line(
            indicator,
            [
                rules.value(indicator.key, bunch, on=on) if month <= on else None
                for month, bunch in zip(months, by_month, strict=True)
            ],
            rules.value(indicator.key, events, on=on),
            months,
        )
        for indicator in INDICATORS
    ]
    return Figures(year, months, lines, on)


def charts(found: Figures) -> list[Chart]:
    """Return the pictures of a fiscal year: how many questions, how many in time, how fast."""
    begun = [month for month in found.months if month <= found.on]
    labels = [f"{month.month}月" for month in begun]
    by_key = {line.indicator.key: line.months[: len(begun)] for line in found.lines}
    hours = [None if value is None else round(value, 1) for value in by_key["response_median"]]
    as_of = wareki(found.on)
    return [
        bar_chart(
            about=About("質問・相談と、期限内の回答", unit="件", as_of=as_of),
            labels=labels,
            series=[Series("質問・相談", by_key["questions"]), Series("期限内に回答", by_key["in_time"])],
            over_time=True,
        ),
        line_chart(
            about=About("最初の回答までの時間(中央値)", unit="時間", as_of=as_of),
            labels=labels,
            series=[Series("時間", hours)],
        ),
    ]


def rows_behind(key: str, year: int, month: date | None, *, on: date) -> list[Asked]:
    """Return the events behind one number: of a month, or of the whole fiscal year."""
    events = asked_in(year, roots=_roots())
    chosen = [event for event in events if month is None or month_of(event) == month]
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


def month_of(event: Asked) -> date:
    return local_date(event.asked_at).replace(day=1)
