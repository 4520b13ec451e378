"""The questions of a version as boxes: for the respondent's phone, and for staff who type a paper."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kayoi.engines.questionnaires.forms import REFUSALS
from kayoi.engines.questionnaires.rules.questions import Answers, Form, Option, Question
from kayoi.engines.questionnaires.states import Kind
from kayoi.foundation.places.forms import PlaceField
from kayoi.kit.html import DateParts
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Reason, Verdict, verdict

BUSY = gettext_lazy(
    "いま、受け付けが込み合っています。しばらくして、もう一度送ってください。書いた内容は残っています。"
)


@dataclass(frozen=True)
class Asked:
    """One question on the page: its boxes, and when it is shown, for the page's own script."""

    question: Question
    boxes: tuple[BoundField, ...]
    shown_if: str

    @property
    def is_matrix(self) -> bool:
        """Whether its lines stand together under one heading."""
        return self.question.kind is Kind.MATRIX


class AnswerForm(forms.Form):
    """All questions of a version. Nothing is required here: what is asked of whom is decided by the engine's rules."""

    about_self = False

    def __init__(self, data: Any, *, form: Form, answers: Answers) -> None:
        super().__init__(data, auto_id="id_%s")
        self.form = form
        for question in form.questions:
            for line in _lines(question):
                box = _box(question, line)
                box.initial = _shown(question, answers.get(question.key), line)
                self.fields[_name(question, line)] = box

    def asked(self) -> Iterator[Asked]:
        """Yield the questions with their boxes, marked as the questionnaire marks them."""
        for question in self.form.questions:
            boxes = tuple(self[_name(question, line)] for line in _lines(question))
            for box in boxes:
                box.field.required = question.must
            conditions = [
                {"question": one.question, "is": sorted(one.options), "least": one.least, "most": one.most}
                for one in question.shown_if
            ]
            yield Asked(question, boxes, json.dumps(conditions) if conditions else "")

    def answers(self) -> dict[str, Any]:
        """Return what was answered as a sheet holds it; boxes that cannot be read are left out."""
        found: dict[str, Any] = {}
        for question in self.form.questions:
            for line in _lines(question):
                value = _as_answer(self.cleaned_data.get(_name(question, line)))
                if value in (None, "", []):
                    continue
                if line is None:
                    found[question.key] = value
                else:
                    found.setdefault(question.key, {})[line.key] = value
        return found

    def refuse(self, answer: Verdict) -> None:
        """Write the reasons of a refusal beside the questions that they are about."""
        for reason in answer.reasons:
            self.add_error(self._box_of(reason), " ".join(sentences(verdict([reason]), REFUSALS)))

    def _box_of(self, reason: Reason) -> str | None:
        question = self.form.question(str(reason.params.get("key", "")))
        if question is None:
            return None
        lines = [line for line in _lines(question) if line is None or line.label == reason.params.get("line")]
        return _name(question, (lines or _lines(question))[0])


def _lines(question: Question) -> list[Option | None]:
    return list(question.lines) if question.kind is Kind.MATRIX else [None]


def _name(question: Question, line: Option | None) -> str:
    return f"a_{question.key}" if line is None else f"a_{question.key}-{line.key}"


def _box(question: Question, line: Option | None) -> forms.Field:
    words: dict[str, Any] = {
        "label": line.label if line else question.text, "required": False, "help_text": _hint(question)
    }  # fmt: skip
    choices = [(option.key, option.label) for option in question.options]
    match question.kind:
        case Kind.SINGLE | Kind.MATRIX:
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **words)
        case Kind.MULTIPLE:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **words)
        case Kind.SCALE:
            steps = [(str(step), str(step)) for step in range(question.least, question.most + 1)]
            return forms.TypedChoiceField(
                choices=steps, widget=forms.RadioSelect, coerce=int, empty_value=None, **words
            )  # fmt: skip
        case Kind.NUMBER:
            return forms.IntegerField(**words)
        case Kind.DATE:
            return forms.DateField(widget=DateParts, **words)
        case Kind.PLACE:
            return PlaceField(**words)
        case _:
            return forms.CharField(max_length=question.most, widget=forms.Textarea(attrs={"rows": 4}), **words)


def _hint(question: Question) -> str:
    match question.kind:
        case Kind.MULTIPLE if question.most < len(question.options):
            return _("%(most)sつまで選べます。") % {"most": question.most}
        case Kind.MULTIPLE:
            return _("当てはまるものを、すべて選んでください。")
        case Kind.PLACE:
            return _("例:長野県伊那市")
        case _:
            return ""


def _shown(question: Question, answer: Any, line: Option | None) -> Any:
    if line is not None:
        return answer.get(line.key) if isinstance(answer, dict) else None
    if question.kind is Kind.DATE:
        return date.fromisoformat(answer) if answer else None
    return answer


def _as_answer(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
