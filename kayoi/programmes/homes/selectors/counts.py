"""Figures of the register, counted from the events of houses: by month, and how long each stage takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, DateField, DateTimeField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth

from kayoi.kit.dates import JST, fiscal_year, fiscal_year_months, fiscal_year_start, local_date
from kayoi.programmes.homes.models import HomeEvent
from kayoi.programmes.homes.rules.counting import DAY, StageDays, days_in_stages
from kayoi.programmes.homes.states import Counted, HomeStatus
from kayoi.programmes.homes.states.counts import ENDINGS

Months = dict[date, int]


def events_counted(what: Counted, year: int, month: date | None = None) -> QuerySet[HomeEvent]:
    """Return the events that a figure counts in a fiscal year, or in one month of it, the oldest first."""
    start, end = _span(year, month)
    rows: QuerySet[HomeEvent] = HomeEvent.objects.filter(_asked(what), occurred_at__gte=start, occurred_at__lt=end)
    if what is Counted.CONTRACTED:
        rows = rows.exclude(Exists(_following().filter(action="fall_through")))
    return rows.order_by("occurred_at", "pk")


def _asked(what: Counted) -> Q:
    return {
        Counted.REGISTERED: Q(action="register"),
        Counted.PUBLISHED: Q(action="publish", source=HomeStatus.REGISTERED),
        Counted.CONTRACTED: Q(action="contract"),
        Counted.ENDED: Q(target__in=ENDINGS),
    }[what]


def _following() -> QuerySet[HomeEvent]:
    """Return the event after one: only the next says whether a contract stood."""
    after = HomeEvent.objects.filter(home=OuterRef(OuterRef("home")), pk__gt=OuterRef(OuterRef("pk"))).order_by("pk")
    return HomeEvent.objects.filter(pk=Subquery(after.values("pk")[:1]))


def _span(year: int, month: date | None) -> tuple[datetime, datetime]:
    first = fiscal_year_start(year) if month is None else month
    after = fiscal_year_start(year + 1) if month is None else (month + timedelta(days=31)).replace(day=1)
    return datetime.combine(first, time.min, JST), datetime.combine(after, time.min, JST)


def counted_by_month(what: Counted, year: int) -> dict[int, Months]:
    """Return a figure by month (first day) of a fiscal year, for each organization whose rows are open."""
    months = TruncMonth("occurred_at", tzinfo=JST, output_field=DateField())
    rows = events_counted(what, year).order_by().annotate(month=months).values("organization_id", "month")
    found: dict[int, Months] = {}
    for pk, month, number in rows.annotate(number=Count("pk")).values_list("organization_id", "month", "number"):
        found.setdefault(pk, {})[month] = number
    return found


@dataclass(frozen=True)
class CountLine:
    """One figure of a fiscal year: the months, and all of them together."""

    what: Counted
    months: Sequence[tuple[date, int]]

    @property
    def year(self) -> int:
        """The figure of the whole year."""
        return sum(number for _, number in self.months)


def figures_of_homes(year: int) -> list[CountLine]:
    """Return every figure of the open organization's register in a fiscal year."""
    lines = []
    for what in Counted:
        counted = next(iter(counted_by_month(what, year).values()), {})
        lines.append(CountLine(what, [(month, counted.get(month, 0)) for month in fiscal_year_months(year)]))
    return lines


def stage_days(year: int) -> list[StageDays]:
    """Return how many days houses stayed in each state that they left in a fiscal year (median)."""
    start, end = _span(year, None)
    before = HomeEvent.objects.filter(home=OuterRef("home"), pk__lt=OuterRef("pk"))
    entered = before.exclude(source=F("target")).order_by("-pk")
    since = Subquery(entered.values("occurred_at")[:1], output_field=DateTimeField())
    left = HomeEvent.objects.filter(occurred_at__gte=start, occurred_at__lt=end).exclude(source="")
    moved = left.exclude(source=F("target")).annotate(since=since).order_by()
    rows = moved.values_list("source", "since", "occurred_at")
    return days_in_stages((source, (until - since).total_seconds()) for source, since, until in rows)


def days_to_register(year: int) -> dict[date, list[float]]:
    """Return by month (first day) of a fiscal year the days from application to registration, of each registration."""
    applied = HomeEvent.objects.filter(home=OuterRef("home"), pk__lt=OuterRef("pk"), target=HomeStatus.SUBMITTED)
    first = applied.exclude(action="resubmit").order_by("-pk").values("occurred_at")[:1]
    rows = events_counted(Counted.REGISTERED, year).annotate(since=Subquery(first)).exclude(since=None)
    found: dict[date, list[float]] = {}
    for since, until in rows.values_list("since", "occurred_at"):
        days = (until - since).total_seconds() / DAY
        found.setdefault(local_date(until).replace(day=1), []).append(days)
    return found


def years_of_homes(*, on: date) -> list[int]:
    """Return the fiscal years from the first event on, the latest first; always with the present one."""
    first = HomeEvent.objects.aggregate(first=Min("occurred_at"))["first"]
    start = fiscal_year(min(local_date(first), on)) if first else fiscal_year(on)
    return list(range(fiscal_year(on), start - 1, -1))
