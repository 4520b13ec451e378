"""Tables that are given out (出力する表): columns with their kinds, rows, and what a reader should know."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias

from kayoi.kit.dates import local_time
from kayoi.kit.sheets.values import shown
from kayoi.kit.states import Labelled

Out: TypeAlias = str | int | float | Decimal | bool | date | datetime | time | None
OutRow: TypeAlias = Sequence[Out]

_NO_CHARACTER = re.compile("[\0\ud800-\udfff\ufffe\uffff]")  # NUL, halves of surrogate pairs, and what XML forbids


class ColumnKind(Labelled):
    TEXT = "text", "文字"
    CODE = "code", "コード・電話番号"
    INTEGER = "integer", "整数"
    DECIMAL = "decimal", "小数"
    YEN = "yen", "金額(円)"
    PERCENT = "percent", "割合"
    DATE = "date", "日付"
    WAREKI = "wareki", "日付(和暦)"
    MOMENT = "moment", "日時"


@dataclass(frozen=True)
class Column:
    """A column of a table (列): its label, how its values are shown, and for decimals how many digits."""

    label: str
    kind: ColumnKind = ColumnKind.TEXT
    digits: int = 1


@dataclass(frozen=True)
class Table:
    """A table to be written on one sheet (表). Each row has one value for each column."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[OutRow]


@dataclass(frozen=True)
class About:
    """What stands on the sheet 「説明」 (出典・時点・定義): without it a figure is quoted wrongly within a year."""

    source: str = ""
    as_of: date | None = None
    definitions: Sequence[tuple[str, str]] = ()
    lines: Sequence[str] = ()


class Unwritable(Exception):
    """A value cannot be written into this kind of file; the message says where, why and what to do."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


def unwritable(value: Out) -> str:
    """Return why no spreadsheet can hold the value (書けない理由), empty if there is nothing against it."""
    if isinstance(value, str):
        return "に、文字として書けない符号があります" if _NO_CHARACTER.search(value) else ""
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        return f"の値が数ではありません({value})"
    return ""


def refused(where: str, why: str) -> Unwritable:
    """Return what is raised for such a value."""
    return Unwritable(f"{where}{why}。元の値を直してください。", code="sheets.unwritable_value")


def plain_text(value: Out) -> str:
    """Return a value as plain text (文字にした値): 2026-11-21, 1200, TRUE; moments in Japanese time to the second."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return shown((local_time(value) if value.tzinfo else value).replace(tzinfo=None, microsecond=0))
    return shown(value)
