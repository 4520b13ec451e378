"""One question of a procedure as a form: by the type of its fact, with 「分からない」; lists are rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kayoi.engines.rulesets.rules.places import ABROAD
from kayoi.engines.rulesets.states import Fact, FactType, Words
from kayoi.foundation.places.forms import PlaceField
from kayoi.kit.html import DateParts

UNKNOWN = "unknown"
MOST_ROWS, EMPTY_ROWS = 12, 2
MOST_YEN, MOST_NUMBER = 10**10, 10**6
CHOSEN = (FactType.YES_NO, FactType.CHOICE)


def said(words: Words) -> str:
    """Return words in the language of the page."""
    return words.in_language("en" if (get_language() or "").startswith("en") else "ja")


class SomewhereField(PlaceField):
    """A municipality by name, or 海外; its value is what facts carry."""

    def clean(self, value: Any) -> str:
        """Return the code of five digits. Raises ValidationError with what it may be."""
        return ABROAD if str(value or "").strip() in {"海外", ABROAD} else super().clean(value)[:5]

    def prepare_value(self, value: Any) -> Any:
        """Return the name of a code, or what was typed."""
        return _("海外") if value == ABROAD else super().prepare_value(value)


class FactForm(forms.Form):
    """A question that is not a list. What cannot be chosen has a box for 「分からない」 beside it."""

    def __init__(self, data: Any = None, *, fact: Fact, known: Any = None, unknown: bool = False) -> None:
        super().__init__(data, prefix=prefix_of(fact))
        self.fact = fact
        self.fields["value"] = field_for(fact, label=said(fact.question), with_unknown=True)
        self.initial = {"value": UNKNOWN if unknown and fact.type in CHOSEN else shown(fact, known)}
        if fact.type not in CHOSEN:
            self.fields["unknown"] = forms.BooleanField(label=_("分からない"), required=False)
            self.initial["unknown"] = unknown

    @property
    def title(self) -> str:
        """The question in words."""
        return said(self.fact.question)

    def clean(self) -> dict[str, Any]:
        """Ask for an answer, or for the word that it is not known."""
        values = super().clean() or {}
        if "value" not in self.errors and not self.says_unknown(values) and values.get("value") in (None, "", []):
            self.add_error("value", _("答えを書くか、「分からない」を選んでください。"))
        return values

    @staticmethod
    def says_unknown(values: Mapping[str, Any]) -> bool:
        """Tell whether the person said not to know."""
        return bool(values.get("unknown")) or values.get("value") == UNKNOWN

    def answer(self) -> Any:
        """Return the answer as facts hold it; None where it is not known."""
        return None if self.says_unknown(self.cleaned_data) else as_data(self.fact, self.cleaned_data["value"])

    @property
    def is_unknown(self) -> bool:
        """Whether the person said not to know."""
        return self.says_unknown(self.cleaned_data)


class RowForm(forms.Form):
    """One row of a list; what is left empty is not known."""

    about_self = False

    def __init__(self, data: Any, *, fact: Fact, prefix: str, known: Mapping[str, Any]) -> None:
        super().__init__(data, prefix=prefix)
        self.fact = fact
        for column in fact.columns:
            self.fields[column.key] = field_for(column, label=said(column.label))
            self.initial[column.key] = shown(column, known.get(column.key))

    def row(self) -> dict[str, Any]:
        """Return the columns that were filled in."""
        values = {column.key: (column, self.cleaned_data.get(column.key)) for column in self.fact.columns}
        return {key: as_data(column, value) for key, (column, value) in values.items() if value not in (None, "", [])}


class RowsForm(forms.Form):
    """A question that is a list: its rows, or that there are none, or that it is not known."""

    none = forms.BooleanField(label=_("ない"), required=False)
    unknown = forms.BooleanField(label=_("分からない"), required=False)

    def __init__(self, data: Any = None, *, fact: Fact, known: Any = None, unknown: bool = False) -> None:
        prefix = prefix_of(fact)
        super().__init__(data, prefix=prefix, initial={"none": known == [], "unknown": unknown})
        self.fact = fact
        rows: Sequence[Mapping[str, Any]] = known or ()
        count = self._count(data, f"{prefix}-count", len(rows) + EMPTY_ROWS)
        known_rows = [*rows, *({} for _ in range(count))][:count]
        self.rows = [RowForm(data, fact=fact, prefix=f"{prefix}-{at}", known=row) for at, row in enumerate(known_rows)]

    @staticmethod
    def _count(data: Any, name: str, usual: int) -> int:
        typed = (data or {}).get(name, "")
        more = 1 if data and data.get("more") else 0
        return min(int(typed) + more if typed.isdecimal() and len(typed) < 3 else usual, MOST_ROWS)

    @property
    def title(self) -> str:
        """The question in words."""
        return said(self.fact.question)

    def clean(self) -> dict[str, Any]:
        """Ask for a row, or for the word that there is none or that it is not known."""
        values = super().clean() or {}
        wrong = [number for number, row in enumerate(self.rows, start=1) if not row.is_valid()]
        for number in wrong:
            self.add_error(None, _("%(number)s行目に、直すところがあります。") % {"number": number})
        said = values.get("none") or values.get("unknown")
        if not (wrong or said or any(row.row() for row in self.rows)):
            self.add_error(None, _("一行以上書くか、「ない」か「分からない」を選んでください。"))
        return values

    def has_changed(self) -> bool:
        """Tell whether anything was written, in any row."""
        return super().has_changed() or any(row.has_changed() for row in self.rows)

    def answer(self) -> Any:
        """Return the rows that were filled in; None where it is not known."""
        return None if self.is_unknown else [row for row in (one.row() for one in self.rows) if row]

    @property
    def is_unknown(self) -> bool:
        """Whether the person said not to know."""
        return bool(self.cleaned_data.get("unknown"))


Question = FactForm | RowsForm


def form_for(fact: Fact, data: Any, answers: Mapping[str, Any]) -> Question:
    """Return the form of a question, with what was answered before."""
    known, unknown = answers.get("facts", {}).get(fact.key), fact.key in answers.get("unknown", [])
    kind = RowsForm if fact.type is FactType.LIST else FactForm
    return kind(data, fact=fact, known=known, unknown=unknown)


def prefix_of(fact: Fact) -> str:
    """Return under which name a question stands in a page of several."""
    return fact.key.replace(".", "-")


def field_for(fact: Fact, *, label: str, with_unknown: bool = False) -> forms.Field:
    """Return the field for a type of fact. Nothing is required: what is empty is asked for by the form."""
    common: dict[str, Any] = {"label": label, "required": False, "help_text": _help(fact)}
    choices: list[tuple[str, Any]] = [(key, said(words)) for key, words in fact.choices]
    if fact.type is FactType.YES_NO:
        choices = [("yes", _("はい")), ("no", _("いいえ"))]
    match fact.type:
        case FactType.YES_NO | FactType.CHOICE if with_unknown:
            return forms.ChoiceField(choices=[*choices, (UNKNOWN, _("分からない"))], widget=forms.RadioSelect, **common)
        case FactType.YES_NO | FactType.CHOICE:
            return forms.ChoiceField(choices=[("", _("選んでください")), *choices], **common)
        case FactType.CHOICES:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
        case FactType.NUMBER:
            return forms.DecimalField(min_value=0, max_value=MOST_NUMBER, decimal_places=2, **common)
        case FactType.YEN:
            return forms.IntegerField(min_value=0, max_value=MOST_YEN, **common)
        case FactType.DATE:
            return forms.DateField(widget=DateParts, **common)
        case FactType.PLACE:
            return SomewhereField(**common)
        case _:
            return forms.CharField(max_length=200, **common)


def _help(fact: Fact) -> Any:
    if fact.help.ja:
        return said(fact.help)
    return {
        FactType.PLACE: _("例:長野県伊那市。海外のときは「海外」と書いてください。"),
        FactType.YEN: _("円。数字だけで書いてください。"),
        FactType.NUMBER: fact.unit,
        FactType.CHOICES: _("当てはまるものを、すべて選んでください。"),
    }.get(fact.type, "")


def shown(fact: Fact, answer: Any) -> Any:
    """Return an answer as its box shows it."""
    match fact.type:
        case FactType.YES_NO:
            return {True: "yes", False: "no"}.get(answer, "")
        case FactType.DATE:
            return date.fromisoformat(answer) if answer else None
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
