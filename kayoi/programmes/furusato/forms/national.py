"""What somebody says of a national registration, on their own page or to staff."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.foundation.places.forms import PlaceField
from kayoi.programmes.furusato.services.mirror import Told
from kayoi.programmes.furusato.states import Tier

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ClaimForm(forms.Form):
    """Which body, which of the two kinds, since when and until when as far as they know."""

    body = PlaceField(label=_("登録している団体(市区町村・都道府県)"))
    tier = forms.ChoiceField(
        label=_("種類"), choices=[(one.value, _(one.label)) for one in Tier], widget=forms.RadioSelect
    )
    registered_on = forms.DateField(label=_("登録した日(分かれば)"), required=False, widget=DAY)
    renew_by = forms.DateField(label=_("更新の期限(分かれば)"), required=False, widget=DAY)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean(self) -> dict[str, Any]:
        """Refuse days that cannot be: a registration that is still to come, an end before it."""
        values = super().clean() or {}
        since, until = values.get("registered_on"), values.get("renew_by")
        if since and since > self._today:
            self.add_error("registered_on", _("これからの日は書けません。"))
        if since and until and until < since:
            self.add_error("renew_by", _("更新の期限は、登録した日より後にしてください。"))
        return values

    def told(self) -> Told:
        """Return what was said."""
        values = self.cleaned_data
        return Told(
            values["body"], Tier.of(values["tier"]), registered_on=values["registered_on"], renew_by=values["renew_by"]
        )
