"""A place in the body of a draft: what stands there, what can be spoken of, where it may go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kayoi.engines.rulesets.forms.nodes import NodeForm, form_of
from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.rules.editing import (
    Direction,
    NoSuchPlace,
    Way,
    at,
    destination,
    moved,
    put,
    stands,
    way_of,
    without,
    wrapped,
)
from kayoi.engines.rulesets.rules.nodes import Around, around, is_step, known_facts
from kayoi.engines.rulesets.selectors import rules_of
from kayoi.engines.rulesets.selectors.tree import Line, condition_line, step_line
from kayoi.engines.rulesets.states.kinds import ConditionKind, StepKind

WRAPS = {"wrap_all": "「すべて」で囲む", "wrap_any": "「いずれか」で囲む", "wrap_not": "「当てはまらない」で囲む"}
# Conditions that a condition or step may have beside its own words, by the words that ask for rows.
INSIDE = {
    "if": "この計算をする条件を加える",
    "where": "数える行の条件を加える",
}


@dataclass(frozen=True)
class Place:
    """Where in a version something is written."""

    version: Version
    way: Way
    node: Mapping[str, Any]
    around: Around

    @property
    def at(self) -> str:
        return ".".join(map(str, self.way))

    @property
    def anchor(self) -> str:
        return f"at-{self.at.replace('.', '-')}"

    @property
    def is_step(self) -> bool:
        return is_step(self.way)

    @property
    def lines(self) -> list[Line]:
        """What stands here, in words, with everything in it."""
        if not self.node:
            return []
        rules = rules_of(self.version.ruleset, [self.version])
        if self.is_step:
            return [step_line(self.node, self.way, rules)]
        return [condition_line(self.node, self.way, rules, deep=True)]

    @property
    def actions(self) -> list[tuple[str, str]]:
        """What can be done with what stands here, and the words for it."""
        if not self.node:
            return []
        body = self.version.body
        moves = [(one.value, one.label) for one in Direction if destination(body, self.way, one) is not None]
        return moves if self.is_step else moves + list(WRAPS.items())

    @property
    def may_go(self) -> bool:
        """Tell whether it may be taken away: a condition that each row must meet may only be changed."""
        return bool(self.node) and self.way[-1] != "holds"

    @property
    def inside(self) -> list[tuple[str, str]]:
        """Places inside at which a condition may be added, and the words for it."""
        words = ["if"] if self.is_step else []
        if any(word in self.node for word in ("count", "spans", "per", "monthly")):
            words.append("where")
        return [(f"{self.at}.{word}", INSIDE[word]) for word in words if not self.node.get(word)]

    def arranged(self, action: str) -> dict[str, Any]:
        """Return the body with what stands here moved, wrapped or taken away. Raises NoSuchPlace."""
        body = self.version.body
        if action == "remove" and self.may_go:
            return without(body, self.way)
        if action not in dict(self.actions):
            raise NoSuchPlace(action)
        if action in WRAPS:
            return wrapped(body, self.way, action.removeprefix("wrap_"))
        return moved(body, self.way, Direction.of(action))

    def form(self, *, data: Any, seen: int) -> NodeForm:
        """Return the form of what stands here."""
        return form_of(self.node, step=self.is_step, around=self.around, seen=seen, data=data)

    def form_of_kind(self, kind: str, fact: str, *, data: Any, seen: int) -> NodeForm:
        """Return the form of a kind that was chosen. Raises NoSuchPlace for one that there is not."""
        kinds = StepKind if self.is_step else ConditionKind
        try:
            chosen = kinds.of(kind)
        except ValueError:
            raise NoSuchPlace(kind) from None
        if chosen == ConditionKind.FACT and fact not in self.around.facts:
            raise NoSuchPlace(fact)
        return NodeForm(data, kind=chosen, around=self.around, node=self.node, fact=fact, seen=seen)


def place_of(version: Version, text: str) -> Place:
    """Return the place that an address names. Raises NoSuchPlace where nothing stands and nothing can be added."""
    way, body, ruleset = way_of(text), version.body, version.ruleset
    if way[:1] not in (("condition",), ("amount",)) or way == ("amount",):
        raise NoSuchPlace(text)
    there = stands(body, way)
    if not there:
        put(body, way, {})
    node = at(body, way) if there else {}
    if not isinstance(node, dict):
        raise NoSuchPlace(text)
    facts = known_facts(ruleset.facts)
    return Place(version, way, node, around(body, way, facts=facts, places=ruleset.places))
