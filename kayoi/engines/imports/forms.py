"""Shape of what staff say about a workbook: the file, the meaning of its columns, a few answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from kayoi.engines.casefiles.states import Retention, Stage
from kayoi.engines.imports.models import ImportRun
from kayoi.engines.imports.rules.headers import member_target
from kayoi.engines.imports.states import (
    ACCEPT,
    MEMBERS,
    OF_DONATIONS,
    BlankDay,
    Colour,
    Fate,
    HiddenRows,
    Ledger,
    Part,
    SameName,
    SeveralPersons,
    Target,
)
from kayoi.kit.sheets import column_letter

_MEMBERS: list[tuple[str, Any]] = [
    (f"世帯員{slot}", [(member_target(slot, part), f"世帯員{slot}の{part.label}") for part in Part])
    for slot in range(1, MEMBERS + 1)
]
_COLOURS = [*Colour.choices(), ("段階とする", Stage.choices())]
SHOWN = [("all", "すべての行"), *Fate.choices(), ("repaired", "直して読んだ行"), ("returned", "返すセルのある行"),
         ("kept", "取り消しで残した行")]  # fmt: skip


class UploadForm(forms.Form):
    """The workbook, and what it lists."""

    ledger = forms.ChoiceField(
        label="表の種類",
        choices=Ledger.choices(),
        initial=Ledger.CONSULTATIONS.value,
        widget=forms.RadioSelect,
        help_text="寄附者の名簿から作る個票は、寄附の受付のほかには使いません。",
    )
    file = forms.FileField(
        label="Excel・CSVのファイル",
        help_text="xlsx・xls・CSV、20MBまで。表の形はそのままで構いません。",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": "ファイルを選んでください。",
            "empty": "中身のないファイルです。選び直してください。",
        },
    )


@dataclass(frozen=True)
class TableFields:
    """The questions about tables with the same columns."""

    label: str
    where: str
    remembered: bool
    use: forms.BoundField
    columns: Sequence[forms.BoundField]


class ColumnsForm(forms.Form):
    """What each column means, which tables are read, and the answers."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    several = forms.ChoiceField(label="一つの欄に複数の人がいるとき", choices=SeveralPersons.choices())
    same_name = forms.ChoiceField(label="氏名だけが同じとき", choices=SameName.choices())
    blank_day = forms.ChoiceField(label="日付が空いている行", choices=BlankDay.choices())
    hidden = forms.ChoiceField(label="非表示の行", choices=HiddenRows.choices())
    year = forms.IntegerField(
        label="年のない日付の年度",
        required=False,
        min_value=1989,
        max_value=2100,
        help_text="「4/5」のような日付があるときだけ、西暦で書きます。空けておくと、表題やシートの名前から読みます。",
    )
    retention = forms.ChoiceField(label="メモの保存年限", choices=Retention.choices())

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        self.run = run
        kwargs["initial"] = _initial(run)
        super().__init__(*args, **kwargs)
        meanings = _meanings(Ledger.of(run.ledger))
        for at, layout in enumerate(run.layouts):
            self.fields[f"use_{at}"] = forms.BooleanField(
                label="この表を取り込む", required=False, initial=layout["use"]
            )
            for column, (name, target) in enumerate(zip(layout["names"], layout["targets"], strict=True)):
                self.fields[f"column_{at}_{column}"] = forms.ChoiceField(
                    label=f"{column_letter(column + 1)}列 {name or '(見出しなし)'}",
                    choices=meanings,
                    initial=target,
                    required=False,
                    help_text=_example(layout["samples"][column]),
                )
        for at, (colour, rows) in enumerate(run.colours.items()):
            self.fields[f"colour_{at}"] = forms.ChoiceField(
                label=f"{colour}色の行({rows:,}行)" if len(colour) == 1 else f"{colour}の行({rows:,}行)",
                choices=_COLOURS,
                initial=run.options.get("colours", {}).get(colour, Colour.NOTE),
                required=False,
            )

    @property
    def tables(self) -> Iterator[TableFields]:
        """The tables with their questions."""
        for at, layout in enumerate(self.run.layouts):
            where = "、".join(
                f"「{table['sheet']}」{table['first']}行目から {table['rows']:,}行" for table in layout["tables"][:4]
            )
            more = f" ほか{len(layout['tables']) - 4}枚" if len(layout["tables"]) > 4 else ""
            columns = [self[f"column_{at}_{column}"] for column in range(len(layout["names"]))]
            yield TableFields(f"表 {at + 1}", where + more, layout["remembered"], self[f"use_{at}"], columns)

    @property
    def colours(self) -> list[forms.BoundField]:
        """The questions about colours."""
        return [self[f"colour_{at}"] for at in range(len(self.run.colours))]

    def answers(self) -> dict[str, Any]:
        """Return what was said as the service takes it."""
        values = self.cleaned_data
        layouts = list(enumerate(self.run.layouts))
        options = {name: values[name] for name in ("several", "same_name", "blank_day", "hidden", "year", "retention")}
        colours = {colour: values[f"colour_{at}"] for at, colour in enumerate(self.run.colours)}
        return {
            "targets": {
                layout["key"]: [
                    values[f"column_{at}_{column}"] or target for column, target in enumerate(layout["targets"])
                ]
                for at, layout in layouts
            },
            "used": {layout["key"]: values[f"use_{at}"] for at, layout in layouts},
            "options": options | {"colours": colours},
            "version": values["version"],
        }


def _meanings(ledger: Ledger) -> list[tuple[str, Any]]:
    """Return what a column may mean in such a workbook."""
    donors = ledger is Ledger.DONORS
    return [(target.value, target.label) for target in Target if donors or target not in OF_DONATIONS] + _MEMBERS


def _initial(run: ImportRun) -> dict[str, Any]:
    return {"version": run.version, "retention": Retention.YEARS_5} | {
        name: value for name, value in run.options.items() if name != "colours"
    }


def _example(samples: Sequence[str]) -> str:
    return f"例: {' / '.join(samples)}" if samples else "値はありません。"


class HeaderForm(forms.Form):
    """Where the header of a sheet stands."""

    sheet = forms.ChoiceField(label="シート")
    first = forms.IntegerField(label="見出しの行", min_value=1, max_value=1_000_000)
    last = forms.IntegerField(
        label="見出しが2段なら下の行",
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text="1段なら空けておきます。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        kwargs |= {"initial": {"version": run.version}, "prefix": "header"}
        super().__init__(*args, **kwargs)
        names = dict.fromkeys(table["sheet"] for layout in run.layouts for table in layout["tables"])
        sheet = self.fields["sheet"]
        assert isinstance(sheet, forms.ChoiceField)
        sheet.choices = [(name, name) for name in names]

    def header(self) -> dict[str, Any]:
        """Return the rows as the service takes them."""
        values = self.cleaned_data
        return {name: values[name] for name in ("sheet", "first", "version")} | {
            "last": values["last"] or values["first"]
        }


class UndoForm(forms.Form):
    """Why a whole import is undone."""

    why = forms.CharField(
        label="取り消す理由",
        max_length=200,
        error_messages={"required": "取り消す理由を書いてください。記録に残ります。"},
    )


class ShowForm(forms.Form):
    """Which rows are shown."""

    show = forms.ChoiceField(label="表示する行", choices=SHOWN, required=False)
