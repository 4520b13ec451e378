"""Which single question decides most, over many rulesets at once (次に聞くこと).

A question decides a ruleset if one of its answers alone can make it met or not met. What decides most is what brings
most verdicts to be expected, each choice, and each of yes and no, being as likely as the others. For every condition
two sets are worked out from below: the facts each of which alone could make it true, and those that could make it
false. A set is the bits of an integer, so that a union is one operation.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from kayoi.engines.rulesets.rules.answers import chosen, missing_of
from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.conditions import AllOf, AtLeast, Condition, Leaf, Not
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.engines.rulesets.states import Fact, FactType


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for: how many rulesets its answer may decide, and how many still wait for it."""

    key: str
    decides: int
    waiting: int


# The facts that alone could make a condition true, those that could make it false, and all that it lacks.
Sets = tuple[int, int, int]


class Weighing:
    """The facts that are missing in one case, as bits; `bits` may be shared with other cases."""

    def __init__(self, case: Case, bits: dict[str, int]) -> None:
        self.case = case
        self.bits = bits
        self._sets: dict[Condition, Sets] = {}

    def bit(self, key: str) -> int:
        """Return the bit of a fact."""
        return self.bits.setdefault(key, 1 << len(self.bits))

    def deciding(self, condition: Condition) -> Sets:
        """Return the sets of facts of an unknown condition."""
        sets = self._sets.get(condition)
        if sets is None:
            sets = self._sets[condition] = self._deciding(condition)
        return sets

    def _deciding(self, condition: Condition) -> Sets:
        if isinstance(condition, Leaf):
            bits = [self.bit(key) for key in missing_of(condition, self.case)]
            alone = bits[0] if len(bits) == 1 else 0
            return alone, alone, sum(bits)
        if isinstance(condition, Not):
            true, false, every = self.deciding(condition.of[0])
            return false, true, every
        values = [part.value(self.case) for part in condition.of]
        unknown = [self.deciding(part) for part, value in zip(condition.of, values, strict=True) if value is None]
        needed = (
            condition.count if isinstance(condition, AtLeast) else len(values) if isinstance(condition, AllOf) else 1
        )
        # How many of the unknown parts must still turn true, and how many false, to decide.
        trues = needed - values.count(True)
        true = _in_so_many([part[0] for part in unknown], trues)
        false = _in_so_many([part[1] for part in unknown], len(unknown) - trues + 1)
        return true, false, _in_so_many([part[2] for part in unknown], 1)


def _in_so_many(sets: list[int], count: int) -> int:
    """Return the bits that stand in at least so many of some sets."""
    if count == 1:
        return reduce(or_, sets)
    if count == len(sets):
        return reduce(and_, sets)
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
    return questions_of_cases([(rulesets, case)], not_again=not_again)


def questions_of_cases(
    cases: Iterable[tuple[Iterable[Ruleset], Case]], *, not_again: Collection[str] = ()
) -> list[Question]:
    """Return the questions that are left over several cases, each with its rulesets: a household in several towns.

    Source: docs/reference/rulesets.md (next_question)
    """
    bits: dict[str, int] = {}
    deciding: dict[tuple[int, int], int] = {}
    waiting: dict[int, int] = {}
    facts: dict[str, Fact] = {}
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
            facts.update(ruleset.facts)
    weighed = [_weighed(facts[key], bit, deciding, waiting) for key, bit in bits.items() if key not in not_again]
    weighed.sort(key=lambda one: (-one[0], -one[1], one[2].key))
    return [question for _, _, question in weighed]


def _weighed(
    fact: Fact, bit: int, deciding: Mapping[tuple[int, int], int], waiting: Mapping[int, int]
) -> tuple[float, float, Question]:
    """Return how many verdicts an answer brings, to be expected; how near the rulesets are that wait; the question."""
    chance = 1 / len(fact.choices) if fact.type is FactType.CHOICE else 1 / 2
    expected, decides = 0.0, 0
    for (true, false), count in deciding.items():
        if (true | false) & bit:
            decides += count
            expected += count * (chance * bool(true & bit) + (1 - chance) * bool(false & bit))
    waits = [(every.bit_count(), count) for every, count in waiting.items() if every & bit]
    nearness = sum(count / size for size, count in waits)
    return round(expected, 9), nearness, Question(fact.key, decides, sum(count for _, count in waits))
