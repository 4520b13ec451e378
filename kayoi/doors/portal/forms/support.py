"""Shape of what a household says when it looks for support: towns, one answer, rows of a list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.doors.portal.selectors.support.book import KINDS
from kayoi.engines.rulesets.forms.questions import RowForm, as_data, field_for, row_shown, shown
from kayoi.engines.rulesets.selectors.words import said
from kayoi.engines.rulesets.states import Fact
from kayoi.foundation.tenancy.models import Organization

MOST_ROWS = 10
REQUIRED = {"required": _("答えを入れるか、「分からない」を押してください。")}


class TownsForm(forms.Form):
    """What to look at: towns, one by one or all of a prefecture, and kinds; none means all."""

    towns = forms.MultipleChoiceField(required=False)
    areas = forms.MultipleChoiceField(required=False)
    kinds = forms.MultipleChoiceField(
        label=_("何を調べますか"), help_text=_("一つも選ばなければ、すべてを調べます。"), required=False,
        choices=[(kind.value, _(kind.label)) for kind in KINDS], widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, data: Any, *, towns: Sequence[Organization], kinds: Sequence[str]) -> None:
        super().__init__(data, initial={"kinds": kinds})
        self.offered = towns
        self._choose_from("towns", (town.slug for town in towns))
        self._choose_from("areas", {town.place_code[:2] for town in towns})

    def _choose_from(self, name: str, values: Iterable[str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(value, value) for value in values]

    def chosen(self) -> list[str]:
        """Return the slugs of the towns that are meant."""
        towns, areas = self.cleaned_data["towns"], self.cleaned_data["areas"]
        return [town.slug for town in self.offered if town.slug in towns or town.place_code[:2] in areas]


class AnswerForm(forms.Form):
    """The answer to one question that is not a list."""

    def __init__(self, data: Any, *, fact: Fact, answer: Any, names: Mapping[str, str]) -> None:
        super().__init__(data, initial={"answer": shown(fact, answer, names)})
        self.fact = fact
        field = field_for(fact, label=said(fact.question))
        field.required = True
        field.error_messages |= REQUIRED
        self.fields["answer"] = field

    def answer(self) -> Any:
        """Return the answer as a facts file has it."""
        return as_data(self.fact, self.cleaned_data["answer"])


def rows_form(
    data: Any, *, fact: Fact, answer: Sequence[Mapping[str, Any]], names: Mapping[str, str]
) -> "forms.BaseFormSet[RowForm]":
    """Return the forms of all rows, and one that is empty."""
    factory = forms.formset_factory(RowForm, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True)
    initial = [row_shown(fact, row, names) for row in answer]
    return factory(data, initial=initial, form_kwargs={"fact": fact}, prefix="rows")


def with_one_more(data: Any) -> Any:
    """Return what was posted with one row more to write in."""
    more = data.copy()
    total = data.get("rows-TOTAL_FORMS", "")
    more["rows-TOTAL_FORMS"] = str(min(int(total) + 1, MOST_ROWS)) if total.isdecimal() else "1"
    return more
