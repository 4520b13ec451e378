"""What a cell says (セルの値の読み取り), with a remark wherever that is not literally what stood in it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Generic, Never, TypeVar

from kayoi.kit.sheets.guarding import unguarded
from kayoi.kit.sheets.workbook import Cell, NoteKind, is_blank, is_error

T_co = TypeVar("T_co", covariant=True)

# Full-width signs, digits and letters only. NFKC would also turn ① into 1, ⑴ into (1) and ㎡ into m2.
HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: " ", 0xFFE5: "¥"}

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff]")


@dataclass(frozen=True)
class Remark:
    """What a person should know about the reading of one cell: a Japanese sentence without the place."""

    kind: NoteKind
    code: str
    text: str
    before: Cell = None
    after: Cell | Decimal = None


@dataclass(frozen=True)
class Converted(Generic[T_co]):
    """What a cell was read as (読み取り結果). None is an empty cell, or one that cannot be read: then `failed`."""

    value: T_co | None
    remarks: tuple[Remark, ...] = ()

    @property
    def failed(self) -> bool:
        """True when something stands in the cell that is not what was asked for."""
        return any(remark.kind is NoteKind.PROBLEM for remark in self.remarks)


def repair(code: str, text: str, before: Cell, after: Cell | Decimal) -> Remark:
    """Return the remark that a cell was put right (直して読んだ)."""
    return Remark(NoteKind.REPAIR, f"sheets.{code}", text, before, after)


def doubt(code: str, text: str, before: Cell, after: Cell | Decimal) -> Remark:
    """Return the remark that a person should look at a cell (確かめてほしい)."""
    return Remark(NoteKind.DOUBT, f"sheets.{code}", text, before, after)


def unreadable(code: str, text: str, before: Cell) -> Converted[Never]:
    """Return that a cell cannot be read, and why (読めない)."""
    return Converted(None, (Remark(NoteKind.PROBLEM, f"sheets.{code}", text, before),))


def shown(cell: Cell) -> str:
    """Return a cell as text: dates as 2026-11-21, whole numbers without a point, TRUE and FALSE as Excel shows them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return format(Decimal(repr(cell)), "f")
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(cell)


def error_in(cell: Cell) -> Converted[Never] | None:
    """Return the failure for an error cell, None for all others."""
    if not is_error(cell):
        return None
    return unreadable(
        "error_cell", f"エラー({cell})になっています。Excel で数式を直すか、正しい値を入れてください。", cell
    )


def as_text(cell: Cell) -> Converted[str]:
    """Read a cell as text (文字列として読む): ends trimmed, line breaks as one newline, unseen characters taken out.

    Dates are doubted: Excel turns 1-2 (an address) into a day. So are 外字, which each office draws differently.
    """
    if (error := error_in(cell)) is not None:
        return error
    if is_blank(cell):
        return Converted(None)
    if not isinstance(cell, str):
        return _shown_value(cell)
    text = unguarded(cell).replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    seen = _UNSEEN.sub("", text)
    value = seen.strip()
    remarks = []
    if seen != text:
        remarks.append(repair("unseen", f"目に見えない文字を取り除いて「{value}」と読みました。", cell, value))
    if _PRIVATE.search(value):
        remarks.append(doubt("gaiji", f"「{value}」に外字があります。標準の文字に直してください。", cell, value))
    if "\ufffd" in value:
        remarks.append(doubt("broken", f"「{value}」に文字化けがあります。正しい文字に直してください。", cell, value))
    return Converted(value or None, tuple(remarks))


def _shown_value(cell: Cell) -> Converted[str]:
    text = shown(cell)
    if isinstance(cell, date):
        why = f"日付になっているため「{text}」と読みました。番地などが日付に変わっていないか確かめてください。"
        return Converted(text, (doubt("date_as_text", why, cell, text),))
    return Converted(text)
