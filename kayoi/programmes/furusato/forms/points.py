"""What staff write about points: the terms from a day on."""

from datetime import date
from typing import Any

from django import forms

from kayoi.programmes.furusato.models import PointsScheme
from kayoi.programmes.furusato.selectors.points_office import Asked
from kayoi.programmes.furusato.services.points import Terms


class PointsForm(forms.ModelForm):  # type: ignore[type-arg]  # no brackets at run time
    """The terms of the town's points: their name, points by kind of activity, percents by step, limits."""

    class Meta:
        model = PointsScheme
        fields = (
            "starts_on", "name", "name_en", "unit", "unit_en", "valid_months", "cap_day", "cap_year",
            "percent_without",
        )  # fmt: skip
        help_texts = {
            "starts_on": "この日からの活動に適用します。次の決まりが始まるまで続きます。今日より前にはできません。",
            "name": "例: 通いコイン",
            "unit": "例: コイン。「30コイン」のように書きます。",
            "valid_months": "活動が確認された日から数えます。",
            "percent_without": "活動の日に、町のどの登録もない人の割合です。0なら付けません。",
        }

    def __init__(self, data: Any, *, asked: Asked, given: dict[str, int], instance: PointsScheme | None = None) -> None:
        super().__init__(data, instance=instance, initial=given)
        self.asked = asked
        for kind in asked.kinds:
            self.fields[f"kind_{kind.pk}"] = forms.IntegerField(
                label=f"「{kind.name}」のポイント", min_value=0, max_value=100_000, required=False,
                help_text="空けるか0にすると、この種類では付けません。",
            )  # fmt: skip
        for step, names in asked.steps:
            label = f"{step}段目({names})の割合(%)" if step else f"段階のない登録({names})の割合(%)"
            self.fields[f"step_{step}"] = forms.IntegerField(label=label, min_value=0, max_value=1000)

    def clean_starts_on(self) -> date:
        """Refuse a day from which other terms hold already."""
        day: date = self.cleaned_data["starts_on"]
        if PointsScheme.objects.filter(starts_on=day).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("この日から始まる決まりが、すでにあります。")
        return day

    def terms(self) -> Terms:
        """Return the terms as they were written."""
        given = self.cleaned_data
        return Terms(
            {name: given[name] for name in self.Meta.fields},
            {kind: given[f"kind_{kind.pk}"] or 0 for kind in self.asked.kinds},
            {step: given[f"step_{step}"] for step, _ in self.asked.steps},
        )
