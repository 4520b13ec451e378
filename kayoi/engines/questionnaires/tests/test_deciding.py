"""What may be done with a version, a sheet and a table now; what of a table is kept; small pieces of rules."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kayoi.engines.casefiles.states import Retention
from kayoi.engines.questionnaires.forms import REFUSALS
from kayoi.engines.questionnaires.rules import deciding
from kayoi.engines.questionnaires.rules.cuts import Cut, cut_as_data, read_cut
from kayoi.engines.questionnaires.rules.deciding import may_open, texts_kept_until
from kayoi.engines.questionnaires.rules.hiding import is_small
from kayoi.engines.questionnaires.rules.pairing import same_answers
from kayoi.engines.questionnaires.rules.questions import Condition, is_empty
from kayoi.engines.questionnaires.rules.reading import BadQuestionnaire, read_condition
from kayoi.engines.questionnaires.rules.versions import fingerprint
from kayoi.engines.questionnaires.tests.factories import as_file, make_form
from kayoi.kit.sentences import sentences

CASES = Path(__file__).parent / "cases" / "deciding.csv"
# Named here in full, so that each is seen to be tried: may_write, may_take, may_reopen, may_publish, may_remove_texts.
DAYS = ("kept", "on")


def rows() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["case"])
def test_deciding(row: dict[str, str]) -> None:
    facts: dict[str, Any] = json.loads(row["facts"])
    facts |= {word: date.fromisoformat(facts[word]) for word in DAYS if facts.get(word)}
    first = [facts.pop(word) for word in ("status", "version", "sheet", "kept") if word in facts]
    answer = getattr(deciding, row["rule"])(*first, **facts)
    assert [reason.code.removeprefix("questionnaires.") for reason in answer.reasons] == row["reasons"].split()
    assert all(sentences(answer, REFUSALS))


def test_one_version_is_open_at_a_time() -> None:
    assert not may_open(make_form(), ["closed", "draft"]).refused
    assert [reason.code for reason in may_open(make_form(), ["open"]).reasons] == ["questionnaires.another_open"]


def test_texts_are_kept_for_whole_fiscal_years() -> None:
    assert texts_kept_until(date(2026, 11, 26), Retention.YEARS_3) == date(2030, 3, 31)


@pytest.mark.parametrize(
    "cut",
    [
        Cut("wish"),
        Cut("rated.stay", "visited", (Condition("visited", frozenset({"a", "b"})),)),
        Cut("wish", "born", (Condition("times", least=2, most=5),)),
    ],
)
def test_a_cut_is_kept_and_read_again(cut: Cut) -> None:
    assert read_cut(json.loads(json.dumps(cut_as_data(cut))), make_form()) == cut


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "table: expected rows, columns and if"),
        ({"rows": "", "columns": "nothing"}, "table.columns: unknown question 'nothing'"),
        (
            {"rows": "", "columns": "wish", "if": [{"question": "said", "is": ["a"]}]},
            "table.if[0]: expected 'is' after a choice, 'least' and 'most' after a scale or a number",
        ),
    ],
)
def test_a_cut_of_something_else_is_refused(data: Any, message: str) -> None:
    with pytest.raises(BadQuestionnaire) as said:
        read_cut(data, make_form())
    assert str(said.value) == message


def test_a_condition_on_a_number_has_the_bounds_of_its_question() -> None:
    known = {question.key: question for question in make_form().questions}
    assert read_condition({"question": "times", "least": 5}, "x", known) == Condition("times", least=5, most=99)


def test_small_pieces() -> None:
    assert is_small(np.array([0, 1, 4, 5])).tolist() == [False, True, True, False]
    values: tuple[Any, ...] = (None, "", " ", [], {}, 0, "a")
    assert [is_empty(one) for one in values] == [True] * 5 + [False] * 2
    wish = make_form().question("wish")
    assert wish is not None
    assert same_answers(wish, wish)
    assert not same_answers(None, wish)


def test_a_fingerprint_does_not_depend_on_the_order_of_words() -> None:
    body = as_file()
    assert fingerprint(body, "n") == fingerprint(dict(reversed(body.items())), "n") != fingerprint(body, "m")
