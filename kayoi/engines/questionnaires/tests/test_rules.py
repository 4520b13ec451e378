"""What a questionnaire may be, what it asks, and which sheets it takes: tables that an official can read."""

import csv
import json
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kayoi.engines.questionnaires.forms import REFUSALS
from kayoi.engines.questionnaires.rules.answering import may_save, may_submit
from kayoi.engines.questionnaires.rules.pairing import comparable, paired
from kayoi.engines.questionnaires.rules.questions import Condition, Form, Option, Question, kept, shown, unreachable
from kayoi.engines.questionnaires.rules.quotas import counted
from kayoi.engines.questionnaires.rules.reading import BadQuestionnaire, read_form
from kayoi.engines.questionnaires.rules.variables import Answered, NotCountable, band_labels, variable
from kayoi.engines.questionnaires.states import Kind
from kayoi.engines.questionnaires.tests.factories import QUESTIONS, as_file, make_form
from kayoi.kit.sentences import sentences

CASES = Path(__file__).parent / "cases"


def table(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize("row", table("may_submit"), ids=lambda row: row["case"])
def test_may_submit(row: dict[str, str]) -> None:
    found = may_submit(make_form(), json.loads(row["answers"]))
    codes = [f"{reason.code.removeprefix('questionnaires.')}:{reason.params['key']}" for reason in found.reasons]
    assert codes == row["reasons"].split()
    assert all(sentences(found, REFUSALS))


@pytest.mark.parametrize("row", table("may_submit"), ids=lambda row: row["case"])
def test_a_draft_may_be_unfinished_and_is_of_its_kinds(row: dict[str, str]) -> None:
    wrong = [code for code in row["reasons"].split() if not code.startswith("missing")]
    assert len(may_save(make_form(), json.loads(row["answers"])).reasons) == len(wrong)


@pytest.mark.parametrize("row", table("bad_forms"), ids=lambda row: row["case"])
def test_what_is_wrong_with_a_file_is_said_in_one_line(row: dict[str, str]) -> None:
    with pytest.raises(BadQuestionnaire) as said:
        read_form(as_file([], []) | {"questions": json.loads(row["questions"])})
    assert str(said.value) == row["message"]


@pytest.mark.parametrize("row", table("counted"), ids=lambda row: row["case"])
def test_counted(row: dict[str, str]) -> None:
    found = counted(make_form(), json.loads(row["answers"]), json.loads(row["already"]))
    assert (list(found.inside), list(found.outside)) == (row["inside"].split(), row["outside"].split())
    assert [reason.code for reason in found.answer.reasons] == [
        f"questionnaires.{code}" for code in row["refused"].split()
    ]


def test_answers_to_hidden_questions_fall_away() -> None:
    answers = {"visited": "b", "times": 3, "liked": ["a"], "said": "x"}
    assert kept(make_form(), answers) == {"visited": "b", "said": "x"}
    assert [one.key for one in shown(make_form(), answers)] == ["visited", "rated", "wish", "born", "home", "said"]


@pytest.mark.parametrize("seed", range(60))
def test_unreachable_questions_are_those_that_no_answers_bring_up(seed: int) -> None:
    chance, questions = Random(seed), list[Question]()
    for at in range(5):
        conditions = tuple(_condition(chance, one) for one in chance.choices(questions, k=2)) if questions else ()
        kind = chance.choice([Kind.SINGLE, Kind.MULTIPLE, Kind.SCALE])
        options: tuple[Option, ...] = (
            () if kind is Kind.SCALE else (Option("a", "a"), Option("b", "b"), Option("c", "c", alone=seed % 2 == 0))
        )
        if kind is Kind.SINGLE:
            options = tuple(replace(option, alone=False) for option in options)
        least, most = {Kind.SCALE: (1, 3), Kind.MULTIPLE: (0, chance.randint(1, 3))}.get(kind, (0, 0))
        questions.append(Question(f"q{at}", kind, "x", False, options, (), least, most, shown_if=conditions))
    form = Form(tuple(questions))
    seen: set[str] = set()
    for answers in product(*(_all_answers(question) for question in questions)):
        seen |= {one.key for one in shown(form, dict(zip((one.key for one in questions), answers, strict=True)))}
    assert unreachable(form) == [one.key for one in questions if one.key not in seen]


def _condition(chance: Random, question: Question) -> Condition:
    if question.kind is Kind.SCALE:
        least = chance.randint(1, 3)
        return Condition(question.key, least=least, most=chance.randint(least, 3))
    return Condition(question.key, frozenset(chance.sample(["a", "b", "c"], chance.randint(1, 2))))


def _all_answers(question: Question) -> list[Any]:
    if question.kind is Kind.SCALE:
        return [1, 2, 3]
    if question.kind is Kind.SINGLE:
        return ["a", "b", "c"]
    every = [["a"], ["b"], ["c"], ["a", "b"], ["a", "c"], ["b", "c"], ["a", "b", "c"]]
    return [
        one for one in every if not may_submit(Form((replace(question, shown_if=()),)), {question.key: one}).refused
    ]


def test_pairs_are_matched_by_key_and_never_guessed() -> None:
    found = paired([(1, "a"), (2, "b"), (3, "c"), (4, "d"), (4, "e")], [(3, "C"), (1, "A"), (4, "D"), (5, "E")])
    assert found.matched == (("a", "A"), ("c", "C"))
    assert (found.only_before, found.only_after, found.unclear) == ((2,), (5,), (4,))


def test_only_questions_with_the_same_answers_are_compared() -> None:
    changed = [
        question | ({"text": "また来たいですか"} if question["key"] == "wish" else {})
        | ({"bands": [30, 60]} if question["key"] == "born" else {})
        for question in QUESTIONS
    ]  # fmt: skip
    keys = [question.key for question in comparable(make_form(), read_form(as_file(changed)))]
    assert keys == ["visited", "times", "liked", "rated", "wish", "home", "said"]


def test_variables_know_who_was_asked_and_who_answered() -> None:
    form, day = make_form(), date(2026, 11, 26)
    sheets = [
        Answered(form, {"visited": "a", "times": 1}, day), Answered(form, {"visited": "b", "times": 9}, day),
        Answered(form, {"visited": "a", "times": 5, "liked": ["a", "c"]}, day), Answered(form, {"visited": "a"}, day),
    ]  # fmt: skip
    question = form.question("times")
    assert question is not None
    found = variable(question, sheets)
    assert found.labels == ("1回以下", "2~4回", "5回以上")
    assert found.asked.tolist() == [True, False, True, True]
    assert found.answered.tolist() == [True, False, True, False]
    assert found.marks.argmax(axis=0)[[0, 2]].tolist() == [0, 2]


@pytest.mark.parametrize(
    ("key", "line", "answer", "label"),
    [
        ("born", "", "1996-11-27", "29歳以下"),
        ("born", "", "1996-11-26", "30~39歳"),
        ("born", "", "1970-01-01", "50歳以上"),
        ("rated", "meal", {"meal": "b"}, "不満"),
        ("wish", "", 4, "4"),
        ("home", "", "092011", "09"),
    ],
)
def test_categories(key: str, line: str, answer: Any, label: str) -> None:
    form = make_form()
    question = form.question(key)
    assert question is not None
    found = variable(question, [Answered(form, {key: answer}, date(2026, 11, 26))], line)
    assert [found.labels[at] for at in found.marks[:, 0].nonzero()[0]] == [label]


def test_what_has_no_categories_is_not_counted() -> None:
    form = make_form()
    for key in ("said", "rated"):
        question = form.question(key)
        assert question is not None
        with pytest.raises(NotCountable):
            variable(question, [])
    assert band_labels((18, 19, 65), "歳") == ("17歳以下", "18歳", "19~64歳", "65歳以上")
