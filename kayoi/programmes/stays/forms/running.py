"""Staff: the key given and taken back, other rooms and days, what was found after a departure, what was cleaned."""

from datetime import date
from typing import Any

from django import forms

from kayoi.foundation.files.forms import FilesField, FilesInput
from kayoi.foundation.places.forms import PlaceField
from kayoi.programmes.stays.models import Room, Stay
from kayoi.programmes.stays.selectors.board import rooms_on_board
from kayoi.programmes.stays.services.inspecting import Found


class RoomField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no brackets at run time
    """A room of any house, by house and name."""

    def label_from_instance(self, obj: Any) -> str:
        """Name the house before the room, where the room has a name of its own."""
        house, unit = obj.house.name, obj.unit.name
        return unit if unit.startswith(house) else f"{house} {unit}"


class CheckInForm(forms.Form):
    """The key is given; where the town's rule names the address, it is asked again."""

    address = forms.ChoiceField(
        label="申請のあとで住所を移していないか", choices=[("same", "移していない"), ("moved", "移した")],
        widget=forms.RadioSelect, help_text="決まりが、使う人の住所を問うています。本人に確かめてください。",
    )  # fmt: skip
    lives_in = PlaceField(label="移した先の市区町村", required=False, help_text="移した人だけ。例:長野県伊那市")
    why = forms.CharField(
        label="未払いのまま鍵を渡す理由", max_length=200, required=False,
        help_text="支払いが済んでいるときは、空けておきます。",
    )  # fmt: skip

    def __init__(self, data: Any, *, asks_address: bool) -> None:
        super().__init__(data)
        if not asks_address:
            del self.fields["address"], self.fields["lives_in"]

    def clean(self) -> dict[str, Any]:
        """Ask where those live who have moved."""
        data = super().clean() or {}
        if data.get("address") == "moved" and "lives_in" not in self.errors and not data.get("lives_in"):
            self.add_error("lives_in", "移した先の市区町村を書いてください。")
        return data

    def lives_in_now(self) -> str | None:
        """Return where they live now, "" where they have not moved, None where it is not asked."""
        if "address" not in self.fields:
            return None
        # Rules name a municipality without its check digit.
        return str(self.cleaned_data["lives_in"])[:-1] if self.cleaned_data["address"] == "moved" else ""


class CheckOutForm(forms.Form):
    """When the party has left."""

    left_on = forms.DateField(
        label="退去した日", help_text="予定より早いときは、残りの泊がすぐに空きます。料金は変わりません。"
    )

    def __init__(self, data: Any, *, stay: Stay, today: date) -> None:
        super().__init__(data, initial={"left_on": today})
        self.stay, self.today = stay, today

    def clean_left_on(self) -> date:
        """Refuse a day before the arrival, or one that has not come."""
        day: date = self.cleaned_data["left_on"]
        if not self.stay.arrives_on <= day <= self.today:
            raise forms.ValidationError("到着の日からきょうまでの日を書いてください。")
        return day


class MoveForm(forms.Form):
    """Another room, another first day."""

    room: Any = RoomField(label="部屋", queryset=None, empty_label=None)
    first = forms.DateField(label="初日", help_text="泊数は変わりません。")
    why = forms.CharField(label="理由", max_length=200)

    def __init__(self, data: Any, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["room"].queryset = rooms_on_board()  # type: ignore[attr-defined]

    def target(self) -> Room:
        """Return the room."""
        room: Room = self.cleaned_data["room"]
        return room


class InspectForm(forms.Form):
    """How the room was found."""

    inspected_on = forms.DateField(label="点検した日")
    findings = forms.CharField(
        label="見つかったこと", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="壊れたもの、なくなったもの、汚れ。なければ空けておきます。",
    )  # fmt: skip
    damage_yen = forms.IntegerField(
        label="原状回復の費用(円)", min_value=0, max_value=10**7, initial=0,
        help_text="預り金から引き、足りない分を請求します。残った預り金は、返還として記録します。",
    )  # fmt: skip
    uploads = FilesField(
        label="写真", required=False, widget=FilesInput(attrs={"accept": "image/*"}), allow_empty_file=True
    )

    def found(self) -> Found:
        """Return what was found."""
        return Found(**self.cleaned_data)


class CleaningForm(forms.Form):
    """Who has made a room ready."""

    done_by = forms.CharField(label="清掃した人・会社", max_length=60)
    note = forms.CharField(label="気づいたこと", max_length=300, required=False)
