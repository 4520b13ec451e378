"""A figure as it may be shown (統計値の表し方): value, unit, year and source together, or why there is none."""

from calendar import month_name
from dataclasses import dataclass

from kayoi.foundation.places.rules.absences import Absence
from kayoi.foundation.places.states import Polarity, Theme


@dataclass(frozen=True)
class SourceNote:
    """Who published a figure, as a page must say it (出典)."""

    key: str
    publisher: str
    publisher_en: str
    table: str
    table_en: str
    credit: str
    credit_en: str
    licence: str
    as_of: str
    url: str
    note: str


@dataclass(frozen=True)
class FigureKind:
    """What a figure means: words, unit, period, source; `formula` is empty for published figures."""

    key: str
    theme: Theme
    label: str
    label_en: str
    unit: str
    unit_en: str
    decimals: int
    polarity: Polarity
    period: str
    survey: str
    survey_en: str
    formula: str
    note: str
    source: SourceNote

    @property
    def is_computed(self) -> bool:
        """True when Kayoi computed it from published values (「加工して作成」)."""
        return bool(self.formula)


@dataclass(frozen=True)
class Figure:
    """One value with all that must be said with it. `value` is None exactly when `absence` says why."""

    kind: FigureKind
    year: int | None
    value: float | None
    absence: Absence | None = None

    def __post_init__(self) -> None:
        assert (self.value is None) == (self.absence is not None), "a value or a reason, never both, never neither"

    @property
    def when(self) -> str:
        """The day or year in Japanese: 2020年10月1日, 2023年, 2022年度."""
        return when(self.year, self.kind.period)

    @property
    def when_en(self) -> str:
        """The day or year in English: 1 October 2020, 2023, FY2022."""
        return when_en(self.year, self.kind.period)

    @property
    def text(self) -> str:
        """The value with separators and its own number of decimals, without unit: 66,125 or 31.6; empty if none."""
        return "" if self.value is None else f"{self.value:,.{self.kind.decimals}f}"


def when(year: int | None, period: str) -> str:
    """Return a period in Japanese. The period is CY (calendar year), FY (fiscal year), Y (year) or month-day.

    Source: docs/data-sources.md, 項目の定義 (期間・時点の種類)
    """
    if year is None:
        return ""
    if period == "FY":
        return f"{year}年度"
    if "-" not in period:
        return f"{year}年"
    month, day = period.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def when_en(year: int | None, period: str) -> str:
    """Return a period in English.

    Source: docs/data-sources.md, 項目の定義 (期間・時点の種類)
    """
    if year is None:
        return ""
    if period == "FY":
        return f"FY{year}"
    if "-" not in period:
        return str(year)
    month, day = period.split("-")
    return f"{int(day)} {month_name[int(month)]} {year}"
