"""Shape of lists of the residents' register: pasted from Excel, or as a file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from kayoi.kit.sheets import Record, RowKind, Unreadable, as_date, as_text, find_header, read_sheets, records
from kayoi.programmes.settling.services import Listed
from kayoi.programmes.settling.states import ListKind

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
KNOWN: Mapping[str, tuple[str, ...]] = {
    "氏名": ("氏名", "名前", "漢字氏名", "住民氏名"),
    "かな": ("かな", "カナ", "フリガナ", "ふりがな", "カナ氏名", "氏名カナ", "氏名かな", "氏名フリガナ"),
    "生年月日": ("生年月日", "誕生日"),
    "異動日": ("異動日", "転入日", "転出日", "異動年月日", "転入年月日", "転出年月日"),
    "前住所・転出先": ("前住所", "転入前住所", "転出先", "転出先住所", "転出予定先", "従前の住所"),
    "世帯番号": ("世帯番号", "世帯コード", "世帯"),
}
NEEDED = ("氏名", "異動日")


class ListForm(forms.Form):
    """A list of people who moved in or out: a file, or pasted text."""

    kind = forms.ChoiceField(
        label="一覧の種類", choices=ListKind.choices(), initial=ListKind.MOVED_IN.value, widget=forms.RadioSelect
    )
    covers_until = forms.DateField(
        label="この日までの異動が載っています",
        widget=DAY,
        help_text="転出者の一覧では、この日まで住んでいることの確認に使います。",
    )
    upload = forms.FileField(
        label="ファイル(CSV・Excel)",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls"}),
    )
    pasted = forms.CharField(
        label="または、表をそのまま貼り付ける",
        required=False,
        max_length=2_000_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("covers_until", today)

    def clean(self) -> dict[str, Any]:
        """Read the list; say of each row that cannot be read which and why."""
        values = super().clean() or {}
        upload, pasted = values.get("upload"), values.get("pasted") or ""
        if not upload and not pasted.strip():
            self.add_error("upload", "ファイルを選ぶか、表を貼り付けてください。")
            return values
        data, name = (upload.read(), upload.name) if upload else (pasted.encode(), "貼り付け.tsv")
        field = "upload" if upload else "pasted"
        try:
            values["rows"], wrong = _read(data, name)
        except Unreadable as error:
            self.add_error(field, str(error))
            return values
        for message in wrong[:20]:
            self.add_error(field, message)
        return values


def _read(data: bytes, name: str) -> tuple[list[Listed], list[str]]:
    """Return the rows and what is wrong with the list."""
    sheet = read_sheets(data, name=name).sheets[0]
    header = find_header(sheet.rows, known=KNOWN, sheet=sheet.name)
    missing = [column for column in NEEDED if column not in header.columns]
    if missing:
        return [], [f"「{'」「'.join(missing)}」の列が見つかりません。見出しの行に列の名前を入れてください。"]
    rows: list[Listed] = []
    wrong: list[str] = []
    for record in records(sheet, header):
        if record.kind is RowKind.DATA:
            listed, why = _listed(record)
            wrong += why
            rows += [listed] if listed else []
    return rows, wrong if rows or wrong else ["データの行がありません。"]


def _listed(record: Record) -> tuple[Listed | None, list[str]]:
    moved, born = as_date(record.get("異動日")), as_date(record.get("生年月日"))
    texts = {column: (as_text(record.get(column)).value or "").strip() for column in KNOWN}
    why = [
        f"{record.row}行目の{column}: {read.remarks[0].text}"
        for column, read in (("異動日", moved), ("生年月日", born))
        if read.failed
    ]
    if not texts["氏名"]:
        why.append(f"{record.row}行目: 氏名がありません。")
    if moved.value is None and not moved.failed:
        why.append(f"{record.row}行目: 異動日がありません。")
    if why or moved.value is None:
        return None, why
    return (
        Listed(
            number=record.row,
            name=texts["氏名"][:100],
            kana=texts["かな"][:100],
            birth_on=born.value,
            moved_on=moved.value,
            other_place=texts["前住所・転出先"][:200],
            household=texts["世帯番号"][:40],
        ),
        [],
    )
