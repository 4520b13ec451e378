"""Read conditions from a ruleset file. Equal ones become one, so that each is asked once per case."""

import json
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kayoi.engines.rulesets.rules.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    Elapsed,
    Group,
    InSeason,
    Leaf,
    Not,
    Undecided,
)
from kayoi.engines.rulesets.rules.lengths import Length
from kayoi.engines.rulesets.rules.lists import FROM, AddUp, Count, Every, Rows, Unbroken
from kayoi.engines.rulesets.rules.places import InSet, PlaceSet
from kayoi.engines.rulesets.rules.reading_parts import NOTE_KEYS, Part, read_length, read_note, read_words
from kayoi.engines.rulesets.rules.reading_terms import ORDERED, TERM_KEYS, TermReader
from kayoi.engines.rulesets.states import ROW, Adding, FactType
from kayoi.kit.dates import CountingMethod


def _one_of(value: Any, choices: Any) -> bool:
    return value in choices


def _none_of(value: Any, choices: Any) -> bool:
    return value not in choices


def _includes(values: Any, choice: Any) -> bool:
    return choice in values


def _excludes(values: Any, choice: Any) -> bool:
    return choice not in values


# 以上・以下・未満・超・等しい・異なる・いずれか・いずれでもない・含む・含まない
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "less_than": operator.lt,
    "more_than": operator.gt,
    "is": operator.eq,
    "is_not": operator.ne,
    "one_of": _one_of,
    "none_of": _none_of,
    "includes": _includes,
    "excludes": _excludes,
}


@dataclass
class Shared:
    """Conditions that were read before, by what they say; shared between the rulesets of one book."""

    leaves: dict[Any, Leaf] = field(default_factory=dict)
    groups: dict[Any, Group] = field(default_factory=dict)


@dataclass
class ConditionReader(TermReader):
    """Reads the conditions of one version: what facts and sets of places there are, and how its time is counted."""

    places: Mapping[str, PlaceSet] = field(default_factory=dict)
    counting: CountingMethod | None = None
    adding: Adding | None = None
    shared: Shared = field(default_factory=Shared)
    # The list whose rows are being read about.
    list_key: str = ""

    def condition(self, part: Part) -> Condition:
        """Return a condition with all its parts. Raises BadRuleset."""
        if "all" in part:
            part.only("all", *NOTE_KEYS)
            return self._group(AllOf, tuple(self.condition(one) for one in part["all"].items()), part)
        if "any" in part:
            part.only("any", *NOTE_KEYS)
            return self._group(AnyOf, self._some(part["any"]), part)
        if "at_least_of" in part:
            part.only("at_least_of", "of", *NOTE_KEYS)
            of = self._some(part["of"])
            count = part["at_least_of"].whole(least=1)
            if count > len(of):
                raise part.fail(f"at least {count} of {len(of)} can never hold")
            return self._group(AtLeast, of, part, count)
        if "not" in part:
            part.only("not", *NOTE_KEYS)
            return self._group(Not, (self.condition(part["not"]),), part)
        return self._leaf(part)

    def _group(self, kind: type[Group], of: tuple[Condition, ...], part: Part, *count: int) -> Group:
        """Return the group of the same conditions that was read before, otherwise a new one."""
        key = (kind, of, read_note(part), *count)
        return self.shared.groups.setdefault(key, kind(of, read_note(part), *count))

    def _some(self, part: Part) -> tuple[Condition, ...]:
        of = tuple(self.condition(one) for one in part.items())
        if not of:
            raise part.fail("an empty list can never hold")
        return of

    def _leaf(self, part: Part) -> Leaf:
        for word, read in (
            ("unknown", self._undecided), ("place", self._place), ("count", self._count), ("every", self._every),
            ("spans", self._spans), ("from", self._elapsed), ("yearly", self._season),
        ):  # fmt: skip
            if word in part:
                return self._once(part, read(part))
        return self._once(part, self._compare(part))

    def _once(self, part: Part, leaf: Leaf) -> Leaf:
        """Return the leaf that says the same and was read before, otherwise this one.

        What it says depends on the file and on what stands around it: the way of counting, the list, the file's own
        facts and sets of places, which another file may call by the same name.
        """
        around = None if isinstance(leaf, Compare | InSet | Undecided) else (self.counting, self.adding)
        sets = tuple(self.places[name] for name in _places_in(part.value))
        facts = tuple(fact for key in (*leaf.needs, self.list_key) if (fact := self.facts.get(key)))
        key = (json.dumps(part.value, sort_keys=True), around, sets, self.list_key, facts)
        return self.shared.leaves.setdefault(key, leaf)

    # Kinds of leaves.

    def _undecided(self, part: Part) -> Undecided:
        part.only("unknown", *NOTE_KEYS)
        read_words(part["unknown"])
        return Undecided((), read_note(part), part.value)

    def _place(self, part: Part) -> InSet:
        part.only("place", "in", *NOTE_KEYS)
        term = self.fact(part["place"], FactType.PLACE)
        name = part["in"].text()
        if name not in self.places:
            raise part["in"].fail(f"unknown set of places '{name}'")
        return InSet(term.needs, read_note(part), part.value, term, self.places[name])

    def _count(self, part: Part) -> Count:
        word = self._operator(part, (*ORDERED, "is"))
        part.only("count", "where", word, *NOTE_KEYS)
        rows, needs = self.rows(part["count"], part.get("where"))
        return Count(needs, read_note(part), part.value, rows, part[word].whole(), OPERATORS[word])

    def _every(self, part: Part) -> Every:
        part.only("every", "holds", *NOTE_KEYS)
        rows, needs = self.rows(part["every"], part["holds"])
        return Every(needs, read_note(part), part.value, rows)

    def _spans(self, part: Part) -> AddUp | Unbroken:
        rows, needs = self.rows(part["spans"], part.get("where"), FROM)
        before = self.term(part["before"], FactType.DATE)
        needs = tuple(dict.fromkeys((*needs, *before.needs)))
        note = read_note(part)
        if "add_up_to" in part:
            part.only("spans", "where", "before", "within", "add_up_to", *NOTE_KEYS)
            window, length = read_length(part["within"]), read_length(part["add_up_to"])
            if window.days:
                raise part["within"].fail("a window has years or months")
            return AddUp(needs, note, part.value, rows, length, before, window.months, self.adding)
        part.only("spans", "where", "before", "unbroken", "tolerance", "gap_days", *NOTE_KEYS)
        tolerance, gap = part.get("tolerance"), part.get("gap_days")
        return Unbroken(
            needs, note, part.value, rows, read_length(part["unbroken"]), before,
            read_length(tolerance) if tolerance else Length(), gap.whole() if gap else 0,
        )  # fmt: skip

    def _elapsed(self, part: Part) -> Elapsed:
        word = self._operator(part, ORDERED)
        part.only("from", "to", word, *NOTE_KEYS)
        start, end = self.term(part["from"], FactType.DATE), self.term(part["to"], FactType.DATE)
        over = word in ("at_least", "more_than")
        needs = tuple(dict.fromkeys(start.needs + end.needs))
        return Elapsed(needs, read_note(part), part.value, start, end, read_length(part[word]), self.counting, over)

    def _season(self, part: Part) -> InSeason:
        part.only("yearly", "first", "last", *NOTE_KEYS)
        day = self.term(part["yearly"], FactType.DATE)
        first, last = part["first"].day_of_year(), part["last"].day_of_year()
        return InSeason(day.needs, read_note(part), part.value, day, first, last)

    def _compare(self, part: Part) -> Compare:
        word = self._operator(part, tuple(OPERATORS))
        left_words = [key for key in part.mapping() if key in TERM_KEYS]
        part.only(word, *left_words, *NOTE_KEYS)
        left = self.term(Part({key: part.value[key] for key in left_words}, part.path))
        right = self.limit(part[word], left, word)
        needs = tuple(dict.fromkeys(left.needs + right.needs))
        return Compare(needs, read_note(part), part.value, left, right, OPERATORS[word])

    def _operator(self, part: Part, known: tuple[str, ...]) -> str:
        words = [word for word in part.mapping() if word in known]
        if len(words) != 1:
            raise part.fail(f"a condition has one of: {', '.join(known)}")
        return words[0]

    def rows(self, key: Part, where: Part | None, *columns: str) -> tuple[Rows, tuple[str, ...]]:
        """Return the rows of a list, which must have these columns, and the facts that are needed to find them."""
        fact = self.known(key)
        if fact.type is not FactType.LIST:
            raise key.fail(f"'{fact.key}' is not a list")
        for column in columns:
            if column.removeprefix(ROW) not in {one.key for one in fact.columns}:
                raise key.fail(f"'{fact.key}' has no column '{column.removeprefix(ROW)}'")
        if where is None:
            return Rows(fact.key, None), (fact.key,)
        condition = self.inside(key).condition(where)
        outside = [need for need in _needs(condition) if not need.startswith(ROW)]
        return Rows(fact.key, condition), tuple(dict.fromkeys([fact.key, *outside]))

    def inside(self, key: Part) -> "ConditionReader":
        """Return the reader of what is said of the rows of a list."""
        fact = self.known(key)
        columns = {ROW + column.key: column for column in fact.columns}
        return replace(self, columns=columns, list_key=fact.key)


def _places_in(value: Any) -> list[str]:
    """Return the names of the sets of places that a condition names, at any depth."""
    if isinstance(value, dict):
        named = [value["in"]] if "place" in value else []
        return named + [name for one in value.values() for name in _places_in(one)]
    return [name for one in value for name in _places_in(one)] if isinstance(value, list) else []


def _needs(condition: Condition) -> list[str]:
    """Return the facts of all leaves of a condition."""
    if isinstance(condition, Leaf):
        return list(condition.needs)
    return [need for part in condition.of for need in _needs(part)]
