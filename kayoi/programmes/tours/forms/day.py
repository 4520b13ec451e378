"""Staff on the day: who came, why a check-in is taken back."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms

from kayoi.programmes.tours.selectors.day import Expected
from kayoi.programmes.tours.services.attending import Came
from kayoi.programmes.tours.states import AttendanceWay


class CheckInForm(forms.Form):
    """One party that has come."""

    party = forms.ChoiceField(label="申込み", widget=forms.RadioSelect)
    persons = forms.IntegerField(
        label="来た人数", required=False, min_value=1, max_value=99, help_text="全員来たときは、空けておきます。"
    )
    nights = forms.IntegerField(
        label="泊数", required=False, min_value=0, max_value=99, help_text="予定より早く帰るときだけ書きます。"
    )
    way = forms.ChoiceField(choices=AttendanceWay.choices(), widget=forms.HiddenInput, initial=AttendanceWay.LIST)
    came_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, expected: list[Expected]) -> None:
        super().__init__(data)
        self.fields["party"].choices = [  # type: ignore[attr-defined]
            (str(one.party.pk), f"{one.shown}({one.party.persons}人)") for one in expected
        ]

    def came(self, *, at: datetime) -> Came:
        """Return what the device noted."""
        data = self.cleaned_data
        return Came(
            key=data["client_key"] or uuid4(), party=int(data["party"]), way=AttendanceWay.of(data["way"]),
            came_at=min(data["came_at"] or at, at), persons=data["persons"], nights=data["nights"],
        )  # fmt: skip


class WhyForm(forms.Form):
    """Why."""

    why = forms.CharField(label="理由", max_length=200)


REFUSALS: dict[str, Any] = {
    "tours.date_not_running": "この日程は、いま受付できる状態ではありません。",
    "tours.not_on_this_date": "この日程の参加予定ではありません。申込みの状態を確かめてください。",
    "tours.persons_unlike": "人数は1人から%(expected)s人までです。増えた人は、別の申込みとして書いてください。",
    "tours.too_early": "初日(%(day)s)の前の日から受付できます。",
    "tours.taken_back_already": "この受付は、すでに取り消されています。",
    "tours.did_not_attend": "参加した組だけに書けます。",
    "tours.needs_why": "理由を書いてください。",
}
