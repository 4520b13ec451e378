"""What is to be paid, worked out once more from what was frozen (再計算), and what known mistakes would have given."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from kayoi.engines.rulesets.rules.answers import Answer
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.states import APPLIED_ON
from kayoi.kit.verdict import Outcome
from kayoi.programmes.schemes.rules.claims import rows_of_claims
from kayoi.programmes.schemes.rules.grants import answer_with, fixed_yen
from kayoi.programmes.schemes.rules.guard.values import Case, Recomputed
from kayoi.programmes.schemes.states.grants import Shape

CLAIMS = "commuting.claims"
Steps = Sequence[Mapping[str, Any]]


def recomputed(case: Case, inputs: Mapping[str, Any]) -> Recomputed | None:
    """Return what this claim comes to by frozen inputs (再計算); None where the decision had no rule.

    What the rule leaves open (facts that nobody knew) is as it was decided, within its bounds.

    Source: docs/decisions/0029-frozen-decisions.md; 補助金等交付規則の型 (交付決定・額の確定)
    """
    if "ruleset" not in inputs:
        return None
    answer = partial(answer_with, inputs, ruleset=read_ruleset(inputs["ruleset"]))
    if case.shape is Shape.MONTHLY:
        found = _required(answer({CLAIMS: rows_of_claims(case.rows)}))
        return Recomputed(max(found.amount.least - case.claimed_yen, 0) if found.amount else 0, found)
    decided = _required(answer(case.changed))
    decided_yen = _within(case.decided_yen if case.year_yen is None else case.year_yen, decided)
    if case.costs is None:
        return Recomputed(decided_yen, decided)
    done = _required(answer(case.costs))
    return Recomputed(fixed_yen(decided_yen=decided_yen, by_rule=done.amount) if done.amount else 0, done)


def _required(answer: Answer | None) -> Answer:
    assert answer is not None  # there is a rule
    return answer


def _within(yen: int, answer: Answer) -> int:
    found = answer.amount
    if answer.outcome is Outcome.NOT_MET or found is None:
        return 0
    yen = max(yen, found.least)
    return yen if found.most is None else min(yen, found.most)


def key_in_force(rules: Mapping[str, Any], inputs: Mapping[str, Any]) -> str | None:
    """Return the key of the version that applies by its anchor date (基準日); None where none does.

    Source: docs/reference/rulesets.md (anchor); 延岡市 45/36074
    """
    facts = inputs["facts"]
    for version in reversed(rules["versions"]):
        day = facts.get(version["anchor"]) or (inputs["on"] if version["anchor"] == APPLIED_ON else None)
        first, last = version.get("from"), version.get("until")
        # ISO dates sort as days do.
        if first is last is None or (day and (first or day) <= day <= (last or day)):
            key: str = version["key"]
            return key
    return None


def with_cap_and_rounding_swapped(inputs: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return frozen inputs whose first cap and first rounding have changed places (上限と端数処理の順の誤り).

    None where the rule has not both. Source: constructed
    """
    steps = _steps(inputs)
    cap = next((at for at, step in enumerate(steps) if "cap" in step), None)
    rounding = next((at for at, step in enumerate(steps) if "round" in step), None)
    if cap is None or rounding is None:
        return None
    swapped = list(steps)
    swapped[cap], swapped[rounding] = steps[rounding], steps[cap]
    return _with_steps(inputs, swapped)


def with_tax_left_in(inputs: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return frozen inputs whose rule forgets to take the consumption tax out (税抜きの忘れ).

    None where the rule takes none out.
    Source: https://report.jbaudit.go.jp/org/r01/2019-r01-0233-0.htm
    """
    steps = _steps(inputs)
    left = [step for step in steps if "without_tax" not in step]
    return None if len(left) == len(steps) else _with_steps(inputs, left)


def _steps(inputs: Mapping[str, Any]) -> Steps:
    versions = inputs["ruleset"]["versions"] if "ruleset" in inputs else []
    steps: Steps = versions[0].get("amount", []) if len(versions) == 1 else []
    return steps


def _with_steps(inputs: Mapping[str, Any], steps: Steps) -> Mapping[str, Any]:
    ruleset = inputs["ruleset"]
    return {**inputs, "ruleset": {**ruleset, "versions": [{**ruleset["versions"][0], "amount": steps}]}}
