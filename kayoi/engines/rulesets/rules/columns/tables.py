"""What is known of many households, fact by fact: arrays of values, and which of them are known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import lcm
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from kayoi.engines.rulesets.rules.columns.bits import Bits, cut, pack, unpack

# Values of a fact, or one value for everybody. What stands where nothing is known does not matter.
Values = Any
Places = npt.NDArray[np.intp]
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Column:
    """Values of one fact, one for each household or each row of a list; `known` None: all of them are known."""

    values: Values
    known: Bits | None = None

    def part(self, first: int, stop: int) -> Self:
        """Return the values from one place up to and without another."""
        known = None if self.known is None else cut(self.known, first, stop)
        return replace(self, values=self.values[first:stop] if np.ndim(self.values) else self.values, known=known)

    def at(self, places: Places, count: int) -> Self:
        """Return the values at these places, of so many."""
        known = None if self.known is None else pack(unpack(self.known, count)[places], len(places))
        return replace(self, values=self.values[places] if np.ndim(self.values) else self.values, known=known)


@dataclass(frozen=True, slots=True)
class Days(Column):
    """Days as ordinal numbers."""


@dataclass(frozen=True, slots=True)
class Numbers(Column):
    """Whole numbers of a common denominator, so that they are as exact as fractions; `most`: the largest size."""

    most: int = 1
    denominator: int = 1

    def __post_init__(self) -> None:
        if self.most > LARGEST:
            raise OverflowError(f"numbers up to {self.most} cannot be reckoned for many households at once")

    @property
    def wide(self) -> Any:
        """The numbers with room to reckon."""
        return self.values.astype(np.int64) if np.ndim(self.values) else int(self.values)

    @staticmethod
    def aligned(parts: Sequence["Numbers"]) -> list["Numbers"]:
        """Return numbers with one denominator."""
        common = lcm(*(part.denominator for part in parts))
        return [part.of(common) for part in parts]

    def of(self, denominator: int) -> "Numbers":
        """Return the same numbers with a multiple of their denominator."""
        factor = denominator // self.denominator
        if factor == 1:
            return self
        return Numbers(self.wide * factor, self.known, self.most * factor, denominator)


@dataclass(frozen=True, slots=True)
class Codes(Column):
    """Words, as places in the list of the words that occur."""

    words: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class RowTable:
    """A list of every household: the rows of number n stand from offsets[n] up to and without offsets[n + 1].

    Rows that tell of a time stand best in the order of their first day; otherwise they are sorted when needed.
    """

    offsets: Places
    columns: Mapping[str, Column] = field(default_factory=dict)
    known: Bits | None = None


@dataclass(frozen=True, slots=True)
class Households:
    """So many households. A fact without a column is known of none of them."""

    count: int
    columns: Mapping[str, Column] = field(default_factory=dict)
    lists: Mapping[str, RowTable] = field(default_factory=dict)
