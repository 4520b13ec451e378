"""Shape of a ruleset's own facts and sets of places."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kayoi.engines.rulesets.models import Ruleset
from kayoi.engines.rulesets.rules.nodes import words_in
from kayoi.engines.rulesets.states import Change, FactType
from kayoi.kit.text import normal


class FactForm(forms.Form):
    """A fact of a ruleset's own."""

    key = forms.RegexField(
        r"^[a-z][a-z0-9_.]*$", label="記号", max_length=60, help_text="半角の英小文字・数字・点。例: own.meeting",
        error_messages={"invalid": "半角の英小文字で始め、英小文字・数字・点・下線で書いてください。"},
    )  # fmt: skip
    type = forms.ChoiceField(label="型", choices=[one for one in FactType.choices() if one[0] != FactType.LIST.value])
    label = forms.CharField(label="言葉", max_length=60)
    question = forms.CharField(label="質問文", max_length=200, required=False)
    unit = forms.CharField(label="単位", max_length=10, required=False)
    choices = forms.CharField(
        label="選択肢", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="選択のときに、1行に一つ「記号=言葉」と書きます。例: build=新築する",
    )  # fmt: skip
    proofs = forms.CharField(
        label="確かめる書類", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="1行に一つ書きます。"
    )
    change = forms.ChoiceField(label="変わりうるか", choices=Change.choices())
    seen = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(ruleset: Ruleset, key: str) -> dict[str, Any]:
        """Return what stands in the fields for a fact; nothing for a new one."""
        found: dict[str, Any] = next((fact for fact in ruleset.facts if fact["key"] == key), {})
        shown = {"change": Change.NEVER.value} | found | {"seen": ruleset.version}
        shown |= {name: words_in(found[name]) for name in ("label", "question") if name in found}
        choices = found.get("choices") or {}
        shown["choices"] = "\n".join(f"{code}={words_in(words)}" for code, words in choices.items())
        shown["proofs"] = "\n".join(found.get("proofs") or ())
        return shown

    def clean(self) -> dict[str, Any]:
        """Ask for choices where there is something to choose."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        choosing = values.get("type") in (FactType.CHOICE, FactType.CHOICES)
        lines = [line.partition("=") for line in str(values.get("choices", "")).splitlines() if line.strip()]
        if choosing and (not lines or not all(code.strip() and words.strip() for code, _, words in lines)):
            self.add_error("choices", "選択肢を、1行に一つ「記号=言葉」と書いてください。")
        values["choices"] = {code.strip(): words.strip() for code, _, words in lines} if choosing else None
        return values

    def fact(self) -> dict[str, Any]:
        """Return the fact as a file writes it."""
        values = self.cleaned_data
        fact = {name: values[name] for name in ("key", "type", "label", "question", "unit", "choices", "change")}
        fact["proofs"] = [line.strip() for line in values["proofs"].splitlines() if line.strip()]
        return {name: value for name, value in fact.items() if value}


class PlacesForm(forms.Form):
    """A set of places."""

    name = forms.SlugField(label="記号", max_length=40, help_text="半角の英数字とハイフン。例: tokyo-area")
    label = forms.CharField(label="言葉", max_length=100)
    codes = forms.CharField(
        label="市区町村のコード(5桁)", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="空白か改行で区切ります。",
    )  # fmt: skip
    prefectures = forms.CharField(label="都道府県のコード(2桁)", required=False, help_text="空白で区切ります。")
    excepting = forms.ChoiceField(label="ここから除く地域", required=False)
    doubtful = forms.CharField(label="どちらか分からない市区町村のコード", required=False)
    source = forms.CharField(label="出典", max_length=200, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, ruleset: Ruleset, name: str) -> None:
        found = ruleset.places.get(name, {})
        lists = {word: " ".join(found.get(word, ())) for word in ("codes", "prefectures", "doubtful")}
        label = words_in(found.get("label", ""))
        initial = found | lists | {"name": name, "label": label, "seen": ruleset.version}
        super().__init__(data, initial=initial)
        excepting = self.fields["excepting"]
        assert isinstance(excepting, forms.ChoiceField)
        others = [(key, words_in(one["label"])) for key, one in ruleset.places.items() if key != name]
        excepting.choices = [("", "なし"), *others]

    def clean_codes(self) -> list[str]:
        """Read codes of municipalities."""
        return _codes(self.cleaned_data["codes"], 5)

    def clean_doubtful(self) -> list[str]:
        """Read codes of municipalities."""
        return _codes(self.cleaned_data["doubtful"], 5)

    def clean_prefectures(self) -> list[str]:
        """Read codes of prefectures."""
        return _codes(self.cleaned_data["prefectures"], 2)

    def places(self) -> dict[str, Any]:
        """Return the set as a file writes it."""
        words = ("label", "codes", "prefectures", "excepting", "doubtful", "source")
        return {word: self.cleaned_data[word] for word in words if self.cleaned_data[word]}


def _codes(text: str, digits: int) -> list[str]:
    codes = re.split(r"[\s,、]+", normal(text).strip()) if text.strip() else []
    wrong = [code for code in codes if len(code) != digits or not code.isdecimal()]
    if wrong:
        raise ValidationError(f"{digits}桁の数字で書いてください: {'、'.join(wrong)}")
    return codes
