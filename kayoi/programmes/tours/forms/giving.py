"""Staff: how the places of a tour are given; the public number; more places; points; why somebody is refused."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms

from kayoi.engines.selections.states import Method, Unit
from kayoi.programmes.tours.models import Tour
from kayoi.programmes.tours.states.giving import Group

QUOTAS, CRITERIA = 4, 4
MOST_POINTS = 100


class MomentInput(forms.DateTimeInput):
    """A moment by the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class TermsForm(forms.Form):
    """How places are given: the method, the public number, criteria."""

    about_self = False
    method = forms.ChoiceField(label="選び方", choices=Method.choices(), widget=forms.RadioSelect)
    public_number = forms.CharField(
        label="抽選に使う公開の数字", max_length=80, required=False,
        help_text="町のだれにも動かせない数字。例: 2026年12月15日の日経平均株価の終値",
    )  # fmt: skip
    number_from = forms.DateTimeField(label="その数字が分かる日時", required=False, widget=MomentInput)

    def terms(self, quotas: Sequence["QuotaForm"], criteria: Sequence["CriterionForm"]) -> dict[str, Any]:
        """Return the fields of a tour that say how its places are given."""
        values = self.cleaned_data
        return {
            "method": values["method"], "public_number": values["public_number"], "number_from": values["number_from"],
            "quotas": [quota for form in quotas if (quota := form.quota())],
            "weights": {name: weight for form in criteria for name, weight in form.criterion()},
        }  # fmt: skip


class QuotaForm(forms.Form):
    """One quota: of a group so many at least, at most."""

    group = forms.ChoiceField(label="区分", choices=[("", "なし"), *Group.choices()], required=False)
    least = forms.IntegerField(label="少なくとも", min_value=0, required=False)
    most = forms.IntegerField(label="多くても", min_value=0, required=False)
    unit = forms.ChoiceField(label="数え方", choices=Unit.choices(), initial=Unit.PARTIES.value)

    def quota(self) -> dict[str, Any] | None:
        """Return the quota; None where no group was chosen."""
        values = self.cleaned_data
        if not values["group"]:
            return None
        return {
            "group": values["group"], "least": values["least"] or 0, "most": values["most"], "unit": values["unit"],
        }  # fmt: skip


class CriterionForm(forms.Form):
    """One criterion of a jury, and how much a point of it counts."""

    name = forms.CharField(label="審査の基準", max_length=40, required=False)
    weight = forms.IntegerField(label="重み", min_value=1, max_value=MOST_POINTS, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for both or neither."""
        values = super().clean() or {}
        if bool(values.get("name")) != bool(values.get("weight")):
            self.add_error("weight", "基準と重みの両方を書いてください。")
        return values

    def criterion(self) -> list[tuple[str, int]]:
        """Return the criterion with its weight, or nothing."""
        return [(self.cleaned_data["name"], self.cleaned_data["weight"])] if self.cleaned_data["name"] else []


class TermsForms:
    """All forms of the page of the terms."""

    def __init__(self, data: Any, *, tour: Tour) -> None:
        quotas: list[Mapping[str, Any]] = [*tour.quotas, *({} for _ in range(QUOTAS))]
        criteria = [*({"name": name, "weight": weight} for name, weight in tour.weights.items()),
                    *({} for _ in range(CRITERIA))]  # fmt: skip
        initial = {"method": tour.method, "public_number": tour.public_number, "number_from": tour.number_from}
        self.terms = TermsForm(data, initial=initial)
        self.quotas = [QuotaForm(data, prefix=f"quota{at}", initial=dict(quotas[at])) for at in range(QUOTAS)]
        self.criteria = [CriterionForm(data, prefix=f"criterion{at}", initial=criteria[at]) for at in range(CRITERIA)]

    @property
    def all(self) -> list[forms.Form]:
        """Every form of the page."""
        return [self.terms, *self.quotas, *self.criteria]

    def is_valid(self) -> bool:
        """Check every form, so that all that is wrong is said at once."""
        return all([form.is_valid() for form in self.all])

    def fields(self) -> dict[str, Any]:
        """Return what is written of a tour."""
        return self.terms.terms(self.quotas, self.criteria)


class NumberForm(forms.Form):
    """The public number as it came out."""

    number = forms.CharField(label="発表された公開の数字", max_length=40)


class AddForm(forms.Form):
    """How many more persons a date is for."""

    persons = forms.IntegerField(label="増やす人数", min_value=1, max_value=500)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def key(self) -> str:
        """Return the key of this press of the button; another number on the same page is another press."""
        found: UUID | None = self.cleaned_data.get("client_key")
        return f"{found or uuid4()}:{self.cleaned_data['persons']}"


class WhyForm(forms.Form):
    """Why a party declines, or is refused; the party reads it."""

    about_self = False
    why = forms.CharField(label="理由", max_length=300)


class ScoresForm(forms.Form):
    """What the jury gave a party under each criterion."""

    about_self = False

    def __init__(self, *args: Any, party: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names = list(party.tour.weights)
        for number, name in enumerate(self._names):
            self.fields[f"score{number}"] = forms.IntegerField(
                label=name, min_value=0, max_value=MOST_POINTS, initial=party.scores.get(name)
            )

    def scores(self) -> dict[str, int]:
        """Return the points by criterion."""
        return {name: self.cleaned_data[f"score{number}"] for number, name in enumerate(self._names)}
