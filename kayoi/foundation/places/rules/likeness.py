"""Towns of like size (同じくらいの規模の市区町村), and where one stands among them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from kayoi.foundation.places.states import KindGroup


@dataclass(frozen=True)
class Sized:
    """A place with its population."""

    code: str
    name: str
    population: int


@dataclass(frozen=True)
class LikeTowns:
    """Towns of like size: of the same kind, nearest in population counted by ratio; the town itself is not among them.

    Empty when nobody lived in the town at the census: then there is nothing to compare by.
    """

    group: KindGroup
    towns: tuple[Sized, ...]

    @property
    def wording(self) -> str:
        """How the group is chosen, in words for the page."""
        if not self.towns:
            return "国勢調査の人口がないため、規模の近い団体を選べません。"
        people = [town.population for town in self.towns]
        return (
            f"{self.group.label}のうち、人口の比が近い{len(self.towns)}団体"
            f"(人口{min(people):,}人〜{max(people):,}人)です。この団体自身は含みません。"
        )


def like_towns(group: KindGroup, population: int | None, others: Iterable[Sized], *, n: int) -> LikeTowns:
    """Return the n others whose population has the smallest ratio to this one (人口の対数の差が小さい順).

    Source: docs/data-sources.md, 同じくらいの規模の市区町村
    """
    if not population:
        return LikeTowns(group, ())

    def ratio(other: Sized) -> tuple[float, str]:
        return abs(math.log(other.population / population)), other.code

    near = sorted((other for other in others if other.population > 0), key=ratio)[:n]
    return LikeTowns(group, tuple(sorted(near, key=lambda other: (-other.population, other.code))))


@dataclass(frozen=True)
class Standing:
    """Where a value stands among like towns.

    `rank` 1 is the highest; equal values share the better rank. `of` counts the like towns that have a value, and the
    town itself. `quantile` is the share of the like towns that lie below, those that are equal counted half.
    """

    rank: int
    of: int
    quantile: float
    median: float
    least: float
    most: float

    @property
    def wording(self) -> str:
        """The rank in words, from the nearer end: 31団体のうち高いほうから5番目."""
        if self.rank <= (self.of + 1) / 2:
            return f"{self.of}団体のうち高いほうから{self.rank}番目"
        return f"{self.of}団体のうち低いほうから{self.of - self.rank + 1}番目"


def standing(value: float, others: Sequence[float]) -> Standing | None:
    """Return where a value stands among others; None when there is nothing to compare with.

    Source: E. Parzen, Quantile Probability and Statistical Data Modeling, Statistical Science 19 (2004), on ties
    """
    if not others:
        return None
    higher = sum(1 for other in others if other > value)
    lower = sum(1 for other in others if other < value)
    equal = len(others) - higher - lower
    return Standing(
        higher + 1,
        len(others) + 1,
        (lower + equal / 2) / len(others),
        median(others),
        min(others),
        max(others),
    )


def standings(own: Mapping[str, float], others: Mapping[str, Sequence[float]]) -> dict[str, Standing]:
    """Return the standing of each figure that the town and at least one other have.

    Source: standing
    """
    found = {key: standing(value, others.get(key, ())) for key, value in own.items()}
    return {key: one for key, one in found.items() if one is not None}
