"""What goes into a chart and what comes out."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

Number = int | float | Decimal


def _checked(values: Iterable[Number | None]) -> tuple[Number | None, ...]:
    """Return the values as a tuple. Raises ValueError where one is neither finite nor missing (None)."""
    kept = tuple(values)
    for value in kept:
        if value is not None and not math.isfinite(value):
            raise ValueError(f"A chart takes finite numbers, or None for what is missing; not {value}.")
    return kept


@dataclass(frozen=True)
class About:
    """Say what the figures are (見出し、単位、対象、時点、出典); all but the title may stay empty."""

    title: str
    unit: str = ""
    base: str = ""
    as_of: str = ""
    source: str = ""


@dataclass(frozen=True)
class Series:
    """One named row of figures (系列); None is a missing value (欠測), which is not zero."""

    name: str
    values: tuple[Number | None, ...]

    def __init__(self, name: str, values: Iterable[Number | None]) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "values", _checked(values))

    @property
    def known(self) -> list[tuple[int, Number]]:
        """The position and value of everything that is not missing."""
        return [(at, value) for at, value in enumerate(self.values) if value is not None]


@dataclass(frozen=True)
class Standing:
    """One figure of a town (この町の値) among the same figure of like towns (類似団体)."""

    label: str
    value: Number | None
    others: tuple[Number, ...]
    unit: str = ""

    def __init__(self, label: str, value: Number | None, others: Iterable[Number], unit: str = "") -> None:
        object.__setattr__(self, "label", label)
        object.__setattr__(self, "value", _checked([value])[0])
        object.__setattr__(self, "others", tuple(other for other in _checked(others) if other is not None))
        object.__setattr__(self, "unit", unit)


Cell = str | Number | None


@dataclass(frozen=True)
class Table:
    """The same figures as rows (データ表): the first cell of a row names it; None is a missing value."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    unit: str = ""


@dataclass(frozen=True)
class Chart:
    """A drawn chart (図表): two sizes of one picture, what it says in a sentence, and its figures.

    `svg` is drawn 720 units wide, `narrow` 320: the chart frame shows the one that fits, so that no text
    gets smaller than 12 px.
    """

    about: About
    svg: SafeString
    narrow: SafeString
    table: Table
    summary: str


def same_length(labels: Sequence[str], series: Iterable[Series]) -> None:
    """Raise ValueError unless each series has one value (or None) per label."""
    for row in series:
        if len(row.values) != len(labels):
            raise ValueError(f"{row.name}: {len(row.values)} values for {len(labels)} labels")
