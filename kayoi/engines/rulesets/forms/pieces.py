"""Pieces of a form, each for one word of a condition or step: what fields ask for it, and both ways between."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kayoi.kit.text import normal

Choices = Sequence[tuple[str, str]]
NOT_CHOSEN = ("", "選んでください")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


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
    def legend(self) -> str:
        """What stands above the fields where there are several."""
        return self.label

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
class Words(Piece):
    """A text in Japanese, and in English where there is one."""

    @property
    def fields(self) -> dict[str, forms.Field]:
        return {
            self.word: forms.CharField(label=self.label, max_length=200),
            f"{self.word}_en": forms.CharField(label="英語", max_length=300, required=False),
        }

    def read(self, values: Mapping[str, Any]) -> Any:
        ja, en = values[self.word], values[f"{self.word}_en"]
        return {"ja": ja, "en": en} if en else ja

    def show(self, value: Any) -> dict[str, Any]:
        words = value if isinstance(value, dict) else {"ja": value}
        return {self.word: words.get("ja"), f"{self.word}_en": words.get("en")}


@dataclass
class Texts(Piece):
    """Several texts, in one line."""

    @property
    def fields(self) -> dict[str, forms.Field]:
        hint = "いくつもあるときは、空白で区切ります。"
        return {self.word: forms.CharField(label=self.label, max_length=300, help_text=hint)}

    def read(self, values: Mapping[str, Any]) -> Any:
        return values[self.word].split()

    def show(self, value: Any) -> dict[str, Any]:
        return {self.word: " ".join(value) if isinstance(value, list) else value}


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
