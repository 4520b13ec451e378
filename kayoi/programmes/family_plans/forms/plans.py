"""Shape of a family's plan: the day or month of the move, what is so, days that are settled."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.kit.dates import parse_year
from kayoi.kit.html import DateParts
from kayoi.kit.text import normal
from kayoi.programmes.family_plans.models import Plan
from kayoi.programmes.family_plans.services import PlanFields
from kayoi.programmes.family_plans.states import GIVEN, MOST_CHILDREN, SAID, Anchor, Fact

FURTHEST_YEARS = 10
MONTH = re.compile(r"(.+?)[-/.年]\s*(\d{1,2})月?")


class MonthField(forms.CharField):
    """A month as people write it: 2027-04, 2027年4月, 令和9年4月. The value is its first day."""

    widget = forms.TextInput(attrs={"type": "month"})

    def clean(self, value: Any) -> Any:
        """Return the first day of the month, or None. Raises ValidationError on what is no month."""
        text = normal(super().clean(value) or "")
        if not text:
            return None
        found = MONTH.fullmatch(text)
        try:
            return date(parse_year(found[1]), int(found[2]), 1) if found else self._refuse()
        except (ValueError, OverflowError):
            return self._refuse()

    def _refuse(self) -> date:
        raise forms.ValidationError(_("月として読めません。2027-04 のように書いてください。"))


class DaysForm(forms.Form):
    """The day of the move and days that are settled: what a family changes itself."""

    moves_on = forms.DateField(
        label=_("引越しの日"),
        required=False,
        error_messages={"invalid": _("日付として読めません。2027-04-01 のように書いてください。")},
    )
    month = MonthField(
        label=_("月だけ決まっているとき"),
        required=False,
        help_text=_("その月の1日に引っ越すものとして、早めに計算します。例: 2027-04"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for anchor in GIVEN:
            self.fields[anchor.value] = forms.DateField(label=_(anchor.label), required=False)

    @property
    def settled(self) -> list[forms.BoundField]:
        """The questions for days that are settled."""
        return [self[anchor.value] for anchor in GIVEN]

    def clean(self) -> dict[str, Any]:
        """Ask for a day or a month that a plan can be made for."""
        values = super().clean() or {}
        if not values.get("moves_on") and not values.get("month") and not {"moves_on", "month"} & self.errors.keys():
            self.add_error("moves_on", _("引越しの日か、月のどちらかを書いてください。"))
        for name in ("moves_on", "month", *(anchor.value for anchor in GIVEN)):
            on = values.get(name)
            if on and abs(on.year - self.today.year) > FURTHEST_YEARS:
                self.add_error(name, _("今日から10年以内の日を書いてください。"))
        return values

    def moves(self) -> tuple[date, bool]:
        """Return the day of the move, and whether only its month is known."""
        on: date | None = self.cleaned_data["moves_on"]
        return (on, False) if on else (self.cleaned_data["month"], True)

    def dates(self) -> dict[Anchor, date]:
        """Return the days that are settled."""
        return {anchor: self.cleaned_data[anchor.value] for anchor in GIVEN if self.cleaned_data[anchor.value]}

    def fields_on(self, plan: Plan) -> PlanFields:
        """Return the plan's fields with these days."""
        moves_on, month_only = self.moves()
        children, facts = [date.fromisoformat(day) for day in plan.children], frozenset(map(Fact.of, plan.facts))
        return PlanFields(moves_on, month_only, children, facts, self.dates())


class PlanForm(DaysForm):
    """Everything that a plan is made from."""

    facts = forms.MultipleChoiceField(
        label=_("あてはまること"),
        required=False,
        choices=[(fact.value, _(fact.label)) for fact in SAID],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_CHILDREN + 1):
            self.fields[f"child_{number}"] = forms.DateField(
                label=_("%(number)d人目のお子さんの生年月日") % {"number": number}, required=False, widget=DateParts
            )

    @property
    def births(self) -> list[forms.BoundField]:
        """The questions for the children's birth dates."""
        return [self[f"child_{number}"] for number in range(1, MOST_CHILDREN + 1)]

    def clean(self) -> dict[str, Any]:
        """Refuse birth dates that no child can have."""
        values = super().clean()
        for number in range(1, MOST_CHILDREN + 1):
            birth = values.get(f"child_{number}")
            if birth and not self.today.year - 25 <= birth.year <= self.today.year + 1:
                self.add_error(f"child_{number}", _("お子さんの生年月日を確かめてください。"))
        return values

    def plan_fields(self) -> PlanFields:
        """Return what a plan is made from."""
        births = [self.cleaned_data[f"child_{number}"] for number in range(1, MOST_CHILDREN + 1)]
        moves_on, month_only = self.moves()
        return PlanFields(
            moves_on, month_only, [birth for birth in births if birth],
            frozenset(map(Fact.of, self.cleaned_data["facts"])), self.dates(),
        )  # fmt: skip


def initial_of(plan: Plan) -> dict[str, Any]:
    """Return a plan as the form shows it."""
    day = {"month": f"{plan.moves_on:%Y-%m}"} if plan.month_only else {"moves_on": plan.moves_on}
    births = {f"child_{number}": date.fromisoformat(birth) for number, birth in enumerate(plan.children, 1)}
    dates = {name: date.fromisoformat(on) for name, on in plan.dates.items()}
    return {**day, **births, **dates, "facts": plan.facts, "version": plan.version}
