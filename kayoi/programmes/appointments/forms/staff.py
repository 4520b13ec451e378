"""Shape of what staff book, publish and write up."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.forms import MemberField
from kayoi.programmes.appointments.forms.public import ChosenTime
from kayoi.programmes.appointments.states import BookingStatus, ExceptionKind, Way, Weekday

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
WHOLE_DAY = ("00:00", "23:59")


def set_members(form: forms.Form, name: str, members: Any) -> None:
    """Give a form the members of the open town to choose from."""
    field = form.fields[name]
    assert isinstance(field, MemberField)
    field.queryset = members


class CallerForm(forms.Form):
    """A booking for a caller or a visitor: when, how, who, about what."""

    about_self = False

    slot = ChosenTime(label="時間")
    way = forms.ChoiceField(
        label="相談の方法", choices=Way.choices(), widget=forms.RadioSelect, initial=Way.TELEPHONE.value
    )
    file = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="お名前", max_length=100, required=False)
    kana = forms.CharField(label="ふりがな", max_length=100, required=False)
    phone = PhoneField(label="電話番号", required=False, max_length=60)
    email = forms.EmailField(label="メールアドレス", required=False)
    channel = forms.ChoiceField(
        label="申し出の方法",
        choices=[(item.value, item.label) for item in (Channel.TELEPHONE, Channel.COUNTER, Channel.EMAIL)],
        initial=Channel.TELEPHONE.value,
        widget=forms.RadioSelect,
    )
    topic = forms.CharField(
        label="相談したいこと", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    wants_reminder = forms.BooleanField(label="前の日にメールで知らせる(本人の希望)", required=False)
    agree = forms.BooleanField(
        label="取り扱いを読み上げ、同意をもらいました",
        error_messages={"required": "取り扱いを伝えて同意をもらってから、予約してください。"},
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, times: Sequence[tuple[str, str]], file: CaseFile | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = file
        slot = self.fields["slot"]
        assert isinstance(slot, forms.ChoiceField)
        slot.choices = list(times)
        if not self.is_bound:
            self.initial["client_key"], self.initial["file"] = uuid4(), file.pk if file else None

    def clean(self) -> dict[str, Any]:
        """Ask who it is where no file is known."""
        values = super().clean() or {}
        told = {"name", "kana", "phone", "email"}
        if self.known is None and not any(values.get(name) for name in told) and not told & self.errors.keys():
            self.add_error("name", "お名前・ふりがな・電話番号・メールアドレスのどれか一つは書いてください。")
        return values

    def file_fields(self) -> FileFields:
        """Return what to write on a new case file."""
        values = self.cleaned_data
        return {"name": values["name"], "kana": values["kana"], "phone": values["phone"], "email": values["email"]}


class StaffMoveForm(forms.Form):
    """Another time, way and the reason."""

    slot = ChosenTime(label="新しい時間")
    way = forms.ChoiceField(label="相談の方法", choices=Way.choices(), widget=forms.RadioSelect)
    why = forms.CharField(label="理由", max_length=200, error_messages={"required": "理由を書いてください。"})

    def __init__(self, *args: Any, times: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slot = self.fields["slot"]
        assert isinstance(slot, forms.ChoiceField)
        slot.choices = list(times)


class ReasonForm(forms.Form):
    """Why something is done (理由)."""

    why = forms.CharField(label="理由", max_length=200, error_messages={"required": "理由を書いてください。"})


class ResultForm(forms.Form):
    """How a consultation went, and what was agreed next."""

    outcome = forms.ChoiceField(
        label="結果",
        choices=[(item.value, item.label) for item in (BookingStatus.HELD, BookingStatus.NO_SHOW)],
        widget=forms.RadioSelect,
        error_messages={"required": "実施したかどうかを選んでください。"},
    )
    note = forms.CharField(
        label="話したこと(メモとして個票に残ります)",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    next_title = forms.CharField(label="次にすること", max_length=200, required=False)
    next_due_on = forms.DateField(label="いつまでに", required=False, widget=DAY)
    owner = MemberField(label="担当", empty_label="決めない")

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_members(self, "owner", members)

    def clean(self) -> dict[str, Any]:
        """Ask for both parts of the next step, or none."""
        values = super().clean() or {}
        title, due = values.get("next_title"), values.get("next_due_on")
        if title and not due and "next_due_on" not in self.errors:
            self.add_error("next_due_on", "いつまでにするかを書いてください。")
        if due and not title:
            self.add_error("next_title", "次に何をするかを書いてください。")
        return values

    def result(self) -> dict[str, Any]:
        """Return what was agreed as the services take it."""
        return {name: self.cleaned_data[name] for name in ("note", "next_title", "next_due_on", "owner")}


class CounsellorForm(forms.Form):
    """Who can be booked, and how the day is cut."""

    about_self = False

    membership = MemberField(label="職員", empty_label="職員ではない(ログインのない相談員)")
    name = forms.CharField(
        label="名前(外に出ます)",
        max_length=100,
        required=False,
        help_text="職員のときは、空けておくと職員の名前になります。",
    )
    name_en = forms.CharField(label="名前(英語)", max_length=100, required=False)
    about = forms.CharField(label="紹介(何を相談できるか)", max_length=300, required=False)
    about_en = forms.CharField(label="紹介(英語)", max_length=300, required=False)
    email = forms.EmailField(
        label="予約を知らせるメールアドレス",
        required=False,
        help_text="日時と受付番号だけを送ります。氏名は送りません。",
    )
    place = forms.CharField(label="来庁・現地のときの場所", max_length=200, required=False)
    online_url = forms.URLField(
        label="オンラインのときのアドレス",
        required=False,
        assume_scheme="https",
        help_text="予約した人にだけ送ります。",
    )
    length_min = forms.IntegerField(label="1回の長さ", min_value=10, max_value=480, initial=45)
    buffer_min = forms.IntegerField(label="次の予約までの間", min_value=0, max_value=240, initial=15)
    notice_hours = forms.IntegerField(label="予約の締切(何時間前まで)", min_value=0, max_value=720, initial=24)
    ahead_days = forms.IntegerField(label="何日先まで予約できるか", min_value=1, max_value=365, initial=60)
    most_per_day = forms.IntegerField(label="1日に受ける件数の上限", min_value=1, max_value=30, initial=6)
    on_holidays = forms.BooleanField(label="祝日・年末年始も受け付ける", required=False)
    is_published = forms.BooleanField(label="予約を受け付ける(外に出す)", required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_members(self, "membership", members)

    def clean(self) -> dict[str, Any]:
        """Take the name of the member where none is written."""
        values = super().clean() or {}
        if not values.get("name") and "name" not in self.errors:
            if values.get("membership"):
                values["name"] = values["membership"].name
            else:
                self.add_error("name", "名前を書くか、職員を選んでください。")
        return values

    def values(self) -> dict[str, Any]:
        """Return what is published."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class HoursForm(forms.Form):
    """Hours of each week."""

    weekday = forms.ChoiceField(label="曜日", choices=Weekday.choices())
    starts = forms.TimeField(label="何時から", widget=TIME)
    ends = forms.TimeField(label="何時まで", widget=TIME)
    ways = forms.MultipleChoiceField(
        label="相談の方法",
        choices=Way.choices(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "相談の方法を一つ以上選んでください。"},
    )

    def clean(self) -> dict[str, Any]:
        """Refuse hours that end before they begin."""
        values = super().clean() or {}
        if values.get("starts") and values.get("ends") and values["ends"] <= values["starts"]:
            self.add_error("ends", "終わりの時刻は、始まりより後にしてください。")
        return values


class ExceptionForm(forms.Form):
    """One day that differs."""

    on = forms.DateField(label="日", widget=DAY)
    kind = forms.ChoiceField(label="どうするか", choices=ExceptionKind.choices(), widget=forms.RadioSelect)
    starts = forms.TimeField(
        label="何時から", widget=TIME, required=False, help_text="休むとき、空けておくと一日です。"
    )
    ends = forms.TimeField(label="何時まで", widget=TIME, required=False)
    ways = forms.MultipleChoiceField(
        label="相談の方法(受け付けるとき)", choices=Way.choices(), widget=forms.CheckboxSelectMultiple, required=False
    )
    why = forms.CharField(label="理由(外には出ません)", max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        """Take the whole day where a closed day names no hours; hours that are opened need both ends and a way."""
        values = super().clean() or {}
        if values.get("kind") == ExceptionKind.CLOSED and not values.get("starts") and not values.get("ends"):
            values["starts"], values["ends"] = (forms.TimeField().clean(text) for text in WHOLE_DAY)
        if not values.get("starts") and "starts" not in self.errors:
            self.add_error("starts", "何時からかを書いてください。")
        if not values.get("ends") and "ends" not in self.errors:
            self.add_error("ends", "何時までかを書いてください。")
        if values.get("starts") and values.get("ends") and values["ends"] <= values["starts"]:
            self.add_error("ends", "終わりの時刻は、始まりより後にしてください。")
        if values.get("kind") == ExceptionKind.OPEN and not values.get("ways"):
            self.add_error("ways", "受け付けるときは、相談の方法を一つ以上選んでください。")
        return values
