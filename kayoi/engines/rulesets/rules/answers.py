"""The answer of a ruleset to a case: met, not met or not yet known, with every reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from kayoi.engines.rulesets.rules.amounts import Amount, amount
from kayoi.engines.rulesets.rules.cases import Case, Values
from kayoi.engines.rulesets.rules.conditions import Condition, Leaf, Not, Value
from kayoi.engines.rulesets.rules.versions import Ruleset, Version
from kayoi.engines.rulesets.states import APPLIED_ON
from kayoi.kit.verdict import Outcome

OUTCOMES = {True: Outcome.MET, False: Outcome.NOT_MET, None: Outcome.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Found:
    """One condition with the answer it got, and its parts (根拠)."""

    condition: Condition
    value: Value
    parts: tuple["Found", ...] = ()

    @property
    def is_single(self) -> bool:
        """Tell whether it is said in one sentence: a leaf, or that a leaf is not so."""
        inside = self.parts[0].condition if isinstance(self.condition, Not) else self.condition
        return isinstance(inside, Leaf)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a ruleset says of a case.

    `found` is the whole tree; `against` the conditions because of which it is not met, or not yet known; `missing` the
    facts that could still decide it, in the order of the rule. Without a version in force it is not met.
    """

    ruleset: Ruleset
    version: Version | None
    outcome: Outcome
    found: Found | None
    missing: tuple[str, ...]
    amount: Amount | None

    @property
    def against(self) -> list[Found]:
        """Return the conditions that stand in the way; none where it is met."""
        return [] if self.found is None else list(responsible(self.found))


def with_day(facts: Values, on: date) -> dict[str, Any]:
    """Return facts in which the day of the application is the day asked about, unless it is known."""
    return {**facts, APPLIED_ON: facts.get(APPLIED_ON) or on}


def evaluate(ruleset: Ruleset, facts: Values, *, on: date) -> Answer:
    """Answer a case by the version in force on its anchor date (基準日).

    While the anchor date is not known the answer is unknown, and that date is what is missing.
    """
    return answer(ruleset, Case(with_day(facts, on)))


def answer(ruleset: Ruleset, case: Case) -> Answer:
    """Answer a case that may already have answered other rulesets."""
    version = chosen(ruleset, case)
    if isinstance(version, str):
        return Answer(ruleset, None, Outcome.UNKNOWN, None, (version,), None)
    if version is None:
        return Answer(ruleset, None, Outcome.NOT_MET, None, (), None)
    found = explain(version.condition, case)
    missing = tuple(dict.fromkeys(key for leaf in unknown_leaves(found) for key in missing_of(leaf, case)))
    worked = amount(version.steps, case) if version.steps and found.value is not False else None
    return Answer(ruleset, version, OUTCOMES[found.value], found, missing, worked)


def chosen(ruleset: Ruleset, case: Case) -> Version | str | None:
    """Return the version whose anchor date lies in its time, or the key of the anchor that is missing, or None.

    Versions may name different anchors (a reform may change which date decides): the latest that holds is taken, and
    none before one of which it is not known whether it holds.

    Source: docs/reference/rulesets.md (anchor)
    """
    for version in reversed(ruleset.versions):
        day = case.facts.get(version.anchor)
        if day is None and not version.is_unlimited:
            return version.anchor
        if day is None or version.holds_on(day):
            return version
    return None


def explain(condition: Condition, case: Case) -> Found:
    """Return a condition with its answer and those of all its parts, also of those that no longer decide anything."""
    if isinstance(condition, Leaf):
        found: Found | None = case.found.get(condition)
        if found is None:
            found = case.found[condition] = Found(condition, condition.value(case))
        return found
    parts = tuple([explain(part, case) for part in condition.of])
    return Found(condition, condition.join([part.value for part in parts]), parts)


def responsible(found: Found, wanted: bool = True) -> Iterator[Found]:
    """Yield the smallest parts because of which an answer is not the one that is wanted.

    What is not yet known does not stand in the way of what is refused anyway, nor the other way round.

    Source: docs/reference/rulesets.md (reasons)
    """
    if found.value is wanted:
        return
    if found.is_single:
        yield found
        return
    turned = isinstance(found.condition, Not)
    for part in found.parts:
        if turned or part.value is found.value:
            yield from responsible(part, wanted is not turned)


def unknown_leaves(found: Found) -> Iterator[Leaf]:
    """Yield the leaves that could still decide an answer."""
    if found.value is not None:
        return
    if isinstance(found.condition, Leaf):
        yield found.condition
    for part in found.parts:
        yield from unknown_leaves(part)


def missing_of(leaf: Leaf, case: Case) -> list[str]:
    """Return the facts that a leaf lacks. A list that is there but lacks a column counts as missing itself."""
    return list(dict.fromkeys(leaf.lacks(case)))
