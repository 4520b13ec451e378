"""Which question comes next, and what would turn a refusal."""

from datetime import date
from typing import Any

import pytest

from kayoi.engines.rulesets.rules.answers import evaluate
from kayoi.engines.rulesets.rules.asking import Question, questions, questions_of_cases
from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.nearest import LOOK_AHEAD_DAYS, Nearest, first_day, nearest
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_conditions import Shared
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.engines.rulesets.states.vocabulary import VOCABULARY
from kayoi.engines.rulesets.tests.written import DAY, case, file, ruleset, version, yes_no
from kayoi.kit.verdict import Outcome

A, B, C = ({"fact": key, "is": True} for key in ("t.a", "t.b", "t.c"))
FACTS = yes_no("t.a", "t.b", "t.c")
TO_40 = {"age": "applicant.born_on", "on": {"fact": "application.on"}, "less_than": 40}


def book(*conditions: Any, **more: Any) -> list[Ruleset]:
    shared = Shared()
    return [read_ruleset(file(version(one, **more), facts=FACTS), shared=shared) for one in conditions]


def asked(rulesets: list[Ruleset], facts: dict[str, Any], **more: Any) -> list[Question]:
    return questions(rulesets, case(rulesets[0], facts), **more)


def test_first_what_decides_most_rulesets() -> None:
    rulesets = book({"all": [A, B]}, {"all": [A, C]}, {"all": [A, B]})
    assert asked(rulesets, {}) == [Question("t.a", 3, 3), Question("t.b", 2, 2), Question("t.c", 1, 1)]


def test_what_decides_both_ways_comes_first() -> None:
    # t.c decides its ruleset whatever the answer; t.a and t.b only if they are not so.
    assert asked(book({"all": [A, B]}, C), {}) == [Question("t.c", 1, 1), Question("t.a", 1, 1), Question("t.b", 1, 1)]


def test_of_many_choices_one_seldom_holds() -> None:
    # Who rents, renovates or inherits is out at once; of t.a nobody knows.
    rules = book({"all": [A, {"fact": "house.acquisition", "is": "build"}]})
    assert [one.key for one in asked(rules, {})] == ["house.acquisition", "t.a"]


def test_a_household_in_several_towns_is_asked_once() -> None:
    rules = book({"all": [A, B]}, {"all": [A, C]})
    cases = [([rules[0]], case(rules[0], {})), ([rules[1]], case(rules[1], {"t.c": True}))]
    assert questions_of_cases(cases) == [Question("t.a", 2, 2), Question("t.b", 1, 1)]


def test_what_is_decided_is_not_asked_for() -> None:
    rulesets = book({"all": [A, B]}, {"any": [A, C]})
    assert [one.key for one in asked(rulesets, {"t.a": True})] == ["t.b"]
    assert [one.key for one in asked(rulesets, {"t.a": False})] == ["t.c"]
    assert asked(rulesets, {"t.a": True, "t.b": False}) == []


def test_what_the_person_does_not_know_is_not_asked_again() -> None:
    assert [one.key for one in asked(book({"all": [A, B]}), {}, not_again={"t.a"})] == ["t.b"]


def test_facts_of_which_so_many_must_be_true() -> None:
    condition = {"at_least_of": 2, "of": [A, {"not": A}, {"any": [A, B]}, C]}
    # Either way of t.a leaves one of the first two; with t.a true the third makes two.
    assert asked(book(condition), {})[0] == Question("t.a", 1, 1)


def test_a_fact_alone_makes_two_of_four_only_where_it_stands_twice() -> None:
    several = book({"at_least_of": 2, "of": [A, A | {"label": "もう一度"}, B, C]})
    assert [(one.key, one.decides) for one in asked(several, {})] == [("t.a", 1), ("t.b", 0), ("t.c", 0)]
    several = book({"at_least_of": 2, "of": [A, B, C]})
    assert {one.decides for one in asked(several, {})} == {0}
    # Two are left of which both are wanted, or neither.
    assert [one.decides for one in asked(several, {"t.a": True})] == [1, 1]
    assert [one.decides for one in asked(several, {"t.a": False})] == [1, 1]


def test_a_fact_that_stands_twice_in_one_condition_is_one_fact() -> None:
    moved = {"fact": "move.moved_in_on"}
    rules = ruleset({"from": moved, "to": {"year_end": moved}, "at_least": {"months": 3}})
    assert questions([rules], case(rules, {})) == [Question("move.moved_in_on", 1, 1)]


def test_the_anchor_is_asked_for_first() -> None:
    rules = ruleset(A, facts=FACTS, anchor="move.moved_in_on", from_="2024-04-01")
    assert [one.key for one in questions([rules], case(rules, {}))] == ["move.moved_in_on"]
    assert questions([rules], case(rules, {"move.moved_in_on": "2024-03-31"})) == []
    assert [one.key for one in questions([rules], case(rules, {"move.moved_in_on": "2024-04-01"}))] == ["t.a"]


def test_nobody_is_asked_again_for_a_list_that_is_complete() -> None:
    places = {"x": {"label": "x", "codes": ["13101"], "doubtful": ["13361"]}}
    rules = ruleset(
        {"count": "applicant.times", "where": {"place": "this.place", "in": "x"}, "at_least": 1}, places=places
    )
    assert [one.key for one in questions([rules], case(rules, {}))] == ["applicant.times"]
    assert questions([rules], case(rules, {"applicant.times": [{"place": "13361"}]})) == []


def found(rules: Ruleset, facts: dict[str, Any], on: date = DAY) -> list[tuple[str, Any]]:
    told = read_facts(facts, {**VOCABULARY, **rules.facts})
    changes = nearest(rules, told, on=on)
    for change in changes:
        assert evaluate(rules, {**told, change.key: change.value}, on=on).outcome is Outcome.MET, change
    return [(change.key, change.value) for change in changes]


@pytest.mark.parametrize(
    ("condition", "facts", "changes"),
    [
        # A day on which it would be met: the first one.
        ({"from": {"fact": "move.moved_in_on"}, "to": {"fact": "application.on"}, "at_least": {"months": 3}},
         {"move.moved_in_on": "2026-04-10"}, [("application.on", date(2026, 7, 11))]),
        # Nobody is told to be younger, or to have been born on another day.
        (TO_40, {"applicant.born_on": "1980-01-01"}, []),
        # What a person can do.
        (A, {"t.a": False}, [("t.a", True)]),
        ({"not": A}, {"t.a": True}, [("t.a", False)]),
        ({"all": [A, B]}, {"t.a": False, "t.b": False}, []),
        ({"any": [A, B]}, {"t.a": False, "t.b": False}, [("t.a", True), ("t.b", True)]),
        ({"fact": "work.hours_per_week", "at_least": 20}, {"work.hours_per_week": 10}, [("work.hours_per_week", 20)]),
        ({"fact": "work.hours_per_week", "more_than": 20}, {"work.hours_per_week": 20}, [("work.hours_per_week", 21)]),
        ({"fact": "work.hours_per_week", "less_than": 20}, {"work.hours_per_week": 20}, [("work.hours_per_week", 19)]),
        ({"fact": "work.hours_per_week", "at_least": "39/2"}, {"work.hours_per_week": 10},
         [("work.hours_per_week", read_facts({"house.floor_m2": "39/2"}, VOCABULARY)["house.floor_m2"])]),
        ({"fact": "work.route", "one_of": ["telework", "startup"]}, {"work.route": "none"},
         [("work.route", "telework")]),
        ({"fact": "work.route", "is_not": "none"}, {"work.route": "none"}, [("work.route", "employment")]),
        # What cannot be changed, is met, or is not known.
        ({"fact": "move.by_transfer", "is": False}, {"move.by_transfer": True}, []),
        (A, {"t.a": True}, []),
        (A, {}, []),
    ],
)  # fmt: skip
def test_nearest(condition: Any, facts: dict[str, Any], changes: list[tuple[str, Any]]) -> None:
    rules = ruleset(condition, facts=FACTS, counting="civil_code")
    assert found(rules, facts) == changes


def test_a_scheme_that_begins_later_is_met_from_then_on() -> None:
    rules = ruleset(from_="2027-04-01")
    assert nearest(rules, {}, on=DAY) == [Nearest("application.on", date(2027, 4, 1))]


def test_a_later_day_is_later_than_the_application() -> None:
    condition = {"fact": "application.on", "one_of": ["2026-06-01", "2026-09-01"]}
    rules = ruleset(condition)
    assert nearest(rules, {"application.on": date(2026, 7, 1)}, on=DAY) == [Nearest("application.on", date(2026, 9, 1))]


def test_first_day() -> None:
    rules = ruleset({"fact": "application.on", "at_least": "2026-09-10"})
    assert first_day(rules, {}, after=DAY) == date(2026, 9, 10)
    assert first_day(rules, {}, after=date(2026, 9, 10)) == date(2026, 9, 11)
    far = date.fromordinal(date(2026, 9, 10).toordinal() - LOOK_AHEAD_DAYS)
    assert first_day(rules, {}, after=far) == date(2026, 9, 10)
    assert first_day(rules, {}, after=date.fromordinal(far.toordinal() - 1)) is None


def test_a_case_is_asked_once() -> None:
    (rules, other) = book({"all": [A, B]}, {"any": [{"all": [A, B]}, C]})
    known = case(rules, {"t.a": True})
    assert isinstance(known, Case)
    assert questions([rules, other], known)[0].key == "t.b"
    shared = rules.versions[0].condition
    assert shared is other.versions[0].condition.of[0]  # type: ignore[union-attr]
    assert known.known[shared] is None
