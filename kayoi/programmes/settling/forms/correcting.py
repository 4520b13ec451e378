"""Shape of a move that is set right, and of its being taken back: always with the reason."""

from datetime import date
from typing import Any, cast

from django import forms

from kayoi.engines.casefiles.states import WhyHere
from kayoi.foundation.places.forms import PlaceField
from kayoi.programmes.settling.forms.moves import DAY
from kayoi.programmes.settling.models import Move
from kayoi.programmes.settling.services import MoveFields
from kayoi.programmes.settling.states import IntendedStay, MoveSource, OriginKind, Support, Turn, WhyOut

FIELDS = tuple(MoveFields.__annotations__)
UNSAID = ("", "(無回答)")


class CorrectForm(forms.Form):
    """The facts of a move as they should have been recorded."""

    moved_in_on = forms.DateField(label="転入した日(異動日)", widget=DAY)
    persons = forms.IntegerField(label="人数", min_value=1, max_value=30)
    source = forms.ChoiceField(label="把握の方法", choices=MoveSource.choices())
    reported_on = forms.DateField(label="把握した日", widget=DAY)
    origin_kind = forms.ChoiceField(label="前の住所", choices=OriginKind.choices())
    origin_code = PlaceField(label="前の市区町村", required=False, help_text="例: 東京都新宿区")
    reason = forms.ChoiceField(label="移った主な理由", required=False, choices=[UNSAID, *WhyHere.choices()])
    intended = forms.ChoiceField(label="予定の居住年数", required=False, choices=[UNSAID, *IntendedStay.choices()])
    turn = forms.ChoiceField(label="U・I・Jターン", required=False, choices=[UNSAID, *Turn.choices()])
    supports = forms.MultipleChoiceField(
        label="利用した支援", required=False, choices=Support.choices(), widget=forms.CheckboxSelectMultiple
    )
    moved_out_on = forms.DateField(
        label="転出した日", required=False, widget=DAY, help_text="転出していなければ空けておきます。"
    )
    moved_out_why = forms.ChoiceField(label="転出の理由", required=False, choices=[("", "(なし)"), *WhyOut.choices()])
    why = forms.CharField(label="直す理由", max_length=200, help_text="記録に残ります。")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, move: Move, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(move, name) for name in (*FIELDS, "version")}
        super().__init__(*args, **kwargs)
        self._move, self._today = move, today

    def clean_persons(self) -> int:
        """Refuse fewer persons than are written down by age."""
        persons: int = self.cleaned_data["persons"]
        written = self._move.members.count()
        if persons < written:
            raise forms.ValidationError(
                f"年代や生年月日のある人が{written}人います。少なくするときは、この記録を取り消して、書き直してください。"
            )
        return persons

    def clean(self) -> dict[str, Any]:
        """Keep days in order and not to come; a municipality only where one is known; no reason without a day."""
        values = super().clean() or {}
        moved_in_on, moved_out_on = values.get("moved_in_on"), values.get("moved_out_on")
        for name in ("moved_in_on", "reported_on", "moved_out_on"):
            if (day := values.get(name)) and day > self._today:
                self.add_error(name, "まだ来ていない日です。")
        if moved_in_on and moved_out_on and moved_out_on < moved_in_on:
            self.add_error("moved_out_on", "転入した日より前です。")
        if values.get("origin_kind") != OriginKind.PLACE:
            values["origin_code"] = ""
        elif not values.get("origin_code") and "origin_code" not in self.errors:
            self.add_error("origin_code", "前の市区町村を書くか、分かる範囲を選んでください。")
        unknown = values.get("moved_out_why") or WhyOut.UNKNOWN.value
        values["moved_out_why"] = unknown if moved_out_on else ""
        return values

    def fields_of_move(self) -> MoveFields:
        """Return the facts as the service takes them."""
        values: dict[str, Any] = {name: self.cleaned_data[name] for name in FIELDS}
        return cast("MoveFields", values | {"supports": sorted(values["supports"])})


class RetractForm(forms.Form):
    """Why a move is taken back."""

    why = forms.CharField(label="取り消す理由", max_length=200, help_text="記録に残ります。")
    version = forms.IntegerField(widget=forms.HiddenInput)
