"""Sets of places (地域の集合): wards, prefectures, listed municipalities, all but others."""

from dataclasses import dataclass

from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.conditions import Leaf, Value
from kayoi.engines.rulesets.rules.terms import Term
from kayoi.engines.rulesets.states import Words

# What a place outside Japan is called in a fact.
ABROAD = "abroad"
# 全国地方公共団体コード without its check digit.
CODE_DIGITS = 5


@dataclass(frozen=True, slots=True)
class PlaceSet:
    """A set of municipalities by 全国地方公共団体コード (five digits) or prefecture (two).

    `excepting` is taken out; of `doubtful` places it is not known whether they belong.
    """

    label: Words
    codes: frozenset[str] = frozenset()
    prefectures: frozenset[str] = frozenset()
    excepting: "PlaceSet | None" = None
    doubtful: frozenset[str] = frozenset()
    source: str = ""

    def has(self, place: str) -> Value:
        """Tell whether a place belongs to the set; None where that is not known."""
        if place in self.doubtful:
            return None
        inside = place in self.codes or place[:2] in self.prefectures
        if not inside or self.excepting is None:
            return inside
        excepted = self.excepting.has(place)
        return None if excepted is None else not excepted


@dataclass(eq=False, slots=True)
class InSet(Leaf):
    """A place lies in a set (〜の区域内)."""

    place: Term
    places: PlaceSet

    def test(self, case: Case) -> Value:
        place = self.place.value(case)
        return None if place is None else self.places.has(place)
