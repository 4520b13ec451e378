"""What the conditions of a register say of somebody on a day, and how that is frozen with a decision."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kayoi.engines.procedures.rules.questions import typed
from kayoi.engines.rulesets.rules.answers import evaluate, with_day
from kayoi.engines.rulesets.rules.asking import questions
from kayoi.engines.rulesets.rules.cases import Case, Values
from kayoi.engines.rulesets.rules.printing import reasons
from kayoi.engines.rulesets.rules.reading_conditions import Shared
from kayoi.engines.rulesets.rules.versions import Ruleset as Rules
from kayoi.engines.rulesets.selectors import adopted, rules_of
from kayoi.engines.rulesets.states import Fact
from kayoi.kit.verdict import Outcome
from kayoi.programmes.furusato.models import Benefit, Register, Registration
from kayoi.programmes.furusato.selectors.facts import HELD, OnRecord, held_facts


@dataclass(frozen=True)
class Judged:
    """The answer, each condition in words with its own answer, and the facts that it rests on."""

    outcome: Outcome
    version: str
    lines: list[dict[str, Any]]
    facts: dict[str, Any]

    @property
    def against(self) -> list[str]:
        """The conditions in words because of which it is not met, or not yet known."""
        return [line["text"] for line in self.lines if line["decides"]]

    def as_data(self, *, on: date) -> dict[str, Any]:
        """Return it as it is frozen with a registration."""
        lines = [{name: line[name] for name in ("text", "outcome", "source")} for line in self.lines]
        return {
            "outcome": self.outcome.value, "version": self.version, "on": on.isoformat(), "lines": lines,
            "facts": self.facts,
        }  # fmt: skip


class Conditions:
    """The conditions of registers or benefits, read at once, however many people are judged by them."""

    def __init__(self, registers: Iterable[Register | Benefit]) -> None:
        ids = {one.rule_id for one in registers if one.rule_id is not None}
        versions = defaultdict(list)
        for version in adopted().filter(ruleset__in=ids).select_related("ruleset") if ids else ():
            versions[version.ruleset].append(version)
        shared = Shared()
        self._rules = {ruleset.pk: rules_of(ruleset, some, shared=shared) for ruleset, some in versions.items()}

    def of(self, register: Register | Benefit) -> Rules | None:
        """Return the conditions of a register or benefit; None where it has none, or none is in force yet."""
        return None if register.rule_id is None else self._rules.get(register.rule_id)

    def judge(
        self, register: Register | Benefit, facts: Mapping[str, Any], *, on: date, language: str = "ja"
    ) -> Judged:
        """Return what the conditions say of these facts (JSON) on a day. Without conditions everybody meets them."""
        rules = self.of(register)
        if rules is None:
            return Judged(_without_rules(register), "", [], dict(facts))
        values = _values(rules, facts, on)
        answer = evaluate(rules, values, on=on)
        version = answer.version.key if answer.version else ""
        return Judged(answer.outcome, version, reasons(answer, values, language), dict(facts))

    def outcome(self, register: Register | Benefit, facts: Mapping[str, Any], *, on: date) -> Outcome:
        """Return the answer alone, without its words: for many people."""
        rules = self.of(register)
        return _without_rules(register) if rules is None else evaluate(rules, _values(rules, facts, on), on=on).outcome


def _without_rules(register: Register | Benefit) -> Outcome:
    return Outcome.MET if register.rule_id is None else Outcome.UNKNOWN


def _values(rules: Rules, facts: Mapping[str, Any], on: date) -> Values:
    return with_day(typed({**facts, "application.on": on.isoformat()}, rules.facts), on)


def facts_of(registration: Registration, known: OnRecord, *, on: date) -> dict[str, Any]:
    """Return what somebody has said when they applied, and over it what the town knows today."""
    return {**registration.facts.get("facts", {}), **held_facts(known, registration.case_file_id, on=on)}


def questions_of(register: Register, *, on: date) -> dict[str, Fact]:
    """Return what whoever applies is asked: what could decide, but for what the town has on record."""
    rules = Conditions([register]).of(register)
    if rules is None:
        return {}
    asked = questions([rules], Case(with_day({}, on)))
    return {one.key: rules.facts[one.key] for one in asked if one.key not in HELD}
