"""Pieces of a form, each for one word of a condition or step: what fields ask for it, and both ways between."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kayoi.engines.rulesets.states import FactType
from kayoi.kit.text import normal

Choices = Sequence[tuple[str, str]]
NOT_CHOSEN = ("", "選んでください")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
# What is said instead where only one was chosen of several.
ONE_ALONE = {"one_of": "is", "none_of": "is_not"}
UNITS = (("years", "年"), ("months", "か月"), ("days", "日"))


class NumberText(forms.CharField):
    """A number as rules write it: whole, with decimals, or as a part of another one (1/3)."""

    def clean(self, value: Any) -> int | float | str | None:
        text = normal(str(super().clean(value) or "")).replace(",", "")
        if not text:
            return None
        if re.fullmatch(r"-?\d+", text):
            return int(text)
        if re.fullmatch(r"-?\d+\.\d+", text):
            return float(text)
        if re.fullmatch(r"\d+/[1-9]\d*", text):
            return text
        raise ValidationError("数で書いてください(例: 40、750000、1/2)。")


def chosen(label: str, choices: Choices, *, required: bool = True, **more: Any) -> forms.ChoiceField:
    """Return a field to choose one; nothing is chosen at first."""
    first = NOT_CHOSEN if required else ("", "なし")
    return forms.ChoiceField(label=label, choices=[first, *choices], required=required, **more)


@dataclass
class Piece:
    """One word of a node and the fields that ask for it."""

    word: str
    label: str
    required: bool = True
    hint: str = ""

    @property
    def fields(self) -> dict[str, forms.Field]:
        raise NotImplementedError

    def read(self, values: Mapping[str, Any]) -> Any:
        """Return the value as it stands in the file; None for none."""
        return values[self.word] if values[self.word] != "" else None

    def show(self, value: Any) -> dict[str, Any]:
        """Return what stands in the fields for a value of the file."""
        return {self.word: value}

    def into(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the words of the node that the fields say."""
        value = self.read(values)
        return {} if value is None else {self.word: value}

    def out_of(self, node: Mapping[str, Any]) -> dict[str, Any]:
        """Return what stands in the fields for a node."""
        return self.show(node[self.word]) if self.word in node else {}


@dataclass
class Number(Piece):
    unit: str = ""

    @property
    def fields(self) -> dict[str, forms.Field]:
        return {self.word: NumberText(label=self.label, required=self.required, help_text=self.hint)}


@dataclass
class Whole(Piece):
    least: int = 0

    @property
    def fields(self) -> dict[str, forms.Field]:
        return {
            self.word: forms.IntegerField(
                label=self.label, required=self.required, min_value=self.least, help_text=self.hint
            )
        }


@dataclass
class Text(Piece):
    @property
    def fields(self) -> dict[str, forms.Field]:
        return {
            self.word: forms.CharField(label=self.label, required=self.required, max_length=200, help_text=self.hint)
        }


@dataclass
class One(Piece):
    choices: Choices = ()

    @property
    def fields(self) -> dict[str, forms.Field]:
        return {self.word: chosen(self.label, self.choices, required=self.required, help_text=self.hint)}


@dataclass
class Several(Piece):
    choices: Choices = ()

    @property
    def fields(self) -> dict[str, forms.Field]:
        return {
            self.word: forms.MultipleChoiceField(
                label=self.label, choices=self.choices, widget=forms.CheckboxSelectMultiple
            )
        }

    def show(self, value: Any) -> dict[str, Any]:
        return {self.word: value if isinstance(value, list) else [value]}


@dataclass
class YesNo(Piece):
    @property
    def fields(self) -> dict[str, forms.Field]:
        choices = (("true", "はい"), ("false", "いいえ"))
        return {self.word: forms.ChoiceField(label=self.label, choices=choices, widget=forms.RadioSelect)}

    def read(self, values: Mapping[str, Any]) -> bool:
        return bool(values[self.word] == "true")

    def show(self, value: Any) -> dict[str, Any]:
        return {self.word: "true" if value is True else "false" if value is False else ""}


@dataclass
class LengthOf(Piece):
    """A length of time in one unit."""

    @property
    def fields(self) -> dict[str, forms.Field]:
        return {
            self.word: forms.IntegerField(label=self.label, min_value=1, required=self.required),
            f"{self.word}_unit": forms.ChoiceField(label="単位", choices=UNITS),
        }

    def read(self, values: Mapping[str, Any]) -> dict[str, int] | None:
        number = values[self.word]
        return {values[f"{self.word}_unit"]: number} if number else None

    def show(self, value: Any) -> dict[str, Any]:
        unit, number = next(iter(value.items()))
        return {self.word: number, f"{self.word}_unit": unit}


@dataclass
class DayOf(Piece):
    """A day: of a fact, the end or the start of its fiscal year, or written out; and so much later or earlier."""

    facts: Choices = ()

    @property
    def fields(self) -> dict[str, forms.Field]:
        bases = [("day", "日付を書く")]
        for word, words in (("fact", ""), ("year_end", "の年度の末日"), ("year_start", "の年度の4月1日")):
            bases += [(f"{word}:{key}", f"{label}{words}") for key, label in self.facts]
        return {
            self.word: chosen(self.label, bases),
            f"{self.word}_day": forms.DateField(label="日付", required=False, widget=DAY),
            f"{self.word}_months": forms.IntegerField(
                label="その何か月後", required=False, help_text="前なら「-3」のように書きます。"
            ),
            f"{self.word}_days": forms.IntegerField(label="その何日後", required=False),
        }

    def read(self, values: Mapping[str, Any]) -> Any:
        word, _, key = values[self.word].partition(":")
        day: date | None = values[f"{self.word}_day"]
        if word == "day" and day is None:
            raise ValidationError({f"{self.word}_day": "日付を書いてください。"})
        base: Any = day.isoformat() if word == "day" and day else {"fact": key}
        if word in ("year_end", "year_start"):
            base = {word: base}
        by = {unit: values[f"{self.word}_{unit}"] for unit in ("months", "days") if values[f"{self.word}_{unit}"]}
        return {"shift": base, "by": by} if by else base

    def show(self, value: Any) -> dict[str, Any]:
        by = value["by"] if isinstance(value, dict) and "shift" in value else {}
        base = value["shift"] if by else value
        months = by.get("years", 0) * 12 + by.get("months", 0)
        shown = {f"{self.word}_months": months or None, f"{self.word}_days": by.get("days")}
        if isinstance(base, str):
            return {self.word: "day", f"{self.word}_day": base, **shown}
        word = next(iter(base), "")
        inner = base.get(word)
        key = inner.get("fact", "") if isinstance(inner, dict) else inner
        return {self.word: f"{word}:{key}", **shown}


@dataclass
class Amount(Piece):
    """A value: a number, a fact, or a fact times a number."""

    facts: Choices = ()

    @property
    def fields(self) -> dict[str, forms.Field]:
        return {
            self.word: NumberText(label=self.label, required=False),
            f"{self.word}_fact": chosen(
                "または、確認事項の値", self.facts, required=False, help_text="数も書くと、掛け合わせます。"
            ),
        }

    def read(self, values: Mapping[str, Any]) -> Any:
        number, fact = values[self.word], values[f"{self.word}_fact"]
        if number is None and not fact:
            raise ValidationError({self.word: "数を書くか、確認事項を選んでください。"})
        if number is None:
            return {"fact": fact}
        return {"times": [{"fact": fact}, number]} if fact else number

    def show(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            return {self.word: value}
        if "fact" in value:
            return {f"{self.word}_fact": value["fact"]}
        fact, number = value.get("times", [{}, None])
        return {self.word: number, f"{self.word}_fact": fact.get("fact") if isinstance(fact, dict) else None}


@dataclass
class Limit(Piece):
    """An operator, and a piece for what stands behind it."""

    operators: Choices = ()
    piece: Piece = field(default_factory=lambda: Number("limit", "値"))

    @property
    def fields(self) -> dict[str, forms.Field]:
        return {**self.piece.fields, self.word: chosen(self.label, self.operators)}

    def into(self, values: Mapping[str, Any]) -> dict[str, Any]:
        word, value = values[self.word], self.piece.read(values)
        if word in ONE_ALONE and len(value) == 1:
            return {ONE_ALONE[word]: value[0]}
        return {word: value}

    def out_of(self, node: Mapping[str, Any]) -> dict[str, Any]:
        for word, _ in self.operators:
            found = word if word in node else ONE_ALONE.get(word, "")
            if found in node:
                return self.piece.show(node[found]) | {self.word: word}
        return {}


def limit_of(kind: FactType, choices: Choices, operators: Choices, facts: Choices, days: Choices) -> Piece:
    """Return the piece that asks what a fact of a type is compared with."""
    match kind:
        case FactType.YES_NO:
            return YesNo("is", "当てはまる答え")
        case FactType.DATE:
            return Limit(
                "operator", "その日との関係", operators=operators, piece=DayOf("limit", "比べる日", facts=days)
            )
        case FactType.CHOICE:
            return Limit("operator", "関係", operators=operators, piece=Several("limit", "答え", choices=choices))
        case FactType.CHOICES:
            return Limit("operator", "関係", operators=operators, piece=One("limit", "答え", choices=choices))
        case FactType.NUMBER | FactType.YEN:
            return Limit("operator", "関係", operators=operators, piece=Amount("limit", "比べる数", facts=facts))
        case _:
            return Limit("operator", "関係", operators=operators, piece=Text("limit", "番号・符号"))


@dataclass
class Fixed(Piece):
    """What was chosen before and is not asked again."""

    value: str = ""

    @property
    def fields(self) -> dict[str, forms.Field]:
        return {}

    def into(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {self.word: self.value}

    def out_of(self, node: Mapping[str, Any]) -> dict[str, Any]:
        return {}
