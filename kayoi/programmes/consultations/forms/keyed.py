"""Choices that one key takes (static/consultations/keys.js)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import widgets
from django.utils.html import format_html

from kayoi.kit.states import Labelled


class Keyed(widgets.ChoiceWidget):
    """Tells browsers and assistive technology which key chooses an option."""

    keys: Mapping[str, str] = {}
    begins_page = False
    leads: Mapping[str, str] = {}  # from an option to the field in which more is written

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the option with its key."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        if self.begins_page and option["index"] == "0":
            option["attrs"]["autofocus"] = True
        if key := self.keys.get(str(option["value"])):
            option["attrs"]["aria-keyshortcuts"] = key
            option["attrs"]["data-leads-to"] = self.leads.get(str(option["value"]), False)
            option["label"] = format_html("{} <kbd>{}</kbd>", option["label"], key)
        return option


class KeyedRadios(Keyed, forms.RadioSelect):
    """One of several, by one key each."""


class KeyedCheckboxes(Keyed, forms.CheckboxSelectMultiple):
    """Some of several, by one key each."""


def keyed(kind: type[Keyed], members: Sequence[Labelled], keys: str, *, leads: Mapping[str, str] | None = None) -> Any:
    """Return a widget whose options have these keys, and after some of which something is to be written."""
    widget = kind()
    widget.leads = leads or {}
    widget.keys = dict(zip((member.value for member in members), keys, strict=True))
    return widget
