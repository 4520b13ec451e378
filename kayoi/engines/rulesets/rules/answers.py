"""The answer of a ruleset to a case: met, not met or not yet known, with every reason."""

from collections.abc import Iterable, Iterator
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


# Not frozen, which would make each several times as slow: a page of the finder holds thousands.
@dataclass(slots=True)
class Found:
    """One condition with the answer it got in a case, and its parts (根拠)."""

    condition: Condition
    value: Value
    _case: Case
    _because: tuple["Found", ...] | None = None

    @property
    def parts(self) -> list["Found"]:
        """The conditions inside of it, explained; none in a leaf."""
        if isinstance(self.condition, Leaf):
            return []
        return [self._case.found[part] for part in self.condition.of]

    @property
    def is_single(self) -> bool:
        """Tell whether it is said in one sentence: a leaf, or that a leaf is not so."""
        inside = self.parts[0].condition if isinstance(self.condition, Not) else self.condition
        return isinstance(inside, Leaf)

    @property
    def because(self) -> tuple["Found", ...]:
        """The smallest parts because of which the answer is as it is.

        What is not yet known is no reason for what is refused anyway, nor the other way round.
        """
        if self._because is None:
            self._because = (self,) if self.is_single else tuple(self._reasons())
        return self._because

    def _reasons(self) -> Iterator["Found"]:
        turned = isinstance(self.condition, Not)
        for part in self.parts:
            if turned or part.value is self.value:
                yield from part.because


@dataclass(slots=True)
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
        return [] if self.found is None or self.found.value else list(self.found.because)


def with_day(facts: Values, on: date) -> dict[str, Any]:
    """Return facts in which the day of the application is the day asked about, unless it is known.

    Source: docs/reference/rulesets.md (application.on)
    """
    return {**facts, APPLIED_ON: facts.get(APPLIED_ON) or on}


def evaluate(ruleset: Ruleset, facts: Values, *, on: date) -> Answer:
    """Answer a case by the version in force on its anchor date (基準日).

    While the anchor date is not known the answer is unknown, and that date is what is missing.

    Source: docs/reference/rulesets.md (anchor); 延岡市 45/36074 (paid too much by the version of another year)
    """
    return answer(ruleset, Case(with_day(facts, on)))


def answer(ruleset: Ruleset, case: Case) -> Answer:
    """Answer a case that may already have answered other rulesets.

    Source: docs/reference/rulesets.md (The answer)
    """
    version = chosen(ruleset, case)
    if isinstance(version, str):
        return Answer(ruleset, None, Outcome.UNKNOWN, None, (version,), None)
    if version is None:
        return Answer(ruleset, None, Outcome.NOT_MET, None, (), None)
    found = explain(version.condition, case)
    worked = amount(version.steps, case) if version.steps and found.value is not False else None
    missing = missing_of(version.condition, case) if found.value is None else ()
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
    """Return a condition with its answer and those of all its parts, also of those that no longer decide anything.

    Source: docs/reference/rulesets.md (reasons)
    """
    explained = case.found
    found: Found | None = explained.get(condition)
    if found is not None:
        return found
    if isinstance(condition, Leaf):
        value = condition.value(case)
    else:
        values = []
        # A plain loop, and no call for what was explained before, as most parts were: a sixth faster.
        for part in condition.of:
            found = explained.get(part)
            values.append(explain(part, case).value if found is None else found.value)
        value = case.known[condition] = condition.join(values)
    found = explained[condition] = Found(condition, value, case)
    return found


def missing_of(condition: Condition, case: Case) -> tuple[str, ...]:
    """Return the facts that could still decide a condition, in its order; none where it is known.

    Source: docs/reference/rulesets.md (missing)
    """
    missing = case.missing.get(condition)
    if missing is None:
        missing = case.missing[condition] = tuple(dict.fromkeys(_missing(condition, case)))
    return missing


def _missing(condition: Condition, case: Case) -> Iterable[str]:
    if condition.value(case) is not None:
        return ()
    if isinstance(condition, Leaf):
        return condition.lacks(case)
    return [key for part in condition.of for key in missing_of(part, case)]
