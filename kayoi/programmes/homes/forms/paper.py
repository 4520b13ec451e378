"""The same questions as a paper form: who signs on paper is asked nothing else than who types."""

from typing import Any

from django import forms
from django.utils import translation

from kayoi.programmes.homes.forms.applying import STEPS


def questions_on_paper() -> list[dict[str, Any]]:
    """Return the steps of the application as groups of questions, in Japanese: label, hint, choices, height."""
    with translation.override("ja"):
        return [
            {"title": str(form.title), "questions": [_question(field) for field in form().fields.values()]}
            for form in STEPS.values()
        ]


def _question(field: forms.Field) -> dict[str, Any]:
    is_tick = isinstance(field, forms.BooleanField)
    choices = [str(label) for _, label in getattr(field, "choices", ())]
    return {
        "label": str(field.label),
        "hint": str(field.help_text),
        "choices": [] if is_tick else choices,
        "is_tick": is_tick,
        "lines": 3 if isinstance(field.widget, forms.Textarea) else 1,
    }
