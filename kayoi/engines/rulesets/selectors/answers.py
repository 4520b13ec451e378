"""What a ruleset says of a case, in Japanese, as staff see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kayoi.engines.rulesets.rules.answers import evaluate, with_day
from kayoi.engines.rulesets.rules.asking import questions
from kayoi.engines.rulesets.rules.cases import Case, Values
from kayoi.engines.rulesets.rules.nearest import Nearest, nearest
from kayoi.engines.rulesets.rules.printing import reasons
from kayoi.engines.rulesets.rules.proving import Proved, prove
from kayoi.engines.rulesets.rules.versions import Ruleset, Version
from kayoi.engines.rulesets.rules.wording import step_in_words, value_in_words
from kayoi.engines.rulesets.states import APPLIED_ON, Certainty
from kayoi.kit.dates import wareki
from kayoi.kit.verdict import Outcome

KINDS = {Outcome.MET: "success", Outcome.NOT_MET: "danger", Outcome.UNKNOWN: "warning"}


@dataclass(frozen=True)
class ReasonShown:
    """One condition with the answer it got."""

    text: str
    outcome: Outcome
    decides: bool
    source: str
    doubt: str

    @property
    def kind(self) -> str:
        return KINDS[self.outcome]


@dataclass(frozen=True)
class AnswerShown:
    """An answer with everything that belongs to it."""

    outcome: Outcome
    version: str
    reasons: Sequence[ReasonShown]
    missing: Sequence[str]
    question: str
    amount: str
    working: Sequence[str]
    changes: Sequence[str]

    @property
    def kind(self) -> str:
        return KINDS[self.outcome]


@dataclass(frozen=True)
class CaseShown:
    """A case of a version with what was stated and what came."""

    number: int
    name: str
    why: str
    stated: str
    got: str
    holds: bool
    problem: str
    reasons: Sequence[ReasonShown]


def answer_shown(ruleset: Ruleset, facts: Values, *, on: date) -> AnswerShown:
    """Return what a ruleset says of a household on a day: why, what is missing, how much, what would change it."""
    facts = with_day(facts, on)
    found = evaluate(ruleset, facts, on=on)
    left = questions([ruleset], Case(facts))
    asked = ruleset.facts.get(left[0].key) if left else None
    amount = found.amount
    return AnswerShown(
        outcome=found.outcome,
        version=found.version.key if found.version else "",
        reasons=[_reason(one) for one in reasons(found, facts)],
        missing=[ruleset.facts[key].label.ja for key in found.missing if key in ruleset.facts],
        question=asked.question.ja if asked else "",
        amount=_yen(amount.least, amount.most) if amount else "",
        working=[
            f"{step_in_words(one.step, ruleset)} → {_yen(int(one.least), None if one.most is None else int(one.most))}"
            + ("" if one.applied else "(当てはまるときだけ)")
            for one in (amount.working if amount else ())
            if one.applied is not False
        ],
        changes=[_change(one, ruleset) for one in nearest(ruleset, facts, on=on)],
    )


def cases_shown(ruleset: Ruleset, version: Version) -> list[CaseShown]:
    """Return the cases of a version as it answers them now."""
    return [_case(number, one) for number, one in enumerate(prove(ruleset, version))]


def _case(number: int, one: Proved) -> CaseShown:
    case, found = one.case, one.answer
    against = [_reason(reason) for reason in reasons(found, one.facts) if reason["decides"]] if found else []
    return CaseShown(
        number=number,
        name=case.name,
        why=case.why,
        stated=_said(Outcome.of(case.verdict), case.amount_yen),
        got=_said(found.outcome, one.amount_yen if case.amount_yen is not None else None) if found else "―",
        holds=one.holds,
        problem=one.problem,
        reasons=against,
    )


def _said(outcome: Outcome, yen: int | None) -> str:
    return outcome.label if yen is None else f"{outcome.label} {yen:,}円"


def _reason(one: dict[str, Any]) -> ReasonShown:
    certainty = Certainty.of(one["certainty"])
    doubt = "" if certainty is Certainty.CHECKED else certainty.label
    return ReasonShown(one["text"], Outcome.of(one["outcome"]), one["decides"], one["source"], doubt)


def _yen(least: int, most: int | None) -> str:
    if least == most:
        return f"{least:,}円"
    return f"{least:,}円以上" if most is None else f"{least:,}円から{most:,}円まで"


def _change(one: Nearest, ruleset: Ruleset) -> str:
    if one.key == APPLIED_ON:
        return f"{wareki(one.value)}に申請すると、満たします。"
    fact = ruleset.facts[one.key]
    return f"「{fact.label.ja}」が{value_in_words(one.value, fact, ruleset)}なら、満たします。"
