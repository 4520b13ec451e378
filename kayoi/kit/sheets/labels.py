"""Words at the head of columns (列見出し): which cells look like one, which word of ours they mean, two rows as one."""

import re
from collections.abc import Collection, Mapping, Sequence

from kayoi.kit.sheets.guarding import unguarded
from kayoi.kit.sheets.values import shown
from kayoi.kit.sheets.workbook import Cell, Row, is_blank, is_error
from kayoi.kit.text import normal

_LONGEST = 40
_SPACES = re.compile(r"\s+")
_LAYOUT_SPACES = re.compile(r"(?<=[^\x00-\xff])[ \u3000]+(?=[^\x00-\xff])")
_MARKS = re.compile(r"[\s・_/,、。:*※★●○◎「」『』【】\[\]<>《》\-―~〜]")
# Numbers (with a short unit), days, telephone numbers, addresses of mail and web: values, not labels.
_VALUE = re.compile(
    r"[(△▲¥+-]*[0-9][0-9,.:/()\s+-]*(?:[^\s0-9年月度目]{1,2}|%)?\)?"
    r"|(?:[MTSHR]|明治|大正|昭和|平成|令和)?\s*[0-9元]{1,4}\s*[年./-]\s*[0-9]{1,2}\s*[月./-]\s*[0-9]{1,2}.*"
    r"|\S+@\S+|https?:.*"
)
_BRACKETED = re.compile(r"\([^()]*\)")


def cleaned(cell: Cell) -> str:
    """Return a label in one line: line breaks and the spaces that spread two characters (氏　名) taken out."""
    text = unguarded(shown(cell)).replace("\r", "").replace("\n", "").strip()
    return _SPACES.sub(" ", _LAYOUT_SPACES.sub("", text))


def label_key(text: str) -> str:
    """Return what two spellings of the same label have in common (見出しの照合キー)."""
    return _MARKS.sub("", normal(text).casefold())


def looks_like_label(cell: Cell) -> bool:
    """Tell whether a cell could head a column: short words, not a number, a day, an error or a sentence."""
    if not isinstance(cell, str) or len(cell) > 4 * _LONGEST or is_blank(cell) or is_error(cell):
        return False
    text = normal(cell)
    return len(text) <= _LONGEST and not text.endswith("。") and not _VALUE.fullmatch(text)


def known_columns(names: Sequence[str], known: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Return where each known name stands among the labels: our word → position from 0.

    The word itself goes before its aliases, and whole labels before labels without what stands in brackets, and
    these before the lower parts of stacked ones.
    """
    whole = [label_key(name) for name in names]
    bare = [label_key(_BRACKETED.sub("", normal(name))) for name in names]
    lower = [label_key(name.rpartition("_")[2]) for name in names]
    found: dict[str, int] = {}
    for keys in (whole, bare, lower):
        for word, aliases in known.items():
            for spelling in (word, *aliases):
                key = label_key(spelling)
                free = (at for at, each in enumerate(keys) if each == key and key and at not in found.values())
                if word not in found and (at := next(free, None)) is not None:
                    found[word] = at
    return found


def unrepeated(row: Row) -> list[Cell]:
    """Return the row with each value once where it stands in neighbouring cells (a merged range that was filled)."""
    return [None if at and cell == row[at - 1] else cell for at, cell in enumerate(row)]


def joined(upper: Row, lower: Row) -> list[str] | None:
    """Return the labels of two stacked header rows as one (2段の見出し), 世帯員1_氏名; None when they are not stacked.

    An upper label spreads to the right over blank cells as long as labels stand below it. Where nothing stands below
    a label, the cell was merged downwards. One label over everything is a title.
    """
    width = max(len(upper), len(lower))
    above = [*unrepeated(upper), *[None] * (width - len(upper))]
    below = [*lower, *[None] * (width - len(lower))]
    group, names, spread, alone = "", [], 0, 0
    for at in range(width):
        top, under = cleaned(above[at]), cleaned(below[at])
        if under == top:
            under = ""
        if top:
            group = top if under else ""
            alone += bool(under) and not _spreads(above, below, at)
        elif under and group:
            spread += 1
        names.append(f"{group}_{under}" if group and under else top or under)
    lower_labels = [cleaned(cell) for cell in below if not is_blank(cell)]
    repeated = len(set(lower_labels)) < len(lower_labels)
    title = sum(not is_blank(cell) for cell in above) == 1 and spread + 1 == sum(map(bool, names))
    return names if spread and not title and (not alone or repeated) else None


def _spreads(above: Sequence[Cell], below: Sequence[Cell], at: int) -> bool:
    """Tell whether the label at this place heads more than its own column."""
    after = at + 1
    return after < len(above) and is_blank(above[after]) and not is_blank(below[after])
