"""Whoever has arrived says so: the code that hangs in the room, and by the sheet there the receipt number too."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ArriveForm(forms.Form):
    """The code of the room."""

    code = forms.CharField(
        label=_("部屋に掲示してある合言葉"), max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip


class HereForm(ArriveForm):
    """The code of the room and the receipt number: for whoever has no link at hand."""

    receipt = forms.CharField(
        label=_("受付番号"), max_length=20, help_text=_("許可のお知らせに書いてある、12文字の番号です。"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    field_order = ("receipt", "code")
