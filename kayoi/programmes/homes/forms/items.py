"""Questions made from the table of items; what is said when a value is refused."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.programmes.homes.rules.items import MOST
from kayoi.programmes.homes.states.items import Item, ItemType

REFUSALS: dict[str, Any] = {
    "homes.unknown_item": _("「%(code)s」という項目はありません。"),
    "homes.wrong_value": _("%(item)s: 「%(value)s」は、この項目には書けません。"),
}
UNSAID = ("", "書かない")


class ItemsForm(forms.Form):
    """A form whose questions are items of the house file, each with its level as the hint."""

    about_self = False

    def __init__(
        self, *args: Any, items: Iterable[Item], details: Mapping[str, Any], at_house: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = tuple(items)
        for item in self.items:
            self.fields[item.code] = _field_of(item, at_house=at_house)
            self.initial.setdefault(item.code, _shown(item, details.get(item.code)))

    def details(self) -> dict[str, Any]:
        """Return what was answered, as the house file keeps it; what stayed empty is not in it."""
        kept = {item.code: _kept(item, self.cleaned_data[item.code]) for item in self.items}
        return {code: value for code, value in kept.items() if value is not None}


def _field_of(item: Item, *, at_house: bool) -> forms.Field:
    given: dict[str, Any] = {"label": item.label, "required": False, "help_text": item.level.label}
    if item.type is ItemType.CHOICES:
        return forms.MultipleChoiceField(
            choices=[choice[:2] for choice in item.choices], widget=forms.CheckboxSelectMultiple, **given
        )
    if item.type in {ItemType.CHOICE, ItemType.YES_NO}:
        choices = [choice[:2] for choice in item.choices]
        widget = forms.RadioSelect if at_house else forms.Select  # one tap at the house
        return forms.ChoiceField(choices=[UNSAID, *choices], widget=widget, **given)
    if item.type is ItemType.NUMBER:
        return forms.DecimalField(min_value=0, max_value=MOST, decimal_places=2, **given)
    if item.type is ItemType.DATE:
        return forms.DateField(**given)
    long = item.most > 200
    return forms.CharField(max_length=item.most, widget=forms.Textarea(attrs={"rows": 3}) if long else None, **given)


def _shown(item: Item, value: Any) -> Any:
    if item.type is ItemType.YES_NO and value is not None:
        return "yes" if value else "no"
    return value


def _kept(item: Item, value: Any) -> Any:
    if value in (None, "", []):
        return None
    if item.type is ItemType.YES_NO:
        return value == "yes"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if item.type is ItemType.DATE else value
