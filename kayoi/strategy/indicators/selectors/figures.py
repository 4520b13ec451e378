"""Figures of one organization: events, counted by month, drawn."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import Count, DateField, FloatField, Func, Max, Min, Q, QuerySet
from django.db.models.lookups import GreaterThan

from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.foundation.tenancy.selectors import SettingOverTime, settings_over_time
from kayoi.kit.charts import About, Chart, Series, bar_chart, line_chart
from kayoi.kit.dates import JST, fiscal_year, fiscal_year_months, fiscal_year_start, local_date, wareki
from kayoi.programmes.consultations.states import ANSWER_WITHIN_DAYS
from kayoi.strategy.indicators import rules
from kayoi.strategy.indicators.rules import Asked
from kayoi.strategy.indicators.rules.donations import Donated, donation_value
from kayoi.strategy.indicators.selectors.donations import donations_in
from kayoi.strategy.indicators.selectors.homes import lines_of_homes
from kayoi.strategy.indicators.selectors.stays import lines_of_stays
from kayoi.strategy.indicators.states import BY_KEY, DONATIONS, INDICATORS, Indicator

Event = TypeVar("Event", Asked, Donated)


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
    kept = roots()
    events, gifts = asked_in(year, roots=kept), donations_in(year, roots=kept)
    bunches, gifts_by_month = by_month(events), by_month(gifts)
    lines = [
        Line(
            indicator,
            [rules.value(indicator.key, bunches.get(month, []), on=on) if month <= on else None for month in months],
            rules.value(indicator.key, events, on=on),
            months,
        )
        for indicator in INDICATORS
    ]
    of_donations = [
        Line(
            indicator,
            [donation_value(indicator.key, gifts_by_month.get(month, [])) if month <= on else None for month in months],
            donation_value(indicator.key, gifts),
            months,
        )
        for indicator in DONATIONS
    ]
    of_homes = [Line(indicator, values, whole, months) for indicator, values, whole in lines_of_homes(year, on=on)]
    of_stays = [Line(indicator, values, whole, months) for indicator, values, whole in lines_of_stays(year, on=on)]
    return Figures(year, months, [*lines, *(of_donations if gifts else []), *of_homes, *of_stays], on)


def number_of(key: str, year: int, month: date | None, *, on: date) -> float | None:
    """Return one figure of a fiscal year, or of a month of it."""
    if BY_KEY[key] in DONATIONS:
        return donation_value(key, gifts_behind(year, month))
    events = asked_in(year, roots=roots())
    return rules.value(key, events if month is None else by_month(events).get(month, []), on=on)


def gifts_behind(year: int, month: date | None) -> list[Donated]:
    """Return the donations of a month, or of the whole fiscal year."""
    return [gift for gift in donations_in(year, roots=roots()) if month is None or gift.month == month]


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
    events = asked_in(year, roots=roots())
    chosen = [event for event in events if month is None or event.month == month]
    return rules.rows_behind(key, chosen, on=on)


def files_of(events: Iterable[Asked] | Iterable[Donated]) -> dict[int, CaseFile]:
    """Return the case files of some events, by id."""
    ids = {event.file_id for event in events}
    return {file.pk: file for file in CaseFile.objects.without_search().filter(pk__in=ids)}


def fiscal_years(*, on: date) -> list[int]:
    """Return the fiscal years that have events, the latest first; always with the present one."""
    first = Engagement.objects.filter(kind__in=("question", "donation")).aggregate(first=Min("occurred_at"))["first"]
    start = fiscal_year(local_date(first)) if first else fiscal_year(on)
    return list(range(fiscal_year(on), start - 1, -1))


def asked_in(year: int, *, roots: dict[int, int]) -> list[Asked]:
    """Return the questions of a fiscal year as their events tell them, in order. Merged files count as one.

    A question counts whatever wrote it (a question of the portal, a row of an import); its answers bear the same cause.
    """
    settings = settings_over_time(ANSWER_WITHIN_DAYS)
    unset = lru_cache(maxsize=None)(SettingOverTime(ANSWER_WITHIN_DAYS, ()).on)
    within = {pk: lru_cache(maxsize=None)(over_time.on) for pk, over_time in settings.items()}
    found = []
    for pk, organization_id, file_id, asked_at, asked_on, answered_at, answered_on, closed in _told(year):
        promised = within.get(organization_id, unset)(asked_on)
        file_id = roots.get(file_id, file_id)
        found.append(
            rules.asked(pk, organization_id, file_id, asked_at, asked_on, answered_at, answered_on, closed, promised)
        )
    found.sort(key=attrgetter("asked_seconds", "engagement_id"))
    return found


def by_month(events: Iterable[Event]) -> dict[date, list[Event]]:
    """Return the events by the month (first day) in which they happened."""
    months: dict[date, list[Event]] = {}
    for event in events:
        months.setdefault(event.month, []).append(event)
    return months


def _told(year: int) -> Iterator[tuple[Any, ...]]:
    """Yield each question of a year with its first answer, days as in Japan, and whether it stays closed.

    Questions and answers are read in one pass, grouped by what they are about: asking for the answers of each question
    anew, or joining the two, took seconds. Where a group is not one question, its questions are read singly.
    """
    start, end = (datetime.combine(fiscal_year_start(one), time.min, JST) for one in (year, year + 1))
    groups = _groups().filter(asked_at__lt=end, asked_last__gte=start)
    columns = (
        "question",
        "organization_id",
        "file",
        "asked_seconds",
        "asked_on",
        "answered_seconds",
        "answered_on",
        "shut",
    )
    several = False
    for *row, questions in groups.values_list(*columns, "questions"):
        if questions == 1:
            yield tuple(row)
        several = several or questions > 1
    known: dict[tuple[int, str, str], tuple[Any, ...]] = {}
    if several:
        names = ("organization_id", "cause", "reference", "answered_seconds", "answered_on", "shut")
        rows = groups.filter(questions__gt=1).values_list(*names)
        known = {(pk, cause, reference): told for pk, cause, reference, *told in rows}
    single = Q(reference="") | Q(reference__in={reference for _, _, reference in known})
    for one in Engagement.objects.filter(single, kind="question", occurred_at__gte=start, occurred_at__lt=end):
        nothing = (None, None, False) if not one.reference else None
        told = known.get((one.organization_id, one.cause, one.reference), nothing)
        if told is not None:
            at = one.occurred_at
            yield one.pk, one.organization_id, one.case_file_id, at.timestamp(), local_date(at), *told


def _groups() -> QuerySet[Any, Any]:
    """Return questions with what became of them, grouped by what wrote them."""
    asked, answered = Q(kind="question"), Q(kind="answer")
    kinds = ("question", "answer", "question_closed", "question_reopened")
    rows = Engagement.objects.filter(kind__in=kinds).exclude(reference="").order_by()
    return rows.values("organization_id", "cause", "reference").annotate(
        questions=Count("pk", filter=asked),
        question=Min("pk", filter=asked),
        file=Min("case_file_id", filter=asked),
        asked_at=Min("occurred_at", filter=asked),
        asked_last=Max("occurred_at", filter=asked),
        asked_seconds=Seconds(Min("occurred_at", filter=asked)),
        answered_seconds=Seconds(Min("occurred_at", filter=answered)),
        asked_on=DayInJapan(Min("occurred_at", filter=asked)),
        answered_on=DayInJapan(Min("occurred_at", filter=answered)),
        shut=GreaterThan(
            Count("pk", filter=Q(kind="question_closed")), Count("pk", filter=Q(kind="question_reopened"))
        ),
    )


class Seconds(Func):
    """A moment as seconds since 1970."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)::float8"
    output_field = FloatField()


class DayInJapan(Func):
    """The day on which a moment lies in Japan, worked out by the database: a hundred thousand of them take a moment."""

    template = "((%(expressions)s) AT TIME ZONE 'Asia/Tokyo')::date"
    output_field = DateField()


def roots() -> dict[int, int]:
    """Return, for each case file that was merged into another, the file that is kept."""
    links = dict(CaseFile.objects.exclude(merged_into=None).values_list("pk", "merged_into_id"))
    resolved = {}
    for start, target in links.items():
        here = target
        while here in links:
            here = links[here]
        resolved[start] = here
    return resolved
