"""What kind of row stands below a header (行の種類の判定): data, totals, remarks, the header again, another table."""

import re
from collections import Counter
from collections.abc import Sequence

from kayoi.kit.sheets.headers import HeaderGuess
from kayoi.kit.sheets.labels import cleaned, label_key, looks_like_label
from kayoi.kit.sheets.workbook import Cell, Row, is_blank
from kayoi.kit.states import Labelled
from kayoi.kit.text import normal

AHEAD = 4
_LEARNED = 200
_TOTALS = frozenset(
    ["合計", "計", "小計", "中計", "総計", "総合計", "累計", "平均", "合計金額", "合計人数", "total", "subtotal"]
)
# 4月計, 上半期合計, 令和6年度計
_PERIOD_TOTAL = re.compile(
    r"(?:[0-9]{1,2}月分?|[上下]半期|[前後]期|.{0,6}年度?|本年度?|当月|月)(?:小計|合計|総計|累計|計)"
)
_REMARK = re.compile(r"\s*(?:[※＊]|[(（]?注[)）0-9０-９:：.．]|備考[:：]|資料[:：]|出典|【注|以上$|以下余白$)")


class RowKind(Labelled):
    DATA = "data", "データ"
    TOTAL = "total", "合計の行"
    REMARK = "remark", "注記の行"
    HEADER = "header", "見出しのくり返し"
    OTHER_TABLE = "other_table", "別の表"


class RowReader:
    """Tells the kind of each row in turn, from the header, the rows before and a few rows ahead.

    Doubtful rows are DATA: what does not fit there is found when its cells are read, while a row that is left out by
    mistake is missed by nobody.
    """

    def __init__(self, header: HeaderGuess) -> None:
        labels = [{cleaned(row[at]) for row in header.cells if at < len(row)} for at in range(len(header.names))]
        self._labels = [each - {""} for each in labels]
        # A row of groups above the header is printed again with it.
        self._above = {tuple(row) for _, row in header.above if sum(not is_blank(cell) for cell in row) > 1}
        self._keys = {label_key(text) for each in self._labels for text in each}
        self._filled: Counter[int] = Counter()
        self._typed: Counter[int] = Counter()
        self._learned = 0
        self._titles = 0
        self._other = False

    def kind(self, rows: Sequence[Row], *, after_blank: bool) -> RowKind:
        """Return the kind of the first of these rows; the others are those that follow without a blank row between."""
        if self._other:
            return RowKind.OTHER_TABLE
        if self._titles:
            self._titles -= 1
            return RowKind.REMARK
        row = rows[0]
        filled = {at: cell for at, cell in enumerate(row) if not is_blank(cell)}
        if self._repeats_header(filled) or tuple(row) in self._above:
            return RowKind.HEADER
        if after_blank and (kind := self._new_table(rows)):
            return kind
        first = next(iter(filled.values()))
        if isinstance(first, str) and (kind := _of_words(first, len(filled), len(self._labels))):
            return kind
        self._learn(filled)
        return RowKind.DATA

    def _learn(self, filled: dict[int, Cell]) -> None:
        if self._learned < _LEARNED:
            self._learned += 1
            self._filled.update(filled.keys())
            self._typed.update(at for at, cell in filled.items() if not looks_like_label(cell))

    def _repeats_header(self, filled: dict[int, Cell]) -> bool:
        """Tell whether the first cell and nearly all others are the label of their own column."""
        first, cell = next(iter(filled.items()))
        if first >= len(self._labels) or not isinstance(cell, str) or cleaned(cell) not in self._labels[first]:
            return False
        same = sum(at < len(self._labels) and cleaned(cell) in self._labels[at] for at, cell in filled.items())
        return same > 1 and same * 5 >= len(filled) * 4

    def _new_table(self, rows: Sequence[Row]) -> RowKind | None:
        """Look for a header behind up to two title rows: the same one again, or that of another table."""
        for titles, row in enumerate(rows[:3]):
            filled = {at: cell for at, cell in enumerate(row) if not is_blank(cell)}
            if len(filled) > 1:
                following = rows[titles + 1] if titles + 1 < len(rows) else ()
                if titles and self._repeats_header(filled):
                    self._titles = titles - 1
                    return RowKind.REMARK
                if self._heads_another(filled, following, titled=titles > 0):
                    self._other = True
                    return RowKind.OTHER_TABLE
                return None
        return None

    def _heads_another(self, filled: dict[int, Cell], following: Row, *, titled: bool) -> bool:
        """Tell whether a row heads another table: only labels, and our labels elsewhere or no place for ours."""
        if len(set(filled.values())) < len(filled) or not all(looks_like_label(cell) for cell in filled.values()):
            return False
        if sum(label_key(cleaned(cell)) in self._keys for cell in filled.values()) > 1:
            return True
        typed = {at for at, count in self._typed.items() if count * 5 >= self._filled[at] * 4}
        broken = len(typed & filled.keys())
        below = {at for at, cell in enumerate(following) if not is_blank(cell)}
        usual = {at for at, count in self._filled.items() if count * 2 >= self._learned}
        elsewhere = below == filled.keys() and filled.keys() != usual
        return broken > 1 or (broken == 1 and (titled or elsewhere)) or (titled and elsewhere)


def _of_words(first: str, filled: int, width: int) -> RowKind | None:
    """Tell totals and remarks by the first words of the row."""
    bare = "".join(normal(first).split()).casefold() if len(first) <= 16 else ""
    if bare in _TOTALS or _PERIOD_TOTAL.fullmatch(bare):
        return RowKind.TOTAL
    if filled == 1 and width > 1 and _REMARK.match(first):
        return RowKind.REMARK
    return None
