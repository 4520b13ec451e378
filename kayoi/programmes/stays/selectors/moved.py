"""Where a party lives on the day on which the key is given: a town's text may speak of who uses the house."""

from datetime import date

from kayoi.engines.procedures.rules.questions import typed
from kayoi.engines.procedures.selectors.procedures import rules_in_force
from kayoi.engines.rulesets.rules.versions import Ruleset as Rules
from kayoi.kit.verdict import Reason
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.rules.asking import LIVES_IN
from kayoi.programmes.stays.rules.possible import possible
from kayoi.programmes.stays.rules.spans import Stay as Days
from kayoi.programmes.stays.selectors.own import stored_facts


def asks_address(stay: Stay) -> bool:
    """Tell whether a party is asked again before the use where it lives: the rule of the house names the address."""
    return _rules(stay) is not None


def address_against(stay: Stay, lives_in: str | None, *, on: date) -> list[Reason]:
    """Return what speaks against a use by where the party lives now: a code, "" for where it lived, None not asked.

    Only what the move itself has changed: anything else was decided with the application.
    """
    rules = _rules(stay)
    if rules is None or lives_in == "":
        return []
    if lives_in is None:
        return [Reason("stays.address_unasked")]
    before, now = _refused(stay, rules, None, on=on), _refused(stay, rules, lives_in, on=on)
    return [Reason("stays.moved_since", {"condition": one}) for one in now if one not in before]


def _rules(stay: Stay) -> Rules | None:
    procedure = stay.room.house.procedure
    rules = rules_in_force(procedure) if procedure else None
    return rules if rules is not None and LIVES_IN in rules.facts else None


def _refused(stay: Stay, rules: Rules, lives_in: str | None, *, on: date) -> list[str]:
    """Return the conditions that a stay does not meet, in words, where somebody lives."""
    facts = stored_facts(stay) | ({LIVES_IN: lives_in} if lives_in else {})
    said = possible(rules, typed(facts, rules.facts), stay=Days(stay.arrives_on, stay.leaves_on), on=on)
    return [] if said.is_open else said.reasons()
