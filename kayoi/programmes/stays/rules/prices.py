"""What a stay costs: worked out by the town's ruleset, put together line by line, and what goes back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from math import floor, prod
from typing import Any

from kayoi.engines.rulesets.rules.amounts import Add, Step
from kayoi.engines.rulesets.rules.answers import Answer, Found, evaluate
from kayoi.engines.rulesets.rules.cases import Case, Values
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.engines.rulesets.rules.wording import step_in_words, value_in_words
from kayoi.engines.rulesets.states import Fact, FactType, Words
from kayoi.kit.verdict import Outcome
from kayoi.programmes.stays.rules import spans
from kayoi.programmes.stays.rules.facts import CHARGED_FROM, facts_charged, facts_of
from kayoi.programmes.stays.rules.spans import Stay

LANGUAGES = ("ja", "en")
TIMES = " × "


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a price (明細): what it is for, how it is worked out, how much; negative for a reduction."""

    what: Words
    how: Words
    yen: int
    from_on: date
    source: str


@dataclass(frozen=True, slots=True)
class Price:
    """What a stay costs, line by line; at least and at most while a fact is missing (`most_yen` None: nobody knows).

    `against` are the conditions because of which there is no price, or not yet; `missing` the facts that could decide.
    """

    outcome: Outcome
    lines: tuple[Line, ...]
    least_yen: int
    most_yen: int | None
    against: tuple[Found, ...]
    missing: tuple[str, ...]
    versions: tuple[str, ...]

    @property
    def total_yen(self) -> int | None:
        """The price; None while it is not certain, or where there is none."""
        certain = self.least_yen == self.most_yen and self.outcome is not Outcome.NOT_MET
        return self.least_yen if certain else None


def quote(rules: Ruleset, stay: Stay, known: Values, *, on: date) -> Price:
    """Return what a stay costs by a ruleset of prices, deposits or cancelling (料金の見積り).

    Where versions are anchored on `charge.from_on`, each part of the stay is charged by the version of its own days;
    otherwise the whole by the one in force on the anchor, such as `stay.starts_on`.

    Source: docs/reference/stays.md (Prices); 使用料条例の一部改正の附則の型
    """
    changes = {one.starts_on for one in rules.versions if one.anchor == CHARGED_FROM and one.starts_on is not None}
    answers: list[tuple[Answer, Values]] = []
    for part in spans.split(stay, changes):
        facts = {**known, **facts_of(stay), **facts_charged(part)}
        answers.append((evaluate(rules, facts, on=on), facts))
    outcome = _joined(answer.outcome for answer, _ in answers)
    amounts = [answer.amount for answer, _ in answers if answer.amount is not None]
    most = [amount.most for amount in amounts]
    return Price(
        outcome=outcome,
        lines=() if outcome is Outcome.NOT_MET else tuple(line for one in answers for line in _lines(*one)),
        least_yen=sum(amount.least for amount in amounts),
        most_yen=None if None in most else sum(one for one in most if one is not None),
        against=tuple(found for answer, _ in answers for found in answer.against),
        missing=tuple(dict.fromkeys(key for answer, _ in answers for key in answer.missing)),
        versions=tuple(dict.fromkeys(answer.version.key for answer, _ in answers if answer.version)),
    )


def _joined(outcomes: Iterable[Outcome]) -> Outcome:
    found = set(outcomes)
    return next(one for one in (Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET) if one in found)


def _lines(answer: Answer, facts: Values) -> list[Line]:
    """Return the steps that change the amount; none while it is not certain."""
    if answer.amount is None or answer.amount.yen is None:
        return []
    lines, before = [], 0
    for worked in answer.amount.working:
        after = floor(worked.least)
        if after != before:
            lines.append(_line(worked.step, after - before, answer.ruleset, facts))
        before = after
    return lines


def _line(step: Step, yen: int, rules: Ruleset, facts: Values) -> Line:
    factors = _factors(step, rules, facts)
    what, how = Words(*(step_in_words(step, rules, one) for one in LANGUAGES)), Words("")
    # What is no plain product is told by its sum alone.
    if len(factors) > 1 and prod(value for _, value in factors) == yen:
        how = Words(*(TIMES.join(_factor(*one, rules, language) for one in factors) for language in LANGUAGES))
    return Line(what, how, yen, facts[CHARGED_FROM], step.note.source)


def _factors(step: Step, rules: Ruleset, facts: Values) -> list[tuple[Fact | None, Any]]:
    """Return what a step multiplies, the price of one first: sums of money (without a fact), and what is counted."""
    word = next((word for word in ("start", "add", "subtract") if word in step.data), None)
    found = list(_multiplied(step.data[word], rules, facts)) if word else []
    if isinstance(step, Add) and step.per is not None:
        found.append((rules.facts[step.per.key], step.per.count(Case(facts))[0]))
    return sorted(found, key=lambda one: one[0] is not None and one[0].type is not FactType.YEN)


def _multiplied(term: Any, rules: Ruleset, facts: Values) -> Iterator[tuple[Fact | None, Any]]:
    if not isinstance(term, dict):
        yield None, term
    elif "fact" in term:
        yield rules.facts[term["fact"]], facts[term["fact"]]
    elif "sum" in term:
        # Counted in the unit of its first: 4人 less two are 2人.
        added = [part for one in term["sum"] for part in _multiplied(one, rules, facts)]
        less = [part for one in term.get("minus", ()) for part in _multiplied(one, rules, facts)]
        yield added[0][0], sum(value for _, value in added) - sum(value for _, value in less)
    else:
        for one in term.get("times", ()):
            yield from _multiplied(one, rules, facts)


def _factor(fact: Fact | None, value: Any, rules: Ruleset, language: str) -> str:
    if fact is not None:
        return value_in_words(value, fact, rules, language)
    return f"{value:,}円" if language == "ja" else f"{value:,} yen"


@dataclass(frozen=True, slots=True)
class Settled:
    """What goes back to the person, or what is still to be paid; one of them is nothing (精算)."""

    back_yen: int
    owed_yen: int


def refund_on_cancel(*, paid_yen: int, fee_yen: int, deposit_yen: int = 0) -> Settled:
    """Return what goes back when a stay is cancelled: all that was paid, less the fee for cancelling.

    Source: docs/reference/stays.md (Cancelling); 高山村たかやま暮らしお試し住宅条例 7条2項 (利用料の返還)
    """
    return _settled(paid_yen + deposit_yen, fee_yen)


def deposit_returned(*, deposit_yen: int, damage_yen: int) -> Settled:
    """Return what goes back of a deposit after the inspection, less what must be made good (預り金の返還).

    Source: 民法622条の2 (敷金); 奈義町お試し住宅設置条例 7条 (賠償責任)
    """
    return _settled(deposit_yen, damage_yen)


def _settled(held_yen: int, due_yen: int) -> Settled:
    return Settled(max(held_yen - due_yen, 0), max(due_yen - held_yen, 0))
