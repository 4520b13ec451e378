"""Free text of staff about houses: everything but talk about the price (宅建業法: the town mediates none)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kayoi.programmes.homes.rules.price_talk import PRICE_TALK, price_talk_in


class StaffWords(forms.CharField):
    """A note, reason or remark that staff write about a house: talk about its price is refused, with the reason.

    With `rows` it is a text area. Put {% price_talk form home %} before {% form form %}: where a text was refused,
    it offers to hand the matter to the broker.
    """

    refusal: Any = (
        "価格や賃料の相談と読める言葉「%(words)s」があります。町は価格の交渉に関わらず、記録もしません(宅地建物取引業法)。"
        "その部分を消すか、取扱業者に取り次いでください。"
    )

    def __init__(self, *, rows: int = 0, **kwargs: Any) -> None:
        if rows:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Refuse talk about the price."""
        text = str(super().clean(value))
        if words := price_talk_in(text):
            raise ValidationError(self.refusal, code=PRICE_TALK, params={"words": words})
        return text


class SeekersWords(StaffWords):
    """What a seeker writes to an owner: prices are talked about later, and with the broker."""

    refusal = _(
        "価格や賃料のこと(「%(words)s」)は、ここでは書けません。商談になってから、取扱業者か所有者とお話しください。"
        "その部分を消してください。"
    )
