"""What would turn a refusal: the nearest day, or the one fact that would have to be otherwise (あと何が要るか)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice
from math import ceil, floor
from typing import Any

from kayoi.engines.rulesets.rules.answers import Answer, chosen, evaluate, with_day
from kayoi.engines.rulesets.rules.cases import Case, Values
from kayoi.engines.rulesets.rules.conditions import Compare, Not
from kayoi.engines.rulesets.rules.terms import FactTerm
from kayoi.engines.rulesets.rules.versions import Ruleset, Version
from kayoi.engines.rulesets.states import APPLIED_ON, Change, Fact, FactType
from kayoi.kit.verdict import Outcome

# How far ahead a day is looked for.
LOOK_AHEAD_DAYS = 3 * 366


@dataclass(frozen=True, slots=True)
class Nearest:
    """One change that would make it met: the fact, and the value it would need."""

    key: str
    value: Any


def nearest(ruleset: Ruleset, facts: Values, *, on: date) -> list[Nearest]:
    """Return single changes after which a ruleset that is not met would be: a later day first, then what can be done.

    Only facts that a person can change are named; nobody is told to be younger. Each change was tried: with it the
    ruleset is met.

    Source: docs/reference/rulesets.md (would_be_met)
    """
    found = evaluate(ruleset, facts, on=on)
    if found.outcome is not Outcome.NOT_MET:
        return []
    changes = []
    if (day := first_day(ruleset, facts, after=with_day(facts, on)[APPLIED_ON])) is not None:
        changes.append(Nearest(APPLIED_ON, day))
    for key, values in _candidates(found):
        tried = (Nearest(key, value) for value in values if _would_do(ruleset, {**facts, key: value}, on))
        changes.extend(change for change in islice(tried, 1) if change not in changes)
    return changes


def _would_do(ruleset: Ruleset, facts: Values, on: date) -> bool:
    return _is_met(ruleset, Case(with_day(facts, on)))


def _is_met(ruleset: Ruleset, case: Case) -> bool:
    """Tell whether a case is met, without the reasons and the amount."""
    version = chosen(ruleset, case)
    return isinstance(version, Version) and version.condition.value(case) is True


def first_day(ruleset: Ruleset, facts: Values, *, after: date) -> date | None:
    """Return the first later day on which an application with these facts would be met (○月○日から).

    Every day is tried, so that whatever depends on time is right: ages, ends of years, periods that grow, reforms.
    None is tried where every version refuses whatever the day.

    Source: docs/reference/rulesets.md (would_be_met)
    """
    timeless = Case({**facts, APPLIED_ON: None})
    if APPLIED_ON not in ruleset.facts or all(one.condition.value(timeless) is False for one in ruleset.versions):
        return None
    for days in range(1, LOOK_AHEAD_DAYS + 1):
        day = after + timedelta(days=days)
        if _is_met(ruleset, Case({**facts, APPLIED_ON: day})):
            return day
    return None


def _candidates(found: Answer) -> Iterator[tuple[str, list[Any]]]:
    """Yield for each condition in the way its own fact and the values that could pass."""
    for one in found.against:
        leaf = one.condition.of[0] if isinstance(one.condition, Not) else one.condition
        if not isinstance(leaf, Compare) or not isinstance(leaf.left, FactTerm):
            continue
        fact = found.ruleset.facts.get(leaf.left.key)
        if fact is None or fact.change is not Change.BY_PERSON or fact.key == APPLIED_ON:
            continue
        yield fact.key, _values(leaf, fact)


def _values(leaf: Compare, fact: Fact) -> list[Any]:
    limit = getattr(leaf.right, "literal", None)
    match fact.type:
        case FactType.YES_NO:
            return [True, False]
        case FactType.CHOICE:
            return [key for key, _ in fact.choices]
        case FactType.NUMBER | FactType.YEN if isinstance(limit, int | Fraction):
            # The limit itself, or the next whole number where the limit is excluded (未満・超).
            return [limit, floor(limit) + 1, ceil(limit) - 1]
        case _:
            return []
