"""Who is entitled to a benefit."""

from collections.abc import Iterable
from datetime import datetime

from kayoi.engines.procedures.rules.questions import typed
from kayoi.engines.rulesets.rules.answers import evaluate, with_day
from kayoi.engines.rulesets.selectors import adopted, rules_of
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Outcome
from kayoi.programmes.furusato.models import Benefit, Registration


def entitled_to(benefit: Benefit, registrations: Iterable[Registration], *, at: datetime) -> list[Registration]:
    """Return those of registrations in force that a benefit is for; what its rule cannot tell is no entitlement."""
    registers = set(benefit.registers.values_list("register", flat=True))
    rows = [row for row in registrations if row.register_id in registers]
    versions = list(adopted().filter(ruleset=benefit.rule_id)) if benefit.rule else []
    if benefit.rule is None or not rows:
        return rows
    rules, today = rules_of(benefit.rule, versions), local_date(at)
    facts = {row.pk: with_day(typed(row.facts, rules.facts), today) for row in rows}
    return [row for row in rows if evaluate(rules, facts[row.pk], on=today).outcome is Outcome.MET]
