"""When an answer is due, how long it took, and what a call must say."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kayoi.programmes.consultations import rules
from kayoi.programmes.consultations.states import NextStep

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows("answer_due_on"), ids=lambda row: row["なぜ"])
def test_answer_due_on(row: dict[str, str]) -> None:
    due = rules.answer_due_on(asked_on=date.fromisoformat(row["質問の日"]), within_days=int(row["開庁日数"]))
    assert due == date.fromisoformat(row["期限"])


@pytest.mark.parametrize("row", rows("days_taken"), ids=lambda row: row["なぜ"])
def test_days_taken(row: dict[str, str]) -> None:
    asked, answered = date.fromisoformat(row["質問の日"]), date.fromisoformat(row["回答の日"])
    assert rules.days_taken(asked_on=asked, answered_on=answered) == int(row["かかった開庁日数"])


@pytest.mark.parametrize(
    ("subject", "text", "written"),
    [
        ("雪", "積もりますか", "雪\n\n積もりますか"),
        ("", "積もりますか", "積もりますか"),
        ("雪", " ", "雪"),
        ("", "", "(本文のないメール)"),
        ("", "あ" * 40, "あ" * 40),
        ("", "あ" * 41, "あ" * 23 + "\n…(続きは受信メールで読めます)"),
    ],
)
def test_question_text(subject: str, text: str, written: str) -> None:
    assert rules.question_text(subject=subject, text=text, most=40) == written


@pytest.mark.parametrize(
    ("text", "language"), [("How much snow?", "en"), ("Snow雪", "ja"), ("ｱ", "ja"), ("123", "ja"), ("", "ja")]
)
def test_language_of(text: str, language: str) -> None:
    assert rules.language_of(text) == language


@pytest.mark.parametrize("row", rows("next_due_on"), ids=lambda row: row["なぜ"])
def test_next_due_on(row: dict[str, str]) -> None:
    chosen = date.fromisoformat(row["選んだ日"]) if row["選んだ日"] else None
    due = rules.next_due_on(step=NextStep.of(row["次の対応"]), on=date.fromisoformat(row["相談の日"]), chosen=chosen)
    assert due == (date.fromisoformat(row["期限"]) if row["期限"] else None)


@pytest.mark.parametrize("row", rows("next_step_said"), ids=lambda row: row["なぜ"])
def test_next_step_said(row: dict[str, str]) -> None:
    due_on = date.fromisoformat(row["期限"]) if row["期限"] else None
    verdict = rules.next_step_said(title=row["次にすること"], due_on=due_on, nothing_agreed=row["約束なし"] == "はい")
    assert [reason.code for reason in verdict.reasons] == row["理由"].split()


@pytest.mark.parametrize("row", rows("caller_typed"), ids=lambda row: row["なぜ"])
def test_caller_typed(row: dict[str, str]) -> None:
    typed = rules.caller_typed(row["打ったことば"])
    assert typed == {
        key: row[name] for key, name in (("kana", "ふりがな"), ("phone", "電話番号"), ("name", "お名前")) if row[name]
    }
