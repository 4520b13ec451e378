"""Read conditions and terms from a ruleset file. Equal leaves become one, so that each is asked once per case."""

import json
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kayoi.engines.rulesets.rules import terms
from kayoi.engines.rulesets.rules.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    Elapsed,
    InSeason,
    Leaf,
    Not,
    Undecided,
)
from kayoi.engines.rulesets.rules.lengths import Length
from kayoi.engines.rulesets.rules.lists import AddUp, Count, Every, Rows, Unbroken
from kayoi.engines.rulesets.rules.places import InSet, PlaceSet
from kayoi.engines.rulesets.rules.reading_facts import read_value
from kayoi.engines.rulesets.rules.reading_parts import NOTE_KEYS, Part, read_length, read_note, read_words
from kayoi.engines.rulesets.states import ROW, Adding, Fact, FactType
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
ORDERED = ("at_least", "at_most", "less_than", "more_than")
TERM_KEYS = ("fact", "age", "on", "year_end", "year_start", "shift", "by", "sum", "minus", "times", "least", "literal")


@dataclass
class Shared:
    """Leaves that were read before, by what they say; shared between the rulesets of one book."""

    leaves: dict[str, Leaf] = field(default_factory=dict)


@dataclass
class ConditionReader:
    """Reads the conditions of one version: what facts and sets of places there are, and how its time is counted."""

    facts: Mapping[str, Fact]
    places: Mapping[str, PlaceSet]
    counting: CountingMethod | None
    adding: Adding | None
    shared: Shared
    # Facts that were named so far.
    used: set[str] = field(default_factory=set)
    # Columns of the list whose rows are being read about, and the list.
    columns: Mapping[str, Fact] = field(default_factory=dict)
    list_key: str = ""

    def condition(self, part: Part) -> Condition:
        """Return a condition with all its parts. Raises BadRuleset."""
        note = read_note(part)
        if "all" in part:
            part.only("all", *NOTE_KEYS)
            return AllOf(tuple(self.condition(one) for one in part["all"].items()), note)
        if "any" in part:
            part.only("any", *NOTE_KEYS)
            return AnyOf(self._some(part["any"]), note)
        if "at_least_of" in part:
            part.only("at_least_of", "of", *NOTE_KEYS)
            of = self._some(part["of"])
            count = part["at_least_of"].whole(least=1)
            if count > len(of):
                raise part.fail(f"at least {count} of {len(of)} can never hold")
            return AtLeast(of, note, count)
        if "not" in part:
            part.only("not", *NOTE_KEYS)
            return Not((self.condition(part["not"]),), note)
        return self._leaf(part)

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

        What it says depends on the file and on what stands around it: the sets of places, the way of counting.
        """
        around = [str(self.counting), str(self.adding)] if isinstance(leaf, Elapsed | AddUp) else []
        sets = sorted((key, repr(found)) for key, found in self.places.items()) if _names_places(part.value) else []
        key = json.dumps([part.value, around, sets, self.list_key], sort_keys=True, ensure_ascii=False)
        return self.shared.leaves.setdefault(key, leaf)

    # Kinds of leaves.

    def _undecided(self, part: Part) -> Undecided:
        part.only("unknown", *NOTE_KEYS)
        read_words(part["unknown"])
        return Undecided((), read_note(part), part.value)

    def _place(self, part: Part) -> InSet:
        part.only("place", "in", *NOTE_KEYS)
        term = self._fact(part["place"])
        name = part["in"].text()
        if name not in self.places:
            raise part.fail(f"unknown set of places '{name}'")
        return InSet(term.needs, read_note(part), part.value, term, self.places[name])

    def _count(self, part: Part) -> Count:
        word = self._operator(part, (*ORDERED, "is"))
        part.only("count", "where", word, *NOTE_KEYS)
        rows, needs = self.rows(part["count"], part.get("where"))
        return Count(needs, read_note(part), part.value, rows, part[word].whole(), OPERATORS[word])

    def _every(self, part: Part) -> Every:
        part.only("every", "holds", *NOTE_KEYS)
        rows, needs = self.rows(part["every"], part["holds"])
        assert rows.where is not None
        return Every(needs, read_note(part), part.value, rows.key, rows.where)

    def _spans(self, part: Part) -> AddUp | Unbroken:
        rows, needs = self.rows(part["spans"], part.get("where"))
        before = self.term(part["before"], FactType.DATE)
        needs = (*needs, *before.needs)
        note = read_note(part)
        if "add_up_to" in part:
            part.only("spans", "where", "before", "within", "add_up_to", *NOTE_KEYS)
            window, length = read_length(part["within"]), read_length(part["add_up_to"])
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
        needs = start.needs + end.needs
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
        right = self._limit(part[word], left, word)
        needs = tuple(dict.fromkeys(left.needs + right.needs))
        return Compare(needs, read_note(part), part.value, left, right, OPERATORS[word])

    def _operator(self, part: Part, known: tuple[str, ...]) -> str:
        words = [word for word in part.mapping() if word in known]
        if len(words) != 1:
            raise part.fail(f"a condition has one of: {', '.join(known)}")
        return words[0]

    def rows(self, key: Part, where: Part | None) -> tuple[Rows, tuple[str, ...]]:
        """Return the rows of a list, and the facts that are needed to find them."""
        fact = self._known(key)
        if fact.type is not FactType.LIST:
            raise key.fail(f"'{fact.key}' is not a list")
        if where is None:
            return Rows(fact.key, None), (fact.key,)
        condition = self.inside(key).condition(where)
        outside = [need for need in _needs(condition) if not need.startswith(ROW)]
        return Rows(fact.key, condition), tuple(dict.fromkeys([fact.key, *outside]))

    def inside(self, key: Part) -> "ConditionReader":
        """Return the reader of what is said of the rows of a list."""
        fact = self._known(key)
        columns = {ROW + column.key: column for column in fact.columns}
        return replace(self, columns=columns, list_key=fact.key)

    # Terms.

    def term(self, part: Part, kind: FactType | None = None) -> terms.Term:
        """Return a value: a literal (read by `kind`), or an object that says where it comes from."""
        if not isinstance(part.value, dict):
            return terms.Literal(_literal(part, kind))
        if "fact" in part:
            part.only("fact")
            return self._fact(part["fact"])
        if "age" in part:
            part.only("age", "on")
            return terms.Age(self._fact(part["age"]), self.term(part["on"], FactType.DATE))
        if "year_end" in part:
            part.only("year_end")
            return terms.YearEnd(self.term(part["year_end"], FactType.DATE))
        if "year_start" in part:
            part.only("year_start")
            return terms.YearStart(self.term(part["year_start"], FactType.DATE))
        if "shift" in part:
            part.only("shift", "by")
            return self._shifted(part)
        return self._arithmetic(part)

    def _arithmetic(self, part: Part) -> terms.Term:
        if "sum" in part:
            part.only("sum", "minus")
            minus = part.get("minus")
            return terms.Sum(
                tuple(self.term(one, FactType.NUMBER) for one in part["sum"].items()),
                tuple(self.term(one, FactType.NUMBER) for one in minus.items()) if minus else (),
            )
        if "times" in part:
            part.only("times")
            factors = [self.term(one, FactType.NUMBER) for one in part["times"].items()]
            if len(factors) != 2:
                raise part.fail("times takes two values")
            return terms.Times(*factors)
        if "least" in part:
            part.only("least")
            return terms.Least(tuple(self.term(one, FactType.NUMBER) for one in part["least"].items()))
        raise part.fail(f"a value has one of: {', '.join(TERM_KEYS)}")

    def _shifted(self, part: Part) -> terms.Shifted:
        by = part["by"]
        by.only("years", "months", "days")
        numbers = {}
        for key in by.mapping():
            if not isinstance(by.value[key], int):
                raise by.fail("expected whole numbers")
            numbers[key] = by.value[key]
        months = numbers.get("years", 0) * 12 + numbers.get("months", 0)
        return terms.Shifted(self.term(part["shift"], FactType.DATE), months, numbers.get("days", 0))

    def _fact(self, part: Part) -> terms.FactTerm:
        return terms.FactTerm(self._known(part).key if not part.text().startswith(ROW) else self._column(part))

    def _known(self, part: Part) -> Fact:
        key = part.text()
        if key not in self.facts:
            raise part.fail(f"unknown fact '{key}'")
        self.used.add(key)
        return self.facts[key]

    def _column(self, part: Part) -> str:
        key = part.text()
        if key not in self.columns:
            raise part.fail(f"unknown column '{key}' (known: {', '.join(sorted(self.columns)) or 'none here'})")
        return key

    def _limit(self, part: Part, left: terms.Term, word: str) -> terms.Term:
        """Return what is compared with; a literal is read by the type of the fact on the left."""
        if isinstance(part.value, dict):
            return self.term(part)
        fact = self._fact_of(left)
        if fact is None:
            return terms.Literal(_literal(part, FactType.DATE if _is_day(left) else FactType.NUMBER))
        if word in ORDERED and fact.type not in (FactType.NUMBER, FactType.YEN, FactType.DATE):
            raise part.fail(f"'{fact.key}' has no order")
        if word in ("includes", "excludes"):
            one = Fact(fact.key, FactType.CHOICE, fact.label, fact.question, choices=fact.choices)
            return terms.Literal(read_value(part, one))
        if word in ("one_of", "none_of"):
            return terms.Literal(tuple(read_value(one, fact) for one in part.items()))
        return terms.Literal(read_value(part, fact))

    def _fact_of(self, term: terms.Term) -> Fact | None:
        if not isinstance(term, terms.FactTerm):
            return None
        return self.columns.get(term.key) or self.facts[term.key]


def _literal(part: Part, kind: FactType | None) -> Any:
    return part.day() if kind is FactType.DATE else part.number()


def _is_day(term: terms.Term) -> bool:
    return isinstance(term, terms.YearEnd | terms.YearStart | terms.Shifted)


def _names_places(value: Any) -> bool:
    """Tell whether a condition names a set of places, at any depth."""
    if isinstance(value, dict):
        return "place" in value or any(_names_places(one) for one in value.values())
    return isinstance(value, list) and any(_names_places(one) for one in value)


def _needs(condition: Condition) -> list[str]:
    """Return the facts of all leaves of a condition."""
    if isinstance(condition, Leaf):
        return list(condition.needs)
    return [need for part in condition.of for need in _needs(part)]
