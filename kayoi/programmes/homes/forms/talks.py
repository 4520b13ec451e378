"""Shape of what staff write about inquiries, viewings, keys and contracts."""

from datetime import datetime
from typing import Any

from django import forms

from kayoi.engines.casefiles.states import Channel
from kayoi.kit.dates import JST, local_time
from kayoi.programmes.homes.forms.seekers import CHANNELS, KeyedForm
from kayoi.programmes.homes.forms.words import StaffWords
from kayoi.programmes.homes.models import Viewing
from kayoi.programmes.homes.services import ContractFields
from kayoi.programmes.homes.states import ContractKind, EndOfTalk

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ForCallerForm(KeyedForm):
    """What is asked for somebody who calls or writes: the registration number, and how the wish came."""

    about_self = False

    seeker = forms.CharField(
        label="利用登録番号", max_length=20, help_text="例: 利2026-0012",
        error_messages={"required": "利用登録番号を書いてください。"},
    )  # fmt: skip
    channel = forms.ChoiceField(
        label="申し出の方法", choices=CHANNELS, initial=Channel.TELEPHONE.value, widget=forms.RadioSelect
    )


class StaffAskForm(ForCallerForm):
    """An inquiry for a caller."""

    letter = StaffWords(label="所有者への手紙", max_length=2000, required=False, rows=6)


class StaffViewingForm(ForCallerForm):
    """A viewing for a caller."""

    wishes = StaffWords(label="希望の日時", max_length=300, required=False, rows=2)
    persons = forms.IntegerField(label="人数", min_value=1, max_value=20, initial=2)


class EndOfTalkForm(forms.Form):
    """How an inquiry ended, and why."""

    how = forms.ChoiceField(
        label="どうなったか", choices=EndOfTalk.choices(), widget=forms.RadioSelect,
        error_messages={"required": "どれかを選んでください。"},
    )  # fmt: skip
    why = StaffWords(
        label="理由(本人には送りません)", max_length=200, error_messages={"required": "理由を書いてください。"}
    )


class FixForm(forms.Form):
    """The time of a viewing, and who is there."""

    on = forms.DateField(label="日にち", widget=DAY)
    starts = forms.TimeField(label="何時から", widget=TIME)
    ends = forms.TimeField(label="何時まで", widget=TIME)
    attended_by = forms.CharField(label="立ち会う人", max_length=100, required=False)

    def span(self) -> dict[str, datetime]:
        """Return both moments, in Japanese time."""
        values = self.cleaned_data
        return {
            "starts_at": datetime.combine(values["on"], values["starts"], JST),
            "ends_before": datetime.combine(values["on"], values["ends"], JST),
        }


def time_of(viewing: Viewing) -> dict[str, Any]:
    """Return what the form begins with where a time is fixed already."""
    if viewing.starts_at is None or viewing.ends_before is None:
        return {}
    starts, ends = local_time(viewing.starts_at), local_time(viewing.ends_before)
    return {"on": starts.date(), "starts": starts.time(), "ends": ends.time(), "attended_by": viewing.attended_by}


class ViewedForm(forms.Form):
    """How a viewing went."""

    note = StaffWords(
        label="見学の様子(メモとして個票に残ります。開示請求の対象になります)", max_length=4000, required=False, rows=4
    )


class KeyForm(forms.Form):
    """Who takes the key, and until when."""

    holder = forms.CharField(
        label="借りる人・業者", max_length=100, error_messages={"required": "だれに貸すかを書いてください。"}
    )
    due_on = forms.DateField(label="返す予定の日", widget=DAY)


class ContractForm(forms.Form):
    """The report that a contract was made."""

    kind = forms.ChoiceField(
        label="契約の種類", choices=ContractKind.choices(), widget=forms.RadioSelect,
        error_messages={"required": "契約の種類を選んでください。"},
    )  # fmt: skip
    contracted_on = forms.DateField(label="契約日", widget=DAY)
    moves_in_on = forms.DateField(label="引渡し・入居の予定日", required=False, widget=DAY)
    ends_on = forms.DateField(label="賃貸の終わり", required=False, widget=DAY, help_text="賃貸・サブリースのとき")
    reported_by = forms.CharField(
        label="報告した人", max_length=100, error_messages={"required": "だれの報告かを書いてください。"}
    )
    persons = forms.IntegerField(label="入居する人数", min_value=1, max_value=30, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a rental that ends before it begins."""
        values = super().clean() or {}
        if values.get("ends_on") and values.get("contracted_on") and values["ends_on"] <= values["contracted_on"]:
            self.add_error("ends_on", "賃貸の終わりは、契約日より後にしてください。")
        return values

    def contract_fields(self) -> ContractFields:
        """Return what is reported."""
        values = self.cleaned_data
        return {
            "kind": ContractKind.of(values["kind"]),
            "contracted_on": values["contracted_on"],
            "moves_in_on": values["moves_in_on"],
            "ends_on": values["ends_on"],
            "reported_by": values["reported_by"],
            "persons": values["persons"],
        }


class FellThroughForm(forms.Form):
    """When and why a contract came to nothing."""

    on = forms.DateField(label="不成立になった日", widget=DAY)
    why = StaffWords(
        label="理由", max_length=200, help_text="例: ローン特約", error_messages={"required": "理由を書いてください。"}
    )
