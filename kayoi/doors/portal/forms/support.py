"""Shape of what a household says when it looks for support: towns, one answer, rows of a list."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from kayoi.doors.portal.selectors.support.book import KINDS
from kayoi.doors.portal.selectors.support.words import said
from kayoi.engines.rulesets.rules.places import ABROAD
from kayoi.engines.rulesets.states import Change, Fact, FactType
from kayoi.foundation.places.forms import PlaceField
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.html import DateParts, in_its_language

MOST_ROWS = 10
YES_NO = (("yes", _("はい")), ("no", _("いいえ")))
MOST, LONGEST_CLAIM = 999_999, 9_999
DAYS = (MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2100, 12, 31)))
NO_DATE = _("日付として読めません。年・月・日を数字で書いてください。")
REQUIRED = {"required": _("答えを入れるか、「分からない」を押してください。")}


class TownsForm(forms.Form):
    """What to look at: towns, one by one or all of a prefecture, and kinds; none means all."""

    towns = forms.MultipleChoiceField(required=False)
    areas = forms.MultipleChoiceField(required=False)
    kinds = forms.MultipleChoiceField(
        label=_("何を調べますか"), help_text=_("一つも選ばなければ、すべてを調べます。"), required=False,
        choices=[(kind.value, _(kind.label)) for kind in KINDS], widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, data: Any, *, towns: Sequence[Organization], kinds: Sequence[str]) -> None:
        super().__init__(data, initial={"kinds": kinds})
        self.offered = towns
        self._choose_from("towns", (town.slug for town in towns))
        self._choose_from("areas", {town.place_code[:2] for town in towns})

    def _choose_from(self, name: str, values: Iterable[str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(value, value) for value in values]

    def chosen(self) -> list[str]:
        """Return the slugs of the towns that are meant."""
        towns, areas = self.cleaned_data["towns"], self.cleaned_data["areas"]
        return [town.slug for town in self.offered if town.slug in towns or town.place_code[:2] in areas]


class SomewhereField(PlaceField):
    """A municipality, or 海外; its value is the code that facts carry."""

    def clean(self, value: Any) -> str:
        """Return the code of five digits. Raises ValidationError with what it may be."""
        if str(value or "").strip() in {"海外", ABROAD}:
            return ABROAD
        return super().clean(value)[:5]


class AnswerForm(forms.Form):
    """The answer to one question that is not a list."""

    def __init__(self, data: Any, *, fact: Fact, answer: Any, names: Mapping[str, str]) -> None:
        super().__init__(data, initial={"answer": shown(fact, answer, names)})
        self.fact = fact
        self.fields["answer"] = _field(fact, label=said(fact.question), help_text=_help(fact), error_messages=REQUIRED)

    def answer(self) -> Any:
        """Return the answer as a facts file has it."""
        return as_data(self.fact, self.cleaned_data["answer"])


class RowForm(forms.Form):
    """One row of a list: a member of the family, a place lived in. What is left empty is not known."""

    about_self = False

    def __init__(self, *args: Any, fact: Fact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        for column in fact.columns:
            self.fields[column.key] = _field(column, label=said(column.label), required=False, small=True)

    def clean(self) -> dict[str, Any]:
        """Refuse a time that ends before it begins."""
        values = super().clean() or {}
        since, until = values.get("from"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("終わりの日が、始まりの日より前です。"))
        return values

    def row(self) -> dict[str, Any]:
        """Return what was written, as a facts file has it."""
        given = {column: self.cleaned_data.get(column.key) for column in self.fact.columns}
        return {column.key: as_data(column, value) for column, value in given.items() if value not in (None, "")}


def rows_form(
    data: Any, *, fact: Fact, answer: Sequence[Mapping[str, Any]], names: Mapping[str, str]
) -> "forms.BaseFormSet[RowForm]":
    """Return the forms of all rows, and one that is empty."""
    factory = forms.formset_factory(RowForm, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True)
    columns = {column.key: column for column in fact.columns}
    initial = [
        {key: shown(columns[key], value, names) for key, value in row.items() if key in columns} for row in answer
    ]
    return factory(data, initial=initial, form_kwargs={"fact": fact}, prefix="rows")


def with_one_more(data: Any) -> Any:
    """Return what was posted with one row more to write in."""
    more = data.copy()
    total = data.get("rows-TOTAL_FORMS", "")
    more["rows-TOTAL_FORMS"] = str(min(int(total) + 1, MOST_ROWS)) if total.isdecimal() else "1"
    return more


def shown(fact: Fact, answer: Any, names: Mapping[str, str]) -> Any:
    """Return an answer as its box shows it."""
    match fact.type:
        case FactType.YES_NO:
            return {True: "yes", False: "no"}.get(answer, "")
        case FactType.DATE:
            return date.fromisoformat(answer) if answer else None
        case FactType.PLACE:
            return names.get(answer, answer)
        case _:
            return answer


def as_data(fact: Fact, value: Any) -> Any:
    """Return what a box holds as a facts file has it."""
    match fact.type:
        case FactType.YES_NO:
            return value == "yes"
        case FactType.DATE:
            return value.isoformat()
        case FactType.NUMBER:
            return int(value) if value == int(value) else str(Decimal(value))
        case _:
            return value


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


def _field(fact: Fact, *, label: str, help_text: Any = "", small: bool = False, **more: Any) -> forms.Field:
    """Return the box for a kind of fact; in a row choices fold together."""
    more |= {"label": in_its_language(label), "help_text": help_text}
    match fact.type:
        case FactType.YES_NO | FactType.CHOICE:
            choices = YES_NO if fact.type is FactType.YES_NO else _choices(fact)
            empty = [("", _("選んでください"))] if small else []
            widget = forms.Select if small else forms.RadioSelect
            return forms.ChoiceField(choices=[*empty, *choices], widget=widget, **more)
        case FactType.CHOICES:
            return forms.MultipleChoiceField(choices=_choices(fact), widget=forms.CheckboxSelectMultiple, **more)
        case FactType.DATE:
            more["error_messages"] = {"invalid": NO_DATE, **more.get("error_messages", {})}
            return forms.DateField(widget=DateParts, validators=DAYS, **more)
        case FactType.NUMBER:
            most = LONGEST_CLAIM if small else MOST
            return forms.DecimalField(min_value=0, max_value=most, decimal_places=2, **more)
        case FactType.YEN:
            return forms.IntegerField(min_value=0, max_value=10**10, **more)
        case FactType.PLACE:
            return SomewhereField(**more)
        case _:
            return forms.CharField(max_length=60, **more)


def _choices(fact: Fact) -> list[tuple[str, Any]]:
    return [(key, in_its_language(said(words))) for key, words in fact.choices]
