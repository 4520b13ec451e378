"""Shape of a definition of 移住者, and of the year that figures are shown for."""

from typing import Any

from django import forms

from kayoi.engines.casefiles.states import WhyHere
from kayoi.kit.dates import fiscal_year_label
from kayoi.programmes.settling.models import MoveDefinition
from kayoi.programmes.settling.services import DefinitionFields
from kayoi.programmes.settling.states import CountedOn, OriginScope, Turn, Unit

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
YEARS = ((0, "問わない"), (1, "1年以上住む予定の人"), (5, "5年以上住む予定の人"))


class DefinitionForm(forms.Form):
    """Who counts as 移住者, asked as questions."""

    name = forms.CharField(label="定義の名前", max_length=60, help_text="例: 市の移住者、県への報告")
    starts_on = forms.DateField(
        label="いつからの移住に使いますか", widget=DAY, help_text="この日より前の移住は、前の版のまま数えます。"
    )
    origin = forms.ChoiceField(
        label="どこから来た人を数えますか",
        choices=OriginScope.choices(),
        initial=OriginScope.TOWN.value,
        widget=forms.RadioSelect,
    )
    excluded_reasons = forms.MultipleChoiceField(
        label="次の理由で移った人は除きますか",
        required=False,
        choices=WhyHere.choices(),
        widget=forms.CheckboxSelectMultiple,
    )
    years_at_least = forms.TypedChoiceField(
        label="住む予定の年数を問いますか", coerce=int, choices=YEARS, initial=0, widget=forms.RadioSelect
    )
    supported_only = forms.BooleanField(label="相談や支援を利用した人だけを数える", required=False)
    turns = forms.MultipleChoiceField(
        label="U・I・Jターンのうち",
        required=False,
        choices=Turn.choices(),
        widget=forms.CheckboxSelectMultiple,
        help_text="一つも選ばなければ、問いません。",
    )
    counted_on = forms.ChoiceField(
        label="どの日で数えますか",
        choices=CountedOn.choices(),
        initial=CountedOn.REGISTERED.value,
        widget=forms.RadioSelect,
    )
    unit = forms.ChoiceField(
        label="おもに出す数", choices=Unit.choices(), initial=Unit.PERSONS.value, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, latest: MoveDefinition | None = None, **kwargs: Any) -> None:
        names = (
            "name",
            "origin",
            "excluded_reasons",
            "years_at_least",
            "supported_only",
            "turns",
            "counted_on",
            "unit",
        )
        super().__init__(*args, **kwargs)
        if latest is not None:
            self.initial = {name: getattr(latest, name) for name in names} | dict(self.initial)

    def definition(self) -> DefinitionFields:
        """Return the answers as the service takes them."""
        values = self.cleaned_data
        return {
            "name": values["name"],
            "starts_on": values["starts_on"],
            "origin": values["origin"],
            "excluded_reasons": values["excluded_reasons"],
            "years_at_least": values["years_at_least"],
            "supported_only": values["supported_only"],
            "turns": values["turns"],
            "counted_on": values["counted_on"],
            "unit": values["unit"],
        }


class YearForm(forms.Form):
    """A fiscal year."""

    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.fields["year"]
        assert isinstance(year, forms.TypedChoiceField)
        year.choices = [(number, fiscal_year_label(number)) for number in years]
