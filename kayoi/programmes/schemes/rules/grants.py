"""Days and amounts in the life of a grant: when it is reported, what it is fixed at by the rule that was frozen."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from kayoi.engines.procedures.rules.evaluating import evaluate
from kayoi.engines.rulesets.rules.amounts import Amount
from kayoi.engines.rulesets.rules.answers import Answer
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.kit.dates import fiscal_year_end
from kayoi.kit.verdict import Outcome, Reason, Verdict, verdict
from kayoi.programmes.schemes.states.grants import REPORT_DAYS


def report_due_on(*, finished_on: date | None, fiscal_year: int) -> date:
    """Return by when a grant is reported (実績報告の期限): 30 days after the completion or 31 March.

    Whichever is first. The day of the completion is not counted.

    Source: 補助金等交付規則の型 (事業完了の日から起算して30日を経過した日又は3月31日のいずれか早い日); 民法140条
    """
    last = fiscal_year_end(fiscal_year)
    return last if finished_on is None else min(finished_on + timedelta(days=REPORT_DAYS), last)


def may_begin(*, begun_on: date | None, decided_on: date, allowed_from: date | None) -> Verdict:
    """Answer whether work begins rightly (着手は交付決定後): on the day of the decision or later.

    With a written consent beforehand (事前着手の承認) it may begin from the day that this names. What has no day yet
    has not begun.

    Source: 補助金等交付規則の型 (交付決定前に着手した事業は、事前着手の承認を受けたものを除き対象としない)
    """
    first = min(decided_on, allowed_from) if allowed_from else decided_on
    if begun_on is None or begun_on >= first:
        return verdict([])
    return verdict([Reason("schemes.begun_too_early", {"day": begun_on.isoformat(), "first": first.isoformat()})])


def answer_with(
    inputs: Mapping[str, Any], changed: Mapping[str, Any], *, ruleset: Ruleset | None = None
) -> Answer | None:
    """Return the answer of the rule that was frozen with a decision, with facts as they came out (実績による再算定).

    Everything else stays as it was decided: version, judgements, day. None where the decision had no rule. `ruleset` is
    that rule, where it was read before.

    Source: docs/decisions/0029-frozen-decisions.md
    """
    if "ruleset" not in inputs:
        return None
    ruleset = ruleset or read_ruleset(inputs["ruleset"])
    facts = read_facts({**inputs["facts"], **changed}, ruleset.facts, strict=False)
    judged = {int(number): holds for number, holds in inputs["judged"].items()}
    return evaluate(ruleset, facts, on=date.fromisoformat(inputs["on"]), judged=judged)


def may_fix(answer: Answer | None) -> Verdict:
    """Answer whether the frozen rule still gives an amount for what was done; without a rule staff know it.

    Source: 補助金等交付規則の型 (額の確定は、交付決定の内容及び条件に適合すると認めたとき)
    """
    if answer is None:
        return verdict([])
    if answer.outcome is not Outcome.MET:
        return verdict([Reason("schemes.rule_no_longer_met", missing=answer.missing)])
    if answer.amount is not None and answer.amount.yen is None:
        return verdict([Reason("schemes.costs_missing", missing=("costs",))])
    return verdict([])


def fixed_yen(*, decided_yen: int, by_rule: Amount | None) -> int:
    """Return at what a grant is fixed (確定額): by the rule with actual costs, never above what was decided.

    Source: 補助金等交付規則の型 (確定額は交付決定額を超えない)
    """
    if by_rule is None:
        return decided_yen
    return min(decided_yen, by_rule.least)
