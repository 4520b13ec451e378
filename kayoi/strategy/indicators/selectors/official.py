"""Reads of official figures: series with their sources, drawn beside our own counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kayoi.foundation.places.selectors import changes_of, place_of
from kayoi.kit.charts import About, Chart, Series, line_chart
from kayoi.kit.dates import fiscal_year_label, wareki_short
from kayoi.programmes.settling import selectors as settling
from kayoi.programmes.settling.rules import counting
from kayoi.strategy.indicators.models import OfficialFigure
from kayoi.strategy.indicators.selectors.donations import donors_by_year
from kayoi.strategy.indicators.selectors.figures import roots
from kayoi.strategy.indicators.states import UNITS, Subject, YearKind


@dataclass(frozen=True)
class OfficialValue:
    """One value of a series, as the latest vintage has it."""

    year: int
    value: Decimal
    source: str
    vintages: int


@dataclass(frozen=True)
class OfficialSeries:
    """A published series (公表値): what it is, year by year, who published it."""

    subject: Subject
    detail: str
    year_kind: YearKind
    values: Sequence[OfficialValue]

    @property
    def label(self) -> str:
        """What the series is called."""
        return f"{self.subject.label}{f'({self.detail})' if self.detail else ''}"

    @property
    def unit(self) -> str:
        """In what the values are given."""
        return UNITS.get(self.subject, "人")

    @property
    def sources(self) -> str:
        """All sources of the values that are shown."""
        return "、".join(dict.fromkeys(value.source for value in self.values))

    def year_label(self, year: int) -> str:
        """Return the year as the series means it."""
        return fiscal_year_label(year) if self.year_kind is YearKind.FISCAL else f"{year}年"

    @property
    def rows(self) -> list[tuple[str, OfficialValue]]:
        """The values with the words of their year."""
        return [(self.year_label(value.year), value) for value in self.values]


def official_series(*, town_code: str) -> list[OfficialSeries]:
    """Return the series that were recorded, and those that the places of Japan bring with them."""
    found: dict[tuple[str, str, str], dict[int, list[OfficialFigure]]] = {}
    for row in OfficialFigure.objects.in_order():
        found.setdefault((row.subject, row.detail, row.year_kind), {}).setdefault(row.year, []).append(row)
    recorded = [
        OfficialSeries(
            Subject.of(subject),
            detail,
            YearKind.of(kind),
            [OfficialValue(year, rows[-1].value, source_of(rows[-1]), len(rows)) for year, rows in years.items()],
        )
        for (subject, detail, kind), years in found.items()
    ]
    return [*recorded, *_of_places(town_code)]


def source_of(row: OfficialFigure) -> str:
    """Return the words that stand beside a published value (出典・時点)."""
    return f"{row.publisher}「{row.table}」{wareki_short(row.as_of)}時点"


def _of_places(town_code: str) -> list[OfficialSeries]:
    """Return moves in minus moves out by calendar year, as they come with the places (SSDSE)."""
    place = place_of(town_code) if town_code else None
    if place is None:
        return []
    source = "総務省「住民基本台帳人口移動報告」(日本人の移動者)"
    known = [(one.year, one.social) for one in changes_of(place) if one.social is not None]
    values = [OfficialValue(year, Decimal(social), source, 1) for year, social in known]
    return [OfficialSeries(Subject.NET_CHANGE, "暦年・付属の統計", YearKind.CALENDAR, values)] if values else []


def own_counts(subject: Subject, *, town_code: str) -> Mapping[str, Mapping[int, int]]:
    """Return our own persons by fiscal year that stand beside a series: donors, or 移住者 by each definition's name."""
    if subject is Subject.DONORS:
        return {"寄附者数": donors_by_year(roots=roots())}
    facts = settling.all_facts()
    return {
        defined.latest.name: {
            year: count.persons
            for year, count in counting.by_fiscal_year(
                counting.counted(facts, defined.versions, town_code=town_code)
            ).items()
        }
        for defined in settling.definitions()
    }


def beside(series: OfficialSeries, own: Mapping[str, Mapping[int, int]]) -> Chart:
    """Draw a published series, always labelled as such; beside it our own counts where its years are fiscal years."""
    years = [value.year for value in series.values]
    drawn = [Series(f"公表値: {series.label}", [float(value.value) for value in series.values])]
    if series.year_kind is YearKind.FISCAL and series.unit == "人":
        drawn += [Series(f"この町の記録: {name}", [count.get(year) for year in years]) for name, count in own.items()]
    about = About(f"公表値 {series.label}", unit=series.unit, source=series.sources)
    return line_chart(about=about, labels=[series.year_label(year) for year in years], series=drawn)
