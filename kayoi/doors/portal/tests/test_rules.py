"""When something is to be had again, or was to be had last."""

from datetime import date
from typing import Any

import pytest

from kayoi.doors.portal.rules import ended_on, opens_on
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.versions import Ruleset

TWO_YEARS = (("2025-04-01", "2026-03-31"), ("2027-04-01", None))


def ruleset(*days: tuple[str | None, str | None]) -> Ruleset:
    versions: list[dict[str, Any]] = [
        {"key": str(number), "from": since, "until": until, "anchor": "application.on", "condition": {"all": []}}
        for number, (since, until) in enumerate(days)
    ]
    return read_ruleset({"format": 1, "key": "x", "kind": "grant", "title": "x", "versions": versions})


@pytest.mark.parametrize(
    ("day", "opens", "ended"),
    [
        (date(2025, 3, 31), date(2025, 4, 1), None),
        (date(2025, 4, 1), date(2027, 4, 1), None),
        (date(2026, 3, 31), date(2027, 4, 1), None),
        (date(2026, 4, 1), date(2027, 4, 1), date(2026, 3, 31)),
        (date(2027, 4, 1), None, date(2026, 3, 31)),
    ],
)
def test_the_days_around_a_gap(day: date, opens: date | None, ended: date | None) -> None:
    found = ruleset(*TWO_YEARS)
    assert (opens_on(found, after=day), ended_on(found, before=day)) == (opens, ended)


def test_what_holds_without_limit_neither_opens_nor_ended() -> None:
    found = ruleset((None, None))
    assert (opens_on(found, after=date(2026, 1, 1)), ended_on(found, before=date(2026, 1, 1))) == (None, None)
