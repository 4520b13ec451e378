"""What came back in a fiscal year and who gets which share of it (国・県へ返す額)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kayoi.kit.dates import fiscal_year, fiscal_year_end, fiscal_year_label, fiscal_year_start
from kayoi.kit.sheets import Column, ColumnKind, OutRow, Table, write_csv, write_xlsx
from kayoi.programmes.schemes.models import BudgetEntry, Grant, GrantYear
from kayoi.programmes.schemes.selectors.grants.money import commitments_of_grant
from kayoi.programmes.schemes.states.budget import GRANT, UNDONE_BY, YEAR, EntryKind, Payer

K = EntryKind
# Of the fiscal year of its day.
OF_DAY = tuple(kind for one in (K.REVENUE, K.SURCHARGE, K.INTEREST) for kind in (one, UNDONE_BY[one]))
TO_LINE = (K.TAKEN_BACK, K.TAKEN_OUT)
UNDONE = tuple(UNDONE_BY.values())
BACK = (*TO_LINE, *OF_DAY)
NAME = "国・県へ返す額"
COLUMNS = (
    Column("納付日", ColumnKind.DATE), Column("受付番号", ColumnKind.CODE), Column("制度"),
    Column("交付した年度"), Column("区分"), Column("額(円)", ColumnKind.INTEGER),
    *(Column(f"うち{payer.label}(円)", ColumnKind.INTEGER) for payer in Payer),
)  # fmt: skip


@dataclass(frozen=True)
class ReturnedRow:
    """Something that came back, with the grant that it is of, where that is known; less than nothing: undone."""

    entry: BudgetEntry
    receipt: str
    title: str

    @property
    def amount_yen(self) -> int:
        """How much came back."""
        return -self.entry.amount_yen if self.entry.kind in UNDONE else self.entry.amount_yen

    @property
    def parts(self) -> dict[Payer, int]:
        """Who gets which share of it."""
        sign = -1 if self.entry.kind in UNDONE else 1
        return {payer: sign * yen for payer, yen in self.entry.parts.items()}


@dataclass(frozen=True)
class Returned:
    """What came back in a fiscal year, and its sums by who bears it."""

    year: int
    rows: Sequence[ReturnedRow]
    sums: dict[Payer, int]

    @property
    def year_label(self) -> str:
        """The fiscal year as offices write it."""
        return fiscal_year_label(self.year)

    @property
    def sum_yen(self) -> int:
        """All that came back."""
        return sum(self.sums.values())


def returned_in(year: int) -> Returned:
    """Return what came back in a fiscal year.

    What went back to its line belongs to the line's year, also in April and May; revenue to the year of its day.
    """
    of_day = Q(kind__in=OF_DAY, on__range=(fiscal_year_start(year), fiscal_year_end(year)))
    entries = BudgetEntry.objects.filter(of_day | Q(kind__in=TO_LINE, line__fiscal_year=year))
    found = list(entries.select_related("line", "commitment").order_by("on", "pk"))
    grants = _grants_of(found)
    rows = []
    for entry in found:
        assert entry.commitment is not None
        grant = grants.get((entry.commitment.cause, entry.commitment.reference))
        title = grant.procedure.title if grant else entry.line.label
        rows.append(ReturnedRow(entry, grant.application.receipt if grant else "", title))
    return Returned(year, rows, {payer: sum(row.parts.get(payer, 0) for row in rows) for payer in Payer})


def years_with_returns(*, on: date) -> list[int]:
    """Return the fiscal years in which something came back, and the one of the day, the latest first."""
    rows = BudgetEntry.objects.filter(kind__in=BACK).values_list("kind", "on", "line__fiscal_year")
    years = {line_year if kind in TO_LINE else fiscal_year(day) for kind, day, line_year in rows}
    return sorted(years | {fiscal_year(on)}, reverse=True)


def entries_of(grant: Grant) -> list[BudgetEntry]:
    """Return what of a grant came back, with who bears it."""
    rows = BudgetEntry.objects.filter(kind__in=BACK, commitment__in=commitments_of_grant(grant))
    return list(rows.select_related("line").order_by("on", "pk"))


def sheet_of_returns(found: Returned, *, xlsx: bool) -> bytes:
    """Return the list for the report to the prefecture, as Excel or CSV."""
    rows: list[OutRow] = [
        (
            row.entry.on, row.receipt, row.title, row.entry.line.year_label, row.entry.get_kind_display(),
            row.amount_yen, *(row.parts.get(payer, 0) for payer in Payer),
        )
        for row in found.rows
    ]  # fmt: skip
    if xlsx:
        return write_xlsx([Table(NAME, COLUMNS, rows)])
    return write_csv(rows, columns=COLUMNS, name=NAME)


def _grants_of(entries: Iterable[BudgetEntry]) -> dict[tuple[str, str], Grant]:
    """Return the grants of entries by cause and reference of their commitments."""
    known = {(one.commitment.cause, one.commitment.reference) for one in entries if one.commitment}
    years = GrantYear.objects.in_bulk([int(pk) for cause, pk in known if cause == YEAR])
    wanted = {(YEAR, str(pk)): year.grant_id for pk, year in years.items()}
    wanted |= {(GRANT, pk): int(pk) for cause, pk in known if cause == GRANT and pk.isdigit()}
    grants = Grant.objects.select_related("procedure", "application").in_bulk(set(wanted.values()))
    return {key: grants[pk] for key, pk in wanted.items() if pk in grants}
