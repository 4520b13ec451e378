"""Questionnaires for tests."""

from typing import Any

from kayoi.engines.questionnaires.rules.questions import Form
from kayoi.engines.questionnaires.rules.reading import FORMAT, read_form


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
