"""Shape of what seekers and staff send to register, and of what seekers ask for on their own page."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import Channel
from kayoi.programmes.homes.forms.words import SeekersWords, StaffWords
from kayoi.programmes.homes.services import SeekerFields

BUSY = _(
    "いま、受け付けが込み合っています。10秒ほどおいて、もう一度送ってください。続けて出るときは、"
    "1時間ほどおいてください。書いた内容は残っています。"
)
CHANNELS = [(item.value, item.label) for item in (Channel.TELEPHONE, Channel.COUNTER, Channel.LETTER, Channel.EMAIL)]


def said(values: dict[str, Any]) -> SeekerFields:
    """Return what a seeker says, out of the values of a form."""
    return {
        "household": values["household"],
        "purpose": values["purpose"],
        "wish": values["wish"],
        "shows_wish": values["shows_wish"],
    }


class KeyedForm(forms.Form):
    """A form that is one however often it is sent."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("client_key", uuid4())


class RegisterForm(KeyedForm):
    """Registration from the portal: who, for what, the pledge, the consent."""

    name = forms.CharField(
        label=_("お名前"), max_length=100, error_messages={"required": _("お名前を書いてください。")}
    )
    kana = forms.CharField(label=_("ふりがな"), max_length=100, required=False)
    email = forms.EmailField(label=_("メールアドレス"), required=False)
    phone = PhoneField(label=_("電話番号"), required=False, max_length=30)
    address = forms.CharField(label=_("いまの住所"), max_length=200, required=False)
    household = forms.CharField(
        label=_("一緒に住む人"), max_length=200, required=False, help_text=_("例: 大人2人、小学生1人、犬1匹")
    )
    purpose = SeekersWords(label=_("家の使い方"), max_length=300, required=False, rows=2)
    wish = SeekersWords(label=_("所有者に伝えたいこと・希望"), max_length=1000, required=False, rows=4)
    shows_wish = forms.BooleanField(
        label=_("上の「一緒に住む人・使い方・希望」を、名前と連絡先を出さずに、空き家の所有者に見せてよい"),
        required=False,
    )
    pledge = forms.BooleanField(
        label=_("上のすべてを誓約します"),
        error_messages={"required": _("誓約いただけない場合は、登録できません。お電話でお尋ねください。")},
    )
    agree = forms.BooleanField(
        label=_("上の取り扱いに同意します"),
        error_messages={"required": _("取り扱いに同意いただけない場合は、お電話でご相談ください。")},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a way to reach the person."""
        values = super().clean() or {}
        if not values.get("email") and not values.get("phone") and not {"email", "phone"} & self.errors.keys():
            self.add_error("email", _("控えをお送りするメールアドレスか、電話番号を書いてください。"))
        return values

    def file_fields(self, language: str) -> FileFields:
        """Return what to write on a new case file."""
        values = self.cleaned_data
        return {
            "name": values["name"],
            "kana": values["kana"],
            "email": values["email"],
            "phone": values["phone"],
            "address": values["address"],
            "language": language,
            "route": "home_bank",
        }


class StaffRegisterForm(KeyedForm):
    """Registration for a caller, or from paper."""

    about_self = False

    file = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="お名前", max_length=100, required=False)
    kana = forms.CharField(label="ふりがな", max_length=100, required=False)
    phone = PhoneField(label="電話番号", required=False, max_length=60)
    email = forms.EmailField(label="メールアドレス", required=False)
    channel = forms.ChoiceField(
        label="申し出の方法", choices=CHANNELS, initial=Channel.TELEPHONE.value, widget=forms.RadioSelect
    )
    household = forms.CharField(label="一緒に住む人", max_length=200, required=False)
    purpose = StaffWords(label="家の使い方", max_length=300, required=False, rows=2)
    wish = StaffWords(label="所有者に伝えたいこと・希望", max_length=1000, required=False, rows=3)
    shows_wish = forms.BooleanField(
        label="「一緒に住む人・使い方・希望」を、名前と連絡先を出さずに所有者に見せてよい(本人の同意)", required=False
    )
    pledge = forms.BooleanField(
        label="誓約を読み上げて同意をもらった、または署名した誓約書を受け取った",
        error_messages={"required": "誓約をもらってから登録してください。"},
    )
    agree = forms.BooleanField(
        label="取り扱いを読み上げ、同意をもらいました",
        error_messages={"required": "取り扱いを伝えて同意をもらってから、登録してください。"},
    )

    def __init__(self, *args: Any, file: CaseFile | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = file
        if not self.is_bound:
            self.initial["file"] = file.pk if file else None

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
        return {
            "name": values["name"], "kana": values["kana"], "phone": values["phone"], "email": values["email"],
            "route": "home_bank",
        }  # fmt: skip


class StaffReasonForm(forms.Form):
    """Why something is done (理由)."""

    why = StaffWords(label="理由", max_length=200, error_messages={"required": "理由を書いてください。"})


class EndRegistrationForm(forms.Form):
    """Why a seeker ends the registration or takes something back."""

    REASONS = (
        ("ほかで決まった", _("ほかで決まった")),
        ("都合が変わった", _("都合が変わった")),
        ("ほかの理由", _("ほかの理由")),
    )

    why = forms.ChoiceField(
        label=_("理由"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("近いものを一つ選んでください。")},
    )


class RenewForm(forms.Form):
    """The pledge given anew."""

    pledge = forms.BooleanField(
        label=_("上のすべてを、もう一度誓約します"),
        error_messages={"required": _("誓約いただけない場合は、登録を続けられません。")},
    )


class AskForm(KeyedForm):
    """A seeker asks for a house: its number, and a letter to the owner."""

    number = forms.CharField(
        label=_("物件番号"), max_length=20, help_text=_("例: 空2026-0012"),
        error_messages={"required": _("家の物件番号を書いてください。")},
    )  # fmt: skip
    letter = SeekersWords(
        label=_("所有者への手紙"), max_length=2000, required=False, rows=8,
        help_text=_("どんな暮らしをしたいか、家のどこが気に入ったか、など。お名前や連絡先は書かないでください。"),
    )  # fmt: skip


class AskViewingForm(KeyedForm):
    """A seeker asks to see a house."""

    number = forms.CharField(
        label=_("物件番号"), max_length=20, help_text=_("例: 空2026-0012"),
        error_messages={"required": _("家の物件番号を書いてください。")},
    )  # fmt: skip
    wishes = SeekersWords(
        label=_("希望の日時(いくつか)"), max_length=300, rows=3,
        error_messages={"required": _("ご都合のよい日時を、二つか三つ書いてください。")},
    )  # fmt: skip
    persons = forms.IntegerField(label=_("人数"), min_value=1, max_value=20, initial=2)
