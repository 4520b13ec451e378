"""Shape of guided days and their stops."""

from datetime import date, datetime
from typing import Any

from django import forms

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.foundation.identity.forms import MemberField
from kayoi.kit.dates import JST
from kayoi.programmes.appointments.forms.staff import DAY, TIME, set_members
from kayoi.programmes.appointments.services import DayFields, StopFields
from kayoi.programmes.appointments.states import StopKind


class DayForm(forms.Form):
    """One family's day as a whole."""

    about_self = False

    on = forms.DateField(label="案内する日", widget=DAY)
    party = forms.IntegerField(label="来る人数", min_value=1, max_value=30, initial=1)
    shown_as = forms.CharField(
        label="相手への伝え方",
        max_length=60,
        required=False,
        help_text="相手にはこのことばだけを伝えます。空けておくと「ご家族3人」のようになります。名字や住所は書きません。",
    )
    meeting = forms.CharField(label="集合の場所と時刻", max_length=200, required=False)
    note = forms.CharField(
        label="ご家族へのお知らせ(持ち物など)",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    owner = MemberField(label="担当", empty_label="決めない")
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_members(self, "owner", members)

    def day_fields(self) -> DayFields:
        """Return what is planned."""
        values = self.cleaned_data
        party = values["party"]
        return {
            "on": values["on"],
            "party": party,
            "shown_as": values["shown_as"] or (f"ご家族{party}人" if party > 1 else "移住を考えている方1人"),
            "meeting": values["meeting"],
            "note": values["note"],
            "owner": values["owner"],
        }


class StopForm(forms.Form):
    """Where, when, with whom."""

    about_self = False

    kind = forms.ChoiceField(label="種類", choices=StopKind.choices())
    starts = forms.TimeField(label="何時から", widget=TIME)
    ends = forms.TimeField(label="何時まで", widget=TIME)
    place = forms.CharField(label="場所", max_length=200)
    purpose = forms.CharField(label="何をするか(相手にも伝えます)", max_length=200, required=False)
    host_name = forms.CharField(label="相手の名前", max_length=100, required=False)
    host_email = forms.EmailField(label="相手のメールアドレス", required=False)
    host_phone = PhoneField(label="相手の電話番号", required=False, max_length=30)
    host_note = forms.CharField(label="相手へのお願い", max_length=300, required=False)
    needs_answer = forms.BooleanField(label="相手の承諾が要る", required=False, initial=True)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def stop_fields(self) -> StopFields:
        """Return what is planned, on the day of the plan."""
        values = self.cleaned_data
        return {
            "kind": values["kind"],
            "starts_at": datetime.combine(self.on, values["starts"], JST),
            "ends_before": datetime.combine(self.on, values["ends"], JST),
            "place": values["place"],
            "purpose": values["purpose"],
            "host_name": values["host_name"],
            "host_email": values["host_email"],
            "host_phone": values["host_phone"],
            "host_note": values["host_note"],
            "needs_answer": values["needs_answer"],
        }


class AnswerForm(forms.Form):
    """What a host has said on the telephone."""

    answer = forms.ChoiceField(
        label="相手の返事",
        choices=[("yes", "承諾"), ("no", "辞退")],
        widget=forms.RadioSelect,
        error_messages={"required": "承諾か辞退かを選んでください。"},
    )
    remark = forms.CharField(label="言われたこと・理由", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a refusal: it helps to find another time or host."""
        values = super().clean() or {}
        if values.get("answer") == "no" and not values.get("remark") and "remark" not in self.errors:
            self.add_error("remark", "辞退の理由を書いてください。分からないときは「不明」と書きます。")
        return values


class NoteForm(forms.Form):
    """How the day went."""

    note = forms.CharField(
        label="一日の様子(メモとして個票に残ります)",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
