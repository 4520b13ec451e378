"""Places in a body, what stands there, and how it changes."""

from datetime import date
from typing import Any

import pytest

from kayoi.engines.rulesets.rules.editing import (
    Direction,
    NoSuchPlace,
    at,
    destination,
    later_cases,
    moved,
    put,
    stands,
    told_in_full,
    way_of,
    without,
    wrapped,
    written,
)
from kayoi.engines.rulesets.rules.freezing import fingerprint, frozen_names
from kayoi.engines.rulesets.rules.nodes import (
    around,
    condition_kind,
    is_step,
    known_facts,
    same,
    step_kind,
    with_parts,
    words_in,
)
from kayoi.engines.rulesets.rules.packs import rulesets_in
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.wording import data_in_words, step_data_in_words, value_in_words
from kayoi.engines.rulesets.states.kinds import ConditionKind, StepKind
from kayoi.engines.rulesets.tests.factories import HOUSE, house

A, B, C = ({"unknown": letter} for letter in "ABC")
BODY: dict[str, Any] = {"condition": {"all": [A, {"any": [B, C]}, {"not": A}]}}


def changed(body: dict[str, Any]) -> Any:
    return body["condition"]["all"]


def test_way_is_text_and_back() -> None:
    assert way_of("condition.all.0") == ("condition", "all", 0)
    assert written(way_of("amount.1.where")) == "amount.1.where"
    assert way_of("") == ()


def test_places_that_are_not_there() -> None:
    assert at(BODY, way_of("condition.all.1.any.0")) == B
    assert stands(BODY, way_of("condition.all.2.not"))
    for way in ("condition.all.9", "condition.any.0", "condition.all.0.unknown.x", "amount.0"):
        assert not stands(BODY, way_of(way))
        with pytest.raises(NoSuchPlace):
            at(BODY, way_of(way))
    for way in ("condition.all.4", "amount.1", ""):
        with pytest.raises(NoSuchPlace):
            put(BODY, way_of(way), A)


def test_body_that_was_read_stays_as_it_was() -> None:
    before = str(BODY)
    assert changed(put(BODY, way_of("condition.all.3"), B))[3] == B
    assert changed(put(BODY, way_of("condition.all.0"), B))[0] == B
    assert put(BODY, way_of("amount.0"), {"start": 1})["amount"] == [{"start": 1}]
    assert changed(wrapped(BODY, way_of("condition.all.0"), "any"))[0] == {"any": [A]}
    assert changed(wrapped(BODY, way_of("condition.all.0"), "not"))[0] == {"not": A}
    assert str(BODY) == before


def test_group_goes_with_its_last_part() -> None:
    one_left = without(BODY, way_of("condition.all.1.any.0"))
    assert changed(one_left)[1] == {"any": [C]}
    assert changed(without(one_left, way_of("condition.all.1.any.0"))) == [A, {"not": A}]
    assert changed(without(BODY, way_of("condition.all.2.not"))) == [A, {"any": [B, C]}]
    two: dict[str, Any] = {"condition": {"at_least_of": 2, "of": [A, B]}}
    assert without(two, way_of("condition.of.0")) == {"condition": {"at_least_of": 1, "of": [B]}}
    assert without({"condition": {"all": [A]}}, way_of("condition.all.0")) == {"condition": {"all": []}}
    assert without({"condition": {"any": [A]}}, way_of("condition")) == {"condition": {"all": []}}


@pytest.mark.parametrize(
    ("way", "direction", "after"),
    [
        ("condition.all.0", Direction.DOWN, [{"any": [B, C]}, A, {"not": A}]),
        ("condition.all.1", Direction.UP, [{"any": [B, C]}, A, {"not": A}]),
        ("condition.all.0", Direction.IN, [{"any": [A, B, C]}, {"not": A}]),
        ("condition.all.1.any.0", Direction.OUT, [A, {"any": [C]}, B, {"not": A}]),
        ("condition.all.0", Direction.UP, None),
        ("condition.all.0", Direction.OUT, None),
        ("condition.all.1", Direction.IN, None),
        ("condition.all.2.not", Direction.UP, None),
        ("condition", Direction.DOWN, None),
    ],
)
def test_moves(way: str, direction: Direction, after: list[Any] | None) -> None:
    if after is None:
        assert destination(BODY, way_of(way), direction) is None
        with pytest.raises(NoSuchPlace):
            moved(BODY, way_of(way), direction)
    else:
        assert changed(moved(BODY, way_of(way), direction)) == after


def test_last_one_that_goes_out_takes_its_group_along() -> None:
    body: dict[str, Any] = {"condition": {"all": [{"any": [A]}, B]}}
    assert changed(moved(body, way_of("condition.all.0.any.0"), Direction.OUT)) == [A, B]


def test_days_of_cases_move_with_the_version() -> None:
    cases = [
        {"name": "2025-04-01の子", "on": "2024-02-29", "facts": {"a": [{"from": "2020-04-01"}], "b": 3, "c": "abroad"}}
    ]
    assert later_cases(cases, before=date(2025, 4, 1), after=date(2026, 4, 1)) == [
        {"name": "2025-04-01の子", "on": "2025-02-28", "facts": {"a": [{"from": "2021-04-01"}], "b": 3, "c": "abroad"}}
    ]
    assert later_cases(cases, before=None, after=date(2026, 4, 1)) == cases


def test_cases_in_full() -> None:
    cases = [
        {"name": "one", "facts": {"a": 1, "b": 2}},
        {"name": "two", "like": "one", "facts": {"b": 3}},
        {"name": "three", "like": "two", "facts": {"c": 4}},
    ]
    assert [case["facts"] for case in told_in_full(cases)] == [
        {"a": 1, "b": 2}, {"a": 1, "b": 3}, {"a": 1, "b": 3, "c": 4},
    ]  # fmt: skip
    assert all("like" not in case for case in told_in_full(cases))


def test_fingerprint_is_of_what_decides() -> None:
    was = fingerprint(HOUSE)
    assert fingerprint(house(until="2026-03-31", cases=[], key="other")) == was
    assert fingerprint(house() | {"title": "別の名称"}) == was
    assert fingerprint(house(amount=[{"start": 1}])) != was
    assert fingerprint(house(**{"from": "2025-05-01"})) != was
    other = house()
    other["facts"][1]["label"] = "だれも尋ねない数量"
    other["places"]["area"]["prefectures"] = ["14"]
    assert fingerprint(other) == was, "no version names them"
    other["places"]["zone"]["prefectures"] = ["14"]
    assert fingerprint(other) != was


def test_names_that_are_frozen() -> None:
    assert frozen_names(HOUSE) == {"own.meeting", "zone"}
    of_area = house(condition={"place": "move.from", "in": "area"})
    assert frozen_names(of_area) == {"area", "zone"}, "a set, and the one that it is taken out of"


def test_kinds() -> None:
    assert condition_kind({"spans": "x", "add_up_to": {}}) is ConditionKind.ADD_UP
    assert condition_kind({"spans": "x", "unbroken": {}}) is ConditionKind.UNBROKEN
    assert condition_kind({"from": {}, "to": {}}) is ConditionKind.ELAPSED
    assert condition_kind({"sum": [], "at_least": 1}) is ConditionKind.FILE
    assert step_kind({"cap": 1, "if": {}}) is StepKind.CAP
    assert [is_step(way_of(way)) for way in ("amount.0", "amount.0.steps.1", "amount.0.if", "condition.all.0")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_group_keeps_its_parts_when_it_becomes_another() -> None:
    group = {"any": [A, B]}
    assert with_parts(ConditionKind.ALL, {}, group) == {"all": [A, B]}
    assert with_parts(ConditionKind.NOT, {}, group) == {"not": {"all": [A, B]}}
    assert with_parts(ConditionKind.ANY, {}, {"not": A}) == {"any": [A]}
    three = with_parts(ConditionKind.AT_LEAST_OF, {"at_least_of": 3}, group)
    assert three["of"][:2] == [A, B]
    assert len(three["of"]) == 3
    assert with_parts(StepKind.CAP, {"cap": 2}, {"cap": 1, "if": A}) == {"cap": 2, "if": A}


def test_same_however_written() -> None:
    shift = {"shift": {"fact": "a"}, "by": {"years": 1, "months": 2}}
    assert same({"x": shift}, {"x": {"shift": {"fact": "a"}, "by": {"months": 14}}})
    assert same({"fact": "a", "one_of": ["b"]}, {"fact": "a", "is": "b", "certainty": "checked"})
    assert same({"label": {"ja": "言葉"}}, {"label": "言葉"})
    assert same({"times": [3, {"fact": "a"}]}, {"times": [{"fact": "a"}, 3]})
    assert not same({"fact": "a", "is": "b"}, {"fact": "a", "is_not": "b"})
    assert words_in({"ja": "言葉", "en": "words"}) == words_in("言葉")


def test_inside_of_a_list_its_columns_can_be_spoken_of() -> None:
    facts = known_facts(HOUSE["facts"])
    body = {
        "condition": {"count": "household.members", "where": A},
        "amount": [{"monthly": "commuting.claims", "if": A}],
    }
    inside = around(body, way_of("condition.where"), facts=facts, places=HOUSE["places"])
    assert "this.relation" in inside.facts
    assert inside.places == {"zone": "東京圏", "area": "東京23区を除く東京圏"}
    outside = around(body, way_of("amount.0.if"), facts=facts, places={})
    assert "this.month" not in outside.facts, "whether a step applies is asked once"
    assert "own.meeting" in outside.facts


def test_pack_or_one_file() -> None:
    assert [part.value for part in rulesets_in(HOUSE)[0]] == [HOUSE]
    pack = {"format": 1, "rulesets": [HOUSE, HOUSE], "letters": [1], "procedures": []}
    parts, left_out = rulesets_in(pack)
    assert ([part.path for part in parts], left_out) == (["rulesets[0]", "rulesets[1]"], ["letters"])


def test_parts_of_a_file_in_words() -> None:
    rules = read_ruleset(HOUSE)
    some = HOUSE["versions"][0]["condition"]["all"][1]
    assert data_in_words({"at_least_of": 2, "of": some["any"]}, rules).startswith(
        "次のうち2つ以上:「説明会への出席」に当たること"
    )
    step = {"add": 100_000, "per": "household.members", "most": 3, "if": A}
    assert step_data_in_words(step, rules) == "いっしょに移る家族1件につき100,000円を加える(3件まで)"
    assert step_data_in_words(step | {"label": "加算"}, rules) == "加算"
    meeting, cost = rules.facts["own.meeting"], rules.facts["house.cost_yen"]
    assert [value_in_words(value, meeting, rules) for value in (True, False)] == ["はい", "いいえ"]
    assert value_in_words(True, meeting, rules, "en") == "yes"
    assert value_in_words(1_000_000, cost, rules) == "1,000,000円"
    assert value_in_words(date(2026, 4, 1), rules.facts["applicant.born_on"], rules) == "令和8年4月1日"
