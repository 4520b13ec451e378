"""Conditions in three-valued logic (Kleene): True, False, or None for what is not known.

The answer is kept in the case, so that rulesets that share a condition share its work.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.lengths import Length, has_passed
from kayoi.engines.rulesets.rules.terms import Term
from kayoi.engines.rulesets.states import NO_WORDS, Certainty, Words
from kayoi.kit.dates import CountingMethod

Value = bool | None


@dataclass(frozen=True, slots=True)
class Note:
    """What a rule says about itself: its words, the article it stands in, how sure that is."""

    label: Words = NO_WORDS
    source: str = ""
    certainty: Certainty = Certainty.CHECKED


NO_NOTE = Note()


class Node:
    """Something that is so, is not so, or is not known; asked once per case."""

    __slots__ = ()

    def value(self, case: Case) -> Value:
        known = case.known
        try:
            return known[self]
        except KeyError:
            answer = known[self] = self.test(case)
            return answer

    def test(self, case: Case) -> Value:
        raise NotImplementedError


@dataclass(eq=False, slots=True)
class Leaf(Node):
    """A condition on facts, with its own words."""

    needs: tuple[str, ...]
    note: Note
    # As it stands in the file: what is shown in words, edited, and compared to find equal leaves.
    data: dict[str, Any]

    def lacks(self, case: Case) -> Iterator[str]:
        """Yield the facts for want of which the answer is not known; none where no fact would help."""
        for key in self.needs:
            if case.facts.get(key) is None:
                yield key


@dataclass(eq=False, slots=True)
class Compare(Leaf):
    """A value against a limit (以上・以下・未満・超・等しい・いずれか)."""

    left: Term
    right: Term
    holds: Callable[[Any, Any], bool]

    def test(self, case: Case) -> Value:
        left = self.left.value(case)
        if left is None:
            return None
        right = self.right.value(case)
        return None if right is None else self.holds(left, right)


@dataclass(eq=False, slots=True)
class Elapsed(Leaf):
    """A length of time since a day is over, or not yet, on another day (○か月以上・○年以内)."""

    start: Term
    end: Term
    length: Length
    method: CountingMethod | None
    over: bool

    def test(self, case: Case) -> Value:
        start, end = self.start.value(case), self.end.value(case)
        if start is None or end is None:
            return None
        passed = has_passed(start, end, self.length, self.method)
        return None if passed is None else passed is self.over


@dataclass(eq=False, slots=True)
class InSeason(Leaf):
    """A day lies in a time of every year, both ends included; it may run over the new year (毎年○月○日から)."""

    day: Term
    first: tuple[int, int]
    last: tuple[int, int]

    def test(self, case: Case) -> Value:
        day = self.day.value(case)
        if day is None:
            return None
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


@dataclass(eq=False, slots=True)
class Undecided(Leaf):
    """What the source does not say: nobody's answer decides it but the office's (定めがない)."""

    def test(self, case: Case) -> Value:
        return None


@dataclass(eq=False, slots=True)
class Group(Node):
    """Several conditions taken together."""

    of: tuple["Condition", ...]
    note: Note = field(default=NO_NOTE)

    def test(self, case: Case) -> Value:
        return self.join([part.value(case) for part in self.of])

    def join(self, values: Sequence[Value]) -> Value:
        """Return the answer that the answers of the parts make."""
        raise NotImplementedError


@dataclass(eq=False, slots=True)
class AllOf(Group):
    """Every one of them (すべて)."""

    def join(self, values: Sequence[Value]) -> Value:
        return False if False in values else None if None in values else True


@dataclass(eq=False, slots=True)
class AnyOf(Group):
    """One of them (いずれか)."""

    def join(self, values: Sequence[Value]) -> Value:
        return True if True in values else None if None in values else False


@dataclass(eq=False, slots=True)
class Not(Group):
    """Not so (〜でない); of one condition."""

    def join(self, values: Sequence[Value]) -> Value:
        value = values[0]
        return None if value is None else not value


@dataclass(eq=False, slots=True)
class AtLeast(Group):
    """So many of them (○つ以上)."""

    count: int = 1

    def join(self, values: Sequence[Value]) -> Value:
        if values.count(True) >= self.count:
            return True
        return False if len(values) - values.count(False) < self.count else None


Condition = Leaf | Group


def lacking(condition: Condition, case: Case) -> Iterator[str]:
    """Yield the facts that could still decide a condition; none where it is known.

    Source: docs/reference/rulesets.md (missing)
    """
    if condition.value(case) is not None:
        return
    if isinstance(condition, Leaf):
        yield from condition.lacks(case)
    else:
        for part in condition.of:
            yield from lacking(part, case)
