"""A row of a ledger as a plan (行の読み取り): every filled cell is read, kept in the note, handed back or left out."""

from collections.abc import Mapping
from datetime import date, datetime

from kayoi.engines.casefiles.states import Stage
from kayoi.engines.imports.rules.days import day_of
from kayoi.engines.imports.rules.outcomes import Cells
from kayoi.engines.imports.rules.places import PlaceNames
from kayoi.engines.imports.rules.plans import Planned, Surroundings
from kayoi.engines.imports.states import EVENT_WORDS, BlankDay, Colour, Fate, HiddenRows, Ledger, Target
from kayoi.kit.sheets import (
    Cell,
    Converted,
    NoteKind,
    Record,
    RowKind,
    is_blank,
    shown,
)
from kayoi.kit.text import normal

_DITTO = frozenset(
    ["〃", "″", "”", "“", '"', "''", "同上", "々", "ヽ", "仝", "↑", "同じ", "上に同じ", "上記同様", "同右"]
)
_NAMES = (Target.NAME, Target.FAMILY_NAME, Target.GIVEN_NAME)
_PLACES = (Target.PREFECTURE, Target.MUNICIPALITY, Target.ADDRESS)
_DAYS = (Target.YEAR, Target.MONTH, Target.DAY)
_WORDLESS = (Target.KEEP, Target.SKIP)
LEFT_WHY = {
    RowKind.TOTAL: "合計の行とみました。",
    RowKind.REMARK: "注記の行とみました。",
    RowKind.HEADER: "見出しのくり返しとみました。",
    RowKind.OTHER_TABLE: "別の表です。",
}


class LedgerReader:
    """Reads the rows of one table in turn; knows the row above, for 〃 and for days that are written once."""

    def __init__(self, around: Surroundings, places: PlaceNames) -> None:
        self._around = around
        self._places = places
        self._above: dict[int, Cell] = {}
        self._day: datetime | date | None = None
        self._day_word = f"{EVENT_WORDS[around.ledger]}日"
        self._dated = bool({Target.DATE, Target.MONTH} & set(around.targets))

    def read(self, record: Record, copies: frozenset[int] = frozenset()) -> Planned:
        """Return the plan of a row (行を読む). `copies` are columns whose value a merged cell repeats here.

        Source: docs/decisions/0017-undo-of-an-import.md
        """
        row = Planned(record.sheet, record.row)
        filled = {at: cell for at, cell in enumerate(record.cells) if not is_blank(cell)}
        counted = [at for at in filled if at not in copies]
        if why := self._left(record, filled):
            row.fate = Fate.LEFT
            row.tell(None, NoteKind.NOTICE, why)
            row.cells["left"] = len(counted)
            return row
        cells = self._without_ditto(row, filled)
        by_target: dict[str, list[tuple[int, Cell]]] = {}
        for at, cell in cells.items():
            by_target.setdefault(self._target(at), []).append((at, cell))
        outcome = Cells(row, self._around)
        self._read_day(row, outcome, by_target)
        self._read_person(row, outcome, by_target)
        outcome.members(by_target)
        for target, found in by_target.items():
            outcome.fields(target, found)
        self._check_donation(row)
        self._colour(row, outcome)
        row.note = outcome.note()
        row.cells.update(outcome.became[at] for at in counted)
        self._above = cells
        return row

    def _target(self, at: int) -> str:
        return self._around.targets[at] if at < len(self._around.targets) else Target.KEEP

    def _left(self, record: Record, filled: Mapping[int, Cell]) -> str:
        """Return why a row is no record at all, empty when it is one."""
        if record.kind is not RowKind.DATA:
            return LEFT_WHY[record.kind]
        if record.hidden and self._around.options.hidden == HiddenRows.LEAVE:
            return "非表示の行を読まないことにしました。"
        if self._around.options.colours.get(self._around.colours.get(record.row, "")) == Colour.LEAVE:
            return "この色の行を読まないことにしました。"
        if all(self._target(at) in _WORDLESS for at in filled):
            return f"番号などだけで、{EVENT_WORDS[self._around.ledger]}の記録がない行とみました。"
        return ""

    def _without_ditto(self, row: Planned, filled: Mapping[int, Cell]) -> dict[int, Cell]:
        cells = dict(filled)
        for at, cell in filled.items():
            if isinstance(cell, str) and cell.strip() in _DITTO and not is_blank(above := self._above.get(at)):
                cells[at] = above
                row.tell(at, NoteKind.REPAIR, f"「{cell}」を、上の行の「{shown(above)[:30]}」と読みました。")
        return cells

    def _read_day(self, row: Planned, outcome: Cells, by_target: dict[str, list[tuple[int, Cell]]]) -> None:
        found = by_target.pop(Target.DATE, [])
        parts: dict[str, list[tuple[int, Cell]]] = {
            target: by_target.pop(target) for target in _DAYS if target in by_target
        }
        if not self._dated:
            return
        if parts and not found:
            found = [(parts.get(Target.DAY, parts.get(Target.MONTH, [(0, "")]))[0][0], self._joined(parts))]
        if not found:
            self._blank_day(row)
            return
        at, cell = found[0]
        read = self._moment(cell)
        if read.value is None:
            outcome.hand_back(at, cell, read.remarks[0].text if read.remarks else "日付がありません。")
            row.refuse(Fate.UNREADABLE, at, f"{self._day_word}を読めないため、この行は取り込みません。")
        elif _day(read.value) > self._around.today:
            outcome.hand_back(at, cell, f"{_day(read.value)} は先の日付です。")
            row.refuse(Fate.UNREADABLE, at, f"{self._day_word}が先の日付のため、この行は取り込みません。")
        else:
            self._day = read.value
            row.at = read.value.isoformat()
            outcome.done(at, read.remarks)
        for target in parts.values():
            outcome.done(target[0][0])

    def _moment(self, cell: Cell) -> Converted[date]:
        if isinstance(cell, datetime):
            return Converted(cell)
        return day_of(cell, context=self._around.context, from_1904=self._around.from_1904)

    @staticmethod
    def _joined(parts: Mapping[str, list[tuple[int, Cell]]]) -> str:
        year, month, day = (
            normal(shown(parts[each][0][1])).rstrip("年月日") if each in parts else "" for each in _DAYS
        )
        return f"{year}年{month}月{day}日" if year else f"{month}/{day}"

    def _blank_day(self, row: Planned) -> None:
        if self._around.options.blank_day == BlankDay.ABOVE and self._day is not None:
            row.at = self._day.isoformat()
            row.tell(None, NoteKind.REPAIR, f"{self._day_word}がないため、上の行の {_day(self._day)} と読みました。")
        else:
            why = f"{self._day_word}がありません。上の行と同じ日なら、そのように答えると読めます。"
            row.refuse(Fate.UNREADABLE, None, why)

    def _check_donation(self, row: Planned) -> None:
        """Refuse a donation without its day or its amount: nothing would be left to count."""
        if self._around.ledger is not Ledger.DONORS or row.fate != Fate.NEW:
            return
        if not row.at:
            row.refuse(Fate.UNREADABLE, None, "寄附日の列がないため、この行は取り込みません。")
        if not row.amount_yen:
            row.refuse(Fate.UNREADABLE, None, "寄附の額がないため、この行は取り込みません。")

    def _read_person(self, row: Planned, outcome: Cells, by_target: dict[str, list[tuple[int, Cell]]]) -> None:
        named = [pair for target in _NAMES for pair in by_target.pop(target, [])]
        if named:
            outcome.name(named)
        where = [pair for target in _PLACES for pair in by_target.pop(target, [])]
        if where:
            outcome.address(where, self._places)

    def _colour(self, row: Planned, outcome: Cells) -> None:
        colour = self._around.colours.get(row.row, "")
        meaning = self._around.options.colours.get(colour, Colour.NOTHING)
        if meaning in (stage.value for stage in Stage):
            row.file["stage"] = str(meaning)
        if meaning != Colour.NOTHING:
            outcome.lines.append(f"行の色: {colour}")


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
