"""When and for how many somebody wants a house; who comes along; giving up and staying longer."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.reservations.rules import Span, nights
from kayoi.kit.dates import JST
from kayoi.kit.html import DateParts
from kayoi.programmes.stays.selectors.offers import Wanted
from kayoi.programmes.stays.services.applying import With

MOST_PERSONS = 20


class DayInput(forms.DateInput):
    """A day by the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PartyForm(forms.Form):
    """How many people come."""

    adults = forms.IntegerField(label=_("大人(18歳以上)"), min_value=1, max_value=MOST_PERSONS, initial=2)
    children = forms.IntegerField(
        label=_("子ども(18歳未満)"), min_value=0, max_value=MOST_PERSONS, initial=0, required=False
    )

    def wanted_for(self, span: Span) -> Wanted:
        """Return the wish for a time."""
        return Wanted(span, self.cleaned_data["adults"], self.cleaned_data["children"] or 0)


class NightsForm(PartyForm):
    """From which day to which somebody wants to stay."""

    first = forms.DateField(label=_("到着の日"), widget=DayInput)
    last = forms.DateField(label=_("出発の日"), widget=DayInput)
    field_order = ("first", "last", "adults", "children")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean(self) -> dict[str, Any]:
        """Refuse days in the past, and leaving before arriving."""
        values = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if first and first < self._today:
            self.add_error("first", _("きょう以後の日を選んでください。"))
        if first and last and last <= first:
            self.add_error("last", _("出発の日は、到着の日より後にしてください。"))
        return values

    def wanted(self) -> Wanted:
        """Return the wish."""
        return self.wanted_for(nights(self.cleaned_data["first"], self.cleaned_data["last"]))


class HoursForm(PartyForm):
    """On which day and from when to when somebody wants a desk, a room or a car."""

    first = forms.DateField(label=_("利用の日"), widget=DayInput)
    starts = forms.TimeField(label=_("何時から"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("何時まで"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    field_order = ("first", "starts", "ends", "adults", "children")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["adults"].initial = 1

    def clean(self) -> dict[str, Any]:
        """Refuse days in the past, and an end before the start."""
        values = super().clean() or {}
        first, starts, ends = (values.get(name) for name in ("first", "starts", "ends"))
        if first and first < self._today:
            self.add_error("first", _("きょう以後の日を選んでください。"))
        if isinstance(starts, time) and isinstance(ends, time) and ends <= starts:
            self.add_error("ends", _("終わりは、始まりより後にしてください。"))
        return values

    def wanted(self) -> Wanted:
        """Return the wish."""
        day, starts, ends = (self.cleaned_data[name] for name in ("first", "starts", "ends"))
        return self.wanted_for(Span(datetime.combine(day, starts, JST), datetime.combine(day, ends, JST)))


class BeginForm(forms.Form):
    """What tells that the same press of the button came twice. Never in an address: whoever has it has the draft."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def key(self) -> UUID | None:
        """Return the key of this press; None where there is none that can be read."""
        found: UUID | None = self.cleaned_data.get("client_key") if self.is_valid() else None
        return found


class CompanionForm(forms.Form):
    """Somebody who comes along."""

    name = forms.CharField(label=_("この方のお名前"), max_length=100)
    birth_on = forms.DateField(label=_("生年月日"), widget=DateParts, required=False)
    relation = forms.CharField(label=_("続柄(配偶者・子など)"), max_length=20, required=False)

    def companion(self) -> With:
        """Return who it is."""
        return With(**{name: self.cleaned_data[name] for name in ("name", "birth_on", "relation")})


def companion_forms(data: Any, *, count: int, known: Sequence[Any] = ()) -> list[CompanionForm]:
    """Return a form for each person who comes along, with what is known of them."""
    forms_of = []
    for number in range(count):
        row = known[number] if number < len(known) else None
        initial = {name: getattr(row, name) for name in ("name", "birth_on", "relation")} if row else {}
        forms_of.append(CompanionForm(data, prefix=f"with{number}", initial=initial))
    return forms_of


class PurposeForm(forms.Form):
    """What somebody wants to try."""

    purpose = forms.CharField(
        label=_("滞在中にしたいこと・知りたいこと"), max_length=200, required=False,
        help_text=_("例:保育園や学校を見たい、仕事を探したい、冬の暮らしを知りたい"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class CancelForm(forms.Form):
    """Why somebody gives a stay up."""

    why = forms.CharField(label=_("取りやめる理由"), max_length=300)


class LongerForm(forms.Form):
    """Until when somebody wants to stay."""

    last = forms.DateField(label=_("新しい出発の日"), widget=DayInput)
    why = forms.CharField(label=_("延長したい理由"), max_length=300)
