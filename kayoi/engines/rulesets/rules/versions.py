"""Rulesets and their versions: which one is in force on the day that decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from kayoi.engines.rulesets.rules.amounts import Step
from kayoi.engines.rulesets.rules.conditions import Condition
from kayoi.engines.rulesets.rules.places import PlaceSet
from kayoi.engines.rulesets.states import Adding, Certainty, Fact, RulesetKind, Words
from kayoi.kit.dates import CountingMethod


@dataclass(frozen=True, slots=True)
class Adoption:
    """By which ordinance a town put a version into force (要綱の名称・番号・日付)."""

    ordinance: str
    number: str
    on: date


@dataclass(frozen=True, slots=True)
class TestCase:
    """A case that a version must answer as stated before it may be adopted (確認の事例)."""

    name: str
    facts: Mapping[str, Any]
    verdict: str
    amount_yen: int | None = None
    on: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A ruleset as it stands from a day up to another one (版), that day included; without end if None."""

    key: str
    starts_on: date | None
    last_on: date | None
    anchor: str
    condition: Condition
    steps: tuple[Step, ...] = ()
    shares: tuple[tuple[str, Fraction | None], ...] = ()
    counting: CountingMethod | None = None
    adding: Adding | None = None
    source: str = ""
    certainty: Certainty = Certainty.CHECKED
    adoption: Adoption | None = None
    cases: tuple[TestCase, ...] = ()

    @property
    def is_unlimited(self) -> bool:
        """Tell whether the version is in force on every day."""
        return self.starts_on is None and self.last_on is None

    def holds_on(self, day: date) -> bool:
        """Tell whether the version is in force on a day."""
        return (self.starts_on is None or self.starts_on <= day) and (self.last_on is None or day <= self.last_on)


@dataclass(frozen=True, slots=True)
class Ruleset:
    """What one thing demands and gives (要件・算定), in all its versions."""

    key: str
    kind: RulesetKind
    title: Words
    summary: Words
    publisher: str
    facts: Mapping[str, Fact]
    places: Mapping[str, PlaceSet]
    versions: tuple[Version, ...]

    def in_force(self, day: date) -> Version | None:
        """Return the version in force on a day; the latest where several are."""
        for version in reversed(self.versions):
            if version.holds_on(day):
                return version
        return None


@dataclass(frozen=True, slots=True)
class Break:
    """Days between versions on which none is in force, or several are (空白・重なり)."""

    is_gap: bool
    first_on: date
    last_on: date
    before: str
    after: str


def breaks(versions: Iterable[Version]) -> list[Break]:
    """Return the gaps and overlaps between versions that follow one another and are decided by the same day.

    Source: docs/reference/rulesets.md (from, until)
    """
    found: list[Break] = []
    ordered = sorted(versions, key=lambda version: version.starts_on or date.min)
    before = ordered[0] if ordered else None
    for after in ordered[1:]:
        assert before is not None
        last, start = before.last_on or date.max, after.starts_on or date.min
        until = after.last_on or date.max
        if before.anchor != after.anchor:
            before = after
            continue
        if last >= start:
            found.append(Break(False, start, min(last, until), before.key, after.key))
        elif last + timedelta(days=1) < start:
            found.append(Break(True, last + timedelta(days=1), start - timedelta(days=1), before.key, after.key))
        # A version that lies inside of a longer one leaves that one to be compared with the next.
        before = after if until > last else before
    return found
