"""Who applies; papers as photos or PDFs; asking for the state; withdrawing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.forms import CorporateNumberField, PhoneField
from kayoi.engines.procedures.states import ALLOWED, CONTACT, Applicants, Who
from kayoi.foundation.files.forms import FilesField, FilesInput
from kayoi.foundation.files.states import ACCEPT
from kayoi.kit.html import DateParts
from kayoi.kit.text import postal_code

DAYS = ("birth_on", "principal_birth_on")
# What is asked of whom somebody applies for; what people have to say of themselves, and who writes for a body need not.
OF = {
    Who.OTHER: ("principal_name", "principal_birth_on", "relation", "principal_address"),
    Who.BODY: (
        "body_name", "body_kana", "corporate_number", "representative_title", "representative_name",
        "body_postal_code", "body_address",
    ),
}  # fmt: skip
OF_PEOPLE = ("birth_on", "address")
NEEDED_OF_BODY = ("body_name", "representative_title", "representative_name", "body_address")


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
    """Who applies, and for whom; in the name of a body where the procedure is open to bodies."""

    who = forms.ChoiceField(label=_("だれの申請ですか"), widget=forms.RadioSelect)
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
    body_name = forms.CharField(
        label=_("団体名"), max_length=100, required=False, help_text=_("規約や登記のとおりに書きます。")
    )
    body_kana = forms.CharField(label=_("団体名のふりがな"), max_length=100, required=False)
    corporate_number = CorporateNumberField(
        label=_("法人番号"),
        max_length=20,
        required=False,
        help_text=_("13けたの番号です。ない団体は、空けておきます。"),
    )
    representative_title = forms.CharField(
        label=_("代表者の役職"), max_length=40, required=False, help_text=_("例:会長、理事長、代表取締役")
    )
    representative_name = forms.CharField(label=_("代表者のお名前"), max_length=100, required=False)
    body_postal_code = PostalCodeField(label=_("団体の郵便番号"), max_length=10, required=False)
    body_address = forms.CharField(label=_("団体の所在地(都道府県から)"), max_length=200, required=False)

    def __init__(self, *args: Any, applicants: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = ALLOWED[Applicants.of(applicants)]
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)
        who.choices, who.initial = [(one.value, _(one.label)) for one in allowed], allowed[0]
        for one, names in OF.items():
            if one not in allowed:
                for name in names:
                    del self.fields[name]
        if allowed == (Who.BODY,):
            who.widget, self.fields["name"].label = forms.HiddenInput(), _("連絡担当者のお名前")
            for name in NEEDED_OF_BODY:
                self.fields[name].required = True
            del self.fields["postal_code"], self.fields["address"]
        elif Who.BODY in allowed:
            self.fields["name"].label = _("お名前(団体の申請では、連絡担当者)")
        for name in OF_PEOPLE if Who.BODY in allowed else ():
            if name in self.fields:
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Ask for whom somebody applies when it is not for themselves."""
        values = super().clean() or {}
        match values.get("who"):
            case Who.BODY:
                self._ask(NEEDED_OF_BODY, _("団体の名前で申請するときは、書いてください。"))
            case Who.OTHER:
                needed = (*OF_PEOPLE, *OF[Who.OTHER])
                self._ask(needed, _("代理で申請するときは、書いてください。"))
            case _:
                self._ask(OF_PEOPLE, _("書いてください。"))
        return values

    def _ask(self, names: Iterable[str], words: Any) -> None:
        for name in names:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, words)

    @property
    def is_of_bodies(self) -> bool:
        """Whether only bodies may apply."""
        return bool(self.fields["who"].widget.is_hidden)

    @property
    def own_words(self) -> str:
        """What staff call whoever writes."""
        return CONTACT if self.is_of_bodies else "申請する人"

    def own(self) -> list[Any]:
        """Return the fields about whoever writes."""
        others = {name for names in OF.values() for name in names}
        return [bound for bound in self if bound.name not in others]

    def of_principal(self) -> list[Any]:
        """Return the fields about the person for whom somebody applies."""
        return [self[name] for name in OF[Who.OTHER] if name in self.fields]

    def of_body(self) -> list[Any]:
        """Return the fields about the body in whose name somebody applies."""
        return [self[name] for name in OF[Who.BODY] if name in self.fields]

    def answers(self) -> dict[str, Any]:
        """Return who applies, as it is kept with the application."""
        values = dict(self.cleaned_data)
        return values | {name: values[name].isoformat() if values[name] else "" for name in DAYS if name in values}


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
