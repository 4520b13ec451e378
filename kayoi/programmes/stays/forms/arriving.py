"""Whoever has arrived says so: the code that hangs in the room, and by the sheet there the receipt number too."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ArriveForm(forms.Form):
    """The code of the room."""

    code = forms.CharField(
        label=_("部屋に掲示してある合言葉"), max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    same_address = forms.BooleanField(label=_("申請のあとで、住所を移していません"), required=False)

    def __init__(self, *args: Any, asks_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_address:
            del self.fields["same_address"]

    def said(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {"code": self.cleaned_data["code"], "same_address": self.cleaned_data.get("same_address", False)}


class HereForm(ArriveForm):
    """The code of the room and the receipt number: for whoever has no link at hand."""

    receipt = forms.CharField(
        label=_("受付番号"), max_length=20, help_text=_("許可のお知らせに書いてある、12文字の番号です。"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    field_order = ("receipt", "code", "same_address")
