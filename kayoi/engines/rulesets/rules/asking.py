"""Which single question decides most, over many rulesets at once (次に聞くこと).

A question decides a ruleset if one of its answers alone can make it met or not met. For every condition two sets are
worked out from below: the facts each of which alone could make it true, and those that could make it false. A set is
the bits of an integer, so that a union is one operation.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kayoi.engines.rulesets.rules.answers import chosen, missing_of
from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.conditions import AllOf, AtLeast, Condition, Leaf, Not
from kayoi.engines.rulesets.rules.versions import Ruleset


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for: in how many ways its answers may decide rulesets, and how many rulesets still wait for it."""

    key: str
    decides: int
    waiting: int


class Weighing:
    """The facts that are missing in one case, as bits."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.keys: list[str] = []
        self._bits: dict[str, int] = {}
        self._leaves: dict[Condition, tuple[int, int]] = {}

    def bit(self, key: str) -> int:
        """Return the bit of a fact."""
        if key not in self._bits:
            self._bits[key] = 1 << len(self.keys)
            self.keys.append(key)
        return self._bits[key]

    def deciding(self, condition: Condition) -> tuple[int, int, int]:
        """Return the facts that alone could make an unknown condition true, those that could make it false, and all."""
        if isinstance(condition, Leaf):
            alone, every = self._leaf(condition)
            return alone, alone, every
        if isinstance(condition, Not):
            true, false, every = self.deciding(condition.of[0])
            return false, true, every
        if isinstance(condition, AtLeast):
            return self._joined(condition.of, needed=condition.count)
        return self._joined(condition.of, needed=len(condition.of) if isinstance(condition, AllOf) else 1)

    def _leaf(self, leaf: Leaf) -> tuple[int, int]:
        if leaf not in self._leaves:
            lacking = missing_of(leaf, self.case)
            bits = [self.bit(key) for key in lacking]
            self._leaves[leaf] = (bits[0] if len(bits) == 1 else 0, sum(bits))
        return self._leaves[leaf]

    def _joined(self, parts: Iterable[Condition], *, needed: int) -> tuple[int, int, int]:
        """Join parts of which `needed` must be true: one more true or one more false may be all that is left."""
        unknown = []
        for part in parts:
            value = part.value(self.case)
            if value is None:
                unknown.append(self.deciding(part))
            elif value:
                needed -= 1
        every = 0
        for _, _, lacking in unknown:
            every |= lacking
        # How many of the unknown parts must turn true, or false, to decide.
        true = _in_so_many([part[0] for part in unknown], needed)
        false = _in_so_many([part[1] for part in unknown], len(unknown) - needed + 1)
        return true, false, every


def _in_so_many(sets: list[int], count: int) -> int:
    """Return the bits that stand in at least so many of some sets."""
    # In 1, 2, … of those so far.
    found = [0] * count
    for one in sets:
        for number in range(count - 1, 0, -1):
            found[number] |= found[number - 1] & one
        found[0] |= one
    return found[-1]


def questions(rulesets: Iterable[Ruleset], case: Case, *, not_again: Collection[str] = ()) -> list[Question]:
    """Return the questions that are left, the one that decides most rulesets first.

    Equal ones: that for which more rulesets wait, each counted the less the more it lacks; then by key.
    `not_again` are facts that the person has already said not to know.

    Source: docs/reference/rulesets.md (next_question)
    """
    weighing = Weighing(case)
    decides: dict[int, int] = {}
    waiting: dict[int, list[int]] = {}
    for ruleset in rulesets:
        version = chosen(ruleset, case)
        if version is None:
            continue
        if isinstance(version, str):
            true = false = every = weighing.bit(version)
        elif version.condition.value(case) is None:
            true, false, every = weighing.deciding(version.condition)
        else:
            continue
        # An answer that can decide both ways is worth two that decide one way.
        for bits in (true, false):
            decides[bits] = decides.get(bits, 0) + 1
        waiting.setdefault(every, []).append(every.bit_count())
    return _ranked(weighing.keys, decides, waiting, not_again)


def _ranked(
    keys: list[str], decides: dict[int, int], waiting: dict[int, list[int]], not_again: Collection[str]
) -> list[Question]:
    found = []
    for number, key in enumerate(keys):
        if key in not_again:
            continue
        bit = 1 << number
        weight = sum(count for bits, count in decides.items() if bits & bit)
        lacking = [size for bits, sizes in waiting.items() if bits & bit for size in sizes]
        found.append((weight, sum(1 / size for size in lacking), key, len(lacking)))
    found.sort(key=lambda one: (-one[0], -one[1], one[2]))
    return [Question(key, weight, count) for weight, _, key, count in found]
