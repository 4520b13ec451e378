"""Staff: a quota, at most so many answers of those who meet its conditions."""

from typing import Any

from django import forms

from kayoi.engines.questionnaires.states import AtQuota
from kayoi.programmes.surveys.forms.conditions import ConditionsForm
from kayoi.programmes.surveys.rules.building import Words

MOST = 1_000_000


class QuotaForm(ConditionsForm):
    """One quota."""

    label = forms.CharField(
        label="枠の名前", max_length=100, help_text="例:初めての方。枠が埋まると、回答する人にも見えます。"
    )
    most = forms.IntegerField(label="何件まで", min_value=0, max_value=MOST)
    then = forms.ChoiceField(
        label="枠が埋まったあとの回答", choices=AtQuota.choices(), widget=forms.RadioSelect, initial=AtQuota.REFUSE
    )
    field_order = ("label", "most", "then")

    def __init__(self, data: Any, *, before: Words | None, known: list[Words]) -> None:
        said = {name: before[name] for name in ("label", "most", "then")} if before else {}
        super().__init__(data, initial=said, known=known, before=before["if"] if before else [])
        if "shown_if" in self.fields:
            self.fields["shown_if"].label = "この回答をした人を数える"
            self.fields["shown_if"].help_text = "選ばなければ、全員を数えます。条件の組み合わせは、設問と同じです。"

    def quota(self, key: str) -> Words:
        """Return the quota as a version holds it."""
        data = self.cleaned_data
        return {
            "key": key, "label": data["label"], "if": self.conditions(), "most": data["most"], "then": data["then"],
        }  # fmt: skip
