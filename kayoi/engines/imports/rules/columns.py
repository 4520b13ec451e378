"""What each column of a table means (列の推定), by its heading and by what stands below it."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from kayoi.engines.imports.rules.headers import meaning_of, member_part, member_target, ticked_word
from kayoi.engines.imports.rules.words import age_band_of, is_mark, is_nothing, word_of
from kayoi.engines.imports.states import MEMBERS, Part, Target
from kayoi.kit.sheets import Cell, as_date, as_phone, is_blank, shown
from kayoi.kit.text import normal

# Columns of which a table may have several; their cells are put together.
SEVERAL = frozenset({Target.PHONE, Target.CONTENT, Target.RESPONSE, Target.INTERESTS, Target.CONTACT, Target.CHANNEL,
                     Target.ADDRESS, Target.KEEP, Target.SKIP})  # fmt: skip
_KANA = re.compile(r"[ぁ-ゖァ-ヺー・\s]+")
_POSTAL = re.compile(r"〒?[0-9]{3}-?[0-9]{4}")
_NAME = re.compile(r"[\u4e00-\u9fff々]{1,4}[\s\u3000]+[\u4e00-\u9fffぁ-んァ-ヶ々]{1,5}")
_LONG = 15
_MOSTLY, _OFTEN, _SOMETIMES = 0.8, 0.5, 0.2


def _is_date(cell: Cell) -> bool:
    return not isinstance(cell, int | float) and as_date(cell).value is not None


def _is_phone(cell: Cell) -> bool:
    read = as_phone(cell)
    return read.value is not None and not any("phone" in remark.code for remark in read.remarks)


SHAPES: Mapping[str, Callable[[Cell], bool]] = {
    Target.EMAIL: lambda cell: "@" in normal(shown(cell)),
    Target.DATE: _is_date,
    Target.POSTAL: lambda cell: bool(_POSTAL.fullmatch(normal(shown(cell)))),
    Target.PHONE: _is_phone,
    Target.KANA: lambda cell: isinstance(cell, str) and bool(_KANA.fullmatch(normal(cell))),
    Target.NAME: lambda cell: isinstance(cell, str) and bool(_NAME.fullmatch(cell.strip())),
    Target.AGE: lambda cell: bool(re.search("歳|才|代", shown(cell))) and bool(age_band_of(shown(cell))),
    Target.CHANNEL: lambda cell: isinstance(cell, str) and len(cell) < _LONG and bool(word_of(Target.CHANNEL, cell)),
    Target.CONTENT: lambda cell: isinstance(cell, str) and len(cell) > _LONG,
}  # fmt: skip


def shares_of(cells: Sequence[Cell]) -> dict[str, float]:
    """Return for each shape the share of the filled cells that have it (列の中身の形), leaving out なし and 不明.

    Source: the shapes are those of kit.sheets (as_date, as_phone) and of Japanese names and post codes
    """
    filled = [cell for cell in cells if not is_blank(cell) and not is_nothing(shown(cell))]
    if not filled:
        return {}
    found = Counter(target for cell in filled for target, fits in SHAPES.items() if fits(cell))
    shares = {target: count / len(filled) for target, count in found.items()}
    shares["mark"] = sum(is_mark(shown(cell)) for cell in filled) / len(filled)
    return shares


def guess_columns(names: Sequence[str], samples: Sequence[Sequence[Cell]]) -> list[str]:
    """Return what each column means (列の推定): codes of Target, or member2_name for people who stand across.

    Headings go before contents, except where the contents say otherwise (a reading under 氏名, mail under 連絡先).
    What is not understood is kept in the note; of two columns that could be the one, the surer is.
    Source: docs/decisions/0017-undo-of-an-import.md
    """
    members = _members(names)
    guesses: list[tuple[str, float]] = []
    for at, name in enumerate(names):
        cells = samples[at] if at < len(samples) else ()
        guesses.append((members[at], 1.0) if at in members else _guess(name, shares_of(cells)))
    _settle_names(guesses, samples)
    _settle_dates(guesses)
    best: dict[str, int] = {}
    for at, (target, sure) in enumerate(guesses):
        if target not in SEVERAL and (target not in best or sure > guesses[best[target]][1]):
            best[target] = at
    return [
        target if target in SEVERAL or best[target] == at else Target.KEEP for at, (target, _) in enumerate(guesses)
    ]


def _guess(name: str, shares: Mapping[str, float]) -> tuple[str, float]:
    target, sure = meaning_of(name)
    if shares.get("mark", 0) >= _MOSTLY and (ticked := ticked_word(name)):
        return ticked, 1.0
    if target in (Target.CONTACT, Target.PHONE, Target.EMAIL):
        return _contact(target, sure, shares)
    if target == Target.INTERESTS and shares.get(Target.CONTENT, 0) > _OFTEN:
        return Target.CONTENT, sure
    if target == Target.ROUTE and shares.get(Target.CHANNEL, 0) > _MOSTLY and sure < 1:
        return Target.CHANNEL, sure
    if target:
        return target, sure
    return _by_shape(name, shares)


def _contact(target: str, sure: float, shares: Mapping[str, float]) -> tuple[str, float]:
    mail, phone = shares.get(Target.EMAIL, 0), shares.get(Target.PHONE, 0)
    if mail >= _MOSTLY:
        return Target.EMAIL, sure
    if mail > _SOMETIMES / 4:
        return Target.CONTACT, sure
    return (Target.PHONE if target == Target.CONTACT and phone > _OFTEN else target), sure


def _by_shape(name: str, shares: Mapping[str, float]) -> tuple[str, float]:
    """Guess a column whose heading says nothing. One that has a heading is more likely something of the town's own."""
    needed = 0.9 if name else _MOSTLY
    for target in (Target.EMAIL, Target.POSTAL, Target.PHONE, Target.DATE, Target.NAME, Target.CHANNEL):
        if shares.get(target, 0) >= needed and not (name and target in (Target.DATE, Target.NAME, Target.CHANNEL)):
            return target, 0.5
    return (Target.CONTENT, 0.3) if not name and shares.get(Target.CONTENT, 0) >= _MOSTLY else (Target.KEEP, 0.1)


def _settle_names(guesses: list[tuple[str, float]], samples: Sequence[Sequence[Cell]]) -> None:
    """Tell name from reading, and 姓 with 名 from a column 名 that holds whole names."""
    targets = [target for target, _ in guesses]
    for at, (target, sure) in enumerate(guesses):
        shares = shares_of(samples[at]) if at < len(samples) and target in (Target.NAME, Target.GIVEN_NAME) else {}
        if target == Target.NAME and targets.count(Target.NAME) > 1 and shares.get(Target.KANA, 0) >= _MOSTLY:
            guesses[at] = Target.KANA, sure
        if target == Target.GIVEN_NAME and Target.FAMILY_NAME not in targets:
            guesses[at] = (Target.NAME, sure) if Target.NAME not in targets else (Target.KEEP, sure)


def _settle_dates(guesses: list[tuple[str, float]]) -> None:
    """Read 年・月・日 in three columns as the parts of one day."""
    targets = [target for target, _ in guesses]
    if Target.MONTH not in targets:
        guesses[:] = [(Target.KEEP, sure) if target == Target.YEAR else (target, sure) for target, sure in guesses]
        return
    month = targets.index(Target.MONTH)
    following = month + 1
    if following < len(guesses) and targets[following] == Target.DATE:
        guesses[following] = Target.DAY, 1.0
    elif Target.DATE in targets:
        guesses[month] = Target.KEEP, 0.1


def _members(names: Sequence[str]) -> dict[int, str]:
    """Give the people who stand across their slots, in the order of the columns."""
    slots: dict[tuple[str, int], int] = {}
    taken: set[str] = set()
    found: dict[int, str] = {}
    for at, name in enumerate(names):
        part = member_part(name)
        if part is None:
            continue
        who, number, says = part
        slot = slots.setdefault((who, number), len(slots) + 1)
        if slot > MEMBERS:
            continue
        code = member_target(slot, says)
        if code not in taken:
            taken.add(code)
            found[at] = code
    return found if any(code.endswith(f"_{Part.NAME}") or len(found) > 1 for code in found.values()) else {}
