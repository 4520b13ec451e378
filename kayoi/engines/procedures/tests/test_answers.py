"""Answers as they are kept."""

from kayoi.engines.procedures.rules.answers import BORN_ON, with_answers, with_who


def test_with_who_takes_the_day_of_birth_of_whom_it_is_about() -> None:
    you = {"who": "self", "birth_on": "1990-05-01", "principal_birth_on": "1950-01-02"}
    assert with_who({}, you, asked=[BORN_ON])["facts"] == {BORN_ON: "1990-05-01"}
    assert with_who({}, you | {"who": "other"}, asked=[BORN_ON])["facts"] == {BORN_ON: "1950-01-02"}
    assert with_who({}, you | {"who": "body"}, asked=[BORN_ON])["facts"] == {}
    kept = {"facts": {"house.in_bank": True}}
    assert with_who(kept, you, asked=[]) == {"you": you, "facts": {"house.in_bank": True}}


def test_with_answers_adds_takes_back_and_says_what_is_not_known() -> None:
    before = {"facts": {"a": 1, "b": 2}, "unknown": ["c"]}
    assert with_answers(before, {"a": None, "d": 4}, set()) == {"facts": {"b": 2, "d": 4}, "unknown": ["c"]}
    assert with_answers(before, {"b": None}, {"b"}) == {"facts": {"a": 1}, "unknown": ["b", "c"]}
    assert with_answers(before, {"c": 3}, set()) == {"facts": {"a": 1, "b": 2, "c": 3}, "unknown": []}
