"""Reads for the ministry's survey and for cross tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count

from kayoi.engines.casefiles.models import Engagement, Wish
from kayoi.engines.casefiles.states import AgeBand, Channel, HouseholdType, Interest, Lifestyle, Route, WhyHere
from kayoi.foundation.places.selectors import prefectures
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.selectors import givers_to
from kayoi.foundation.tenancy.states import Shared
from kayoi.kit.dates import JST, fiscal_year_months, fiscal_year_start, local_date
from kayoi.kit.sheets import Column, ColumnKind, OutRow, write_csv
from kayoi.kit.states import Labelled
from kayoi.programmes.fairs.selectors import counts_of_fiscal_year
from kayoi.programmes.fairs.states import EventKind
from kayoi.strategy.indicators import rules
from kayoi.strategy.indicators.rules.survey import Crossed, at_desk, crossed, percent, survey_counts
from kayoi.strategy.indicators.states import COUNTED_KINDS, DESK_KINDS, UNKNOWN, Bucket, Dimension


@dataclass(frozen=True)
class Survey:
    """The survey of one organization in a fiscal year; `seminars` (groups, persons) are shown beside, not counted."""

    counts: dict[Bucket, int]
    seminars: tuple[int, int]
    by_prefecture: Sequence[tuple[str, int]]

    @property
    def desk(self) -> int:
        """Consultations at the desk (窓口)."""
        return at_desk(self.counts)

    @property
    def event(self) -> int:
        """Consultations at events (イベント)."""
        return self.counts[Bucket.EVENT]

    @property
    def lines(self) -> list[tuple[str, int]]:
        """The parts of the desk."""
        return [(bucket.label, count) for bucket, count in self.counts.items() if bucket is not Bucket.EVENT]


def _span(year: int) -> dict[str, datetime]:
    start, end = (datetime.combine(fiscal_year_start(one), time.min, JST) for one in (year, year + 1))
    return {"occurred_at__gte": start, "occurred_at__lt": end}


def survey(year: int) -> Survey:
    """Return the counts of a fiscal year as the ministry asks for them; those of the desk by the present prefecture.

    Groups at fairs are those that fairs counted, whether or not a case file was opened.
    """
    events = Engagement.objects.filter(kind__in=DESK_KINDS, **_span(year)).order_by()
    counts = survey_counts(events.values_list("kind_id", "channel").annotate(times=Count("pk")))
    visits = {one.kind: one for one in counts_of_fiscal_year(year)}
    counts[Bucket.EVENT] += visits[EventKind.FAIR].groups
    others = [one for kind, one in visits.items() if kind is not EventKind.FAIR]
    seminars = (sum(one.groups for one in others), sum(one.persons for one in others))
    names = {place.code[:2]: place.name for place in prefectures()}
    of_places: dict[str, int] = {}
    for code, times in events.values_list("case_file__place_code").annotate(times=Count("pk")):
        name = names.get(code[:2], UNKNOWN)
        of_places[name] = of_places.get(name, 0) + times
    ordered = [(name, of_places[name]) for name in [*names.values(), UNKNOWN] if name in of_places]
    return Survey(counts, seminars, ordered)


def survey_csv(found: Survey) -> bytes:
    """Return the survey as CSV."""
    rows: list[OutRow] = [["窓口", label, count] for label, count in found.lines]
    rows += [["窓口", "計", found.desk], ["イベント", "計", found.event], ["合計", "", found.desk + found.event]]
    rows += [["いまの都道府県別", name, count] for name, count in found.by_prefecture]
    return write_csv(
        rows, columns=[Column("区分"), Column("内訳"), Column("件数", ColumnKind.INTEGER)], name="移住相談調査"
    )


def survey_of_givers(reader: Organization, year: int, *, on: date) -> list[tuple[str, list[int | None]]]:
    """Return desk, events and total of each organization that shares its figures; small cells are hidden.

    A roll-up reads engagements: visits at fairs for which no case file was opened are not in it.
    """
    givers = givers_to(reader, Shared.FIGURES, on=on)
    if not givers:
        return []
    events: dict[int, list[tuple[str, str, int]]] = {}
    with scope.of_rollup(tuple(giver.pk for giver in givers)):
        rows = Engagement.objects.filter(kind__in=COUNTED_KINDS, **_span(year)).order_by()
        counted = rows.values_list("organization_id", "kind_id", "channel").annotate(times=Count("pk"))
        for pk, kind, channel, times in counted:
            events.setdefault(pk, []).append((kind, channel, times))
    counts = [survey_counts(events.get(giver.pk, [])) for giver in givers]
    table = rules.with_totals([[at_desk(one), one[Bucket.EVENT]] for one in counts])
    hidden = rules.suppressed(table)
    labels = [*(giver.name for giver in givers), "計"]
    return [
        (label, [None if (row, at) in hidden else number for at, number in enumerate(line)])
        for row, (label, line) in enumerate(zip(labels, table, strict=True))
    ]


_ENUMS: dict[Dimension, tuple[str, type[Labelled]]] = {
    Dimension.AGE: ("case_file__age_band", AgeBand),
    Dimension.HOUSEHOLD: ("case_file__household_type", HouseholdType),
    Dimension.LIFESTYLE: ("case_file__lifestyle", Lifestyle),
    Dimension.ROUTE: ("case_file__route", Route),
    Dimension.WHY: ("case_file__why_here", WhyHere),
    Dimension.CHANNEL: ("channel", Channel),
}


def cross(year: int, one: Dimension, other: Dimension) -> Crossed:
    """Return consultations (questions) of a fiscal year by two dimensions, with totals and base."""
    asked = Engagement.objects.filter(kind="question", **_span(year)).order_by()
    columns = {Dimension.PREFECTURE: "case_file__place_code", Dimension.MONTH: "occurred_at"}
    columns |= {dimension: column for dimension, (column, _) in _ENUMS.items()}
    names = {place.code[:2]: place.name for place in prefectures()}
    wishes = _wishes() if Dimension.INTEREST in {one, other} else {}
    pairs: list[tuple[str, str]] = []
    base = 0
    first, second = columns.get(one, "case_file_id"), columns.get(other, "case_file_id")
    for mine, theirs in asked.values_list(first, second):
        base += 1
        lefts, rights = (_words(dimension, raw, names, wishes) for dimension, raw in ((one, mine), (other, theirs)))
        pairs += [(left, right) for left in lefts for right in rights]
    return crossed(pairs, rows=_labels(one, year, names), columns=_labels(other, year, names), base=base)


def _wishes() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for file_id, interest in Wish.objects.order_by("pk").values_list("case_file_id", "interest"):
        found.setdefault(file_id, []).append(Interest.of(interest).label)
    return found


def _words(dimension: Dimension, raw: object, names: dict[str, str], wishes: dict[int, list[str]]) -> Sequence[str]:
    """Return what a value is called; several words for a person with several interests."""
    if dimension is Dimension.INTEREST:
        assert isinstance(raw, int)
        return wishes.get(raw, [UNKNOWN])
    if isinstance(raw, datetime):
        return [f"{local_date(raw).month}月"]
    text = str(raw)
    if dimension is Dimension.PREFECTURE:
        return [names.get(text[:2], UNKNOWN)]
    return [_ENUMS[dimension][1].of(text).label if text else UNKNOWN]


def _labels(dimension: Dimension, year: int, names: dict[str, str]) -> list[str]:
    if dimension is Dimension.MONTH:
        return [f"{month.month}月" for month in fiscal_year_months(year)]
    if dimension is Dimension.PREFECTURE:
        return [*names.values(), UNKNOWN]
    members: type[Labelled] = Interest if dimension is Dimension.INTEREST else _ENUMS[dimension][1]
    return [*(member.label for member in members), UNKNOWN]


def cross_lines(found: Crossed, *, published: bool) -> list[tuple[str, list[tuple[int | None, float | None]]]]:
    """Return each line of a cross table: number and percent of the base; None is hidden."""
    return [
        (label, [(number, percent(number, found.base)) for number in line])
        for label, line in found.shown(published=published)
    ]


def cross_csv(found: Crossed, *, published: bool) -> bytes:
    """Return a cross table as CSV; for publishing with small cells hidden, numbers and percent of the base."""
    columns = [Column("区分"), *(Column(label) for label in found.columns), Column("計の割合(%)"), Column("n")]
    rows: list[OutRow] = []
    for label, line in found.shown(published=published):
        share = percent(line[-1], found.base)
        cells = ["秘匿" if number is None else str(number) for number in line]
        rows.append([label, *cells, "秘匿" if share is None else str(share), str(found.base)])
    return write_csv(rows, columns=columns, name="クロス集計")
