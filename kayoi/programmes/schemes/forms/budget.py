"""Budget lines: what they are, who bears what, what is added, taken away, moved."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet

from kayoi.engines.procedures.models import Procedure
from kayoi.programmes.schemes.models import BudgetLine
from kayoi.programmes.schemes.states.budget import FEW_PERCENT, Payer, Shown

PARTS = (("account", "会計"), ("kan", "款"), ("kou", "項"), ("moku", "目"), ("setsu", "節"))
CODES = [f"{part}_{end}" for part, _ in PARTS for end in ("code", "name")]
SHARES = {"national": Payer.NATIONAL, "prefecture": Payer.PREFECTURE, "other": Payer.OTHER}
MOST_YEN = 10**12


class YearForm(forms.Form):
    """Which fiscal year is shown."""

    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, *args: Any, years: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = years


class LineForm(forms.Form):
    """A budget line: its place in the budget, its name, who bears which share, what the public sees."""

    fiscal_year = forms.IntegerField(label="年度(西暦)", min_value=2000, max_value=2100)
    label = forms.CharField(label="細事業", max_length=60, help_text="例: 移住支援金")
    initial_yen = forms.IntegerField(label="当初予算(円)", min_value=0, max_value=MOST_YEN, required=False)
    procedure: Any = forms.ModelChoiceField(
        label="手続き", queryset=None, required=False, empty_label="なし",
        help_text="選ぶと、その手続きの公開ページに、残りを出せます。",
    )  # fmt: skip
    shown = forms.ChoiceField(label="残りの公開", choices=Shown.choices(), widget=forms.RadioSelect)
    few_percent = forms.IntegerField(label="「残りわずか」と出す割合(%)", min_value=1, max_value=99)

    def __init__(self, data: Any = None, *, row: BudgetLine | None = None, year: int = 0) -> None:
        initial: dict[str, Any] = {"fiscal_year": year, "shown": Shown.NOTHING, "few_percent": FEW_PERCENT}
        if row is not None:
            names = ("label", "procedure", "shown", "few_percent", *CODES)
            initial = {name: getattr(row, name) for name in names} | _written(row.sources)
        super().__init__(data, initial=initial)
        self.fields["procedure"].queryset = Procedure.objects.order_by("key")  # type: ignore[attr-defined]
        for part, words in PARTS:
            self.fields[f"{part}_code"] = forms.CharField(label=f"{words}のコード", max_length=10)
            self.fields[f"{part}_name"] = forms.CharField(label=words, max_length=40)
        for name, payer in SHARES.items():
            hint = "1/2のような割合か、1件につきの額(円)。なければ空けておきます。" if name == "national" else ""
            self.fields[name] = forms.CharField(
                label=f"{payer.label}の負担",
                max_length=20,
                required=False,
                help_text=hint if name == "national" else "",
            )
        if row is not None:
            del self.fields["fiscal_year"], self.fields["initial_yen"]

    @property
    def places(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The questions about its place in the budget, code and name together."""
        return [(self[f"{part}_code"], self[f"{part}_name"]) for part, _ in PARTS]

    def clean(self) -> dict[str, Any]:
        """Read the shares."""
        values = super().clean() or {}
        for name in SHARES:
            text = values.get(name, "").replace(",", "").replace("円", "").translate(_NARROW)
            if text and not re.fullmatch(r"[1-9]\d{0,10}(/[1-9]\d{0,3})?", text):
                self.add_error(name, "1/2のような割合か、円の額を、数字で書いてください。")
            values[name] = text
        return values

    def fields_of_line(self) -> dict[str, Any]:
        """Return what stands in the line itself."""
        names = ("fiscal_year", "label", "procedure", "shown", "few_percent", *CODES)
        values = {name: self.cleaned_data[name] for name in names if name in self.fields}
        return values | {"sources": [_source(payer, self.cleaned_data[name]) for name, payer in SHARES.items()
                                     if self.cleaned_data[name]]}  # fmt: skip


_NARROW = str.maketrans("0123456789／", "0123456789/")


def _source(payer: Payer, text: str) -> dict[str, Any]:
    if "/" in text:
        return {"payer": payer.value, "rate": str(Fraction(text))}
    return {"payer": payer.value, "yen": int(text)}


def _written(sources: Sequence[dict[str, Any]]) -> dict[str, str]:
    return {one["payer"]: one.get("rate") or str(one["yen"]) for one in sources}


class SupplementForm(forms.Form):
    """By how much the council changes a line."""

    change_yen = forms.IntegerField(
        label="補正の額(円)",
        min_value=-MOST_YEN,
        max_value=MOST_YEN,
        help_text="減らすときは、-500000 のように書きます。",
    )
    on = forms.DateField(label="議決の日")
    note = forms.CharField(label="摘要", max_length=200, required=False, help_text="例: 9月補正(第3号)")
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_change_yen(self) -> int:
        """Ask for something."""
        yen: int = self.cleaned_data["change_yen"]
        if yen == 0:
            raise forms.ValidationError("0円の補正はできません。")
        return yen


class MoveForm(forms.Form):
    """How much passes to which other line."""

    taker: Any = forms.ModelChoiceField(label="受ける予算", queryset=None, empty_label="選んでください")
    amount_yen = forms.IntegerField(label="額(円)", min_value=1, max_value=MOST_YEN)
    on = forms.DateField(label="決定の日")
    provision = forms.CharField(
        label="予算総則の定め", max_length=60, required=False,
        help_text="項のあいだで流用するときに、例: 予算総則第5条第1号",
    )  # fmt: skip
    note = forms.CharField(label="理由", max_length=120, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, giver: BudgetLine) -> None:
        super().__init__(data, initial=begun())
        others = BudgetLine.objects.filter(fiscal_year=giver.fiscal_year).exclude(pk=giver.pk).order_by("number")
        offer_lines(self.fields["taker"], others)


def offer_lines(field: Any, lines: QuerySet[BudgetLine]) -> None:
    """Let a field choose among lines by codes and name."""
    field.queryset, field.label_from_instance = lines, lambda one: f"{one.code} {one.label}"


def begun() -> dict[str, Any]:
    """Return what a form begins with, so that sending it twice is once."""
    return {"key": uuid4()}
