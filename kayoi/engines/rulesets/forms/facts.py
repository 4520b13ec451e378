"""What is known of a household, asked by the facts that a ruleset names: for a case, and for trying out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from kayoi.engines.rulesets.forms.pieces import DAY, NumberText
from kayoi.engines.rulesets.states import APPLIED_ON, Fact, FactType
from kayoi.engines.rulesets.states.kinds import YES_NO

# Rows of a list that are offered beyond those that are filled.
EMPTY_ROWS = 2
PLACE_HINT = "全国地方公共団体コードの5桁(国外は abroad)"


@dataclass(frozen=True)
class Asked:
    """A fact with its fields: one, or for a list those of each row and whether it is known to be empty."""

    fact: Fact
    field: forms.BoundField | None
    rows: Sequence[Sequence[forms.BoundField]] = ()
    none: forms.BoundField | None = None


class FactsForm(forms.Form):
    """Every fact may stay open: what is not known is not answered."""

    def __init__(self, data: Any = None, *, facts: Mapping[str, Fact], values: Mapping[str, Any] | None = None) -> None:
        self.facts = {key: fact for key, fact in facts.items() if key != APPLIED_ON}
        self.values = values or {}
        super().__init__(data)
        self.rows: dict[str, int] = {}
        for key, fact in self.facts.items():
            if fact.type is FactType.LIST:
                self._add_rows(key, fact)
            else:
                self.fields[key] = _field(fact)
                self.initial[key] = _shown(self.values.get(key), fact.type)

    def _add_rows(self, key: str, fact: Fact) -> None:
        known = self.values.get(key)
        count = len(known or ()) + EMPTY_ROWS
        if self.is_bound:
            count = _whole(self.data.get(f"{key}.rows")) + (EMPTY_ROWS if self.data.get("more") == key else 0)
        self.rows[key] = count
        self.fields[f"{key}.rows"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        self.fields[f"{key}.none"] = forms.BooleanField(label="一つもない(分かっている)", required=False)
        self.initial[f"{key}.rows"], self.initial[f"{key}.none"] = count, known == []
        for row in range(count):
            values = known[row] if known and row < len(known) else {}
            for column in fact.columns:
                name = f"{key}.{row}.{column.key}"
                self.fields[name] = _field(column)
                self.initial[name] = _shown(values.get(column.key), column.type)

    def asked(self) -> Iterator[Asked]:
        """Yield the facts with their fields, in the order of the rule."""
        for key, fact in self.facts.items():
            if fact.type is not FactType.LIST:
                yield Asked(fact, self[key])
                continue
            rows = [[self[f"{key}.{row}.{column.key}"] for column in fact.columns] for row in range(self.rows[key])]
            yield Asked(fact, None, rows, self[f"{key}.none"])

    def said(self) -> dict[str, Any]:
        """Return the facts as a file writes them; what stayed open is left out."""
        found = {}
        for key, fact in self.facts.items():
            value = self._list(key, fact) if fact.type is FactType.LIST else _plain(self.cleaned_data[key], fact.type)
            if value is not None:
                found[key] = value
        return found

    def _list(self, key: str, fact: Fact) -> list[dict[str, Any]] | None:
        rows = []
        for row in range(self.rows[key]):
            values = {
                column.key: _plain(self.cleaned_data[f"{key}.{row}.{column.key}"], column.type)
                for column in fact.columns
            }
            filled = {name: value for name, value in values.items() if value is not None}
            if filled:
                rows.append(filled)
        return rows if rows or self.cleaned_data[f"{key}.none"] else None


def _whole(text: Any) -> int:
    return min(int(text), 100) if str(text or "").isdecimal() else EMPTY_ROWS


def _field(fact: Fact) -> forms.Field:
    choices = [(code, words.ja) for code, words in fact.choices]
    more: dict[str, Any] = {"label": fact.label.ja, "required": False}
    match fact.type:
        case FactType.YES_NO:
            return forms.ChoiceField(choices=[("", "分からない"), *YES_NO], **more)
        case FactType.DATE:
            return forms.DateField(widget=DAY, **more)
        case FactType.NUMBER | FactType.YEN:
            unit = fact.unit or ("円" if fact.type is FactType.YEN else "")
            return NumberText(**more | {"label": f"{fact.label.ja}({unit})" if unit else fact.label.ja})
        case FactType.CHOICE:
            return forms.ChoiceField(choices=[("", "分からない"), *choices], **more)
        case FactType.CHOICES:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **more)
        case FactType.PLACE:
            return forms.RegexField(
                r"^(\d{5}|abroad)$", help_text=PLACE_HINT,
                error_messages={"invalid": "5桁の数字か、abroad と書いてください。"}, **more,
            )  # fmt: skip
        case _:
            return forms.CharField(max_length=100, **more)


def _shown(value: Any, kind: FactType) -> Any:
    return {True: "true", False: "false"}.get(value, "") if kind is FactType.YES_NO else value


def _plain(value: Any, kind: FactType) -> Any:
    """Return a value as a file writes it; None for what is not known."""
    if value in ("", None, []):
        return None
    match kind:
        case FactType.YES_NO:
            return value == "true"
        case FactType.DATE:
            return value.isoformat()
        case _:
            return value
