"""Rulesets as they stand in files, and the tables of cases (tests/cases/*.csv), for the tests of the rules."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.engines.rulesets.states.vocabulary import VOCABULARY

CASES = Path(__file__).parent / "cases"
DAY = date(2026, 5, 1)


def rows(name: str) -> list[dict[str, str]]:
    """Return the lines of a table."""
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def cases(name: str) -> pytest.MarkDecorator:
    """Run a test once for each line of a table, as its argument `row`."""
    lines = rows(name)
    assert lines, name
    return pytest.mark.parametrize("row", lines, ids=[line["なぜ"] for line in lines])


def version(condition: Any = None, **more: Any) -> dict[str, Any]:
    """Return a version as it stands in a file, in force without limit by the day of application."""
    given = {"key": "v1", "anchor": "application.on", "condition": condition or {"all": []}}
    return given | {key.rstrip("_"): value for key, value in more.items()}


def file(*versions: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return a ruleset file with these versions."""
    given = {"format": 1, "key": "test", "kind": "grant", "title": "試しの制度", "versions": list(versions)}
    return given | more


def ruleset(condition: Any = None, *, facts: Any = (), places: Any = None, **more: Any) -> Ruleset:
    """Return a ruleset of one version as the rules evaluate it."""
    return read_ruleset(file(version(condition, **more), facts=list(facts), places=places or {}))


def yes_no(*keys: str) -> list[dict[str, Any]]:
    """Return declarations of facts that are yes or no, which a person can change."""
    return [{"key": key, "type": "yes_no", "label": key, "change": "by_person"} for key in keys]


def case(ruleset: Ruleset, facts: Mapping[str, Any], on: date = DAY) -> Case:
    """Return the case of some facts as they stand in a file."""
    return Case({"application.on": on} | read_facts(facts, {**VOCABULARY, **ruleset.facts}))
