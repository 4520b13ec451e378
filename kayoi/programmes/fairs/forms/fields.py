"""Fields that several forms share: telephone, postal code, what stands on a card; and why something is refused."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.kit.text import postal_code

REFUSALS = {
    "fairs.no_address": "送り先の住所がありません。個票に住所を書いてから、もう一度発送してください。",
    "fairs.out_of_stock": "在庫が足りません(残り%(stock)s部、必要%(copies)s部)。在庫を増やしてください。",
    "fairs.protected_needs_reason": (
        "支援措置の対象か、その人かもしれない人です。一件ずつ開き、理由を書いて発送してください。"
    ),
}


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


class ReadField(forms.CharField):
    """A cell of a card, read by a rule that says in a ValueError what it cannot read."""

    def __init__(self, *, read: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.read = read

    def clean(self, value: Any) -> Any:
        """Return what the rule reads. Raises ValidationError with its words."""
        text = super().clean(value)
        try:
            return self.read(text)
        except ValueError as error:
            raise forms.ValidationError(f"{error}。") from error
