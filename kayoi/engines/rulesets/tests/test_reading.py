"""Ruleset files: what is read, and the one line that tells what is wrong and where."""

import json
from copy import deepcopy
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from kayoi.engines.rulesets.rules.lengths import Length
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_amounts import read_shares, read_steps
from kayoi.engines.rulesets.rules.reading_conditions import ConditionReader
from kayoi.engines.rulesets.rules.reading_facts import read_fact, read_facts, read_value
from kayoi.engines.rulesets.rules.reading_parts import (
    BadRuleset,
    Part,
    read_certainty,
    read_enum,
    read_length,
    read_note,
    read_optional_day,
    read_words,
)
from kayoi.engines.rulesets.states import Certainty, Change, FactType, RulesetKind, Words
from kayoi.engines.rulesets.states.vocabulary import VOCABULARY
from kayoi.engines.rulesets.tests.written import cases, file, version, yes_no

FILE = file(
    version({"fact": "t.a", "is": True}, from_="2026-04-01", until=None),
    facts=yes_no("t.a"),
    places={"wards": {"label": "区", "codes": ["13101"]}},
)


def put(data: Any, way: str, value: Any) -> None:
    """Put a value at a place, or take away what stands there for "-"."""
    *steps, last = [int(step) if step.isdecimal() else step for step in way.split(".")]
    for step in steps:
        data = data[step]
    if value == "-":
        del data[last]
    elif isinstance(data, list) and last == len(data):
        data.append(value)
    else:
        data[last] = value


@cases("reading_errors")
def test_what_is_wrong_is_told_in_one_line(row: dict[str, str]) -> None:
    data = deepcopy(FILE)
    put(data, row["どこを"], row["何に"] if row["何に"] == "-" else json.loads(row["何に"]))
    with pytest.raises(BadRuleset) as found:
        read_ruleset(data)
    assert str(found.value) == row["1行"]


@cases("fact_errors")
def test_what_is_wrong_with_facts_is_told_in_one_line(row: dict[str, str]) -> None:
    with pytest.raises(BadRuleset) as found:
        read_facts(json.loads(row["事実"]), VOCABULARY)
    assert str(found.value) == row["1行"]


def test_a_whole_file() -> None:
    data = deepcopy(FILE) | {"summary": {"ja": "概要", "en": "Summary"}, "publisher": "架空町"}
    data["versions"][0] |= {
        "certainty": "remembered", "source": "第3条", "cases": [{"name": "x", "facts": {}, "verdict": "unknown"}],
        "adopted": {"ordinance": "要綱", "number": "告示第1号", "on": "2026-03-01"},
    }  # fmt: skip
    rules = read_ruleset(data)
    (only,) = rules.versions
    assert (rules.kind, rules.publisher, rules.summary.in_language("en")) == (RulesetKind.GRANT, "架空町", "Summary")
    # Only the facts that a version names, its anchor among them.
    assert set(rules.facts) == {"t.a", "application.on"}
    assert (only.starts_on, only.last_on, only.certainty) == (date(2026, 4, 1), None, Certainty.REMEMBERED)
    assert only.adoption is not None
    assert (only.adoption.number, only.cases[0].verdict, only.counting) == ("告示第1号", "unknown", None)
    assert not only.is_unlimited


def test_versions_stand_in_the_order_of_their_days() -> None:
    later, first, always = (
        version(key=key, from_=day) for key, day in (("b", "2026-04-01"), ("a", "2025-04-01"), ("c", None))
    )
    assert [one.key for one in read_ruleset(file(later, first, always)).versions] == ["c", "a", "b"]


def test_an_adoption_may_have_no_number() -> None:
    data = deepcopy(FILE)
    data["versions"][0]["adopted"] = {"ordinance": "要綱", "number": None, "on": "2026-03-01"}
    adoption = read_ruleset(data).versions[0].adoption
    assert adoption is not None
    assert adoption.number == ""


def test_read_fact() -> None:
    fact = read_fact(
        Part({"key": "t.w", "type": "choice", "label": "道", "choices": {"a": "あ"}, "change": "by_person"})
    )
    assert (fact.question.ja, fact.choices, fact.change) == ("道", (("a", Words("あ")),), Change.BY_PERSON)
    assert read_value(Part("a"), fact) == "a"


def test_read_facts() -> None:
    told = {
        "house.floor_m2": 50.5, "house.cost_yen": "100/3", "move.from": "abroad", "work.route": None,
        "household.members": [{"relation": "child", "born_on": None}],
    }  # fmt: skip
    assert read_facts(told, VOCABULARY) == {
        "house.floor_m2": Fraction(101, 2), "house.cost_yen": Fraction(100, 3), "move.from": "abroad",
        "household.members": ({"this.relation": "child"},),
    }  # fmt: skip
    assert read_facts({"t.z": 1, "move.to": "20209"}, VOCABULARY, strict=False) == {"move.to": "20209"}


def test_small_parts() -> None:
    part = Part({"certainty": "uncertain", "label": "題", "source": "第1条", "on": "2026-04-01"}, "x")
    note = read_note(part)
    assert (note.label.ja, note.source, note.certainty) == ("題", "第1条", Certainty.UNCERTAIN)
    assert (read_certainty(None), read_certainty(part["certainty"])) == (Certainty.CHECKED, Certainty.UNCERTAIN)
    assert (read_optional_day(None), read_optional_day(part["on"])) == (None, date(2026, 4, 1))
    assert read_enum(Part("date"), FactType) is FactType.DATE
    assert (read_words(None), read_words(Part("題")), read_words(Part({"ja": "題"}))) == (
        Words(""),
        Words("題"),
        Words("題"),
    )
    assert read_length(Part({"years": 1, "months": 2, "days": 3})) == Length(14, 3)


def test_read_shares_and_steps() -> None:
    assert read_shares(Part([{"payer": "県", "rate": "1/2"}, {"payer": "町"}])) == (
        ("県", Fraction(1, 2)),
        ("町", None),
    )
    assert read_shares(None) == ()
    reader = ConditionReader(VOCABULARY)
    steps = read_steps(Part([{"start": {"fact": "house.cost_yen"}}, {"round": "down", "to": 1000}]), reader)
    assert [type(step).__name__ for step in steps] == ["Start", "Round"]
    assert (read_steps(None, reader), reader.used) == ((), {"house.cost_yen"})
