"""Rules run once more on the facts of many past applications, at once where that is possible (再計算)."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from kayoi.engines.procedures.rules.evaluating import Judged, evaluate
from kayoi.engines.procedures.rules.questions import still_asked
from kayoi.engines.rulesets.rules.answers import Answer, with_day
from kayoi.engines.rulesets.rules.cases import Values
from kayoi.engines.rulesets.rules.columns.assessing import assess
from kayoi.engines.rulesets.rules.columns.filling import households_of
from kayoi.engines.rulesets.rules.columns.outcomes import OUTCOMES
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.engines.rulesets.rules.wording import condition_in_words
from kayoi.kit.verdict import Outcome
from kayoi.programmes.schemes.rules.trials import Run


@dataclass(frozen=True, slots=True)
class Asked:
    """A case as a rule is asked about it; `judged` is what somebody has found where the rule does not know."""

    facts: Values
    on: date
    judged: Judged


def always_in_force(file: Mapping[str, Any]) -> dict[str, Any]:
    """Return a ruleset file whose versions are in force on every day, so that a new one answers past cases.

    Source: docs/reference/rulesets.md (from, until)
    """
    versions = [
        {word: value for word, value in version.items() if word not in ("from", "until", "cases", "adopted")}
        for version in file["versions"]
    ]
    return {**file, "versions": versions}


def typed(data: Mapping[str, Any], rules: Ruleset) -> dict[str, Any]:
    """Return facts as a rule reads them; what it reads otherwise by now is not known to it.

    Source: docs/reference/rulesets.md (Facts)
    """
    try:
        return read_facts(data, rules.facts, strict=False)
    except BadRuleset:
        found: dict[str, Any] = {}
        for key, value in data.items():
            try:
                found |= read_facts({key: value}, rules.facts, strict=False)
            except BadRuleset:
                continue
        return found


def runs(rules: Ruleset, cases: Sequence[Asked]) -> list[Run]:
    """Return what a rule gives in each of many cases: those in which nobody judged anything all at once.

    Where numbers are too large for that, each is worked out alone.
    Source: docs/decisions/0030-many-households-as-bits.md
    """
    together = [place for place, one in enumerate(cases) if not one.judged]
    found: dict[int, Run] = {}
    with suppress(OverflowError):
        found = dict(zip(together, _at_once(rules, [cases[place] for place in together]), strict=True))
    return [found[place] if place in found else run_of(answer_to(rules, one)) for place, one in enumerate(cases)]


def _at_once(rules: Ruleset, cases: Sequence[Asked]) -> list[Run]:
    if not cases:
        return []
    households = households_of([with_day(one.facts, one.on) for one in cases], rules.facts)
    (table,) = assess([rules], households, on=cases[0].on)
    columns = (table.outcomes, table.given, table.least, table.most, table.limited)
    return [
        _run(OUTCOMES[outcome], given, least, most if limited else None)
        for outcome, given, least, most, limited in zip(*(column.tolist() for column in columns), strict=True)
    ]


def answer_to(rules: Ruleset, case: Asked) -> Answer:
    """Return what a rule says of one case, with every reason.

    Source: kayoi/engines/procedures/rules/evaluating.py
    """
    return evaluate(rules, case.facts, on=case.on, judged=case.judged)


def run_of(answer: Answer) -> Run:
    """Return what an answer gives.

    Source: docs/reference/rulesets.md (The answer)
    """
    amount = answer.amount
    return _run(answer.outcome, amount is not None, amount.least if amount else 0, amount.most if amount else None)


def _run(outcome: Outcome, given: bool, least: int, most: int | None) -> Run:
    """Return a run; where a rule says no amount, a person does."""
    if outcome is Outcome.NOT_MET:
        return Run(outcome)
    return Run(outcome, least, most) if given else Run(outcome, 0, None)


def missing_in_words(rules: Ruleset, case: Asked) -> list[str]:
    """Return what a rule would have to be told before it can say more: questions, and what a person must find (認定).

    Source: docs/reference/rulesets.md (missing)
    """
    keys = still_asked(rules.facts, (), rules, case.facts, on=case.on, not_again=())
    if keys:
        return [rules.facts[key].question.ja for key in keys]
    answer = answer_to(rules, case)
    return [f"人の認定: {condition_in_words(one.condition, rules)}" for one in answer.against if one.value is None]
