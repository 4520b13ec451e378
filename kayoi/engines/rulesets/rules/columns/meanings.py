"""Equal conditions of several rulesets made one and the same, so that each is worked out once."""

from dataclasses import fields, replace
from typing import Any

from kayoi.engines.rulesets.rules.conditions import Condition, Leaf
from kayoi.engines.rulesets.rules.lists import ListLeaf, Rows

# What a condition says of itself, but not what it means.
SAID = ("needs", "note", "data", "of")


class Meanings:
    """Conditions by what they mean."""

    def __init__(self) -> None:
        self._found: dict[tuple[Any, ...], Condition] = {}
        self._names: dict[type[Condition], list[str]] = {}

    def of(self, condition: Condition) -> Condition:
        """Return the first condition that means the same, its parts likewise."""
        if not isinstance(condition, Leaf):
            condition = replace(condition, of=tuple([self.of(part) for part in condition.of]))
            parts: tuple[Condition, ...] = condition.of
        else:
            condition, parts = self._leaf(condition), ()
        kind = type(condition)
        if kind not in self._names:
            self._names[kind] = [one.name for one in fields(kind) if one.name not in SAID]
        meant = [getattr(condition, name) for name in self._names[kind]]
        return self._found.setdefault((kind, *parts, *meant), condition)

    def _leaf(self, leaf: Leaf) -> Leaf:
        if not isinstance(leaf, ListLeaf) or leaf.rows.where is None:
            return leaf
        return replace(leaf, rows=Rows(leaf.rows.key, self.of(leaf.rows.where)))
