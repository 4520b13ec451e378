"""Which single question decides most, over many rulesets at once (次に聞くこと).

A question decides a ruleset if one of its answers alone can make it met or not met. For every condition two sets are
worked out from below: the facts each of which alone could make it true, and those that could make it false. A set is
the bits of an integer, so that a union is one operation.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kayoi.engines.rulesets.rules.answers import chosen, missing_of
from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.conditions import AllOf, AtLeast, Condition, Leaf, Not
from kayoi.engines.rulesets.rules.versions import Ruleset


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for: how many rulesets its answer may decide, and how many still wait for it."""

    key: str
    decides: int
    waiting: int


class Weighing:
    """The facts that are missing in one case, as bits. `bits` may be shared with other cases."""

    def __init__(self, case: Case, bits: dict[str, int] | None = None) -> None:
        self.case = case
        self.bits: dict[str, int] = {} if bits is None else bits
        self._leaves: dict[Condition, tuple[int, int]] = {}

    def bit(self, key: str) -> int:
        """Return the bit of a fact."""
        return self.bits.setdefault(key, 1 << len(self.bits))

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
        true, false, every = 0, 0, 0
        every_true, every_false = -1, -1
        for one_true, one_false, one_every in unknown:
            true, false, every = true | one_true, false | one_false, every | one_every
            every_true, every_false = every_true & one_true, every_false & one_false
        # How many of the unknown parts must turn true, or false, to decide: a union for one, all of them together.
        falses = len(unknown) - needed + 1
        true = true if needed == 1 else every_true if needed == len(unknown) else 0
        false = false if falses == 1 else every_false if falses == len(unknown) else 0
        return true, false, every


def questions(rulesets: Iterable[Ruleset], case: Case, *, not_again: Collection[str] = ()) -> list[Question]:
    """Return the questions that are left, the one that decides most rulesets first.

    Equal ones: that for which more rulesets wait, each counted the less the more it lacks; then by key.
    `not_again` are facts that the person has already said not to know.
    """
    return questions_of_cases([(rulesets, case)], not_again=not_again)


def questions_of_cases(
    cases: Iterable[tuple[Iterable[Ruleset], Case]], *, not_again: Collection[str] = ()
) -> list[Question]:
    """Return the questions that are left over several cases, each with its rulesets: a household in several towns."""
    bits: dict[str, int] = {}
    deciding: dict[tuple[int, int], int] = {}
    waiting: dict[int, int] = {}
    for rulesets, case in cases:
        weighing = Weighing(case, bits)
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
            deciding[true, false] = deciding.get((true, false), 0) + 1
            waiting[every] = waiting.get(every, 0) + 1
    return _ranked(bits, deciding, waiting, not_again)


def _ranked(
    bits: Mapping[str, int],
    deciding: Mapping[tuple[int, int], int],
    waiting: Mapping[int, int],
    not_again: Collection[str],
) -> list[Question]:
    found = []
    for key, bit in bits.items():
        if key in not_again:
            continue
        # An answer that can decide both ways is worth two that decide one way.
        weight = sum(count * (bool(true & bit) + bool(false & bit)) for (true, false), count in deciding.items())
        decides = sum(count for (true, false), count in deciding.items() if (true | false) & bit)
        waits = [(every.bit_count(), count) for every, count in waiting.items() if every & bit]
        nearness = sum(count / size for size, count in waits)
        found.append((weight, nearness, Question(key, decides, sum(count for _, count in waits))))
    found.sort(key=lambda one: (-one[0], -one[1], one[2].key))
    return [question for _, _, question in found]
