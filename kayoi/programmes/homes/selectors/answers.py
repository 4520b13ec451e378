"""The answers of an application in words, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import BaseForm, BooleanField, CheckboxInput
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from kayoi.kit.html import Detail


@dataclass(frozen=True)
class StepShown:
    """One step as it was answered: title, answers, whether something is still wrong or missing."""

    key: str
    title: str
    details: list[Detail]
    is_complete: bool


def steps_shown(forms: Mapping[str, BaseForm]) -> list[StepShown]:
    """Return all steps with their answers in the reader's language."""
    return [
        StepShown(key, str(getattr(form, "title", "")), [_detail(bound) for bound in form], form.is_valid())
        for key, form in forms.items()
    ]


def _detail(bound: BoundField) -> Detail:
    return Detail(str(bound.label), _words(bound) or _("書かれていません"))


def _words(bound: BoundField) -> str:
    value = bound.value()
    if isinstance(bound.field, BooleanField) and isinstance(bound.field.widget, CheckboxInput):
        return _("はい") if value and value != "False" else _("いいえ")
    choices = dict(getattr(bound.field, "choices", ()))
    return str(choices.get(value, value) or "")
