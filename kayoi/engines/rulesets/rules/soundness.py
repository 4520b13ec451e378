"""Whether a ruleset makes sense (整合の確認): conditions that nobody can meet together, parts that never count.

A finding is sure: what cannot be told from the rule itself (two lists of places, what a source does not say) is left
alone. The sentences stand at the edge, by the code of the reason.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from kayoi.engines.rulesets.rules.amounts import Add, Monthly, Step
from kayoi.engines.rulesets.rules.conditions import AllOf, AnyOf, AtLeast, Condition, Group, Leaf, Not
from kayoi.engines.rulesets.rules.lists import AddUp, Every, ListLeaf, Rows
from kayoi.engines.rulesets.rules.scales import Need, follows, met_together
from kayoi.engines.rulesets.rules.versions import Ruleset, Version
from kayoi.engines.rulesets.rules.wording import condition_in_words
from kayoi.engines.rulesets.states import ROW, Fact
from kayoi.kit.verdict import Reason

ROWS = re.compile(r"\.(?:where|holds|steps)\b")
WORDS: dict[type[Group], str] = {AllOf: "all", AnyOf: "any", AtLeast: "of"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a version, and where in it: the way through its file, as condition.all.0; empty: all of it."""

    version: str
    way: str
    reason: Reason

    @property
    def line(self) -> str:
        """The way to the condition or step of the version, also where the finding is about the rows of its list."""
        return ROWS.split(self.way)[0]


def findings(ruleset: Ruleset) -> list[Finding]:
    """Return what is wrong with a ruleset; nothing where all makes sense.

    Source: docs/reference/rulesets.md (Soundness)
    """
    found = list(_unreached(ruleset.versions))
    for version in ruleset.versions:
        checker = _Checker(ruleset, version.key, ruleset.facts)
        checker.check(version.condition, "condition")
        checker.check_steps(version.steps, "amount", tuple(_needs(version.condition, wanted=True, way="condition")))
        found += checker.found
    for fact in ruleset.facts.values():
        if fact.question == fact.label:
            found.append(Finding("", "", Reason("rulesets.no_question", {"fact": fact.label.ja})))
    return found


def _unreached(versions: Sequence[Version]) -> Iterator[Finding]:
    """Yield versions all of whose days a later one takes."""
    for number, version in enumerate(versions):
        day = version.starts_on or date.min
        for later in versions[number + 1 :]:
            if later.anchor == version.anchor and (later.starts_on or date.min) <= day:
                if later.last_on is None or (version.last_on is not None and later.last_on >= version.last_on):
                    yield Finding(version.key, "", Reason("rulesets.never_chosen", {"version": version.key}))
                    break
                day = max(day, later.last_on + timedelta(days=1))


def _needs(condition: Condition, *, wanted: bool, way: str) -> Iterator[Need]:
    """Yield what must be so, or must not, for a condition to be as wanted: its parts, as far as all are needed."""
    if isinstance(condition, Not):
        yield from _needs(condition.of[0], wanted=not wanted, way=f"{way}.not")
    elif isinstance(condition, AllOf if wanted else AnyOf):
        for part, where in _parts(condition, way):
            yield from _needs(part, wanted=wanted, way=where)
    else:
        yield Need(condition, wanted, way)


def _parts(condition: Condition, way: str) -> list[tuple[Condition, str]]:
    assert isinstance(condition, Group)
    word = WORDS[type(condition)]
    return [(part, f"{way}.{word}.{number}") for number, part in enumerate(condition.of)]


class _Checker:
    """Checks the conditions of one version."""

    def __init__(self, ruleset: Ruleset, version: str, facts: Mapping[str, Fact]) -> None:
        self.ruleset = ruleset
        self.version = version
        # Those of the row among them that is spoken of.
        self.facts = facts
        self.found: list[Finding] = []

    def check(self, condition: Condition, way: str, *, wanted: bool = True, around: tuple[Need, ...] = ()) -> None:
        """Find what is wrong with a condition, beside what must be so around it."""
        needs = tuple(_needs(condition, wanted=wanted, way=way))
        clash = self._clash(needs)
        if len(clash) == 1:
            self._tell(clash[0].way, Reason("rulesets.never_met", self._told(clash)))
        elif clash:
            self._tell(clash[-1].way, Reason("rulesets.contradiction", self._told(clash)))
        elif around and self._clash((*around, *needs)):
            self._tell(way, Reason("rulesets.never_reached", self._told(needs)))
        else:
            for need in needs:
                others = tuple(other for other in (*around, *needs) if other is not need)
                self._check_inside(need, others)

    def check_steps(self, steps: Sequence[Step], way: str, around: tuple[Need, ...] = ()) -> None:
        """Find what is wrong with the conditions of the steps of an amount."""
        for number, step in enumerate(steps):
            here = f"{way}.{number}"
            if step.when is not None:
                self.check(step.when, f"{here}.if", around=around)
            if isinstance(step, Add) and step.per is not None:
                self._check_rows(step.per, f"{here}.where")
            if isinstance(step, Monthly) and step.claims is not None:
                self._check_rows(step.claims, f"{here}.where", step.steps, f"{here}.steps")

    def _check_inside(self, need: Need, around: tuple[Need, ...]) -> None:
        if isinstance(need.condition, Leaf):
            self._check_leaf(need)
            return
        alternatives = _parts(need.condition, need.way)
        counted = isinstance(need.condition, AtLeast)
        for part, way in alternatives:
            self.check(part, way, wanted=need.wanted or counted, around=() if counted else around)
        if counted:
            return
        told = [(way, tuple(_needs(part, wanted=need.wanted, way=way))) for part, way in alternatives]
        open_ = [(way, needs) for way, needs in told if not self._clash(needs)]
        for (one_way, one), (other_way, other) in combinations(open_, 2):
            if self._covers(one, other):
                self._tell(other_way, Reason("rulesets.covered", self._told(other, by=one)))
            elif self._covers(other, one):
                self._tell(one_way, Reason("rulesets.covered", self._told(one, by=other)))

    def _check_leaf(self, need: Need) -> None:
        leaf = need.condition
        if isinstance(leaf, AddUp) and leaf.length.months > leaf.window_months:
            self._tell(need.way, Reason("rulesets.never_met", self._told((need,))))
        if isinstance(leaf, ListLeaf):
            self._check_rows(leaf.rows, f"{need.way}.{'holds' if isinstance(leaf, Every) else 'where'}")

    def _check_rows(self, rows: Rows, way: str, steps: Sequence[Step] = (), steps_way: str = "") -> None:
        """Find what is wrong with what is said of the rows of a list."""
        columns = {ROW + column.key: column for column in self.ruleset.facts[rows.key].columns}
        inside = _Checker(self.ruleset, self.version, {**self.ruleset.facts, **columns})
        if rows.where is not None:
            inside.check(rows.where, way)
        inside.check_steps(steps, steps_way)
        self.found += inside.found

    def _clash(self, needs: Sequence[Need]) -> tuple[Need, ...]:
        """Return the fewest needs that cannot be met together; none where they can."""
        if met_together(needs, self.facts):
            return ()
        few = (some for count in (1, 2) for some in combinations(needs, count))
        return next((some for some in few if not met_together(some, self.facts)), tuple(needs))

    def _covers(self, one: Sequence[Need], other: Sequence[Need]) -> bool:
        """Tell whether one alternative is met wherever another one is."""
        return all(follows(need, other, self.facts) for need in one)

    def _tell(self, way: str, reason: Reason) -> None:
        self.found.append(Finding(self.version, way, reason))

    def _told(self, needs: Sequence[Need], *, by: Sequence[Need] = ()) -> dict[str, str]:
        return {"conditions": self._words(needs), "by": self._words(by)}

    def _words(self, needs: Sequence[Need]) -> str:
        conditions = [one.condition if one.wanted else Not((one.condition,)) for one in needs]
        return "".join(f"「{condition_in_words(one, self.ruleset)}」" for one in conditions)
