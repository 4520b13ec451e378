"""How much the houses were used in a fiscal year: groups, persons, nights, person-nights, each with its rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.foundation.places.selectors.places import prefectures
from kayoi.kit.dates import fiscal_year, fiscal_year_end, fiscal_year_label, fiscal_year_months, fiscal_year_start
from kayoi.kit.sheets import About, Column, ColumnKind, OutRow, Table, write_csv, write_xlsx
from kayoi.programmes.stays.models import EarlierStay, Stay
from kayoi.programmes.stays.rules.figures import Figures, Used, figures_by_month
from kayoi.programmes.stays.rules.spans import Stay as Days
from kayoi.programmes.stays.states import STAYED
from kayoi.programmes.stays.states.figures import DEFINITIONS

UNKNOWN = ""
HEADER = (
    Column("施設"), Column("初日", ColumnKind.DATE), Column("最終日", ColumnKind.DATE), Column("都道府県"),
    Column("組", ColumnKind.INTEGER), Column("人", ColumnKind.INTEGER), Column("泊", ColumnKind.INTEGER),
    Column("人泊", ColumnKind.INTEGER),
)  # fmt: skip
UNITS = HEADER[4:]


@dataclass(frozen=True, slots=True)
class UsedRow:
    """A stay that took place; `stay` and receipt only where the town's own records have it."""

    house: int
    house_name: str
    used: Used
    prefecture: str
    stay: int | None = None
    receipt: str = ""


@dataclass(frozen=True)
class Line:
    """The four figures of a house, a month or a prefecture; `query` opens their rows."""

    label: str
    query: str
    counted: Figures


@dataclass(frozen=True)
class YearOfStays:
    """All figures of a fiscal year."""

    year: int
    whole: Figures
    by_house: Sequence[Line]
    by_month: Sequence[Line]
    by_prefecture: Sequence[Line]


@dataclass(frozen=True)
class Chosen:
    """Whose rows are wanted: those of a month, a house, a prefecture; empty ones are not asked for."""

    month: date | None = None
    house: int | None = None
    prefecture: str | None = None

    def takes(self, row: UsedRow) -> bool:
        """Tell whether a row is of that house and prefecture."""
        return (self.house is None or row.house == self.house) and (
            self.prefecture is None or row.prefecture == self.prefecture
        )


def years_of_stays(*, on: date) -> list[int]:
    """Return the fiscal years in which somebody stayed, the latest first, this one always."""
    first = [
        row.order_by("arrives_on").values_list("arrives_on", flat=True).first()
        for row in (Stay.objects.filter(status__in=STAYED), EarlierStay.objects.all())
    ]
    earliest = min((fiscal_year(day) for day in first if day), default=fiscal_year(on))
    return list(range(fiscal_year(on), min(earliest, fiscal_year(on)) - 1, -1))


def used_rows(year: int, *, on: date) -> list[UsedRow]:
    """Return the stays of which a day lies in a fiscal year: the town's own, and those brought from its tables.

    Where people under protection measures come from is not said.
    """
    first, last = fiscal_year_start(year), fiscal_year_end(year)
    within = {"arrives_on__lte": last, "leaves_on__gte": first}
    stays: list[Any] = list(
        Stay.objects.filter(status__in=STAYED, **within).order_by("arrives_on", "pk").values_list(
            "room__house", "room__house__name", "arrives_on", "leaves_on", "adults", "children", "case_file",
            "case_file__place_code", "case_file__address", "pk", "booking__reference",
        )
    )  # fmt: skip
    names = prefecture_names()
    hidden = protected_families({row[6] for row in stays if row[6]}, on=on)
    rows = [
        UsedRow(
            house, name, Used(Days(came, went), adults + children),
            UNKNOWN if file in hidden else _home(place, address, names), pk, receipt,
        )
        for house, name, came, went, adults, children, file, place, address, pk, receipt in stays
    ]  # fmt: skip
    earlier = EarlierStay.objects.filter(**within).order_by("arrives_on", "pk")
    rows += [
        UsedRow(house, name, Used(Days(came, went), persons), prefecture)
        for house, name, came, went, persons, prefecture in earlier.values_list(
            "house", "house__name", "arrives_on", "leaves_on", "persons", "prefecture"
        )
    ]
    return sorted(rows, key=lambda row: row.used.stay.arrives_on)


def _home(place_code: str | None, address: str | None, names: Mapping[str, str]) -> str:
    """Return the two digits of somebody's prefecture: by the code of the place, or as the address begins."""
    if place_code:
        return place_code[:2]
    return next((code for code, name in names.items() if (address or "").startswith(name)), UNKNOWN)


def counted_in(row: UsedRow, year: int, month: date | None = None) -> Figures:
    """Return what a stay adds to the figures of a fiscal year, or of a month of it."""
    months = figures_by_month([row.used])
    wanted = [month] if month else fiscal_year_months(year)
    return sum((months[one] for one in wanted if one in months), Figures())


def year_of_stays(year: int, *, on: date) -> YearOfStays:
    """Return the figures of a fiscal year by house, month and prefecture; months add up to the year."""
    rows = used_rows(year, on=on)
    months = figures_by_month(row.used for row in rows)
    names = prefecture_names()
    by_month = [
        Line(f"{month.year}年{month.month}月", f"month={month:%Y-%m}", months.get(month, Figures()))
        for month in fiscal_year_months(year)
    ]
    houses = {row.house: row.house_name for row in rows}
    return YearOfStays(
        year=year,
        whole=sum((line.counted for line in by_month), Figures()),
        by_house=_grouped(rows, year, lambda row: row.house, lambda key: (houses[key], f"house={key}")),
        by_month=by_month,
        by_prefecture=_grouped(
            rows, year, lambda row: row.prefecture,
            lambda key: (names.get(key, "分からない"), f"prefecture={key or 'none'}"),
        ),
    )  # fmt: skip


def _grouped(
    rows: Iterable[UsedRow], year: int, key: Callable[[UsedRow], Any], told: Callable[[Any], tuple[str, str]]
) -> list[Line]:
    found: dict[Any, Figures] = {}
    for row in rows:
        found[key(row)] = found.get(key(row), Figures()) + counted_in(row, year)
    return [Line(*told(one), counted) for one, counted in sorted(found.items(), key=lambda pair: str(pair[0]))]


def prefecture_names() -> Mapping[str, str]:
    """Return the names of prefectures by their two digits."""
    return {place.code[:2]: place.name for place in prefectures()}


def rows_behind(year: int, chosen: Chosen, *, on: date) -> list[tuple[UsedRow, Figures]]:
    """Return the stays behind the figures of a year, month, house or prefecture, each with what it adds."""
    counted = [(row, counted_in(row, year, chosen.month)) for row in used_rows(year, on=on) if chosen.takes(row)]
    return [(row, adds) for row, adds in counted if adds != Figures()]


def rows_csv(year: int, chosen: Chosen, *, on: date) -> bytes:
    """Return the rows behind figures as CSV; nobody is named."""
    return write_csv(_lines(rows_behind(year, chosen, on=on)), columns=HEADER)


def figures_xlsx(found: YearOfStays, *, source: str, on: date) -> bytes:
    """Return the figures of a fiscal year as an Excel book with their definitions, and the rows behind them."""
    tables = [
        Table(title, (Column(head), *UNITS), [(one.label, *units_of(one.counted)) for one in lines])
        for title, head, lines in (
            ("施設別", "施設", found.by_house), ("月別", "月", found.by_month),
            ("都道府県別", "都道府県", found.by_prefecture),
        )
    ]  # fmt: skip
    tables.append(Table("内訳", HEADER, list(_lines(rows_behind(found.year, Chosen(), on=on)))))
    about = About(source=f"{source} {fiscal_year_label(found.year)}の利用実績", as_of=on, definitions=DEFINITIONS)
    return write_xlsx(tables, about=about)


def _lines(rows: Iterable[tuple[UsedRow, Figures]]) -> Iterable[OutRow]:
    names = prefecture_names()
    for row, adds in rows:
        days = row.used.stay
        home = names.get(row.prefecture, row.prefecture)
        yield (row.house_name, days.arrives_on, days.leaves_on, home, *units_of(adds))


def units_of(counted: Figures) -> tuple[int, int, int, int]:
    """Return the four figures in their order; they are never added to each other."""
    return counted.groups, counted.persons, counted.nights, counted.person_nights
