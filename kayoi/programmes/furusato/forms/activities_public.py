"""What people write who sign up, report, or say who came."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.services import FileFields
from kayoi.foundation.files.forms import FilesField
from kayoi.programmes.furusato.models import ActivityKind
from kayoi.programmes.furusato.services.confirming import MOST_PHOTOS, Report

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OnceForm(forms.Form):
    """A form that is one thing however often its button is pressed."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("client_key", uuid4())


class SignUpForm(OnceForm):
    """Who comes, and how to reach them."""

    name = forms.CharField(
        label=_("お名前"), max_length=100, error_messages={"required": _("お呼びするお名前を書いてください。")}
    )
    kana = forms.CharField(label=_("ふりがな"), max_length=100, required=False)
    email = forms.EmailField(label=_("メールアドレス"), required=False)
    phone = PhoneField(label=_("電話番号"), required=False, max_length=30)
    note = forms.CharField(
        label=_("受入れ先に伝えたいこと"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )
    number = forms.CharField(label=_("登録の受付番号"), max_length=20, required=False)
    agree = forms.BooleanField(
        label=_("上の取り扱いに同意します"),
        error_messages={"required": _("取り扱いに同意いただけない場合は、お電話でお申し込みください。")},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach the person."""
        values = super().clean() or {}
        if not values.get("phone") and not values.get("email") and not {"phone", "email"} & self.errors.keys():
            self.add_error("email", _("控えをお送りするメールアドレスか、電話番号を書いてください。"))
        return values

    def file_fields(self, language: str) -> FileFields:
        """Return what to write on a new case file."""
        values = self.cleaned_data
        return {
            "name": values["name"], "kana": values["kana"], "email": values["email"], "phone": values["phone"],
            "language": language,
        }  # fmt: skip


class CameForm(OnceForm):
    """Who came without having signed up, as the host writes it down."""

    about_self = False

    name = forms.CharField(
        label=_("来た人のお名前"), max_length=100, error_messages={"required": _("お名前を書いてください。")}
    )
    email = forms.EmailField(label=_("メールアドレス"), required=False)
    phone = PhoneField(label=_("電話番号"), required=False, max_length=30)
    agree = forms.BooleanField(
        label=_("お名前と連絡先を町に伝えることに、本人が同意しました"),
        error_messages={"required": _("本人の同意をもらってから、加えてください。")},
    )

    def file_fields(self) -> FileFields:
        """Return what to write on a new case file."""
        values = self.cleaned_data
        return {"name": values["name"], "email": values["email"], "phone": values["phone"]}


class CancelForm(forms.Form):
    """Why somebody does not come; one touch is enough."""

    REASONS = (
        ("都合が悪くなった", _("都合が悪くなった")),
        ("体調がよくない", _("体調がよくない")),
        ("ほかの理由", _("ほかの理由")),
    )

    why = forms.ChoiceField(
        label=_("取り消す理由"), choices=REASONS, widget=forms.RadioSelect, initial=REASONS[0][0],
        error_messages={"required": _("近いものを一つ選んでください。")},
    )  # fmt: skip


class ReportForm(OnceForm):
    """What somebody did, when, in words and photos."""

    kind: Any = forms.ModelChoiceField(label=_("活動の種類"), queryset=None, empty_label=None)
    starts_on = forms.DateField(label=_("活動した日"), widget=DAY)
    ends_on = forms.DateField(label=_("何日か続いたときは、最後の日"), widget=DAY, required=False)
    note = forms.CharField(
        label=_("どこで、何をしましたか"), max_length=1000, required=False, widget=forms.Textarea({"rows": 4})
    )
    photos = FilesField(
        label=_("写真"), required=False,
        help_text=_("5枚まで。撮った場所の記録は、受け取るときに消します。人の顔は、写さなくてかまいません。"),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, is_of_call: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.queryset = ActivityKind.objects.order_by("position", "name")
        self.initial.setdefault("starts_on", today)
        if is_of_call:
            for name in ("kind", "starts_on", "ends_on"):
                del self.fields[name]

    def clean_photos(self) -> list[Any]:
        """Take no more than a few."""
        photos: list[Any] = self.cleaned_data["photos"]
        if len(photos) > MOST_PHOTOS:
            raise forms.ValidationError(_("写真は5枚までです。"))
        return photos

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        values = super().clean() or {}
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("最後の日は、活動した日より後にしてください。"))
        return values

    def told(self) -> Report:
        """Return what was told of an activity of one's own."""
        values = self.cleaned_data
        return Report(
            values["kind"], values["starts_on"], values["ends_on"] or values["starts_on"], values["note"],
            values["photos"],
        )  # fmt: skip


class HereForm(forms.Form):
    """The code of the spot and the receipt number: for whoever has read the QR code on the spot."""

    receipt = forms.CharField(
        label=_("受付番号"), max_length=20, help_text=_("申込みの控えに書いてある、12文字の番号です。"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip


class MarkForm(forms.Form):
    """Which of the list, and whether they came."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    came = forms.ChoiceField(choices=(("yes", _("来た")), ("no", _("来なかった"))), widget=forms.HiddenInput)
