"""Who applies; papers as photos or PDFs; asking for the state; withdrawing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.procedures.states import Who
from kayoi.foundation.files.forms import FilesField, FilesInput
from kayoi.foundation.files.states import ACCEPT
from kayoi.kit.html import DateParts
from kayoi.kit.text import postal_code

DAYS = ("birth_on", "principal_birth_on")


class PostalCodeField(forms.CharField):
    """A postal code of seven digits; kept as 396-8617."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def clean(self, value: Any) -> str:
        """Return the code as 396-8617. Raises ValidationError on what is none."""
        text = super().clean(value)
        try:
            return postal_code(text) if text else ""
        except ValueError as error:
            raise forms.ValidationError(_("郵便番号は、7けたの数字で書いてください。")) from error


class YouForm(forms.Form):
    """Who applies, and for whom."""

    who = forms.ChoiceField(
        label=_("だれの申請ですか"), choices=[(one.value, _(one.label)) for one in Who], widget=forms.RadioSelect,
        initial=Who.SELF,
    )  # fmt: skip
    name = forms.CharField(label=_("お名前"), max_length=100)
    kana = forms.CharField(label=_("ふりがな"), max_length=100, required=False)
    birth_on = forms.DateField(
        label=_("生年月日"), widget=DateParts, help_text=_("受付番号といっしょに、申請の状態を見るときにも使います。")
    )
    phone = PhoneField(label=_("電話番号"), max_length=30)
    email = forms.EmailField(
        label=_("メールアドレス"), required=False, help_text=_("受付の控えと、状態を見るリンクを送ります。")
    )
    postal_code = PostalCodeField(label=_("郵便番号"), max_length=10, required=False)
    address = forms.CharField(label=_("住所(都道府県から)"), max_length=200)
    principal_name = forms.CharField(label=_("本人のお名前"), max_length=100, required=False)
    principal_birth_on = forms.DateField(label=_("本人の生年月日"), widget=DateParts, required=False)
    relation = forms.CharField(label=_("本人から見た、あなたの続柄"), max_length=20, required=False)
    principal_address = forms.CharField(label=_("本人の住所(都道府県から)"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for whom somebody applies when it is not for themselves."""
        values = super().clean() or {}
        if values.get("who") == Who.OTHER:
            for name in ("principal_name", "principal_birth_on", "relation", "principal_address"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("代理で申請するときは、書いてください。"))
        return values

    def own(self) -> list[Any]:
        """Return the fields about whoever writes."""
        return [bound for bound in self if not self._is_of_principal(bound.name)]

    def of_principal(self) -> list[Any]:
        """Return the fields about the person for whom somebody applies."""
        return [bound for bound in self if self._is_of_principal(bound.name)]

    @staticmethod
    def _is_of_principal(name: str) -> bool:
        return name.startswith("principal_") or name == "relation"

    def answers(self) -> dict[str, Any]:
        """Return who applies, as it is kept with the application."""
        values = dict(self.cleaned_data)
        return values | {name: values[name].isoformat() if values[name] else "" for name in DAYS}


class UploadForm(forms.Form):
    """The pages of a paper, and when it was issued."""

    uploads = FilesField(
        label=_("写真・PDF"), allow_empty_file=True, widget=FilesInput(attrs={"accept": ACCEPT}),
        help_text=_("何枚かあるときは、ページの順に選んでください。"),
        error_messages={"required": _("写真かPDFを選んでください。")},
    )  # fmt: skip
    issued_on = forms.DateField(label=_("発行の日"), required=False)

    def __init__(self, *args: Any, valid_months: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if valid_months is None:
            del self.fields["issued_on"]
        else:
            self.fields["issued_on"].required = True
            self.fields["issued_on"].help_text = _("発行から%(months)sか月以内のものが使えます。") % {
                "months": valid_months
            }


class SendForm(forms.Form):
    """That the answers are true, and that the town may use them."""

    pledge = forms.BooleanField(
        label=_("書いたことに間違いはありません"), error_messages={"required": _("確かめて、印を付けてください。")}
    )
    agree = forms.BooleanField(
        label=_("個人情報の取り扱いに同意します"),
        error_messages={"required": _("取り扱いに同意いただけない場合は、お電話でお問い合わせください。")},
    )


class StatusForm(forms.Form):
    """By what somebody asks for the state without log-in."""

    receipt = forms.CharField(
        label=_("受付番号"), max_length=20, help_text=_("例:K7QM-3XTR-9WPA"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    birth_on = forms.DateField(label=_("申請した人の生年月日"), widget=DateParts)


class WithdrawForm(forms.Form):
    """Why an application is withdrawn."""

    why = forms.CharField(label=_("取り下げる理由"), max_length=300)
