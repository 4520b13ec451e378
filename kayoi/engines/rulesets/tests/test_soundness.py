"""What is found wrong with a rule, and that nothing is found that is not wrong."""

import json
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from kayoi.engines.rulesets.forms.refusals import REFUSALS
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.scales import Need, follows, met_together
from kayoi.engines.rulesets.rules.soundness import findings
from kayoi.engines.rulesets.tests.test_properties import CONDITION, FACTS, HOUSEHOLD, PLACES, Facts, case
from kayoi.engines.rulesets.tests.written import cases, file, ruleset, version, yes_no
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Outcome, Verdict

A, B = ({"fact": key, "is": True} for key in ("t.a", "t.b"))
OWN = [
    {**fact, "question": f"{fact['key']}?"}
    for fact in [
        *yes_no("t.a", "t.b", "t.c"),
        {"key": "t.ways", "type": "choices", "label": "手段", "choices": {"x": "x", "y": "y"}},
    ]
]


def told(condition: Any, **more: Any) -> list[tuple[str, str]]:
    rules = ruleset(condition, facts=OWN, places={"区": {"label": "区", "codes": ["13101"]}}, **more)
    found = findings(rules)
    for one in found:
        assert sentences(Verdict(Outcome.NOT_MET, (one.reason,)), REFUSALS)
    return [(one.reason.code, one.way) for one in found]


@cases("soundness")
def test_findings(row: dict[str, str]) -> None:
    wanted = [(f"rulesets.{row['見つかること']}", row["どこ"])] if row["見つかること"] else []
    assert told(json.loads(row["要件"])) == wanted


def test_a_finding_in_words() -> None:
    rules = ruleset({"all": [A, {"not": A}]}, facts=OWN)
    (found,) = findings(rules)
    assert found.version == "v1"
    assert sentences(Verdict(Outcome.NOT_MET, (found.reason,)), REFUSALS) == [
        "「「t.a」に当たること」「「t.a」に当たらないこと」は、同時には満たせません。どちらかを直してください。"
    ]


def test_steps_are_checked_beside_the_conditions_of_the_version() -> None:
    rows = {"all": [{"fact": "this.relation", "is": "child"}, {"fact": "this.relation", "is": "spouse"}]}
    claims = {"fact": "this.months", "is": 1}
    steps = [
        {"start": 1, "if": {"fact": "t.a", "is": False}},
        {"add": 1, "if": B},
        {"add": 1, "per": "household.members", "where": rows},
        {"monthly": "commuting.claims", "where": claims, "most_months": 12,
         "steps": [{"start": 1, "if": {"all": [claims, {"not": claims}]}}]},
    ]  # fmt: skip
    assert told({"all": [A]}, amount=steps) == [
        ("rulesets.never_reached", "amount.0.if"),
        ("rulesets.contradiction", "amount.2.where.all.1"),
        ("rulesets.contradiction", "amount.3.steps.0.if.all.1.not"),
    ]


@pytest.mark.parametrize(
    ("versions", "unreached"),
    [
        ([("a", "2023-04-01", "2024-03-31"), ("b", "2024-04-01", None)], []),
        ([("a", "2023-04-01", "2024-03-31"), ("b", "2023-04-01", None)], ["a"]),
        ([("a", "2023-04-01", "2024-03-31"), ("b", "2023-04-02", None)], []),
        ([("a", "2023-04-01", "2024-03-31"), ("b", "2023-04-01", "2024-03-30")], []),
        ([("a", "2023-04-01", "2024-03-31"), ("b", "2023-04-01", "2023-09-30"), ("c", "2023-10-01", None)], ["a"]),
        ([("a", None, None), ("b", None, None)], ["a"]),
        ([("a", None, None), ("b", None, "2024-03-31")], []),
    ],
)
def test_versions_that_no_day_reaches(versions: list[tuple[str, str | None, str | None]], unreached: list[str]) -> None:
    rules = read_ruleset(file(*(version(key=key, from_=first, until=last) for key, first, last in versions)))
    assert [(one.version, one.reason.code) for one in findings(rules)] == [
        (key, "rulesets.never_chosen") for key in unreached
    ]
    # By another day that decides, nothing is taken away.
    anchors = ("application.on", "move.moved_in_on", "application.on")
    others = [
        version(key=key, from_=first, until=last, anchor=anchor)
        for (key, first, last), anchor in zip(versions[:2], anchors, strict=False)
    ]
    assert findings(read_ruleset(file(*others))) == []


def test_a_fact_without_a_question() -> None:
    rules = ruleset(A, facts=yes_no("t.a"))
    assert [(one.version, one.reason.code, one.reason.params) for one in findings(rules)] == [
        ("", "rulesets.no_question", {"fact": "t.a"})
    ]


@given(CONDITION, HOUSEHOLD)
def test_what_a_household_meets_is_not_called_impossible(condition: Any, household: Facts) -> None:
    rules = ruleset(condition, facts=FACTS, places=PLACES, counting="civil_code", adding="days")
    root = rules.versions[0].condition
    impossible = {"rulesets.contradiction", "rulesets.never_met", "rulesets.never_reached"}
    if root.value(case(rules, household)):
        found = {one.way for one in findings(rules) if one.reason.code in impossible}
        assert "condition" not in found
        assert met_together([Need(root, wanted=True)], rules.facts)


@given(st.lists(CONDITION, min_size=2, max_size=4), HOUSEHOLD)
def test_what_is_called_covered_changes_nothing(conditions: list[Any], household: Facts) -> None:
    rules = ruleset({"any": conditions}, facts=FACTS, places=PLACES, counting="civil_code", adding="days")
    known = case(rules, household)
    parts = rules.versions[0].condition.of  # type: ignore[union-attr]
    covered = {f"condition.any.{number}": part for number, part in enumerate(parts)}
    for found in findings(rules):
        if found.reason.code == "rulesets.covered" and found.way in covered and covered[found.way].value(known):
            # Another one is met, too.
            assert [part.value(known) for part in parts].count(True) > 1
    for one in parts:
        for other in parts:
            if follows(Need(one, wanted=True), [Need(other, wanted=True)], rules.facts) and other.value(known):
                assert one.value(known)


def test_the_rulesets_that_come_with_kayoi_make_sense() -> None:
    files = sorted((settings.ROOT / "data" / "rulesets").glob("*.json"))
    assert files
    for path in files:
        found = findings(read_ruleset(json.loads(path.read_text(encoding="utf-8"))))
        assert [(one.version, one.way, one.reason.code, one.reason.params) for one in found] == [], path.name
