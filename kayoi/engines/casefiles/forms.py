"""Fields for telephone numbers and numbers of bodies; what staff are told when something about a file is refused."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.rules import corporate_number
from kayoi.kit.text import phone_display

REFUSALS: dict[str, Any] = {
    "casefiles.merge_itself": _("同じ個票どうしは統合できません。"),
    "casefiles.merge_already": _("どちらかの個票は、すでに別の個票に統合されています。"),
    "casefiles.merge_two_logins": _("二つの個票は別々のログインと結びついています。別の人なので統合できません。"),
    "casefiles.merge_two_kinds": _("団体の個票と人の個票は統合できません。"),
    "casefiles.number_of_another": _(
        "この法人番号の団体は、すでにあります。同じ団体なら、二つの個票を統合してください。"
    ),
    "casefiles.identity_not_on_file": _("個票に書かれていないことは、照らし合わせられません。印を外してください。"),
    "casefiles.identity_too_few": _("二つ以上が一致するまでは、本人として扱えません。"),
}


class PhoneField(forms.CharField):
    """A telephone number as people type it; kept as it is displayed."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})

    def clean(self, value: Any) -> str:
        """Return the number in its displayed form. Raises ValidationError on what is no number."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            return phone_display(text)
        except ValueError as error:
            raise forms.ValidationError(_("電話番号として読めません。市外局番から、数字で書いてください。")) from error


class CorporateNumberField(forms.CharField):
    """The number of a body (法人番号), empty or proved by its first digit."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        """Return the 13 digits. Raises ValidationError on what is no such number."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            return corporate_number(text)
        except ValueError as error:
            raise forms.ValidationError(
                _("法人番号(13けた)として読めません。けたの抜けや、書きまちがいを確かめてください。")
            ) from error
