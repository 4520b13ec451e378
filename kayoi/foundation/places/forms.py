"""A field in which people write a municipality by name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.foundation.places.selectors import place_of, search_places
from kayoi.kit.text import search_key


class PlaceField(forms.CharField):
    """A municipality by name, reading or code (市区町村を書く); its value is the six-digit code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the code of the place that is meant. Raises ValidationError with what it may be."""
        text = super().clean(value)
        if not text:
            return ""
        found = [hit.place for hit in search_places(text, limit=5)]
        if found and text.isdecimal():
            return found[0].code
        exact = [place for place in found if search_key(text) in {search_key(place.full_name), search_key(place.name)}]
        if len(exact) == 1:
            return exact[0].code
        if not found:
            raise forms.ValidationError(_("市区町村が見つかりません。「長野県伊那市」のように書いてください。"))
        names = "、".join(place.full_name for place in exact or found)
        raise forms.ValidationError(
            _("市区町村を一つに決められません。次のどれかを書いてください: %(names)s") % {"names": names}
        )

    def prepare_value(self, value: Any) -> Any:
        """Return the name of a code, or what was typed."""
        place = place_of(value) if isinstance(value, str) and value.isdecimal() else None
        return place.full_name if place else value
