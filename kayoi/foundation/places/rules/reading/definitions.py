"""Read what each figure means."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from kayoi.foundation.places.rules.absences import Absence
from kayoi.foundation.places.rules.reading.tables import WrongData, count, member, number, rows
from kayoi.foundation.places.states import OfPrefecture, Polarity, Theme

_YEAR: Final = re.compile(r"[12]\d{3}")
_PLAIN: Final = (
    *("key", "label", "label_en", "unit", "unit_en", "period", "source", "survey", "survey_en"),
    *("file", "column", "note"),
)
_READ: Final = ("theme", "decimals", "polarity", "of_prefecture", "absence", "plus", "minus", "base", "times")


@dataclass(frozen=True)
class Definition:
    """What a figure means and where its values stand: a file and column, or a formula over other figures."""

    key: str
    position: int
    theme: Theme
    label: str
    label_en: str
    unit: str
    unit_en: str
    decimals: int
    polarity: Polarity
    period: str
    source: str
    survey: str
    survey_en: str
    file: str
    column: str
    of_prefecture: OfPrefecture
    absence: Absence
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    base: tuple[str, ...]
    times: float
    note: str

    @property
    def formula(self) -> str:
        """Return the formula as text; empty for published figures."""
        if not self.plus:
            return ""
        top = " + ".join(self.plus) + "".join(f" - {term}" for term in self.minus)
        if not self.base:
            return top
        return f"({top}) / ({' + '.join(self.base)}) * {self.times:g}"

    def rests_on(self, keys: Collection[str]) -> bool:
        """Tell whether the formula uses one of these figures."""
        return any(term.partition("@")[0] in keys for term in (*self.plus, *self.minus, *self.base))


def read_definitions(files: Mapping[str, str]) -> dict[str, Definition]:
    """Return the definitions by key, in the order of the file.

    Source: docs/data-sources.md, 項目の定義
    """
    sources = {row["key"] for row in rows(files, "sources.csv", "key", "publisher", "credit", "url")}
    found: dict[str, Definition] = {}
    problems = []
    for position, row in enumerate(rows(files, "definitions.csv", *_PLAIN, *_READ), start=1):
        one = _definition(row, position)
        terms = (*one.plus, *one.minus, *one.base)
        if one.key in found or one.source not in sources:
            problems.append(f"definitions.csv {one.key}: キーの重複か、知らない出典です。")
        if bool(one.file) == bool(one.plus):
            problems.append(f"definitions.csv {one.key}: ファイルか計算式のどちらか一方を書いてください。")
        if not {term.partition("@")[0] for term in terms} <= found.keys():
            problems.append(f"definitions.csv {one.key}: 計算式に、この行より前にない項目があります。")
        pinned = [part.partition("@")[2] for part in (one.column, *terms)]
        if not all(year == "" or _YEAR.fullmatch(year) for year in pinned):
            problems.append(f"definitions.csv {one.key}: @の後は西暦4桁で書いてください。")
        found[one.key] = one
    if problems:
        raise WrongData(problems)
    return found


def _definition(row: Mapping[str, str], position: int) -> Definition:
    where = f"definitions.csv {row['key']}"
    return Definition(
        **{name: row[name] for name in _PLAIN},
        position=position,
        theme=member(Theme, row["theme"], where=where),
        decimals=count(row["decimals"], where=where),
        polarity=member(Polarity, row["polarity"], where=where),
        of_prefecture=member(OfPrefecture, row["of_prefecture"], where=where),
        absence=member(Absence, row["absence"], where=where),
        plus=tuple(row["plus"].split()),
        minus=tuple(row["minus"].split()),
        base=tuple(row["base"].split()),
        times=number(row["times"], where=where) or 1.0,
    )
