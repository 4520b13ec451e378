"""Answers of other offices, read row by row: what fits is taken, what does not is refused with the reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.kit.dates import wareki
from kayoi.kit.text import search_key
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.schemes.states.enquiries import ENQUIRIES, EnquiryKind, Result

NUMBER, RECEIPT, RESULT, REMARK = "番号", "受付番号", "結果", "補足"
NEEDED = (NUMBER, RECEIPT, RESULT)
ANSWERS = (Result.CLEAR, Result.AGAINST, Result.UNKNOWN)


@dataclass(frozen=True)
class Line:
    """A row of a list that came back, as texts, with its number in the sheet."""

    row: int
    number: str
    receipt: str
    result: str
    remark: str


@dataclass(frozen=True)
class Asked:
    """A row of our list: the receipt of the application, and what is known of it already."""

    receipt: str
    result: Result


@dataclass(frozen=True)
class Answered:
    """What came back for a row of our list."""

    position: int
    result: Result
    remark: str


def number_of(enquiry: int, position: int) -> str:
    """Return how a row is named on the sheet: 12-003. It fits no other list.

    Source: docs/staff (照会)
    """
    return f"{enquiry}-{position:03d}"


def result_of(kind: EnquiryKind, text: str) -> Result | None:
    """Return what an answer says to the question of its kind: あり is good of a registration and bad of a debt.

    Signs such as ○ mean one thing here and the other there; they are not read. Source: docs/staff (照会)
    """
    words = ENQUIRIES[kind]
    spellings = {one.label: one for one in ANSWERS} | {"不明": Result.UNKNOWN}
    spellings |= dict.fromkeys(words.clear, Result.CLEAR) | dict.fromkeys(words.against, Result.AGAINST)
    return {search_key(word): result for word, result in spellings.items()}.get(search_key(text))


def read_answers(
    enquiry: int, kind: EnquiryKind, asked: Mapping[int, Asked], lines: Iterable[Line]
) -> tuple[list[Answered], list[tuple[int, str]]]:
    """Return the answers that fit, and the rows that do not with the reason.

    A row has to name a number of this list and its receipt; an answer that says something is not
    overwritten by another.

    Source: 個人情報の保護に関する法律 65条 (正確性の確保)
    """
    positions = {number_of(enquiry, position): position for position in asked}
    found: dict[int, Answered] = {}
    wrong: list[tuple[int, str]] = []
    for line in lines:
        position = positions.get(line.number)
        result = result_of(kind, line.result)
        why = _against(line, position, result, asked, found)
        if why:
            wrong.append((line.row, why))
        elif position is not None and result is not None:
            found[position] = Answered(position, result, line.remark[:200])
    return list(found.values()), wrong


def _against(
    line: Line, position: int | None, result: Result | None, asked: Mapping[int, Asked], found: Mapping[int, Answered]
) -> str:
    if position is None:
        return f"番号「{line.number}」は、この照会にありません。"
    if asked[position].receipt != line.receipt:
        return f"受付番号「{line.receipt}」が、番号「{line.number}」のものと違います。"
    if result is None:
        words = "".join(f"「{one.label}」" for one in ANSWERS)
        said = f"結果「{line.result}」が読めません。" if line.result else "結果が空いています。"
        return f"{said}{words}のどれかを書いてください。"
    if position in found:
        return f"番号「{line.number}」が二度あります。"
    if asked[position].result not in (Result.OPEN, Result.UNKNOWN, Result.SILENT, result):
        return f"すでに「{asked[position].result.label}」の回答があります。"
    return ""


def may_chase(*, due_on: date, open_count: int, on: date) -> Verdict:
    """Answer whether an office may be reminded, or its silence noted (催告・回答なし): not before the day has gone by.

    Source: docs/staff (照会)
    """
    against = []
    if not open_count:
        against.append(Reason("schemes.enquiry_answered"))
    if on <= due_on:
        against.append(Reason("schemes.enquiry_not_due", {"day": wareki(due_on)}))
    return verdict(against)


def missing_columns(names: Sequence[str]) -> list[str]:
    """Return the columns that a list that came back lacks.

    Source: docs/staff (照会)
    """
    return [one for one in NEEDED if one not in names]
