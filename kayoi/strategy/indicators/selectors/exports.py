"""Figures as CSV and Excel, each with its definitions."""

from collections.abc import Iterable, Sequence
from datetime import date

from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import fiscal_year_label, local_date, local_time, wareki
from kayoi.kit.sheets import About, Column, ColumnKind, OutRow, Table, write_csv, write_xlsx
from kayoi.strategy.indicators.rules import Asked
from kayoi.strategy.indicators.rules.donations import Donated
from kayoi.strategy.indicators.selectors.figures import Figures
from kayoi.strategy.indicators.selectors.roll_ups import RollUp
from kayoi.strategy.indicators.states import Indicator


def figures_csv(found: Figures) -> bytes:
    """Return a fiscal year's figures as CSV."""
    return write_csv(_figure_rows(found), columns=_figure_columns(found.months), name="集計")


def figures_xlsx(found: Figures, organization: Organization) -> bytes:
    """Return a fiscal year's figures as an Excel book with their definitions."""
    name = fiscal_year_label(found.fiscal_year)
    table = Table(name, _figure_columns(found.months), _figure_rows(found))
    return write_xlsx([table], about=_about(organization.name, found.on, [line.indicator for line in found.lines]))


def rows_csv(events: Iterable[Asked], files: dict[int, CaseFile]) -> bytes:
    """Return the rows behind a number as CSV: file numbers, no names."""
    columns = [
        Column("個票番号"),
        Column("受けた日時", ColumnKind.MOMENT),
        Column("最初の回答", ColumnKind.MOMENT),
        Column("期限内"),
        Column("回答不要"),
    ]
    rows: list[OutRow] = [
        [
            files[event.file_id].number,
            local_time(event.asked_at),
            local_time(event.answered_at) if event.answered_at else None,
            "はい" if event.in_time else "いいえ",
            "はい" if event.closed else "",
        ]
        for event in events
    ]
    return write_csv(rows, columns=columns, name="内訳")


def gifts_csv(gifts: Iterable[Donated], files: dict[int, CaseFile]) -> bytes:
    """Return the donations behind a number as CSV: file numbers, no names."""
    columns = [Column("個票番号"), Column("寄附日", ColumnKind.DATE), Column("寄附の額(円)", ColumnKind.YEN)]
    rows: list[OutRow] = [[files[gift.file_id].number, local_date(gift.donated_at), gift.yen] for gift in gifts]
    return write_csv(rows, columns=columns, name="内訳")


def roll_up_csv(tables: Sequence[RollUp]) -> bytes:
    """Return the rolled-up figures as one CSV."""
    months = tables[0].months if tables else []
    return write_csv(
        [row for table in tables for row in _roll_up_rows(table)], columns=_roll_up_columns(months), name="市町村の集計"
    )


def roll_up_xlsx(tables: Sequence[RollUp], organization: Organization, on: date) -> bytes:
    """Return the rolled-up figures as an Excel book, one sheet each."""
    sheets = [Table(table.indicator.label, _roll_up_columns(table.months), _roll_up_rows(table)) for table in tables]
    empty = Table("共有なし", [Column("共有している市町村はありません")], [])
    return write_xlsx(sheets or [empty], about=_about(organization.name, on, [table.indicator for table in tables]))


def _figure_columns(months: Sequence[date]) -> list[Column]:
    figure = ColumnKind.DECIMAL
    return [
        Column("指標"),
        Column("単位"),
        *(Column(_label(month), figure) for month in months),
        Column("年度の計", figure),
    ]


def _figure_rows(found: Figures) -> list[OutRow]:
    return [
        [line.indicator.label, line.indicator.unit, *(_rounded(value) for value in (*line.months, line.year))]
        for line in found.lines
    ]


def _roll_up_columns(months: Sequence[date]) -> list[Column]:
    return [Column("指標"), Column("団体"), *(Column(_label(month)) for month in months), Column("計")]


def _roll_up_rows(table: RollUp) -> list[OutRow]:
    return [
        [table.indicator.label, name, *("秘匿" if cell is None else str(cell) for cell in cells)]
        for name, cells in table.named
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _label(month: date) -> str:
    return f"{month.year}年{month.month}月"


def _about(source: str, on: date, indicators: Iterable[Indicator]) -> About:
    definitions = [(indicator.label, indicator.definition) for indicator in indicators]
    return About(
        source=f"{source}(Kayoiに記録された経過から集計)", as_of=on, definitions=definitions, lines=[wareki(on)]
    )
