"""Ranges of yen of many households at once: what an amount is at least and at most, as exact as fractions are."""

from math import lcm
from typing import Any, NamedTuple

import numpy as np

from kayoi.engines.rulesets.rules.columns.tables import LARGEST, Values


class Money(NamedTuple):
    """At least and at most so much, as whole numbers of a common denominator.

    Where `limited` is False nobody knows a limit, and what stands in `most` does not matter. No value is larger than
    `size`, which is at least 1; where that has no room in 64 bits, they are Python's whole numbers, which are slower.
    """

    least: Values
    most: Values
    limited: Any
    size: int
    denominator: int = 1

    def roomy(self, size: int) -> "Money":
        """Return the same values with room to reckon up to a size."""
        if size <= LARGEST:
            return self
        return self._replace(least=np.asarray(self.least).astype(object), most=np.asarray(self.most).astype(object))

    def times(self, factor: int) -> "Money":
        """Return so many times the values."""
        if factor == 1:
            return self
        size = self.size * factor
        wide = self.roomy(size)
        return Money(wide.least * factor, wide.most * factor, self.limited, size, self.denominator)

    def aligned(self, other: "Money") -> tuple["Money", "Money"]:
        """Return both with one denominator."""
        common = lcm(self.denominator, other.denominator)
        one, two = (part.times(common // part.denominator) for part in (self, other))
        return one._replace(denominator=common), two._replace(denominator=common)

    def plus(self, other: "Money") -> "Money":
        """Return the sum of both."""
        one, two = self.aligned(other)
        size = one.size + two.size
        one = one.roomy(size)
        limited = one.limited & two.limited
        return Money(one.least + two.least, one.most + two.most, limited, size, one.denominator)

    def hull(self, other: "Money") -> "Money":
        """Return the range that holds both.

        Source: rules/amounts.py (hull)
        """
        one, two = self.aligned(other)
        least, most = np.minimum(one.least, two.least), np.maximum(one.most, two.most)
        return Money(least, most, one.limited & two.limited, max(one.size, two.size), one.denominator)


NOTHING = Money(0, 0, True, 1)
UNKNOWN = Money(0, 0, False, 1)


def chosen(mask: Any, one: Any, other: Any) -> Any:
    """Return the one value where the mask is True, the other one elsewhere; a mask may be one answer for everybody.

    Source: numpy.where
    """
    if np.ndim(mask):
        return np.where(mask, one, other)
    return one if mask else other


def chosen_money(mask: Any, one: Money, other: Money) -> Money:
    """Return the one range where the mask is True, the other one elsewhere.

    Source: numpy.where
    """
    one, other = one.aligned(other)
    least, most, limited = (chosen(mask, *pair) for pair in zip(one[:3], other[:3], strict=True))
    return Money(least, most, limited, max(one.size, other.size), one.denominator)
