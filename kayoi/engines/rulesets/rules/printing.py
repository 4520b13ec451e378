"""An answer as plain data: for the command line, for the audit trail, frozen with a decision."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from kayoi.engines.rulesets.rules.answers import OUTCOMES, Answer, Found, missing_of
from kayoi.engines.rulesets.rules.asking import Question
from kayoi.engines.rulesets.rules.cases import Case, Values
from kayoi.engines.rulesets.rules.conditions import Leaf
from kayoi.engines.rulesets.rules.nearest import Nearest
from kayoi.engines.rulesets.rules.wording import anchors_in_words, condition_in_words, step_in_words
from kayoi.engines.rulesets.states import ROW, Certainty


def answer_as_data(
    found: Answer, facts: Values, left: Sequence[Question] = (), changes: Sequence[Nearest] = ()
) -> dict[str, Any]:
    """Return verdict, version, reasons, missing facts, the next question, the amount, and what would make it met.

    Source: docs/reference/rulesets.md (The answer)
    """
    return {
        "verdict": found.outcome.value,
        "version": found.version.key if found.version else None,
        "reasons": reasons(found, facts),
        "missing": list(found.missing),
        "next_question": left[0].key if left else None,
        "amount_yen": found.amount.yen if found.amount else None,
        "amount": _amount(found),
        "would_be_met": [{"fact": change.key, "value": plain(change.value)} for change in changes],
    }


def reasons(found: Answer, facts: Values, language: str = "ja") -> list[dict[str, Any]]:
    """Return every leaf with its words, answer, source and the facts used; `decides` where it stands in the way.

    Source: docs/reference/rulesets.md (reasons)
    """
    case = Case(facts)
    if found.found is None:
        return [_without_version(found, case, language)]
    against = {id(one.condition) for one in found.against}
    return [_reason(one, found, case, against, language) for one in _singles(found.found)]


def _singles(one: Found) -> Iterator[Found]:
    if one.is_single:
        yield one
        return
    for part in one.parts:
        yield from _singles(part)


def _reason(one: Found, answer: Answer, case: Case, against: set[int], language: str) -> dict[str, Any]:
    leaf = one.condition if isinstance(one.condition, Leaf) else one.parts[0].condition
    assert isinstance(leaf, Leaf)
    # What is said of a condition that is turned round stands with the one or the other.
    note = one.condition.note if one.condition.note.certainty is not Certainty.CHECKED else leaf.note
    return {
        "text": condition_in_words(one.condition, answer.ruleset, language),
        "outcome": OUTCOMES[one.value].value,
        "decides": id(one.condition) in against,
        "source": one.condition.note.source or leaf.note.source,
        "certainty": note.certainty.value,
        "facts": {key: plain(case.facts.get(key)) for key in leaf.needs},
        "missing": list(missing_of(leaf, case)),
    }


def _without_version(found: Answer, case: Case, language: str) -> dict[str, Any]:
    """Return the reason where no version is in force, or it is not known which one is."""
    anchors = dict.fromkeys(version.anchor for version in found.ruleset.versions)
    return {
        "text": anchors_in_words(found.missing or tuple(anchors), found.ruleset, language, missing=bool(found.missing)),
        "outcome": found.outcome.value,
        "decides": True,
        "source": "",
        "certainty": Certainty.CHECKED.value,
        "facts": {key: plain(case.facts.get(key)) for key in anchors},
        "missing": list(found.missing),
    }


def _amount(found: Answer) -> dict[str, Any] | None:
    if found.amount is None:
        return None
    return {
        "least_yen": found.amount.least,
        "most_yen": found.amount.most,
        "working": [
            {
                "step": step_in_words(worked.step, found.ruleset),
                "applied": OUTCOMES[worked.applied].value,
                "least": plain(worked.least),
                "most": plain(worked.most),
            }
            for worked in found.amount.working
        ],
    }


def plain(value: Any) -> Any:
    """Return a value as JSON knows it: days as YYYY-MM-DD, fractions as whole numbers or "1/3".

    Source: docs/reference/rulesets.md (The answer)
    """
    match value:
        case date():
            return value.isoformat()
        case Fraction():
            return value.numerator if value.denominator == 1 else str(value)
        case tuple() | list():
            return [plain(one) for one in value]
        case Mapping():
            return {key.removeprefix(ROW): plain(one) for key, one in value.items()}
        case _:
            return value
