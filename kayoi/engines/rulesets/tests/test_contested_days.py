"""The first and the last day on which the relocation grant can be applied for, by each way of counting."""

import json
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from kayoi.engines.rulesets.rules.answers import evaluate
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_facts import read_facts

FILE = settings.ROOT / "data" / "rulesets" / "ijushienkin.json"


def outcome(*, version: str, counting: str | None, applied_on: str) -> str:
    """Answer the first case of a version of the grant, applied for on a day, with its time counted in a way."""
    data: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    found = next(one for one in data["versions"] if one["key"] == version)
    rules = read_ruleset({**data, "versions": [{**found, "counting": counting}]})
    facts = read_facts({**found["cases"][0]["facts"], "application.on": applied_on}, rules.facts)
    return evaluate(rules, facts, on=date.fromisoformat(applied_on)).outcome.value


@pytest.mark.parametrize(
    ("version", "applied_on", "civil_code", "day_before", "undeclared"),
    [
        # Moved in on 10 May 2025: within 1 year.
        ("2025", "2026-05-09", "met", "met", "met"),
        ("2025", "2026-05-10", "met", "not_met", "unknown"),
        ("2025", "2026-05-11", "not_met", "not_met", "not_met"),
        # Moved in on 1 June 2023: not before 3 months have passed.
        ("2023", "2023-08-31", "not_met", "not_met", "not_met"),
        ("2023", "2023-09-01", "not_met", "met", "unknown"),
        ("2023", "2023-09-02", "met", "met", "met"),
    ],
)
def test_ways_of_counting(version: str, applied_on: str, civil_code: str, day_before: str, undeclared: str) -> None:
    ways = {"civil_code": civil_code, "day_before": day_before, None: undeclared}
    assert {way: outcome(version=version, counting=way, applied_on=applied_on) for way in ways} == ways
