"""Shape of what is corrected of a visit."""

from collections.abc import Mapping
from typing import Any

from django import forms

from kayoi.engines.casefiles.states import AgeBand, HouseholdType, Interest
from kayoi.programmes.fairs.models import Visit
from kayoi.programmes.fairs.services import VisitFields
from kayoi.programmes.fairs.states import MOST_PERSONS

UNASKED = ("", "聞いていない")


class WithdrawForm(forms.Form):
    """Why a visit is corrected or withdrawn, and which version the reader saw."""

    why = forms.CharField(label="理由", max_length=200, error_messages={"required": "理由を書いてください。"})
    version = forms.IntegerField(widget=forms.HiddenInput)


class VisitForm(WithdrawForm):
    """What is counted of a group."""

    persons = forms.IntegerField(label="人数", min_value=1, max_value=MOST_PERSONS)
    prefecture = forms.ChoiceField(label="いまの都道府県", required=False)
    age_band = forms.ChoiceField(label="年代", required=False, choices=[UNASKED, *AgeBand.choices()])
    household_type = forms.ChoiceField(label="世帯の形", required=False, choices=[UNASKED, *HouseholdType.choices()])
    interests = forms.MultipleChoiceField(
        label="関心", required=False, choices=Interest.choices(), widget=forms.CheckboxSelectMultiple
    )
    remark = forms.CharField(
        label="聞いたこと", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, prefectures: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where = self.fields["prefecture"]
        assert isinstance(where, forms.ChoiceField)
        where.choices = [UNASKED, *prefectures.items()]

    @classmethod
    def of(cls, visit: Visit, data: Any, *, prefectures: Mapping[str, str]) -> "VisitForm":
        """Return the form of a visit as it stands."""
        names = ("persons", "prefecture", "age_band", "household_type", "interests", "remark", "version")
        initial = {name: getattr(visit, name) for name in names}
        return cls(data, initial=initial, prefectures=prefectures)

    def visit_fields(self) -> VisitFields:
        """Return the visit as the services take it."""
        values = self.cleaned_data
        return {
            "persons": values["persons"],
            "prefecture": values["prefecture"],
            "household_type": values["household_type"],
            "age_band": values["age_band"],
            "interests": sorted(values["interests"]),
            "remark": values["remark"],
        }
