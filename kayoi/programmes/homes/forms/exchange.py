"""Shape of what staff say about lists in and out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from kayoi.kit.sheets import column_letter
from kayoi.programmes.homes.models import RegisterImport
from kayoi.programmes.homes.rules.exchange.columns import ITEM
from kayoi.programmes.homes.rules.exchange.national import SOURCES, NationalColumn
from kayoi.programmes.homes.states.exchange import (
    ACCEPT,
    MOST_COLUMNS,
    FileFormat,
    RowFate,
    Scale,
    Target,
    Which,
)
from kayoi.programmes.homes.states.items import ITEMS

REFUSALS: dict[str, Any] = {
    "homes.no_columns": "列がありません。少なくとも1列の見出しを書いてください。",
    "homes.header_twice": "同じ見出しが二つあります: %(headers)s",
    "homes.not_public": "公開の項目ではないため、出せません: %(headers)s",
    "homes.nothing_to_send": "送れる空き家がありません。足りない項目を埋めてください。",
}
_BLANK_ROWS = 3
_STEP = 10


class ExportForm(forms.Form):
    """What of the register is given out, as what, and why."""

    which = forms.ChoiceField(label="出す空き家", choices=Which.choices(), initial=Which.REGISTER)
    scale = forms.ChoiceField(label="出す項目", choices=Scale.choices(), initial=Scale.PUBLIC)
    kind = forms.ChoiceField(label="ファイルの形", choices=FileFormat.choices(), initial=FileFormat.XLSX)
    why = forms.CharField(
        label="使う目的",
        max_length=200,
        required=False,
        help_text="「すべての項目」のときは必ず書いてください。監査の記録に残ります。",
    )

    def __init__(self, *args: Any, with_owners: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scale = self.fields["scale"]
        assert isinstance(scale, forms.ChoiceField)
        scale.choices = Scale.choices() if with_owners else [(Scale.PUBLIC.value, Scale.PUBLIC.label)]

    def clean(self) -> dict[str, Any]:
        """Ask why private items leave the register."""
        values = super().clean() or {}
        if values.get("scale") == Scale.ALL and not values.get("why"):
            self.add_error("why", "所有者などの情報を出すときは、使う目的を書いてください。")
        return values


class SendForm(forms.Form):
    """To whom the list goes."""

    receiver = forms.CharField(
        label="送り先", max_length=60, help_text="例: 全国版空き家・空き地バンク(運営事業者の名前)"
    )
    with_gaps = forms.BooleanField(label="足りない項目のある空き家も入れる", required=False)


class TakeDownForm(forms.Form):
    """Which houses were taken down there."""

    homes = forms.TypedMultipleChoiceField(
        label="全国版から下ろした空き家", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "下ろした空き家を選んでください。"},
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["homes"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = choices


@dataclass(frozen=True)
class MappingRow:
    """The questions about one column."""

    label: str
    fields: Sequence[forms.BoundField]


class MappingForm(forms.Form):
    """The columns of the list for the national sites; a row without a heading is none."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, columns: Sequence[NationalColumn], version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"version": version}})
        blank = [NationalColumn("", "number")] * min(_BLANK_ROWS, MOST_COLUMNS - len(columns))
        self.count = len(columns) + len(blank)
        for at, column in enumerate((*columns, *blank)):
            name = f"{at + 1}番目の列"
            self.fields[f"header_{at}"] = forms.CharField(
                label="見出し",
                max_length=60,
                required=False,
                initial=column.header,
                help_text="" if at else "空けると、列をなくします。",
            )
            self.fields[f"source_{at}"] = forms.ChoiceField(
                label="入れるもの", choices=list(SOURCES.items()), initial=column.source
            )
            self.fields[f"values_{at}"] = forms.CharField(
                label="言い換え", max_length=500, required=False, initial=_written(column),
                help_text="" if at else "例: 売買=売、賃貸=賃",
            )  # fmt: skip
            self.fields[f"order_{at}"] = forms.IntegerField(
                label="並び順", min_value=0, max_value=9999, initial=(at + 1) * _STEP
            )
            self.fields[f"required_{at}"] = forms.BooleanField(
                label=f"必ず要る({name})", required=False, initial=column.required
            )

    @property
    def rows(self) -> Iterator[MappingRow]:
        """The columns with their questions."""
        parts = ("header", "source", "values", "order", "required")
        for at in range(self.count):
            yield MappingRow(f"{at + 1}番目の列", [self[f"{part}_{at}"] for part in parts])

    def clean(self) -> dict[str, Any]:
        """Refuse what is no pair of words."""
        values = super().clean() or {}
        for at in range(self.count):
            if any("=" not in pair for pair in _pairs(values.get(f"values_{at}", ""))):
                self.add_error(f"values_{at}", "「もとの言葉=言い換え」を「、」で区切って書いてください。")
        return values

    def columns(self) -> list[NationalColumn]:
        """Return the columns as the service takes them, in their order."""
        values = self.cleaned_data
        found = [
            (values[f"order_{at}"], at, NationalColumn(
                values[f"header_{at}"], values[f"source_{at}"], values[f"required_{at}"],
                {before.strip(): after.strip() for before, _, after in (
                    pair.partition("=") for pair in _pairs(values[f"values_{at}"]))},
            ))
            for at in range(self.count)
            if values[f"header_{at}"]
        ]  # fmt: skip
        return [column for _, _, column in sorted(found, key=lambda row: row[:2])]


def _pairs(text: str) -> list[str]:
    return [pair for pair in text.replace("＝", "=").replace(",", "、").split("、") if pair.strip()]


def _written(column: NationalColumn) -> str:
    return "、".join(f"{before}={after}" for before, after in column.values.items())


class RegisterForm(forms.Form):
    """A register as a file."""

    file = forms.FileField(
        label="台帳のExcel・CSVのファイル",
        help_text="xlsx・xls・CSV、20MBまで。表の形はそのままで構いません。",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": "ファイルを選んでください。",
            "empty": "中身のないファイルです。選び直してください。",
        },
    )


_ITEMS = [(ITEM + item.code, item.label) for item in ITEMS]
_MEANINGS: list[tuple[str, Any]] = [("空き家・所有者", Target.choices()), ("空き家の項目", _ITEMS)]


class ColumnsForm(forms.Form):
    """Which table is read and what its columns mean."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    chosen = forms.TypedChoiceField(label="読む表", coerce=int)

    def __init__(self, *args: Any, run: RegisterImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"version": run.version, "chosen": run.chosen}})
        self.run = run
        table = run.tables[run.chosen]
        chosen = self.fields["chosen"]
        assert isinstance(chosen, forms.TypedChoiceField)
        chosen.choices = [(at, _where(each)) for at, each in enumerate(run.tables)]
        if len(run.tables) > 1:
            chosen.help_text = "ほかの表を選ぶと、その表の列をもう一度たずねます。"
        self.count = len(table["names"])
        for at, (name, target) in enumerate(zip(table["names"], table["targets"], strict=True)):
            samples = table["samples"][at]
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=f"{column_letter(at + 1)}列 {name or '(見出しなし)'}",
                choices=_MEANINGS,
                initial=target,
                required=False,
                help_text=f"例: {' / '.join(samples)}" if samples else "値はありません。",
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        """The questions about the columns."""
        return [self[f"column_{at}"] for at in range(self.count)]

    def clean(self) -> dict[str, Any]:
        """Refuse two columns with the same meaning."""
        values = super().clean() or {}
        seen: set[str] = set()
        for at in range(self.count):
            target = values.get(f"column_{at}", "")
            if target in seen:
                self.add_error(f"column_{at}", "同じ意味の列が、ほかにもあります。どちらか一つにしてください。")
            if target not in (Target.KEEP, Target.SKIP, ""):
                seen.add(target)
        return values

    def targets(self) -> list[str]:
        """Return what the columns mean."""
        before = self.run.tables[self.run.chosen]["targets"]
        return [self.cleaned_data[f"column_{at}"] or target for at, target in enumerate(before)]


def _where(table: dict[str, Any]) -> str:
    return f"「{table['sheet']}」{table['first']}行目の見出しから {table['rows']:,}行"


class HeaderForm(forms.Form):
    """Where the header of the chosen sheet stands."""

    first = forms.IntegerField(label="見出しの行", min_value=1, max_value=1_000_000)
    last = forms.IntegerField(
        label="見出しが2段なら下の行",
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text="1段なら空けておきます。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, run: RegisterImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"version": run.version}, "prefix": "header"})

    def header(self) -> dict[str, int]:
        """Return the rows as the service takes them."""
        values = self.cleaned_data
        return {"first": values["first"], "last": values["last"] or values["first"], "version": values["version"]}


class UndoForm(forms.Form):
    """Why a whole import is undone."""

    why = forms.CharField(
        label="取り消す理由",
        max_length=200,
        error_messages={"required": "取り消す理由を書いてください。記録に残ります。"},
    )


class ShowForm(forms.Form):
    """Which rows are shown."""

    show = forms.ChoiceField(
        label="表示する行",
        choices=[
            ("", "すべて"),
            *RowFate.choices(),
            ("told", "直したところ・理由のある行"),
            ("kept", "取り消さずに残した行"),
        ],
        required=False,
    )
