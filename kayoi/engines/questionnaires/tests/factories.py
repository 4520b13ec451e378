"""Questionnaires for tests."""

from datetime import datetime
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Retention
from kayoi.engines.questionnaires import services
from kayoi.engines.questionnaires.models import AnswerSheet, Version
from kayoi.engines.questionnaires.rules.cuts import Cut
from kayoi.engines.questionnaires.rules.questions import Form
from kayoi.engines.questionnaires.rules.reading import FORMAT, read_form
from kayoi.engines.questionnaires.states import Way
from kayoi.kit.actor import Actor


def options(*labels: str, alone: str = "") -> list[dict[str, Any]]:
    """Return options a, b, c … with these labels."""
    return [
        {"key": "abcdefgh"[at], "label": label} | ({"alone": True} if label == alone else {})
        for at, label in enumerate(labels)
    ]


QUESTIONS: list[dict[str, Any]] = [
    {"key": "visited", "kind": "single", "text": "訪れたことは", "must": True, "options": options("ある", "ない")},
    {
        "key": "times", "kind": "number", "text": "何回ですか", "must": True, "least": 1, "most": 99, "unit": "回",
        "bands": [2, 5], "shown_if": [{"question": "visited", "is": ["a"]}],
    },
    {
        "key": "liked", "kind": "multiple", "text": "よかったこと", "most": 2,
        "options": options("食", "景色", "人", "特になし", alone="特になし"),
        "shown_if": [{"question": "times", "least": 2}],
    },
    {
        "key": "rated", "kind": "matrix", "text": "満足度", "must": True, "options": options("満足", "不満"),
        "lines": [{"key": "stay", "label": "宿"}, {"key": "meal", "label": "食事"}],
    },
    {"key": "wish", "kind": "scale", "text": "また来たい", "least": 1, "most": 5},
    {"key": "born", "kind": "date", "text": "生年月日", "bands": [30, 40, 50]},
    {"key": "home", "kind": "place", "text": "お住まい"},
    {"key": "said", "kind": "text", "text": "ご意見", "most": 20},
]  # fmt: skip
QUOTAS: list[dict[str, Any]] = [
    {"key": "new", "label": "初めての方", "if": [{"question": "visited", "is": ["b"]}], "most": 2, "then": "refuse"},
    {"key": "fans", "label": "よく来る方", "if": [{"question": "times", "least": 5}], "most": 1, "then": "mark"},
]


def as_file(questions: list[dict[str, Any]] | None = None, quotas: list[dict[str, Any]] | None = None) -> Any:
    """Return a questionnaire as its file holds it."""
    return {"format": FORMAT, "questions": questions or QUESTIONS, "quotas": QUOTAS if quotas is None else quotas}


def make_form() -> Form:
    """Return the questionnaire of the tests."""
    return read_form(as_file())


GOOD: dict[str, Any] = {"visited": "b", "rated": {"stay": "a", "meal": "a"}, "wish": 4}


def make_open(
    *, anonymous: bool, by: Actor, at: datetime, key: str = "tour-after", quotas: list[dict[str, Any]] | None = None
) -> Version:
    """Return an open version of a new questionnaire."""
    root = services.make_questionnaire(
        key=key, title="ツアー後のアンケート", anonymous=anonymous, text_retention=Retention.YEARS_3, by=by, at=at
    )
    body = as_file(quotas=quotas or [])
    version = services.write_version(questionnaire=root.pk, body=body, notice="改善に使います", by=by, at=at)
    return services.open_version(version=version.pk, by=by, at=at)


def answer(version: Version, answers: dict[str, Any], *, by: Actor, at: datetime, **how: Any) -> AnswerSheet:
    """Return a sheet that was handed in by web."""
    sheet = services.start_sheet(version=version.pk, way=Way.WEB, by=by, at=at, **how).sheet
    return services.submit_sheet(sheet=sheet.pk, answers=answers, by=by, at=at)


def make_questionnaires(file: CaseFile, *, words: str, by: Actor, at: datetime) -> None:
    """Make an anonymous questionnaire with a published table, and a linked one with words of a file."""
    version = make_open(anonymous=True, by=by, at=at)
    for _ in range(6):
        answer(version, GOOD, by=by, at=at)
    services.close_version(version=version.pk, by=by, at=at)
    services.publish_table(version=version.pk, cut=Cut("visited"), title="訪問", by=by, at=at)
    linked = make_open(anonymous=False, key="tour-before", by=by, at=at)
    answer(linked, GOOD, case_file=file, about=words[:60], by=by, at=at)
