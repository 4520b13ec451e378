"""Pieces of a form for values: lengths of time, days, amounts, and what something is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kayoi.engines.rulesets.forms.pieces import (
    DAY,
    Choices,
    Number,
    NumberText,
    One,
    Piece,
    Several,
    Texts,
    YesNo,
    chosen,
)
from kayoi.engines.rulesets.states import FactType

# What is said instead where only one was chosen of several.
ONE_ALONE = {"one_of": "is", "none_of": "is_not"}
UNITS = (("years", "年"), ("months", "か月"), ("days", "日"))


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
            self.word: NumberText(label="数で書く", required=False),
            f"{self.word}_fact": chosen(
                "確認事項の値を使う", self.facts, required=False, help_text="数も書くと、掛け合わせます。"
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
        fact, number = sorted(value.get("times", [{}, None]), key=lambda one: not isinstance(one, dict))
        return {self.word: number, f"{self.word}_fact": fact.get("fact") if isinstance(fact, dict) else None}


@dataclass
class Limit(Piece):
    """An operator, and a piece for what stands behind it."""

    operators: Choices = ()
    piece: Piece = field(default_factory=lambda: Number("limit", "値"))

    @property
    def legend(self) -> str:
        return self.piece.label

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
            return Limit("operator", "関係", operators=operators, piece=Texts("limit", "番号・符号"))
