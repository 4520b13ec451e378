"""Questions of facts as the public answers them: the box for each type of fact, rows of lists, answers as data."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from kayoi.engines.rulesets.rules.places import ABROAD
from kayoi.engines.rulesets.selectors.words import said
from kayoi.engines.rulesets.states import Change, Fact, FactType
from kayoi.foundation.places.forms import PlaceField
from kayoi.kit.html import DateParts, in_its_language

UNKNOWN = "unknown"
MOST_YEN, MOST_NUMBER, MOST_IN_ROW, LONGEST_TEXT = 10**10, 999_999, 9_999, 200
DAYS = (MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2100, 12, 31)))
NO_DATE = _("日付として読めません。年・月・日を数字で書いてください。")


class SomewhereField(PlaceField):
    """A municipality by name, or 海外; its value is the code that facts carry."""

    def clean(self, value: Any) -> str:
        """Return the code of five digits. Raises ValidationError with what it may be."""
        return ABROAD if str(value or "").strip() in {"海外", ABROAD} else super().clean(value)[:5]

    def prepare_value(self, value: Any) -> Any:
        """Return the name of a code, or what was typed."""
        return _("海外") if value == ABROAD else super().prepare_value(value)


class RowForm(forms.Form):
    """One row of a list: a member of the family, a place lived in. What is left empty is not known."""

    about_self = False

    def __init__(self, *args: Any, fact: Fact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        for column in fact.columns:
            self.fields[column.key] = field_for(column, label=said(column.label), folded=True)

    def clean(self) -> dict[str, Any]:
        """Refuse a time that ends before it begins."""
        values = super().clean() or {}
        since, until = values.get("from"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("終わりの日が、始まりの日より前です。"))
        return values

    def row(self) -> dict[str, Any]:
        """Return the columns that were filled in, as facts hold them."""
        values = {column.key: (column, self.cleaned_data.get(column.key)) for column in self.fact.columns}
        return {key: as_data(column, value) for key, (column, value) in values.items() if value not in (None, "", [])}


def row_shown(fact: Fact, row: Mapping[str, Any], names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return a row of a list as its boxes show it."""
    return {column.key: shown(column, row.get(column.key), names) for column in fact.columns}


def field_for(fact: Fact, *, label: str, folded: bool = False, with_unknown: bool = False) -> forms.Field:
    """Return the box for a type of fact; `folded`: in a row, where choices take little room and nothing is explained.

    Nothing is required: what is empty is not known, or asked for by the form.
    """
    more: dict[str, Any] = {"label": in_its_language(label), "required": False}
    if not folded:
        more["help_text"] = _help(fact)
    match fact.type:
        case FactType.YES_NO | FactType.CHOICE if folded:
            return forms.ChoiceField(choices=[("", _("選んでください")), *_choices(fact)], **more)
        case FactType.YES_NO | FactType.CHOICE:
            unknown = [(UNKNOWN, _("分からない"))] if with_unknown else []
            return forms.ChoiceField(choices=[*_choices(fact), *unknown], widget=forms.RadioSelect, **more)
        case FactType.CHOICES:
            return forms.MultipleChoiceField(choices=_choices(fact), widget=forms.CheckboxSelectMultiple, **more)
        case FactType.NUMBER:
            most = MOST_IN_ROW if folded else MOST_NUMBER
            return forms.DecimalField(min_value=0, max_value=most, decimal_places=2, **more)
        case FactType.YEN:
            return forms.IntegerField(min_value=0, max_value=MOST_YEN, **more)
        case FactType.DATE:
            return forms.DateField(widget=DateParts, validators=DAYS, error_messages={"invalid": NO_DATE}, **more)
        case FactType.PLACE:
            return SomewhereField(**more)
        case _:
            return forms.CharField(max_length=LONGEST_TEXT, **more)


def shown(fact: Fact, answer: Any, names: Mapping[str, str] | None = None) -> Any:
    """Return an answer as its box shows it; `names` of places that are known already spare a query for each."""
    match fact.type:
        case FactType.YES_NO:
            return {True: "yes", False: "no"}.get(answer, "")
        case FactType.DATE:
            return date.fromisoformat(answer) if answer else None
        case FactType.PLACE if names:
            return names.get(answer, answer)
        case _:
            return answer


def as_data(fact: Fact, value: Any) -> Any:
    """Return what a box holds as facts hold it."""
    match fact.type:
        case FactType.YES_NO:
            return value == "yes"
        case FactType.DATE:
            return value.isoformat()
        case FactType.NUMBER:
            return int(value) if value == int(value) else str(Decimal(value))
        case _:
            return value


def _choices(fact: Fact) -> list[tuple[str, Any]]:
    if fact.type is FactType.YES_NO:
        return [("yes", _("はい")), ("no", _("いいえ"))]
    return [(key, in_its_language(said(words))) for key, words in fact.choices]


def _help(fact: Fact) -> Any:
    if fact.help.ja:
        return in_its_language(said(fact.help))
    if fact.type is FactType.DATE and fact.change is Change.BY_PERSON:
        return _("まだ決まっていないときは、予定の日でかまいません。年は、令和9年のようにも書けます。")
    return {
        FactType.PLACE: _("例:長野県伊那市。海外のときは「海外」と書いてください。"),
        FactType.DATE: _("年は西暦でも和暦でも書けます。例:1985、昭和60、S60"),
        FactType.CHOICES: _("当てはまるものを、すべて選んでください。"),
    }.get(fact.type, "")
