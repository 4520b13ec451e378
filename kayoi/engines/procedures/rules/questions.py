"""Which questions a procedure asks: those that its rule needs and its own, and of them only what can still decide."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from kayoi.engines.rulesets.rules.amounts import Add, Cap, Floor, Monthly, Start, Step, Subtract
from kayoi.engines.rulesets.rules.answers import chosen, with_day
from kayoi.engines.rulesets.rules.asking import questions
from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.conditions import Condition, Leaf
from kayoi.engines.rulesets.rules.reading_facts import read_fact, read_facts
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset, Part
from kayoi.engines.rulesets.rules.versions import Ruleset, Version
from kayoi.engines.rulesets.states import APPLIED_ON, ROW, Fact, Words
from kayoi.engines.rulesets.states.vocabulary import VOCABULARY

# The questions of one subject stand together, in this order; those of the procedure itself come last.
GROUPS = ("applicant", "household", "move", "work", "house", "commuting", "received")


def generated(ruleset: Ruleset | None, own: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the questions of a form, each with all its words: frozen, they stay as they were asked.

    Raises BadRuleset when a question of the procedure's own cannot be read.

    Source: docs/reference/rulesets.md (facts)
    """
    facts = [] if ruleset is None else [fact for key, fact in ruleset.facts.items() if key != APPLIED_ON]
    facts.sort(key=lambda fact: (_group(fact.key), list(VOCABULARY).index(fact.key) if fact.key in VOCABULARY else 999))
    declared = [fact_as_data(fact) for fact in facts]
    known = {fact.key for fact in facts}
    for one in own:
        if read_fact(Part(one)).key in known:
            raise BadRuleset(str(one["key"]), "asked twice")
        declared.append({**one, "own": True})
    return declared


def _group(key: str) -> int:
    name = key.partition(".")[0]
    return GROUPS.index(name) if name in GROUPS else len(GROUPS)


def facts_of(form: Iterable[Mapping[str, Any]]) -> dict[str, Fact]:
    """Return the questions of a form as facts, in order.

    Source: docs/reference/rulesets.md (facts)
    """
    facts = (read_fact(Part({key: value for key, value in one.items() if key != "own"})) for one in form)
    return {fact.key: fact for fact in facts}


def typed(answers: Mapping[str, Any], known: Mapping[str, Fact]) -> dict[str, Any]:
    """Return what was answered, typed as the rule reads it; answers to questions of an older form are left out.

    Source: docs/reference/rulesets.md (facts)
    """
    return read_facts(answers, known, strict=False)


def still_asked(
    asked: Mapping[str, Fact],
    own: Iterable[str],
    ruleset: Ruleset | None,
    facts: Mapping[str, Any],
    *,
    on: date,
    not_again: Sequence[str],
) -> list[str]:
    """Return the questions that are still to be asked, in the order of the form: what can no longer decide is left out.

    Those of the procedure itself are always asked; nobody is asked again what they have said not to know.

    Source: デジタル手続法 2条・3条 (同じことを二度聞かない、要らないことを聞かない)
    """
    left = set(own)
    if ruleset is not None:
        left |= {one.key for one in questions([ruleset], Case(with_day(facts, on)))}
        left |= _of_amount(ruleset, facts, on=on)
    return [key for key in asked if key in left and facts.get(key) is None and key not in not_again]


def _of_amount(ruleset: Ruleset, facts: Mapping[str, Any], *, on: date) -> set[str]:
    """Return what the amount waits for, where the conditions are met or may be."""
    case = Case(with_day(facts, on))
    version = chosen(ruleset, case)
    if not isinstance(version, Version) or version.condition.value(case) is False:
        return set()
    needs: set[str] = set()
    for step in version.steps:
        if step.when is not None:
            if step.when.value(case) is False:
                continue
            needs |= {key for leaf in _leaves(step.when) for key in leaf.needs}
        needs |= _needs_of(step)
    return {key for key in needs if not key.startswith(ROW)}


def _needs_of(step: Step) -> set[str]:
    match step:
        case Start(term=term) | Subtract(term=term) | Cap(term=term) | Floor(term=term):
            return set(term.needs) if term else set()
        case Add(term=term, per=per):
            return set(term.needs if term else ()) | ({per.key} if per else set())
        case Monthly(claims=claims):
            return {claims.key} if claims else set()
        case _:
            return set()


def _leaves(condition: Condition) -> Iterator[Leaf]:
    if isinstance(condition, Leaf):
        yield condition
        return
    for part in condition.of:
        yield from _leaves(part)


def fact_as_data(fact: Fact) -> dict[str, Any]:
    """Return a fact as a ruleset file declares it.

    Source: docs/reference/rulesets.md (facts)
    """
    data: dict[str, Any] = {"key": fact.key, "type": fact.type.value, "label": _words(fact.label)}
    data["question"] = _words(fact.question)
    if fact.unit:
        data["unit"] = fact.unit
    if fact.choices:
        data["choices"] = {key: _words(words) for key, words in fact.choices}
    if fact.columns:
        data["columns"] = [fact_as_data(column) for column in fact.columns]
    if fact.proofs:
        data["proofs"] = list(fact.proofs)
    if fact.help.ja:
        data["help"] = _words(fact.help)
    return data | {"change": fact.change.value}


def _words(words: Words) -> dict[str, str]:
    return {"ja": words.ja, "en": words.en} if words.en else {"ja": words.ja}
