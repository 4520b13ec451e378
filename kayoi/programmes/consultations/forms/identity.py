"""Which of the facts on a file a caller has said."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html

from kayoi.engines.casefiles.states import IdentityFact
from kayoi.programmes.consultations.forms.calls import CHANNELS
from kayoi.programmes.consultations.forms.keyed import Keyed, KeyedCheckboxes


class IdentityForm(forms.Form):
    """Which of the facts on a file the caller has said. Without one that is asked aloud, nothing is read out."""

    matched = forms.MultipleChoiceField(
        label="相手の言ったことが、個票と一致したもの", required=False, widget=KeyedCheckboxes
    )
    channel = forms.ChoiceField(choices=[(item.value, item.label) for item in CHANNELS], widget=forms.HiddenInput)

    def __init__(self, *args: Any, facts: Mapping[IdentityFact, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        matched = self.fields["matched"]
        assert isinstance(matched, forms.MultipleChoiceField)
        matched.choices = [
            (fact.value, format_html("{}<br><span class='soft'>個票: {}</span>", fact.label, known))
            for fact, known in facts.items()
        ]
        assert isinstance(matched.widget, Keyed)
        matched.widget.begins_page = not self.is_bound
        matched.widget.keys = {fact.value: str(number) for number, fact in enumerate(facts, start=1)}

    def facts(self) -> set[IdentityFact]:
        """Return what matched."""
        return {IdentityFact.of(value) for value in self.cleaned_data["matched"]}
