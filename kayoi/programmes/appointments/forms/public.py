"""Shape of what people book, move and cancel, and of what hosts answer."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.services import FileFields

BUSY = _(
    "いま、受け付けが込み合っています。10秒ほどおいて、もう一度送ってください。続けて出るときは、"
    "1時間ほどおいてください。書いた内容は残っています。"
)


class ChooseForm(forms.Form):
    """Which free times are looked at: the way, with whom, from which day."""

    way = forms.ChoiceField(label=_("相談の方法"), required=False)
    who = forms.ChoiceField(label=_("相談員"), required=False)
    start = forms.DateField(
        label=_("いつから"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, *args: Any, ways: Sequence[tuple[str, str]], people: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices, anything in (("way", ways, _("どれでもよい")), ("who", people, _("どなたでもよい"))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", anything), *choices]
        if len(people) < 2:
            del self.fields["who"]


class ChosenTime(forms.ChoiceField):
    """A free time, as `<counsellor>-<moment>`; the choices are set from what is free."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.RadioSelect,
            error_messages={
                "required": _("時間を選んでください。"),
                "invalid_choice": _("その時間はもう空いていません。選び直してください。"),
            },
            **kwargs,
        )


class BookForm(forms.Form):
    """A booking from the portal: how, about what, who, and the consent."""

    slot = ChosenTime(label=_("ほかの空いている時間"), required=False)
    way = forms.ChoiceField(
        label=_("相談の方法"),
        widget=forms.RadioSelect,
        error_messages={"required": _("相談の方法を選んでください。")},
    )
    topic = forms.CharField(
        label=_("相談したいこと"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    name = forms.CharField(
        label=_("お名前"), max_length=100, error_messages={"required": _("お呼びするお名前を書いてください。")}
    )
    kana = forms.CharField(label=_("ふりがな"), max_length=100, required=False)
    email = forms.EmailField(label=_("メールアドレス"), required=False)
    phone = PhoneField(label=_("電話番号"), required=False, max_length=30)
    wants_reminder = forms.BooleanField(label=_("前の日に、メールで知らせてほしい"), required=False, initial=True)
    agree = forms.BooleanField(
        label=_("上の取り扱いに同意します"),
        error_messages={"required": _("取り扱いに同意いただけない場合は、お電話でご予約ください。")},
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, ways: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("way", ways)
        if not self.is_bound:
            self.initial.setdefault("client_key", uuid4())
            if len(ways) == 1:
                self.initial.setdefault("way", ways[0][0])

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def offer_others(self, times: Sequence[tuple[str, str]], ways: Sequence[tuple[str, str]]) -> None:
        """Let another time be chosen in the same form, so that nothing has to be typed again."""
        self._choose("slot", times)
        self._choose("way", ways)

    def clean(self) -> dict[str, Any]:
        """Ask for a way to reach the person, and for a number to call where the consultation is a call."""
        values = super().clean() or {}
        if not values.get("phone") and "phone" not in self.errors:
            if values.get("way") == "telephone":
                self.add_error("phone", _("お電話する番号を書いてください。"))
            elif not values.get("email") and "email" not in self.errors:
                self.add_error("email", _("予約の控えをお送りするメールアドレスか、電話番号を書いてください。"))
        if values.get("way") == "online" and not values.get("email") and "email" not in self.errors:
            self.add_error("email", _("オンラインの入口をお送りするメールアドレスを書いてください。"))
        return values

    def file_fields(self, language: str) -> FileFields:
        """Return what to write on a new case file."""
        values = self.cleaned_data
        return {
            "name": values["name"],
            "kana": values["kana"],
            "email": values["email"],
            "phone": values["phone"],
            "language": language,
        }


class MoveForm(forms.Form):
    """Another time for a booking."""

    slot = ChosenTime(label=_("新しい時間"))

    def __init__(self, *args: Any, times: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["slot"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(times)


class CancelForm(forms.Form):
    """Why a person cancels; a few words are enough."""

    REASONS = (
        ("都合が悪くなった", _("都合が悪くなった")),
        ("用件が済んだ", _("用件が済んだ")),
        ("ほかの理由", _("ほかの理由")),
    )

    why = forms.ChoiceField(
        label=_("取り消す理由"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("近いものを一つ選んでください。")},
    )


class HostForm(forms.Form):
    """What a host answers: yes or no, and a word."""

    answer = forms.ChoiceField(
        label=_("お返事"),
        choices=[("yes", _("お受けします")), ("no", _("今回は難しいです"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("どちらかを選んでください。")},
    )
    remark = forms.CharField(
        label=_("ひとこと(ご都合のよい時間、気をつけることなど)"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
