"""Shape of a sheet as staff write it: each item with its day and source; common ones are written once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from kayoi.programmes.village_sheets.models import Sheet
from kayoi.programmes.village_sheets.services import ItemFields, SheetFields
from kayoi.programmes.village_sheets.states import KINDS, LEAST_ITEMS, MOST_SIGNS, ConfirmedBy, ItemKind, SourceKind

REFUSALS = {
    "village_sheets.few_items": f"項目が足りません。{LEAST_ITEMS}つ以上書いてください。",
    "village_sheets.no_hard_side": "きびしい面がありません。雪・距離・作業・費用など、困ることも書いてください。",
    "village_sheets.not_confirmed": "地区の確認が書かれていません。だれに(役)、いつ、どう確認したかを書いてください。",
    "village_sheets.future": "「いつのことか」に、先の日付があります。",
    "village_sheets.forbidden": "「%(words)s」は書けません。人の出自・信仰・国籍や昔の地名のことばを外してください。",
    "village_sheets.too_long": "ひとことは%(most)s字までです。短くするか、ほかの文を外してください。",
    "village_sheets.own_sheet": "自分が書いたシートは承認できません。ほかの職員に頼んでください。",
}
SOURCES = [("", "(共通の出どころ)"), *SourceKind.choices()]


@dataclass(frozen=True)
class ItemQuestion:
    """The four boxes of one item."""

    kind: ItemKind
    value: forms.BoundField
    as_of: forms.BoundField
    source_kind: forms.BoundField
    source: forms.BoundField
    filled: bool


class DistrictForm(forms.Form):
    """A district."""

    name = forms.CharField(label="地区の名前", max_length=60)
    kana = forms.CharField(label="ふりがな", max_length=100)
    name_en = forms.CharField(label="地区の名前(ローマ字)", max_length=100, required=False)
    block_code = forms.RegexField(
        r"\d{7,12}", label="町字コード", required=False, max_length=12, help_text="あれば書きます。数字7〜12けた。"
    )


class SheetForm(forms.Form):
    """A sheet: items, a short text, who of the district has confirmed it."""

    text = forms.CharField(
        label="ひとこと", max_length=MOST_SIGNS, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="項目で言えないことを短く。ほめるだけの文にしません。人の出自・信仰・昔の地名は書けません。",
    )  # fmt: skip
    text_en = forms.CharField(
        label="ひとこと(英語)", max_length=900, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    chief_role = forms.CharField(
        label="確認した人の役", max_length=40, required=False, help_text="区長・副区長など。お名前は書きません。"
    )
    chief_on = forms.DateField(label="確認した日", required=False)
    chief_how = forms.ChoiceField(label="確認の方法", required=False, choices=[("", "(まだ)"), *ConfirmedBy.choices()])
    all_as_of = forms.DateField(label="共通の「いつのことか」")
    all_source_kind = forms.ChoiceField(label="共通の出どころ", choices=SourceKind.choices())
    all_source = forms.CharField(
        label="共通の資料の名前・確認した人の役", max_length=120, help_text="例: 区長に聞き取り、町の防災計画。"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, kind in KINDS.items():
            self.fields[code] = self._value_field(kind)
            self.fields[f"{code}_as_of"] = forms.DateField(label="いつのことか", required=False)
            self.fields[f"{code}_source_kind"] = forms.ChoiceField(label="出どころ", required=False, choices=SOURCES)
            self.fields[f"{code}_source"] = forms.CharField(
                label="資料の名前・確認した人の役", required=False, max_length=120
            )

    @staticmethod
    def _value_field(kind: ItemKind) -> forms.Field:
        if kind.choices:
            choices = [("", "(書かない)"), *((choice.code, choice.label) for choice in kind.choices)]
            return forms.ChoiceField(label=kind.label, required=False, choices=choices)
        return forms.DecimalField(
            label=f"{kind.label}({kind.unit})", required=False, min_value=0, max_value=kind.most, max_digits=9,
            decimal_places=1,
        )  # fmt: skip

    @property
    def questions(self) -> list[ItemQuestion]:
        """The items as the page shows them."""
        return [
            ItemQuestion(
                kind, self[code], self[f"{code}_as_of"], self[f"{code}_source_kind"], self[f"{code}_source"],
                filled=bool(self[code].value() or self[code].value() == 0) or code in self.errors,
            )
            for code, kind in KINDS.items()
        ]  # fmt: skip

    def sheet_fields(self) -> SheetFields:
        """Return what stands beside the items."""
        values = self.cleaned_data
        return SheetFields(
            values["text"], values["text_en"], values["chief_role"], values["chief_on"], values["chief_how"]
        )

    def items(self) -> Sequence[ItemFields]:
        """Return the items that are filled in; day and source are the common ones where an item names none."""
        values = self.cleaned_data
        return [
            ItemFields(
                code=code,
                number=None if kind.choices else values[code],
                choice=values[code] if kind.choices else "",
                as_of=values[f"{code}_as_of"] or values["all_as_of"],
                source_kind=SourceKind.of(values[f"{code}_source_kind"] or values["all_source_kind"]),
                source=values[f"{code}_source"] or values["all_source"],
            )
            for code, kind in KINDS.items()
            if values[code] not in (None, "")
        ]


class ReasonForm(forms.Form):
    """Why a sheet is sent back or taken off."""

    why = forms.CharField(label="理由", max_length=200)


def initial_of(sheet: Sheet, *, today: date) -> dict[str, Any]:
    """Return a sheet as the form shows it; the most common day and source stand once."""
    items = list(sheet.items.all())
    common = max(
        ((item.as_of, item.source_kind, item.source) for item in items),
        key=[(item.as_of, item.source_kind, item.source) for item in items].count,
        default=(today, SourceKind.DISTRICT.value, ""),
    )
    initial: dict[str, Any] = {
        "text": sheet.text, "text_en": sheet.text_en, "chief_role": sheet.chief_role, "chief_on": sheet.chief_on,
        "chief_how": sheet.chief_how, "all_as_of": common[0], "all_source_kind": common[1], "all_source": common[2],
        "version": sheet.version,
    }  # fmt: skip
    for item in items:
        initial[item.code] = item.choice or _plain(item.number)
        if (item.as_of, item.source_kind, item.source) != common:
            initial[f"{item.code}_as_of"] = item.as_of
            initial[f"{item.code}_source_kind"] = item.source_kind
            initial[f"{item.code}_source"] = item.source
    return initial


def _plain(number: Decimal | None) -> Decimal | int | None:
    return int(number) if number is not None and number == number.to_integral_value() else number
