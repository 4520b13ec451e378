"""One question of a procedure as a form: by the type of its fact, with 「分からない」; lists are rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.rulesets.forms.questions import UNKNOWN, RowForm, as_data, field_for, row_shown, shown
from kayoi.engines.rulesets.selectors.words import said, unit
from kayoi.engines.rulesets.states import Fact, FactType

MOST_ROWS, EMPTY_ROWS = 12, 2
CHOSEN = (FactType.YES_NO, FactType.CHOICE)


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

    @property
    def unit(self) -> str:
        """What stands behind the box."""
        return unit(self.fact)

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
        self.rows = [
            RowForm(data, fact=fact, prefix=f"{prefix}-{at}", initial=row_shown(fact, row))
            for at, row in enumerate(known_rows)
        ]

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
