"""The weekly sheet of a national counter: the file, and its rows as they were read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing

from kayoi.engines.casefiles.services import FileFields
from kayoi.kit import sheets
from kayoi.kit.text import phone_display
from kayoi.programmes.fairs import rules
from kayoi.programmes.fairs.services import ReferralRow

KNOWN: Mapping[str, Collection[str]] = {
    "相談日": ("日付", "受付日", "相談日時", "来所日", "対応日"),
    "相談員": ("担当", "担当者", "対応者", "担当相談員"),
    "氏名": ("名前", "お名前", "相談者", "相談者氏名", "相談者名"),
    "ふりがな": ("フリガナ", "かな", "カナ", "氏名かな", "氏名カナ", "よみ"),
    "年代": ("年齢", "年齢層"),
    "現住所": ("都道府県", "現住所の都道府県", "現在の居住地", "居住地", "お住まい", "住所"),
    "希望地域": ("移住希望地", "希望地", "希望市町村", "移住希望地域"),
    "世帯": ("家族構成", "世帯構成", "移住形態", "移住予定者"),
    "希望時期": ("移住時期", "移住希望時期", "時期"),
    "住まいの希望": ("住まい", "希望する住まい", "住居"),
    "仕事の希望": ("仕事", "希望する仕事", "就労"),
    "相談内容": ("内容", "相談の内容", "備考", "相談概要"),
    "連絡可否": ("連絡", "市町村からの連絡", "自治体からの連絡", "情報提供可否", "連絡の可否"),
    "電話番号": ("電話", "TEL", "連絡先電話"),
    "メール": ("メールアドレス", "Eメール", "E-mail", "mail"),
}
NEEDED = ("相談日", "連絡可否")
MOST_ROWS = 500
SALT = "fairs.referrals"


@dataclass(frozen=True)
class Fate:
    """What will become of one row (行の行方): what it says, whether a file is opened, what could not be read."""

    number: int
    cells: Mapping[str, str]
    row: ReferralRow | None
    remarks: tuple[str, ...] = ()


class SheetForm(forms.Form):
    """The file with the sheet."""

    upload = forms.FileField(
        label="週次報告のファイル", widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        error_messages={"required": "ファイルを選んでください。"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Read the sheet; say what is missing when it is none."""
        values = super().clean() or {}
        upload = values.get("upload")
        if upload is not None:
            try:
                values["cells"] = _cells(sheets.read_sheets(upload.read(), name=upload.name))
            except (sheets.Unreadable, ValueError) as error:
                self.add_error("upload", str(getattr(error, "message", error)))
        return values


def _cells(book: sheets.Workbook) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of the first sheet that has the columns, each by the names that we know."""
    for sheet in book.sheets:
        header = sheets.find_header(sheet.rows, known=KNOWN, sheet=sheet.name)
        if all(name in header.matched for name in NEEDED):
            rows = [row for row in sheets.records(sheet, header) if row.kind is sheets.RowKind.DATA]
            if len(rows) > MOST_ROWS:
                raise ValueError(f"一度に読めるのは{MOST_ROWS}行までです。ファイルを分けてください。")
            return [(row.row, {name: _text(row.get(name)) for name in KNOWN}) for row in rows]
    raise ValueError(f"「{'」と「'.join(NEEDED)}」の列が見つかりません。見出しを確かめてください。")


def _text(cell: sheets.Cell) -> str:
    return sheets.as_text(cell).value or ""


def fates_of(rows: list[tuple[int, dict[str, str]]], prefectures: Mapping[str, str]) -> list[Fate]:
    """Return what will become of each row."""
    return [_fate(number, cells, prefectures) for number, cells in rows]


def _fate(number: int, cells: Mapping[str, str], prefectures: Mapping[str, str]) -> Fate:
    remarks: list[str] = []

    def read(name: str, by: Any) -> Any:
        try:
            return by(cells[name])
        except ValueError as error:
            remarks.append(str(error))
            return None

    talked_on = sheets.as_date(cells["相談日"])
    if talked_on.value is None:
        return Fate(number, cells, None, ("相談日が読めないため、取り込みません。",))
    allowed = rules.may_be_contacted(cells["連絡可否"])
    if allowed is None:
        remarks.append(f"連絡可否「{cells['連絡可否']}」が読めないため、個票は作りません。")
    wishes = " ".join(filter(None, (cells["住まいの希望"] and "住まい", cells["仕事の希望"] and "仕事")))
    row = ReferralRow(
        row_key=rules.row_key([talked_on.value, *(text for name, text in cells.items() if name != "相談日")]),
        talked_on=talked_on.value,
        adviser=cells["相談員"][:60],
        prefecture=read("現住所", lambda text: rules.prefecture_named(text, prefectures)) or "",
        household_type=read("世帯", rules.household_type_of) or "",
        age_band=read("年代", rules.age_band_of) or "",
        interests=rules.interests_of(wishes),
        fields=_file_fields(cells, read) if allowed else None,
        note=_note(cells) if allowed else "",
    )
    return Fate(number, cells, row, tuple(remarks))


def _file_fields(cells: Mapping[str, str], read: Any) -> FileFields | None:
    fields: FileFields = {
        "name": cells["氏名"][:100],
        "kana": cells["ふりがな"][:100],
        "phone": (read("電話番号", phone_display) or "") if cells["電話番号"] else "",
        "email": cells["メール"] if "@" in cells["メール"] else "",
        "wished_on": cells["希望時期"][:100],
    }
    return fields if any(fields[name] for name in ("name", "kana", "phone", "email")) else None


def _note(cells: Mapping[str, str]) -> str:
    """Return what the counter wrote, with its own headings; nothing of the sheet is lost."""
    told = ("相談員", "希望地域", "世帯", "住まいの希望", "仕事の希望", "相談内容")
    lines = [f"{name}: {cells[name]}" for name in told if cells[name]]
    return f"全国の窓口の報告({cells['相談日']})\n" + "\n".join(lines) if lines else ""


def sealed(rows: list[tuple[int, dict[str, str]]]) -> str:
    """Return the rows for the hidden field of the preview: what is taken is what was looked at."""
    return signing.dumps(rows, salt=SALT, compress=True)


class TakeForm(forms.Form):
    """The rows that were looked at, to be taken now."""

    rows = forms.CharField(widget=forms.HiddenInput)

    def clean_rows(self) -> list[tuple[int, dict[str, str]]]:
        """Return the rows as they were read. Raises ValidationError when the page is more than two hours old."""
        try:
            found = signing.loads(self.cleaned_data["rows"], salt=SALT, max_age=7200)
        except signing.BadSignature as error:
            raise forms.ValidationError("確認から時間がたちました。ファイルをもう一度選んでください。") from error
        return [(number, dict(cells)) for number, cells in found]
