"""Answers as they are kept: who applies, facts in the form of rulesets, what was said not to be known."""

from collections.abc import Container, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from kayoi.engines.procedures.states import Who

BORN_ON = "applicant.born_on"


def with_who(answers: Mapping[str, Any], you: Mapping[str, Any], *, asked: Container[str]) -> dict[str, Any]:
    """Return answers with who applies; the day of birth of whom it is about answers the rule's question, too.

    A body has none: that of who writes for it says nothing about it.

    Source: 民法 99条 (代理: 要件は本人について見る)
    """
    facts = dict(answers.get("facts", {}))
    born_on = you.get({Who.SELF: "birth_on", Who.OTHER: "principal_birth_on"}.get(you.get("who", Who.SELF), ""))
    if born_on and BORN_ON in asked:
        facts[BORN_ON] = born_on
    return {"you": dict(you), "facts": facts}


def with_answers(answers: Mapping[str, Any], given: Mapping[str, Any], unknown: AbstractSet[str]) -> dict[str, Any]:
    """Return answers with new ones; None takes an answer back, `unknown` are questions said not to be known.

    Source: docs/reference/rulesets.md (facts: null is not known)
    """
    facts = {**answers.get("facts", {}), **given}
    said = (set(answers.get("unknown", [])) - given.keys()) | unknown
    return {
        "facts": {key: value for key, value in facts.items() if value is not None and key not in said},
        "unknown": sorted(said),
    }
