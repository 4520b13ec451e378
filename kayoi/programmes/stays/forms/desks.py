"""Members of a space: what they send, and what staff write for them."""

from datetime import date, datetime, time
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.reservations.rules import Span
from kayoi.kit.dates import JST, months_later
from kayoi.programmes.stays.forms.public import DayInput
from kayoi.programmes.stays.models import Room

CHANNELS = [(one.value, one.label) for one in (Channel.TELEPHONE, Channel.COUNTER, Channel.LETTER, Channel.EMAIL)]


YEARS_AHEAD = 2


def ahead(day: date, *, today: date) -> date:
    """Return a day from today on, up to some years ahead. Raises ValidationError on others."""
    if day < today:
        raise forms.ValidationError(_("日が過ぎています。きょう以後の日を選んでください。"))
    if day > months_later(today, 12 * YEARS_AHEAD):
        raise forms.ValidationError(_("%(years)s年先までの日を選んでください。"), params={"years": YEARS_AHEAD})
    return day


def in_calendar(day: date) -> None:
    """Refuse years that nobody means, with which nothing can be worked out."""
    if not 2000 <= day.year < 2100:
        raise forms.ValidationError(_("年を確かめてください。"))


class MonthInput(forms.TextInput):
    """A month by the browser's own picker; typed as 2026-12 where it has none."""

    input_type = "month"


class MonthField(forms.CharField):
    """A month, as its first day."""

    widget = MonthInput

    def clean(self, value: Any) -> date | None:
        """Return the first day. Raises ValidationError on what is no month."""
        text = super().clean(value)
        if not text:
            return None
        try:
            month = date.fromisoformat(f"{text}-01")
        except ValueError as error:
            raise forms.ValidationError(_("月は、2026-12のように書いてください。")) from error
        in_calendar(month)
        return month


class KeyedForm(forms.Form):
    """A form that is one however often it is sent."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class StartForm(forms.Form):
    """From which day somebody wants to be a member."""

    starts_on = forms.DateField(label=_("いつから使いますか"), widget=DayInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_starts_on(self) -> date:
        """Refuse days in the past and far ahead."""
        return ahead(self.cleaned_data["starts_on"], today=self._today)


class JoinForm(StartForm, KeyedForm):
    """Who wants to be a member, from when, for what."""

    name = forms.CharField(label=_("お名前"), max_length=100)
    kana = forms.CharField(label=_("ふりがな"), max_length=100, required=False)
    phone = PhoneField(label=_("電話番号"), max_length=30)
    email = forms.EmailField(
        label=_("メールアドレス"), required=False, help_text=_("受付の控えと、会員のページのリンクを送ります。")
    )
    address = forms.CharField(label=_("住所(都道府県から)"), max_length=200)
    work = forms.CharField(label=_("どんな仕事・活動に使いますか"), max_length=200, required=False)
    agree = forms.BooleanField(
        label=_("個人情報の取り扱いに同意します"),
        error_messages={"required": _("取り扱いに同意いただけない場合は、お電話でお問い合わせください。")},
    )

    def you(self) -> dict[str, str]:
        """Return who it is, as the case file keeps it."""
        return {name: self.cleaned_data[name] for name in ("name", "kana", "phone", "email", "address")}


class BookForm(KeyedForm):
    """Which desk a member wants, when, and whether a child comes along."""

    room: Any = forms.ModelChoiceField(label=_("席・部屋"), queryset=None, empty_label=None)
    on = forms.DateField(label=_("利用の日"), widget=DayInput)
    starts = forms.TimeField(label=_("何時から"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("何時まで"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    with_child = forms.BooleanField(
        label=_("子どもの場所も一緒に予約する"), required=False,
        help_text=_("両方が空いているときだけ予約します。片方だけになることはありません。"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, rooms: list[Room], today: date) -> None:
        super().__init__(data, initial={"on": today})
        self._today = today
        field: Any = self.fields["room"]
        field.queryset = Room.objects.filter(pk__in=[one.pk for one in rooms]).select_related("unit", "beside__unit")
        field.label_from_instance = lambda one: one.unit.name
        if not any(one.beside_id for one in rooms):
            del self.fields["with_child"]

    def clean_on(self) -> date:
        """Refuse days in the past and far ahead."""
        return ahead(self.cleaned_data["on"], today=self._today)

    def span(self) -> Span:
        """Return the time that is wanted."""
        values = self.cleaned_data
        starts, ends = cast(time, values["starts"]), cast(time, values["ends"])
        return Span(datetime.combine(values["on"], starts, JST), datetime.combine(values["on"], ends, JST))

    def minutes(self) -> int:
        """Return how long that is."""
        span = self.span()
        return int((span.ends_before - span.starts_at).total_seconds()) // 60

    def wanted(self) -> dict[str, Any]:
        """Return what the service books."""
        values = self.cleaned_data
        return {
            "room": values["room"], "span": self.span(), "with_child": bool(values.get("with_child")),
            "key": str(values["client_key"]),
        }  # fmt: skip


class PauseForm(forms.Form):
    """Which months a member does not come."""

    first = MonthField(label=_("休会の最初の月"), help_text=_("まだ始まっていない月からです。"))
    last = MonthField(label=_("休会の最後の月"))

    def months(self) -> tuple[date, date]:
        """Return the months, half-open."""
        return self.cleaned_data["first"], months_later(self.cleaned_data["last"], 1)


class LeaveForm(forms.Form):
    """Why a member leaves."""

    why = forms.CharField(label=_("退会の理由(書かなくてもかまいません)"), max_length=300, required=False)


class CodeForm(forms.Form):
    """The code that hangs at the desk."""

    code = forms.CharField(
        label=_("合言葉"), max_length=12, widget=forms.TextInput(attrs={"autocapitalize": "characters"}),
        help_text=_("席や受付に掲示してある文字です。"),
    )  # fmt: skip
