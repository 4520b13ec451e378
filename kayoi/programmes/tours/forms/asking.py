"""Staff: which questionnaires a tour asks; what came of it."""

from datetime import date
from typing import Any

from django import forms

from kayoi.engines.questionnaires.models import Questionnaire
from kayoi.programmes.tours.services.outcomes import Told
from kayoi.programmes.tours.states import OutcomeKind

NONE = ("", "聞かない")


class ChooseForm(forms.Form):
    """What is asked before and after."""

    before = forms.ChoiceField(
        label="参加の前のアンケート", required=False, help_text="記名にすると、前と後を同じ人で比べられます。"
    )
    after = forms.ChoiceField(label="参加の後のアンケート", required=False)

    def __init__(self, data: Any, *, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial)
        every = [NONE, *Questionnaire.objects.order_by("title").values_list("key", "title")]
        for name in ("before", "after"):
            self.fields[name].choices = every  # type: ignore[attr-defined]

    def clean_after(self) -> str:
        """Refuse the one of before: a party has one sheet of each."""
        after: str = self.cleaned_data["after"]
        if after and after == self.cleaned_data.get("before"):
            raise forms.ValidationError("前とは別のアンケートを選んでください。")
        return after


class OutcomeForm(forms.Form):
    """One thing that came of it."""

    kind = forms.ChoiceField(label="成果", choices=OutcomeKind.choices())
    happened_on = forms.DateField(label="いつ")
    quantity = forms.IntegerField(
        label="数", min_value=1, max_value=9_999, initial=1, help_text="件数。「あらためて滞在」は、滞在した日数。"
    )
    note = forms.CharField(label="メモ", max_length=300, required=False)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data, initial={"happened_on": today})
        self.today = today

    def clean_happened_on(self) -> date:
        """Refuse a day that has not come."""
        day: date = self.cleaned_data["happened_on"]
        if day > self.today:
            raise forms.ValidationError("きょうまでの日を書いてください。")
        return day

    def told(self) -> Told:
        """Return what staff learnt."""
        data = self.cleaned_data
        return Told(OutcomeKind.of(data["kind"]), data["happened_on"], data["quantity"], data["note"])
