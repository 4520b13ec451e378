"""The same questions as a paper form: who signs on paper is asked nothing else than who types."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import translation

from kayoi.programmes.homes.forms.applying import STEPS


def questions_on_paper(answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the steps of the application as groups of questions, in Japanese, with what has been answered.

    Of each: label, hint, choices, height, and what stands there already; what is open is written by hand.
    """
    with translation.override("ja"):
        return [
            {
                "title": str(form.title),
                "questions": [_question(field, answers.get(name, "")) for name, field in form().fields.items()],
            }
            for form in STEPS.values()
        ]


def _question(field: forms.Field, answer: str) -> dict[str, Any]:
    is_tick = isinstance(field, forms.BooleanField)
    choices = [] if is_tick else getattr(field, "choices", ())
    return {
        "label": str(field.label),
        "hint": str(field.help_text),
        "choices": [{"words": str(label), "is_ticked": value == answer != ""} for value, label in choices],
        "is_tick": is_tick,
        "is_ticked": is_tick and bool(answer),
        "said": "" if is_tick or choices else answer,
        "lines": 3 if isinstance(field.widget, forms.Textarea) else 1,
    }
