"""Read values from a ruleset file: facts, ages, days, sums. Each is a day, a number, or of the type of its fact."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kayoi.engines.rulesets.rules import terms
from kayoi.engines.rulesets.rules.reading_facts import read_value
from kayoi.engines.rulesets.rules.reading_parts import MOST_YEARS, Part
from kayoi.engines.rulesets.states import ROW, Fact, FactType

TERM_KEYS = ("fact", "age", "on", "year_end", "year_start", "shift", "by", "sum", "minus", "times", "least")
KINDS = ("fact", "age", "year_end", "year_start", "shift", "sum", "times", "least")
ORDERED = ("at_least", "at_most", "less_than", "more_than")
EQUAL = ("is", "is_not")
LISTS = ("one_of", "none_of")
# Which comparisons a type knows.
COMPARISONS: dict[FactType, tuple[str, ...]] = {
    FactType.YES_NO: EQUAL,
    FactType.NUMBER: (*ORDERED, *EQUAL, *LISTS),
    FactType.YEN: (*ORDERED, *EQUAL, *LISTS),
    FactType.DATE: (*ORDERED, *EQUAL, *LISTS),
    FactType.CHOICE: (*EQUAL, *LISTS),
    FactType.PLACE: (*EQUAL, *LISTS),
    FactType.TEXT: (*EQUAL, *LISTS),
    FactType.CHOICES: ("includes", "excludes"),
}
NAMES = {FactType.DATE: "a day", FactType.NUMBER: "a number", FactType.PLACE: "a place"}


@dataclass
class TermReader:
    """Reads values: what facts there are, and the columns of the list whose rows are being read about."""

    facts: Mapping[str, Fact]
    # Facts that were named so far.
    used: set[str] = field(default_factory=set)
    columns: Mapping[str, Fact] = field(default_factory=dict)

    def term(self, part: Part, kind: FactType | None = None) -> terms.Term:
        """Return a value, of that kind if one is given: a literal, or an object that says where it comes from."""
        if not isinstance(part.value, dict):
            return terms.Literal(part.day() if kind is FactType.DATE else part.number())
        found = self._term(part)
        if kind is not None and self.kind_of(found) is not _plain(kind):
            raise part.fail(f"expected {NAMES[_plain(kind)]}")
        return found

    def fact_of(self, term: terms.Term) -> Fact | None:
        """Return the fact that a term is; None where it is worked out."""
        if not isinstance(term, terms.FactTerm):
            return None
        return self.columns.get(term.key) or self.facts[term.key]

    def kind_of(self, term: terms.Term) -> FactType:
        """Return the type of a value; yen are numbers."""
        if isinstance(term, terms.YearEnd | terms.YearStart | terms.Shifted):
            return FactType.DATE
        fact = self.fact_of(term)
        return FactType.NUMBER if fact is None else _plain(fact.type)

    def fact(self, part: Part, kind: FactType | None = None) -> terms.FactTerm:
        """Return a fact, or a column of the row that is spoken of."""
        key = part.text()
        if not key.startswith(ROW):
            fact = self.known(part)
        elif key in self.columns:
            fact = self.columns[key]
        else:
            raise part.fail(f"unknown column '{key}' (known: {', '.join(sorted(self.columns)) or 'none here'})")
        if fact.type is FactType.LIST:
            raise part.fail(f"'{key}' is a list: count its rows")
        if kind is not None and fact.type is not kind:
            raise part.fail(f"'{key}' is not {NAMES[kind]}")
        return terms.FactTerm(key)

    def known(self, part: Part) -> Fact:
        """Return a fact that is declared."""
        key = part.text()
        if key not in self.facts:
            raise part.fail(f"unknown fact '{key}'")
        self.used.add(key)
        return self.facts[key]

    def limit(self, part: Part, left: terms.Term, word: str) -> terms.Term:
        """Return what a value is compared with; a literal is read by the type of the fact on the left."""
        kind, fact = self.kind_of(left), self.fact_of(left)
        if word not in COMPARISONS[kind]:
            raise part.fail(f"such a value has: {', '.join(COMPARISONS[kind])}")
        if word in LISTS:
            values = tuple(_literal(one, fact, kind) for one in part.items())
            if not values:
                raise part.fail("an empty list can never hold")
            return terms.Literal(values)
        if not isinstance(part.value, dict):
            return terms.Literal(_literal(part, fact, kind))
        right = self.term(part)
        if self.kind_of(right) is not kind:
            raise part.fail("compares values of different types")
        return right

    def _term(self, part: Part) -> terms.Term:
        if "fact" in part:
            part.only("fact")
            return self.fact(part["fact"])
        if "age" in part:
            part.only("age", "on")
            return terms.Age(self.fact(part["age"], FactType.DATE), self.term(part["on"], FactType.DATE))
        for word, kind in (("year_end", terms.YearEnd), ("year_start", terms.YearStart)):
            if word in part:
                part.only(word)
                return kind(self.term(part[word], FactType.DATE))
        if "shift" in part:
            part.only("shift", "by")
            return self._shifted(part)
        return self._arithmetic(part)

    def _arithmetic(self, part: Part) -> terms.Term:
        if "sum" in part:
            part.only("sum", "minus")
            return terms.Sum(self._numbers(part["sum"]), self._numbers(part.get("minus")))
        if "times" in part:
            part.only("times")
            factors = self._numbers(part["times"])
            if len(factors) != 2:
                raise part.fail("times takes two values")
            return terms.Times(*factors)
        if "least" in part:
            part.only("least")
            of = self._numbers(part["least"])
            if not of:
                raise part.fail("least takes one value or more")
            return terms.Least(of)
        raise part.fail(f"a value has one of: {', '.join(KINDS)}")

    def _numbers(self, part: Part | None) -> tuple[terms.Term, ...]:
        return tuple(self.term(one, FactType.NUMBER) for one in part.items()) if part else ()

    def _shifted(self, part: Part) -> terms.Shifted:
        by = part["by"]
        by.only("years", "months", "days")
        numbers = {key: by[key].whole(least=-MOST_YEARS * 366) for key in by.mapping()}
        months = numbers.get("years", 0) * 12 + numbers.get("months", 0)
        if max(abs(months) / 12, abs(numbers.get("days", 0)) / 366) > MOST_YEARS:
            raise by.fail(f"not more than {MOST_YEARS} years")
        return terms.Shifted(self.term(part["shift"], FactType.DATE), months, numbers.get("days", 0))


def _plain(kind: FactType) -> FactType:
    return FactType.NUMBER if kind is FactType.YEN else kind


def _literal(part: Part, fact: Fact | None, kind: FactType) -> object:
    """Return a value of the type of a fact, otherwise a day or a number."""
    if fact is not None and kind is FactType.CHOICES:
        fact = Fact(fact.key, FactType.CHOICE, fact.label, fact.question, choices=fact.choices)
    if fact is not None:
        return read_value(part, fact)
    return part.day() if kind is FactType.DATE else part.number()
