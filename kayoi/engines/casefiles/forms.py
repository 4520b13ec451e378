"""A field for telephone numbers, and what staff are told when something about a file is refused."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.kit.text import phone_display

REFUSALS: dict[str, Any] = {
    "casefiles.merge_itself": _("同じ個票どうしは統合できません。"),
    "casefiles.merge_already": _("どちらかの個票は、すでに別の個票に統合されています。"),
    "casefiles.merge_two_logins": _("二つの個票は別々のログインと結びついています。別の人なので統合できません。"),
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
