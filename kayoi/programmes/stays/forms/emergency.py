"""Staff: which room is needed now, for whom, and why."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms

from kayoi.engines.reservations.rules import nights
from kayoi.programmes.stays.forms.running import RoomField
from kayoi.programmes.stays.selectors.board import rooms_on_board
from kayoi.programmes.stays.services.emergency import Needed


class EmergencyForm(forms.Form):
    """A room for some nights, from today on; the reason is kept."""

    room: Any = RoomField(label="必要な部屋", queryset=None)
    first = forms.DateField(label="初日")
    last = forms.DateField(label="最終日")
    adults = forms.IntegerField(label="大人", min_value=1, max_value=99, initial=1)
    children = forms.IntegerField(label="子ども", min_value=0, max_value=99, initial=0)
    name = forms.CharField(label="使う人のお名前", max_length=100)
    phone = forms.CharField(label="電話番号", max_length=60, required=False)
    why = forms.CharField(
        label="緊急の理由", max_length=150, help_text="例: 住宅の火災、大雨による避難。操作の記録に残ります。"
    )
    cancels = forms.BooleanField(
        label="移せる部屋がない予約は、町の都合で取り消す(支払い済みの額は返す)", required=False
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data, initial={"first": today, "last": today + timedelta(days=1), "key": uuid4()})
        self.today = today
        rooms: Any = self.fields["room"]
        rooms.queryset = rooms_on_board().filter(unit__measure="night")

    def clean(self) -> dict[str, Any]:
        """Refuse days that are past or run backwards."""
        values = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if first and first < self.today:
            self.add_error("first", "きょう以後の日を書いてください。")
        if first and last and last <= first:
            self.add_error("last", "最終日は、初日より後の日を書いてください。")
        return values

    def needed(self) -> Needed:
        """Return what is needed."""
        values = self.cleaned_data
        names = ("room", "adults", "children", "name", "phone", "why", "key")
        return Needed(span=nights(values["first"], values["last"]), **{name: values[name] for name in names})
