"""The answer of a rule to an application, with what people have found where the rule could not say (認定)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kayoi.engines.rulesets.rules.answers import OUTCOMES, Answer, Found, answer, chosen, missing_of, with_day
from kayoi.engines.rulesets.rules.cases import Case, Values
from kayoi.engines.rulesets.rules.conditions import Condition, Leaf, Not
from kayoi.engines.rulesets.rules.printing import answer_as_data, plain
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.rules.reading_parts import NOTE_KEYS
from kayoi.engines.rulesets.rules.versions import Ruleset, Version
from kayoi.engines.rulesets.rules.wording import condition_in_words
from kayoi.kit.verdict import Outcome

# What somebody has found, by the number of the condition in the order of the rule.
Judged = Mapping[int, bool]


@dataclass(frozen=True)
class Finding:
    """One condition of a rule with the answer it got, for a page, a letter or a judgement (要件ごとの結果)."""

    number: int
    text: str
    outcome: Outcome
    stands_against: bool
    source: str
    certainty: str
    facts: Mapping[str, Any]
    missing: tuple[str, ...]
    judged: bool


def evaluate(ruleset: Ruleset, facts: Values, *, on: date, judged: Judged) -> Answer:
    """Answer an application by the version in force on its anchor date; what was judged counts as judged.

    Source: docs/reference/rulesets.md; 行政手続法 5条 (審査基準によらない事情は、人が根拠を示して認定する)
    """
    case = Case(with_day(facts, on))
    version = chosen(ruleset, case)
    if isinstance(version, Version):
        for number, one in enumerate(_items(version.condition)):
            if number in judged:
                negated = isinstance(one, Not)
                case.known[one.of[0] if isinstance(one, Not) else one] = judged[number] is not negated
    return answer(ruleset, case)


def judged_again(judged: Judged, before: Version, after: Version) -> dict[int, bool]:
    """Return what was found of conditions of one version that stand in another one as well, by their numbers there.

    Source: 行政手続法 5条 (同じ要件についての認定は、条の番号が変わっても同じ)
    """
    found = [(_said(one), judged[number]) for number, one in enumerate(_items(before.condition)) if number in judged]
    numbers = {number: _said(one) for number, one in enumerate(_items(after.condition))} if found else {}
    return {number: holds for number, said in numbers.items() for other, holds in found if other == said}


def _said(one: Condition) -> tuple[bool, dict[str, Any]]:
    """Return what a condition says, without its own words for it and where they stand."""
    leaf = one.of[0] if isinstance(one, Not) else one
    assert isinstance(leaf, Leaf)
    return isinstance(one, Not), {word: value for word, value in leaf.data.items() if word not in NOTE_KEYS}


def findings(found: Answer, facts: Values, *, on: date, judged: Judged, language: str = "ja") -> list[Finding]:
    """Return every condition of the version that answered, in the order of the rule.

    Source: 行政手続法 8条 (理由の提示)
    """
    if found.version is None or found.found is None:
        return []
    case = Case(with_day(facts, on))
    against = {id(one.condition) for one in found.against}
    values = {id(one.condition): one.value for one in _all(found.found)}
    told = []
    for number, item in enumerate(_items(found.version.condition)):
        leaf = item.of[0] if isinstance(item, Not) else item
        assert isinstance(leaf, Leaf)
        value = values[id(item)]
        told.append(
            Finding(
                number=number,
                text=condition_in_words(item, found.ruleset, language),
                outcome=OUTCOMES[value],
                stands_against=bool({id(item), id(leaf)} & against),
                source=item.note.source or leaf.note.source,
                certainty=leaf.note.certainty.value,
                facts={key: case.facts.get(key) for key in leaf.needs},
                missing=missing_of(leaf, case) if value is None else (),
                judged=number in judged,
            )
        )
    return told


def answer_again(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer to frozen inputs of a decision, as data: the same inputs give the same answer.

    `inputs`: ruleset (as a file), facts, on, judged.

    Source: docs/decisions/0029-frozen-decisions.md
    """
    ruleset = read_ruleset(inputs["ruleset"])
    facts = read_facts(inputs["facts"], ruleset.facts, strict=False)
    on = date.fromisoformat(inputs["on"])
    judged = {int(number): holds for number, holds in inputs["judged"].items()}
    return answer_as_data(evaluate(ruleset, facts, on=on, judged=judged), with_day(facts, on))


def frozen_inputs(
    *, ruleset_file: Mapping[str, Any], used: str | None, facts: Values, on: date, judged: Judged
) -> dict[str, Any]:
    """Return what a decision rests on as JSON holds it: the version that was used, or all where none was in force.

    Source: docs/decisions/0029-frozen-decisions.md
    """
    versions = [
        {**version, "cases": []} for version in ruleset_file["versions"] if used is None or version["key"] == used
    ]
    return {
        "ruleset": {**ruleset_file, "versions": versions},
        "facts": {key: plain(value) for key, value in facts.items()},
        "on": on.isoformat(),
        "judged": {str(number): holds for number, holds in sorted(judged.items())},
    }


def fingerprint(inputs: Mapping[str, Any], answered: Mapping[str, Any] | None) -> str:
    """Return the SHA-256 of what a decision rests on and of its answer, independent of the order of keys.

    Source: docs/decisions/0029-frozen-decisions.md; FIPS 180-4
    """
    text = json.dumps([inputs, answered], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _items(condition: Condition) -> Iterator[Condition]:
    """Yield what is asked one by one: the leaves, and a leaf that must not hold together with its "not"."""
    if isinstance(condition, Leaf) or (isinstance(condition, Not) and isinstance(condition.of[0], Leaf)):
        yield condition
        return
    for part in condition.of:
        yield from _items(part)


def _all(found: Found) -> Iterator[Found]:
    yield found
    for part in found.parts:
        yield from _all(part)
