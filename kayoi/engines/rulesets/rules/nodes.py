"""What a condition or a step of a body is, what stands around it, and whether two say the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kayoi.engines.rulesets.rules.editing import GROUPS, TO_BE_WRITTEN, Way
from kayoi.engines.rulesets.rules.reading_facts import read_fact
from kayoi.engines.rulesets.rules.reading_parts import Part
from kayoi.engines.rulesets.states import ROW, Fact, FactType
from kayoi.engines.rulesets.states.kinds import CHILDREN, GROUP_KINDS, ConditionKind, StepKind
from kayoi.engines.rulesets.states.vocabulary import VOCABULARY

# Words of a list whose rows are spoken of inside.
LISTS = ("count", "every", "spans", "per", "monthly")


@dataclass(frozen=True)
class Around:
    """What can be spoken of at a place: facts, inside a list its columns (this.…) too; sets of places by name."""

    facts: Mapping[str, Fact]
    places: Mapping[str, str]

    def of_type(self, *types: FactType) -> list[tuple[str, str]]:
        """Return the facts of some types as choices."""
        return [(key, fact.label.ja) for key, fact in self.facts.items() if fact.type in types]


def known_facts(own: list[Any]) -> dict[str, Fact]:
    """Return all facts that a ruleset may name: its own first.

    Source: docs/reference/rulesets.md (conditions, amounts)
    """
    facts = {fact.key: fact for fact in (read_fact(Part(one)) for one in own)}
    return facts | {key: fact for key, fact in VOCABULARY.items() if key not in facts}


def around(body: Mapping[str, Any], way: Way, *, facts: Mapping[str, Fact], places: Mapping[str, Any]) -> Around:
    """Return what can be spoken of at a place of a body.

    Source: docs/reference/rulesets.md (conditions, amounts)
    """
    columns: dict[str, Fact] = {}
    here: Any = body
    for step in way:
        # A condition of a step speaks of the case, also where the step is about rows.
        if isinstance(here, Mapping) and step in ("where", "holds", "steps"):
            name = next((here[word] for word in LISTS if word in here), "")
            columns = {ROW + column.key: column for column in facts[name].columns} if name in facts else {}
        try:
            here = here[step]
        except (LookupError, TypeError):
            break
    labels = {name: words_in(one["label"]) for name, one in places.items()}
    return Around(columns | dict(facts), labels)


def is_step(way: Way) -> bool:
    """Tell whether at a place stands a step of an amount, not a condition.

    Source: docs/reference/rulesets.md (conditions, amounts)
    """
    return bool(way) and isinstance(way[-1], int) and way[-2] in ("amount", "steps")


def condition_kind(node: Mapping[str, Any]) -> ConditionKind:
    """Return what kind of condition it is; FILE for what no form knows.

    Source: docs/reference/rulesets.md (conditions, amounts)
    """
    if "spans" in node:
        return ConditionKind.ADD_UP if "add_up_to" in node else ConditionKind.UNBROKEN
    if "from" in node:
        return ConditionKind.ELAPSED
    return next((kind for kind in ConditionKind if kind.value in node), ConditionKind.FILE)


def step_kind(node: Mapping[str, Any]) -> StepKind:
    """Return what kind of step it is.

    Source: docs/reference/rulesets.md (conditions, amounts)
    """
    return next((kind for kind in StepKind if kind.value in node), StepKind.FILE)


def with_parts(kind: ConditionKind | StepKind, said: dict[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """Return a node with what it says now and the conditions and steps that stood in it before.

    A group has at least the parts that it needs, one that nobody has written yet where there are none.

    Source: docs/reference/rulesets.md (conditions, amounts)
    """
    node = said | {word: old[word] for word in CHILDREN if word in old}
    if kind is StepKind.MONTHLY:
        node.setdefault("steps", [])
    if kind is ConditionKind.EVERY:
        node.setdefault("holds", TO_BE_WRITTEN)
    if kind not in GROUP_KINDS:
        return node
    parts = next((old[word] for word in GROUPS if word in old), [old["not"]] if "not" in old else [])
    if kind is ConditionKind.NOT:
        return {"not": parts[0] if len(parts) == 1 else {"all": parts} if parts else TO_BE_WRITTEN} | node
    if kind is ConditionKind.AT_LEAST_OF:
        lacking = max(node["at_least_of"] - len(parts), 0)
        return {"at_least_of": node.pop("at_least_of"), "of": [*parts, *[TO_BE_WRITTEN] * lacking]} | node
    return {kind.value: parts or ([TO_BE_WRITTEN] if kind is ConditionKind.ANY else [])} | node


def same(one: Any, other: Any) -> bool:
    """Tell whether two nodes say the same, however they are written.

    Source: docs/reference/rulesets.md (conditions, amounts)
    """
    return bool(_normal(one) == _normal(other))


def _normal(value: Any) -> Any:
    if isinstance(value, list):
        return [_normal(one) for one in value]
    if not isinstance(value, Mapping):
        return value
    found = {key: _normal(one) for key, one in value.items() if one is not None}
    if found.get("certainty") == "checked":
        del found["certainty"]
    if set(found) == {"ja"}:
        return found["ja"]
    if isinstance(found.get("times"), list):
        found["times"] = sorted(found["times"], key=lambda one: not isinstance(one, dict))
    if "shift" in found and isinstance(found.get("by"), dict):
        by = dict(found["by"])
        by["months"] = by.get("months", 0) + 12 * by.pop("years", 0)
        found["by"] = {unit: number for unit, number in by.items() if number}
    for list_word, one_word in (("one_of", "is"), ("none_of", "is_not")):
        if isinstance(found.get(list_word), list) and len(found[list_word]) == 1:
            found[one_word] = found.pop(list_word)[0]
    return found


def words_in(text: Any) -> str:
    """Return the Japanese words of a text as a file writes it.

    Source: docs/reference/rulesets.md (conditions, amounts)
    """
    return text if isinstance(text, str) else str(text.get("ja", ""))
