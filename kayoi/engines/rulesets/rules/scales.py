"""Which values meet several conditions on one thing: a fact, an age, a number of rows, a length of time.

Conditions on one thing stand on one scale. Of the endless values on it only few differ for them: the limits they
name, one between each two, and one on either side. Each is tried with the conditions' own comparisons.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations, pairwise
from typing import Any

from kayoi.engines.rulesets.rules.conditions import Compare, Condition, Elapsed
from kayoi.engines.rulesets.rules.lists import Count
from kayoi.engines.rulesets.rules.reading_terms import TERM_KEYS
from kayoi.engines.rulesets.rules.terms import Age, Literal
from kayoi.engines.rulesets.states import Fact, FactType

# Stands for any code that no condition names.
ANOTHER = ""


@dataclass(frozen=True, slots=True)
class Need:
    """A condition that must be so, or must not be so, and where it stands."""

    condition: Condition
    wanted: bool
    way: str = ""


def met_together(needs: Sequence[Need], facts: Mapping[str, Fact]) -> bool:
    """Tell whether needs can be met at once, as far as that can be seen from each scale for itself.

    Source: docs/reference/rulesets.md (Soundness)
    """
    wanted: dict[Condition, bool] = {}
    scales: dict[str, list[Need]] = {}
    for need in needs:
        if wanted.setdefault(need.condition, need.wanted) is not need.wanted:
            return False
        if scale := _scale(need.condition):
            scales.setdefault(scale, []).append(need)
    return all(any(True for _ in _values(group, group, facts)) for group in scales.values())


def follows(need: Need, given: Sequence[Need], facts: Mapping[str, Fact]) -> bool:
    """Tell whether a need is met wherever the given ones are.

    Source: docs/reference/rulesets.md (Soundness)
    """
    if any(one.condition is need.condition and one.wanted is need.wanted for one in given):
        return True
    scale = _scale(need.condition)
    group = [one for one in given if scale and _scale(one.condition) == scale]
    if not group:
        return False
    every = [*group, need]
    return all(_holds(need, value, every) for value in _values(group, every, facts))


def _scale(condition: Condition) -> str | None:
    """Return what a condition speaks of; None where it cannot be compared with others."""
    match condition:
        case Compare(right=Literal()):
            return json.dumps({key: condition.data[key] for key in TERM_KEYS if key in condition.data}, sort_keys=True)
        case Count():
            return json.dumps([condition.data["count"], condition.data.get("where")], sort_keys=True)
        case Elapsed() if not (condition.length.months and condition.length.days):
            unit = "months" if condition.length.months else "days"
            return json.dumps([condition.data["from"], condition.data["to"], unit], sort_keys=True)
    return None


def _values(needs: Iterable[Need], every: Sequence[Need], facts: Mapping[str, Fact]) -> Iterator[Any]:
    """Yield values that meet all needs, out of those that differ for every one of some."""
    yield from (value for value in _tried(every, facts) if all(_holds(need, value, every) for need in needs))


def _holds(need: Need, value: Any, every: Sequence[Need]) -> bool:
    match need.condition:
        case Compare(right=Literal(literal=limit), holds=holds):
            return holds(value, limit) is need.wanted
        case Count(number=number, holds=holds):
            return holds(value, number) is need.wanted
        case Elapsed(length=length, over=over):
            # The value is how many months, or days, are over.
            return ((value >= length.months + length.days) is over) is need.wanted
    raise TypeError(need.condition)


def _tried(needs: Sequence[Need], facts: Mapping[str, Fact]) -> Iterable[Any]:
    limits = _limits(needs)
    first = needs[0].condition
    if isinstance(first, Count | Elapsed):
        return _between(limits, least=0)
    assert isinstance(first, Compare)
    if isinstance(first.left, Age):
        # Below 0: not born yet.
        return _between(limits, least=-1)
    fact = facts.get(first.data.get("fact", ""))
    match fact.type if fact else None:
        case FactType.YES_NO:
            return (True, False)
        case FactType.CHOICE:
            return [code for code, _ in fact.choices] if fact else ()
        case FactType.CHOICES:
            return chain.from_iterable(combinations(limits, count) for count in range(len(limits) + 1))
        case FactType.PLACE | FactType.TEXT:
            return [*limits, ANOTHER]
    return _between(limits)


def _limits(needs: Sequence[Need]) -> list[Any]:
    found: set[Any] = set()
    for need in needs:
        match need.condition:
            case Compare(right=Literal(literal=limit)):
                found |= set(limit) if isinstance(limit, tuple) else {limit}
            case Count(number=number):
                found.add(number)
            case Elapsed(length=length):
                found.add(length.months + length.days)
    return sorted(found)


def _between(limits: Sequence[Any], *, least: int | None = None) -> Iterator[Any]:
    """Yield limits, values between them, and one on either side; whole numbers only where there is a least one."""
    one: Any = timedelta(days=1) if isinstance(limits[0], date) else 1
    around = {value for limit in limits for value in (limit - one, limit, limit + one)}
    if least is not None:
        yield from sorted(value for value in around if value >= least)
        return
    yield from around
    for low, high in pairwise(limits):
        yield low + (high - low) / 2
