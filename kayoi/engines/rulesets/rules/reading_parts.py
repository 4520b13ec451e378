"""The small pieces of a ruleset file, and where in the file each stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from kayoi.engines.rulesets.rules.conditions import Note
from kayoi.engines.rulesets.rules.lengths import Length
from kayoi.engines.rulesets.states import Certainty, Words
from kayoi.kit.states import Labelled

L = TypeVar("L", bound=Labelled)
# Days and lengths that no calculation leaves the calendar with.
FIRST_DAY, LAST_DAY, MOST_YEARS = date(1873, 1, 1), date(2999, 12, 31), 200
NUMBER = re.compile(r"-?[0-9]{1,15}([./][0-9]{1,9})?")
NOTE_KEYS = ("label", "source", "certainty")


class BadRuleset(ValueError):
    """The file cannot be read as a ruleset: where, and what is wrong, in one line."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path or 'file'}: {problem}")


@dataclass(frozen=True, slots=True)
class Part:
    """A value in the file and the way to it."""

    value: Any
    path: str = ""

    def fail(self, problem: str) -> BadRuleset:
        return BadRuleset(self.path, problem)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def __getitem__(self, key: str) -> "Part":
        """Return a part that must be there. Raises BadRuleset."""
        if key not in self.mapping():
            raise self.fail(f"'{key}' is missing")
        return Part(self.value[key], f"{self.path}.{key}".lstrip("."))

    def get(self, key: str) -> "Part | None":
        return self[key] if key in self and self.value[key] is not None else None

    def mapping(self) -> dict[str, Any]:
        if not isinstance(self.value, dict):
            raise self.fail("expected an object")
        return self.value

    def only(self, *keys: str) -> None:
        """Refuse words that nobody knows, so that a slip of the pen is not silently ignored."""
        for key in self.mapping():
            if key not in keys:
                raise self.fail(f"unknown word '{key}' (known here: {', '.join(sorted(keys))})")

    def items(self) -> Iterator["Part"]:
        if not isinstance(self.value, list):
            raise self.fail("expected a list")
        for number, value in enumerate(self.value):
            yield Part(value, f"{self.path}[{number}]")

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value:
            raise self.fail("expected a text")
        return self.value

    def whole(self, *, least: int = 0) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < least:
            raise self.fail(f"expected a whole number of {least} or more")
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.fail("expected true or false")
        return self.value

    def day(self) -> date:
        try:
            day = date.fromisoformat(self.text())
        except ValueError:
            raise self.fail("expected a day as YYYY-MM-DD") from None
        if day.isoformat() != self.value or not FIRST_DAY <= day <= LAST_DAY:
            raise self.fail(f"expected a day as YYYY-MM-DD, from {FIRST_DAY} to {LAST_DAY}")
        return day

    def day_of_year(self) -> tuple[int, int]:
        """Return month and day of a day of every year: "12-29"."""
        try:
            # Of a leap year, in which every day of every year is found.
            day = date.fromisoformat(f"2024-{self.text()}")
        except ValueError:
            raise self.fail("expected a day of every year as MM-DD") from None
        return day.month, day.day

    def number(self) -> int | Fraction:
        """Return a whole number as it is, anything else exactly: 0.5, "1/3"."""
        value = self.value
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        try:
            if isinstance(value, float) or (isinstance(value, str) and NUMBER.fullmatch(value)):
                return Fraction(str(value))
        except (ValueError, ZeroDivisionError):
            pass
        raise self.fail("expected a number")


def read_words(part: Part | None) -> Words:
    """Return a text: a string, or {"ja": …, "en": …}.

    Source: docs/reference/rulesets.md (The file)
    """
    if part is None:
        return Words("")
    if isinstance(part.value, str):
        return Words(part.value)
    part.only("ja", "en")
    return Words(part["ja"].text(), part["en"].text() if part.value.get("en") else "")


def read_enum(part: Part, kind: type[L]) -> L:
    """Return the member of an enumeration.

    Source: docs/reference/rulesets.md (The file)
    """
    try:
        return kind.of(part.text())
    except ValueError:
        known = ", ".join(member.value for member in kind)
        raise part.fail(f"'{part.value}' is not one of: {known}") from None


def read_optional_day(part: Part | None) -> date | None:
    """Return a day, or None where there is none.

    Source: docs/reference/rulesets.md (from, until)
    """
    return None if part is None else part.day()


def read_certainty(part: Part | None) -> Certainty:
    """Return how sure the source is: checked unless the file says otherwise.

    Source: docs/reference/rulesets.md (certainty)
    """
    return Certainty.CHECKED if part is None else read_enum(part, Certainty)


def read_note(part: Part) -> Note:
    """Return what a condition or a step says about itself.

    Source: docs/reference/rulesets.md (label, source, certainty)
    """
    source = part.get("source")
    return Note(read_words(part.get("label")), source.text() if source else "", read_certainty(part.get("certainty")))


def read_length(part: Part) -> Length:
    """Return a length of time: {"years": 5}, {"months": 3}, {"days": 14}.

    Source: docs/reference/rulesets.md (Conditions)
    """
    part.only("years", "months", "days")
    parts = {key: part[key].whole() for key in part.mapping()}
    if not any(parts.values()):
        raise part.fail("a length has years, months or days")
    length = Length(parts.get("years", 0) * 12 + parts.get("months", 0), parts.get("days", 0))
    if length.months > MOST_YEARS * 12 or length.days > MOST_YEARS * 366:
        raise part.fail(f"not more than {MOST_YEARS} years")
    return length
