"""Payee accounts, payment batches, and the columns of their lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms

from kayoi.kit.text import normal
from kayoi.programmes.schemes.rules.payments import Details, ListColumn, Names
from kayoi.programmes.schemes.states.payments import SOURCES, AccountKind, HandOut

MOST_COLUMNS, BLANK_COLUMNS, STEP = 60, 3, 10


class AccountForm(forms.Form):
    """A bank account as it stands in the bankbook."""

    about_self = False

    bank_code = forms.CharField(label="銀行コード", max_length=10, help_text="4桁の数字")
    bank_name = forms.CharField(label="銀行名", max_length=40)
    branch_code = forms.CharField(label="支店コード", max_length=10, help_text="3桁の数字")
    branch_name = forms.CharField(label="支店名", max_length=40)
    kind = forms.ChoiceField(label="預金種目", choices=AccountKind.choices(), widget=forms.RadioSelect)
    number = forms.CharField(label="口座番号", max_length=12, help_text="7桁の数字。足りないときは前に0を付けます。")
    holder = forms.CharField(label="口座名義(カナ)", max_length=60, help_text="通帳のとおりに書きます。")
    why_other = forms.CharField(
        label="名義が本人と違うときの理由",
        max_length=200,
        required=False,
        help_text="例: 配偶者に受領を委任(委任状あり)",
    )

    def details(self) -> Details:
        """Return the account as the service takes it."""
        names = ("bank_code", "branch_code", "kind", "number", "holder")
        return Details(**{name: normal(self.cleaned_data[name]) for name in names})

    def names(self) -> Names:
        """Return how people call bank and branch."""
        return Names(self.cleaned_data["bank_name"], self.cleaned_data["branch_name"])


class BatchForm(forms.Form):
    """Which payments are handed over together, to be paid on which day."""

    payments = forms.TypedMultipleChoiceField(
        label="支払い", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "支払いを一つ以上選んでください。"},
    )  # fmt: skip
    pays_on = forms.DateField(label="支払予定日")
    client_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, due: Sequence[int]) -> None:
        super().__init__(data, initial={"client_key": uuid4()})
        # What was pressed before stays a choice: the same press twice is one batch.
        asked = data.getlist("payments") if data else []
        field = self.fields["payments"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(one, str(one)) for one in {*map(str, due), *(one for one in asked if one.isdecimal())}]


class SettleForm(forms.Form):
    """On which day a batch was paid."""

    paid_on = forms.DateField(label="支払日")


class ReturnedForm(forms.Form):
    """Why and when the bank sent money back."""

    why = forms.CharField(label="組戻しの理由", max_length=200, help_text="例: 口座解約、名義相違")
    on = forms.DateField(label="組戻しの日")


class FileForm(forms.Form):
    """Which list of a batch, in which encoding."""

    which = forms.ChoiceField(choices=HandOut.choices())
    cp932 = forms.BooleanField(required=False)


@dataclass(frozen=True)
class ColumnRow:
    """The questions about one column."""

    label: str
    fields: Sequence[forms.BoundField]


class LayoutForm(forms.Form):
    """The columns of a list; a row without a heading is none."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, columns: Sequence[ListColumn], version: int) -> None:
        super().__init__(data, initial={"version": version})
        blank = [ListColumn("", "summary")] * min(BLANK_COLUMNS, MOST_COLUMNS - len(columns))
        self.count = len(columns) + len(blank)
        for at, column in enumerate((*columns, *blank)):
            self.fields[f"header_{at}"] = forms.CharField(
                label="見出し", max_length=60, required=False, initial=column.header,
                help_text="" if at else "空けると、列をなくします。",
            )  # fmt: skip
            self.fields[f"source_{at}"] = forms.ChoiceField(
                label="入れるもの", choices=list(SOURCES.items()), initial=column.source
            )
            self.fields[f"order_{at}"] = forms.IntegerField(
                label="並び順", min_value=0, max_value=9999, initial=(at + 1) * STEP
            )

    @property
    def rows(self) -> Iterator[ColumnRow]:
        """The columns with their questions."""
        for at in range(self.count):
            yield ColumnRow(f"{at + 1}番目の列", [self[f"{part}_{at}"] for part in ("header", "source", "order")])

    def columns(self) -> list[ListColumn]:
        """Return the columns as the service takes them, in their order."""
        values = self.cleaned_data
        found = [
            (values[f"order_{at}"], at, ListColumn(values[f"header_{at}"], values[f"source_{at}"]))
            for at in range(self.count)
            if values[f"header_{at}"]
        ]
        return [column for _, _, column in sorted(found, key=lambda row: row[:2])]
