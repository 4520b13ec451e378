"""One person in several towns: how many persons there are in all, exactly or as a range."""

from collections.abc import Sequence
from dataclasses import dataclass

from kayoi.strategy.indicators.states import SMALLEST_CELL


@dataclass(frozen=True)
class PersonsOfTown:
    """How many persons one town counts, and how many of them are known: by a log-in, or by consent to be compared."""

    persons: int
    known: int


@dataclass(frozen=True)
class PersonsRange:
    """At least and at most so many persons (実人数)."""

    low: int
    high: int

    @property
    def exact(self) -> bool:
        """True when both ends agree."""
        return self.low == self.high

    @property
    def words(self) -> str:
        """Return the number, or the range; small ones are not shown."""
        if 0 < self.high < SMALLEST_CELL or 0 < self.low < SMALLEST_CELL:
            return "秘匿"
        return f"{self.low:,}人" if self.exact else f"{self.low:,}人から{self.high:,}人"


def persons_in_all(towns: Sequence[PersonsOfTown], *, distinct_known: int, doubtful: int = 0) -> PersonsRange:
    """Return how many different persons several towns have together (実人数の幅).

    Somebody with a log-in is the same person everywhere, and so is somebody who agreed in each town to be compared:
    `distinct_known` counts them once. `doubtful` of them may be one person twice: known by the consent in one town, and
    by a log-in that did not agree in another. Of the others nobody knows whether two towns mean one person. At most all
    are different. At least as many as the largest town has, and as many as are known beyond doubt.
    Exact only when everybody is known in one way, or only one town has anybody.
    Source: inclusion–exclusion; kayoi/strategy/indicators/tests/cases/persons_in_all.csv
    """
    with_anybody = [town for town in towns if town.persons]
    if len(with_anybody) <= 1:
        only = with_anybody[0].persons if with_anybody else 0
        return PersonsRange(only, only)
    high = distinct_known + sum(town.persons - town.known for town in towns)
    low = max(distinct_known - doubtful, *(town.persons for town in towns))
    return PersonsRange(low, high)
