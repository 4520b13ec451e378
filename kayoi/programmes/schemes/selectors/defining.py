"""What a procedure may ask for: the facts that its documents can prove."""

from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.selectors.procedures import rules_in_force
from kayoi.engines.rulesets.states import APPLIED_ON


def facts_to_prove(procedure: Procedure) -> list[tuple[str, str]]:
    """Return the facts that the rules and questions of a procedure need, with their words."""
    rules = rules_in_force(procedure)
    facts = [(key, fact.label.ja) for key, fact in rules.facts.items() if key != APPLIED_ON] if rules else []
    return facts + [(one["key"], one["label"]["ja"]) for one in procedure.questions]
