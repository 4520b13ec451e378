"""What one row of a workbook will become (行の計画), as plain values that a database keeps as JSON."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kayoi.engines.casefiles.states import Retention
from kayoi.engines.imports.rules.days import Context
from kayoi.engines.imports.states import BlankDay, Fate, HiddenRows, Ledger, SameName, SeveralPersons
from kayoi.kit.sheets import NoteKind


@dataclass(frozen=True)
class Options:
    """What a person has answered about the whole import. `colours` maps the word of a colour to its meaning."""

    several: str = SeveralPersons.RETURN
    same_name: str = SameName.SEPARATE
    hidden: str = HiddenRows.TAKE
    blank_day: str = BlankDay.RETURN
    colours: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None
    retention: str = Retention.YEARS_5

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Options":
        """Return the options as they were kept; what is not among them has its default."""
        return cls(**{name: value for name, value in data.items() if name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class Said:
    """What is told about one cell: its column from 0, how grave it is, and the sentence."""

    column: int | None
    kind: str
    text: str


@dataclass
class Planned:
    """One row: its fate, what it will write, what is told about it, and what became of each filled cell.

    `file` has the fields of a case file (days as ISO text), `members` those of its household, `cells` counts the
    filled cells by what became of them: read, memo, returned, skipped, left.
    """

    sheet: str
    row: int
    fate: str = Fate.NEW
    file: dict[str, Any] = field(default_factory=dict)
    members: list[dict[str, Any]] = field(default_factory=list)
    interests: list[str] = field(default_factory=list)
    at: str = ""
    channel: str = ""
    amount_yen: int = 0
    note: str = ""
    said: list[Said] = field(default_factory=list)
    cells: Counter[str] = field(default_factory=Counter)
    leader: int | None = None
    file_id: int | None = None
    likely: bool = False

    def tell(self, column: int | None, kind: str, text: str) -> None:
        """Say something about a cell of the row, or about the row itself."""
        self.said.append(Said(column, kind, text))

    def refuse(self, fate: Fate, column: int | None, text: str) -> None:
        """Leave the row out of the import, with the reason."""
        self.fate = fate
        self.tell(column, NoteKind.PROBLEM, text)


@dataclass(frozen=True)
class Surroundings:
    """What a row needs to know beyond itself: names and meanings of its columns, its time, and the answers."""

    names: Sequence[str]
    targets: Sequence[str]
    options: Options
    context: Context
    today: date
    from_1904: bool = False
    colours: Mapping[int, str] = field(default_factory=dict)
    ledger: Ledger = Ledger.CONSULTATIONS


def digest_of(texts: Sequence[str]) -> str:
    """Return the fingerprint of a row (行の指紋), by which it is known again when a longer workbook comes next month.

    Source: docs/decisions/0017-undo-of-an-import.md
    """
    return hashlib.sha256("\x1f".join(filter(None, texts)).encode()).hexdigest()[:32]
