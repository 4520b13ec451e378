"""What a condition answers, why, and what is missing."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from kayoi.engines.rulesets.rules.answers import answer, explain, missing_of
from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.conditions import lacking
from kayoi.engines.rulesets.rules.printing import answer_as_data, plain, reasons
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_conditions import Shared
from kayoi.engines.rulesets.rules.wording import (
    anchors_in_words,
    condition_in_words,
    data_in_words,
    step_data_in_words,
    step_in_words,
    value_in_words,
)
from kayoi.engines.rulesets.tests.written import case, file, ruleset, version, yes_no
from kayoi.kit.verdict import Outcome

A, B, C = ({"fact": key, "is": True} for key in ("t.a", "t.b", "t.c"))
FACTS = [*yes_no("t.a", "t.b", "t.c"), {"key": "t.n", "type": "number", "label": "数", "unit": "回"}]
MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
OUTCOMES = {True: MET, False: NOT_MET, None: UNKNOWN}
CHILD = {"fact": "this.relation", "is": "child"}


def outcome(condition: Any, facts: dict[str, Any], **more: Any) -> Outcome:
    rules = ruleset(condition, facts=FACTS, **more)
    return answer(rules, case(rules, facts)).outcome


@pytest.mark.parametrize(
    ("word", "values", "result"),
    [
        ("all", [True, True], True), ("all", [True, False], False), ("all", [True, None], None),
        ("all", [False, None], False), ("all", [None, None], None),
        ("any", [False, False], False), ("any", [True, None], True), ("any", [False, None], None),
        ("any", [None, None], None),
    ],
)  # fmt: skip
def test_groups(word: str, values: list[bool | None], result: bool | None) -> None:
    facts = dict(zip(("t.a", "t.b"), values, strict=True))
    assert outcome({word: [A, B]}, facts) is OUTCOMES[result]
    # De Morgan.
    other = {"all": "any", "any": "all"}[word]
    assert outcome({"not": {other: [{"not": A}, {"not": B}]}}, facts) is OUTCOMES[result]


@pytest.mark.parametrize(
    ("count", "values", "result"),
    [
        (2, [True, True, None], True), (2, [True, False, None], None), (2, [False, False, None], False),
        (2, [True, None, None], None), (3, [True, True, True], True), (3, [True, True, False], False),
        (1, [False, False, False], False), (1, [None, True, False], True),
    ],
)  # fmt: skip
def test_at_least(count: int, values: list[bool | None], result: bool | None) -> None:
    facts = dict(zip(("t.a", "t.b", "t.c"), values, strict=True))
    assert outcome({"at_least_of": count, "of": [A, B, C]}, facts) is OUTCOMES[result]


@pytest.mark.parametrize(
    ("word", "limit", "met", "not_met"),
    [
        ("at_least", 3, [3, 4], [2]), ("at_most", 3, [3, 2], [4]), ("less_than", 3, [2], [3]),
        ("more_than", 3, [4], [3]), ("is", 3, [3], [2, 4]), ("is_not", 3, [2, 4], [3]), ("one_of", [1, 3], [1, 3], [2]),
        ("none_of", [1, 3], [2], [1, 3]), ("at_least", "1/3", ["1/3", 0.5], [0.3]), ("less_than", -1, [-2], [-1]),
    ],
)  # fmt: skip
def test_comparisons(word: str, limit: Any, met: list[Any], not_met: list[Any]) -> None:
    for value in (*met, *not_met):
        assert outcome({"fact": "t.n", word: limit}, {"t.n": value}) is OUTCOMES[value in met], value
    assert outcome({"fact": "t.n", word: limit}, {}) is UNKNOWN


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("1986-05-02", "2026-05-01", 39), ("1986-05-02", "2026-05-02", 40), ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18), ("2026-05-02", "2026-05-01", -1), ("2026-05-01", "2026-05-01", 0),
    ],
)  # fmt: skip
def test_age(born: str, on: str, age: int) -> None:
    condition = {"age": "applicant.born_on", "on": {"fact": "application.on"}, "is": age}
    assert outcome(condition, {"applicant.born_on": born, "application.on": on}) is MET


@pytest.mark.parametrize(
    ("term", "day", "found"),
    [
        ({"year_end": {"fact": "application.on"}}, "2026-03-31", "2026-03-31"),
        ({"year_end": {"fact": "application.on"}}, "2026-04-01", "2027-03-31"),
        ({"year_start": {"fact": "application.on"}}, "2026-03-31", "2025-04-01"),
        ({"year_start": {"fact": "application.on"}}, "2026-04-01", "2026-04-01"),
        ({"shift": {"fact": "application.on"}, "by": {"months": -1}}, "2026-03-31", "2026-02-28"),
        ({"shift": {"fact": "application.on"}, "by": {"years": 1, "days": 1}}, "2024-02-29", "2025-03-01"),
    ],
)  # fmt: skip
def test_days(term: dict[str, Any], day: str, found: str) -> None:
    assert outcome({**term, "is": found}, {"application.on": day}) is MET


def test_choices_of_several() -> None:
    facts = [{"key": "t.ways", "type": "choices", "label": "手段", "choices": {"car": "車", "bus": "バス"}}]
    for word, ways, result in (
        ("includes", ["car", "bus"], MET), ("includes", ["bus"], NOT_MET), ("excludes", ["bus"], MET),
        ("excludes", ["car"], NOT_MET), ("includes", [], NOT_MET), ("includes", None, UNKNOWN),
    ):  # fmt: skip
        rules = ruleset({"fact": "t.ways", word: "car"}, facts=facts)
        assert answer(rules, case(rules, {"t.ways": ways})).outcome is result


@pytest.mark.parametrize(
    ("members", "at_least_2", "at_most_1", "exactly_2", "every"),
    [
        (["child", "child"], MET, NOT_MET, MET, MET),
        (["child", "spouse"], NOT_MET, MET, NOT_MET, NOT_MET),
        (["child", None], UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (["child", "child", None], MET, NOT_MET, UNKNOWN, UNKNOWN),
        (["spouse", None], NOT_MET, MET, NOT_MET, NOT_MET),
        ([], NOT_MET, MET, NOT_MET, MET),
        (None, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_rows(
    members: list[str | None] | None, at_least_2: Outcome, at_most_1: Outcome, exactly_2: Outcome, every: Outcome
) -> None:
    rows = None if members is None else [{"relation": one} for one in members]
    facts = {"household.members": rows}
    counted = {"count": "household.members", "where": CHILD}
    assert outcome({**counted, "at_least": 2}, facts) is at_least_2
    assert outcome({**counted, "at_most": 1}, facts) is at_most_1
    assert outcome({**counted, "is": 2}, facts) is exactly_2
    assert outcome({"every": "household.members", "holds": CHILD}, facts) is every


TIMES: dict[str, Any] = {
    "spans": "applicant.times", "where": {"fact": "this.as", "is": "living"}, "before": {"fact": "move.moved_in_on"},
    "within": {"years": 10}, "add_up_to": {"years": 5},
}  # fmt: skip


@pytest.mark.parametrize(
    ("times", "result", "missing"),
    [
        ([{"from": "2018-04-01", "as": "living"}], MET, ()),
        ([{"from": "2022-04-01", "as": "living"}], NOT_MET, ()),
        # Whatever the second one was, the first is enough.
        ([{"from": "2018-04-01", "as": "living"}, {"from": "2010-04-01"}], MET, ()),
        # Whatever the second one was, both are not enough.
        ([{"from": "2022-04-01", "as": "living"}, {"from": "2021-04-01", "until": "2021-05-01"}], NOT_MET, ()),
        ([{"from": "2022-04-01", "as": "living"}, {"from": "2018-04-01"}], UNKNOWN, ("applicant.times",)),
        # Nobody knows how far back it reaches.
        ([{"until": "2024-04-01", "as": "living"}], UNKNOWN, ("applicant.times",)),
        ([{"until": "2024-04-01", "as": "study"}], NOT_MET, ()),
        (None, UNKNOWN, ("applicant.times",)),
    ],
)
def test_times_in_doubt(times: list[dict[str, Any]] | None, result: Outcome, missing: tuple[str, ...]) -> None:
    rules = ruleset(TIMES, counting="civil_code", adding="days")
    found = answer(rules, case(rules, {"applicant.times": times, "move.moved_in_on": "2025-05-10"}))
    assert (found.outcome, found.missing) == (result, missing)


def test_the_window_cuts_off_what_lies_before_it() -> None:
    # The window begins on 10 May 2015.
    for until, result in (("2020-05-08", NOT_MET), ("2020-05-09", MET)):
        times = [{"from": "2010-01-01", "until": until, "as": "living"}]
        assert outcome(TIMES, {"move.moved_in_on": "2025-05-10", "applicant.times": times}, adding="days") is result


def test_a_list_is_missing_only_where_asking_again_would_help() -> None:
    doubtful = {"places": {"x": {"label": "x", "codes": ["13101"], "doubtful": ["13361"]}}}
    condition = {"count": "applicant.times", "where": {"place": "this.place", "in": "x"}, "at_least": 1}
    rules = ruleset(condition, places=doubtful["places"])
    found = answer(rules, case(rules, {"applicant.times": [{"place": "13361"}]}))
    assert (found.outcome, found.missing) == (UNKNOWN, ())
    found = answer(rules, case(rules, {"applicant.times": [{"as": "living"}]}))
    assert (found.outcome, found.missing) == (UNKNOWN, ("applicant.times",))


def test_a_row_may_lack_a_fact_outside_of_the_list() -> None:
    condition = {"count": "household.members", "where": {"fact": "this.born_on", "less_than": {
        "fact": "move.moved_in_on"}}, "at_least": 1}  # fmt: skip
    rules = ruleset(condition)
    for members, missing in (
        ([{"born_on": "2020-01-01"}], ("move.moved_in_on",)),
        ([{}], ("household.members", "move.moved_in_on")),
        ([], ()),
        (None, ("household.members", "move.moved_in_on")),
    ):
        found = answer(rules, case(rules, {"household.members": members}))
        assert found.missing == missing, members


def test_nested_lists_speak_of_their_own_rows() -> None:
    inner = {"count": "applicant.times", "where": {"fact": "this.from", "less_than": "2020-01-01"}, "at_least": 1}
    facts = [{"key": "t.rows", "type": "list", "label": "一覧", "columns": [
        {"key": "from", "type": "date", "label": "日"}]}]  # fmt: skip
    rules = ruleset({"count": "t.rows", "where": inner, "at_least": 1}, facts=facts)
    # The inner row does not tell its day; that of the outer one is none of its business.
    found = answer(rules, case(rules, {"t.rows": [{"from": "2019-01-01"}], "applicant.times": [{"as": "living"}]}))
    assert (found.outcome, found.missing) == (UNKNOWN, ("applicant.times",))


def test_what_the_source_does_not_say_lacks_no_fact() -> None:
    rules = ruleset({"all": [{"unknown": "定めがない"}, A]}, facts=FACTS)
    found = answer(rules, case(rules, {}))
    assert (found.outcome, found.missing) == (UNKNOWN, ("t.a",))
    assert answer(rules, case(rules, {"t.a": True})).missing == ()
    assert answer(rules, case(rules, {"t.a": False})).outcome is NOT_MET


def test_undeclared_counting_lacks_no_fact() -> None:
    condition = {"from": {"fact": "move.moved_in_on"}, "to": {"fact": "application.on"}, "at_most": {"years": 1}}
    facts = {"move.moved_in_on": "2025-05-01"}
    rules = ruleset(condition)
    found = answer(rules, case(rules, facts))
    assert (found.outcome, found.missing) == (UNKNOWN, ())
    assert outcome(condition, facts, counting="civil_code") is MET
    assert outcome(condition, facts, counting="day_before") is NOT_MET


@pytest.mark.parametrize(
    ("condition", "facts", "against"),
    [
        ({"all": [A, B, C]}, {"t.a": True, "t.b": False}, ["t.b"]),
        ({"all": [A, B, C]}, {"t.a": True}, ["t.b", "t.c"]),
        ({"all": [A, B]}, {"t.a": True, "t.b": True}, []),
        ({"any": [A, B]}, {"t.a": False, "t.b": False}, ["t.a", "t.b"]),
        ({"any": [A, B]}, {"t.a": False}, ["t.b"]),
        ({"all": [{"any": [A, B]}, C]}, {"t.a": True, "t.b": False, "t.c": False}, ["t.c"]),
        ({"not": {"any": [A, B]}}, {"t.a": True, "t.b": False}, ["t.a"]),
        ({"not": {"all": [A, B]}}, {"t.a": True, "t.b": True}, ["t.a", "t.b"]),
        ({"not": A}, {"t.a": True}, ["t.a"]),
        ({"at_least_of": 2, "of": [A, B, C]}, {"t.a": True, "t.b": False, "t.c": False}, ["t.b", "t.c"]),
        ({"not": {"all": []}}, {}, []),
    ],
)
def test_what_stands_in_the_way(condition: Any, facts: dict[str, Any], against: list[str]) -> None:
    rules = ruleset(condition, facts=FACTS)
    found = answer(rules, case(rules, facts))
    told = [one["facts"] for one in reasons(found, case(rules, facts).facts) if one["decides"]]
    assert [key for facts in told for key in facts] == against
    assert len(found.against) == len(against)


def test_missing_facts_in_the_order_of_the_rule_and_only_while_they_matter() -> None:
    rules = ruleset({"all": [{"any": [B, A]}, C, B]}, facts=FACTS)
    assert answer(rules, case(rules, {})).missing == ("t.b", "t.a", "t.c")
    assert answer(rules, case(rules, {"t.a": True})).missing == ("t.c", "t.b")
    assert answer(rules, case(rules, {"t.c": False})).missing == ()
    condition, asked = rules.versions[0].condition, case(rules, {"t.a": True})
    assert missing_of(condition, asked) == tuple(dict.fromkeys(lacking(condition, asked)))


def test_explaining_keeps_the_answers_of_parts_that_no_longer_decide() -> None:
    rules = ruleset({"any": [A, B]}, facts=FACTS)
    found = explain(rules.versions[0].condition, case(rules, {"t.a": True, "t.b": False}))
    assert (found.value, [part.value for part in found.parts]) == (True, [True, False])


def test_equal_conditions_are_one_unless_what_they_mean_differs() -> None:
    def leaf(own: list[dict[str, Any]], condition: Any, **more: Any) -> Any:
        data = file(version({"all": [condition]}, **more), facts=own, places=places)
        return read_ruleset(data, shared=shared).versions[0].condition

    shared = Shared()
    places: dict[str, Any] = {"x": {"label": "x", "codes": ["13101"]}}
    assert leaf(FACTS, A) is leaf(FACTS, A)
    numbers = [{"key": "t.day", "type": "text", "label": "日"}]
    days = [{"key": "t.day", "type": "date", "label": "日"}]
    on = {"fact": "t.day", "is": "2026-04-01"}
    assert leaf(numbers, on) is not leaf(days, on)
    # The way of counting matters inside of lists, too.
    passed = {"from": {"fact": "this.born_on"}, "to": {"fact": "application.on"}, "at_least": {"years": 1}}
    counted = {"count": "household.members", "where": passed, "at_least": 1}
    one, other = leaf([], counted, counting="civil_code"), leaf([], counted, counting="day_before")
    assert one is not other
    facts = {"household.members": ({"this.born_on": date(2025, 5, 1)},), "application.on": date(2026, 5, 1)}
    assert (one.value(Case(facts)), other.value(Case(facts))) == (False, True)
    inside = {"place": "move.from", "in": "x"}
    before = leaf([], inside)
    places = {"x": {"label": "x", "codes": ["13102"]}}
    assert leaf([], inside) is not before


def test_in_words() -> None:
    steps = [{"start": 10000}, {"times": "1/2", "if": A}, {"cap": 3000, "label": {"ja": "上限", "en": "cap"}}]
    rules = ruleset({"all": [A, {"not": B}, {"fact": "t.n", "less_than": 3}]}, facts=FACTS, amount=steps)
    only = rules.versions[0]
    assert condition_in_words(only.condition, rules) == (
        "(「t.a」に当たること、かつ「t.b」に当たらないこと、かつ数が3回未満であること)"
    )
    assert condition_in_words(only.condition, rules, "en") == "(t.a: yes, and t.b: no, and 数: less than 3 times)"
    assert [step_in_words(step, rules) for step in only.steps] == [
        "10,000円",
        "次に当たるとき(「t.a」に当たること):1/2を掛ける",
        "上限",
    ]
    assert anchors_in_words(["application.on"], rules, missing=False) == "申請日に適用される定めがありません"
    assert "Day of application" in anchors_in_words(["application.on"], rules, "en", missing=True)
    # Inside of a list, too.
    several = {"at_least_of": 1, "of": [CHILD, {"not": CHILD}]}
    rules = ruleset({"count": "household.members", "where": several, "at_least": 2})
    assert "1つ以上" in condition_in_words(rules.versions[0].condition, rules)


def test_data_and_values_in_words() -> None:
    rules = ruleset({"all": [A, B, {"fact": "work.route", "is": "telework"}]}, facts=FACTS)
    words = "「「t.a」に当たること、または「t.b」に当たること」に当たらないこと"
    assert data_in_words({"not": {"any": [A, B]}}, rules) == words
    step = {"add": 300000, "per": "household.members", "most": 2, "if": A}
    assert step_data_in_words(step, ruleset(amount=[step], facts=FACTS)) == (
        "いっしょに移る家族1件につき300,000円を加える(2件まで)"
    )
    assert step_data_in_words({"start": 1, "label": {"ja": "定額", "en": "Fixed"}}, rules, "en") == "Fixed"
    route = rules.facts["work.route"]
    assert value_in_words("startup", route, rules) == "「起業した・する」"
    assert value_in_words("gone", route, rules) == "gone"
    assert [value_in_words(one, rules.facts["t.a"], rules) for one in (True, False)] == ["はい", "いいえ"]
    assert value_in_words(date(2026, 4, 1), rules.facts["application.on"], rules) == "令和8年4月1日"


def test_the_rows_of_two_lists_in_words() -> None:
    ways = {"key": "as", "type": "choice", "label": "区分", "choices": {"x": "えっくす"}}
    facts = [{"key": "t.rows", "type": "list", "label": "一覧", "columns": [ways]}]
    own = {"count": "t.rows", "where": {"fact": "this.as", "is": "x"}, "at_least": 1}
    standard = {"count": "applicant.times", "where": {"fact": "this.as", "is": "living"}, "at_least": 1}
    rules = ruleset({"all": [own, standard]}, facts=facts)
    words = condition_in_words(rules.versions[0].condition, rules)
    assert "区分が「えっくす」" in words
    assert "関わり方が「住んでいた」" in words


def test_an_answer_as_plain_data() -> None:
    rules = ruleset({"all": [A, {"not": B}, C]}, facts=FACTS, amount=[{"start": 10}, {"add": 1, "if": C}])
    known = case(rules, {"t.a": True, "t.b": False})
    data = answer_as_data(answer(rules, known), known.facts)
    assert (data["verdict"], data["version"], data["missing"], data["amount_yen"]) == ("unknown", "v1", ["t.c"], None)
    assert (data["amount"]["least_yen"], data["amount"]["most_yen"]) == (10, 11)
    told = [(one["outcome"], one["decides"], one["facts"], one["missing"]) for one in data["reasons"]]
    # That something is not so is one reason, and it is met.
    assert told == [
        ("met", False, {"t.a": True}, []),
        ("met", False, {"t.b": False}, []),
        ("unknown", True, {"t.c": None}, ["t.c"]),
    ]
    empty = ruleset()
    assert reasons(answer(empty, case(empty, {})), {}) == []


def test_the_article_of_what_is_turned_round_may_stand_outside_or_inside() -> None:
    outside = {"not": A, "source": "第1条", "certainty": "remembered"}
    inside = {"not": {**B, "source": "第2条", "certainty": "uncertain"}}
    rules = ruleset({"all": [outside, inside]}, facts=FACTS)
    known = case(rules, {"t.a": True, "t.b": True})
    told = [(one["source"], one["certainty"]) for one in reasons(answer(rules, known), known.facts)]
    assert told == [("第1条", "remembered"), ("第2条", "uncertain")]


def test_the_reason_where_no_version_is_in_force() -> None:
    rules = ruleset(anchor="move.moved_in_on", until="2024-03-31")
    for facts, verdict, missing in (
        ({"move.moved_in_on": "2024-04-01"}, "not_met", []),
        ({}, "unknown", ["move.moved_in_on"]),
    ):
        known = case(rules, facts)
        (reason,) = reasons(answer(rules, known), known.facts)
        assert (reason["outcome"], reason["decides"], reason["missing"]) == (verdict, True, missing)
        assert "転入日" in reason["text"]


def test_plain_values() -> None:
    day = date(2026, 4, 1)
    assert plain({"this.from": day, "n": (Fraction(1, 3), Fraction(4, 2), True)}) == {
        "from": "2026-04-01",
        "n": ["1/3", 2, True],
    }
