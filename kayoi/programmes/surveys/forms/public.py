"""Respondents: the code of a paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.kit.tokens import reference_key


class CodeForm(forms.Form):
    """The code of twelve signs."""

    code = forms.CharField(
        label=_("符号"), max_length=40, help_text=_("紙やメールにある12文字。例:K7QM-3XTR-9WPA"),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Return the code as addresses carry it."""
        code = reference_key(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("符号を読めません。紙のとおりに書いてください。"))
        return code
