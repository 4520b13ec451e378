"""What a procedure may ask for: the facts that its documents can prove."""

from kayoi.engines.procedures.models import Procedure
from kayoi.engines.rulesets.selectors import living, rules_of
from kayoi.engines.rulesets.states import APPLIED_ON


def facts_to_prove(procedure: Procedure) -> list[tuple[str, str]]:
    """Return the facts that the rules and questions of a procedure need, with their words; also of rules to come."""
    ruleset = procedure.ruleset
    rules = rules_of(ruleset, versions) if ruleset and (versions := living(ruleset)) else None
    facts = [(key, fact.label.ja) for key, fact in rules.facts.items() if key != APPLIED_ON] if rules else []
    return facts + [(one["key"], one["label"]["ja"]) for one in procedure.questions]
