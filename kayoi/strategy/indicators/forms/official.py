"""Shape of official figures: typed row by row, or from a file; never without a publisher."""

from decimal import Decimal
from typing import Any

from django import forms

from kayoi.kit.sheets import Record, RowKind, Unreadable, as_decimal, as_text, find_header, read_sheets, records
from kayoi.strategy.indicators.services import Published
from kayoi.strategy.indicators.states import Subject, YearKind

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
KNOWN = {
    "年": ("年", "年度", "年次", "暦年"),
    "値": ("値", "人数", "数", "率", "人口"),
    "内訳": ("内訳", "年齢", "年齢階級", "区分"),
}
FIRST, LAST = 1950, 2100


class OfficialForm(forms.Form):
    """Values that somebody else publishes."""

    subject = forms.ChoiceField(label="項目", choices=Subject.choices())
    year_kind = forms.ChoiceField(
        label="年の種類", choices=YearKind.choices(), initial=YearKind.FISCAL.value, widget=forms.RadioSelect
    )
    publisher = forms.CharField(
        label="公表者",
        max_length=100,
        help_text="例: 総務省、長野県",
        error_messages={"required": "公表者を書いてください。公表者の分からない数は、公表値にできません。"},
    )
    table = forms.CharField(
        label="表・資料の名称",
        max_length=200,
        error_messages={"required": "表の名称を書いてください。あとで同じ表を見つけるために要ります。"},
    )
    as_of = forms.DateField(label="時点(公表日または基準日)", widget=DAY)
    upload = forms.FileField(
        label="ファイル(CSV・Excel)",
        required=False,
        help_text="列: 年(または年度)、値、あれば内訳。",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx,.xls"}),
    )
    year = forms.IntegerField(label="年(西暦)", required=False, min_value=FIRST, max_value=LAST)
    value = forms.DecimalField(label="値", required=False, max_digits=14, decimal_places=3)
    detail = forms.CharField(label="内訳", required=False, max_length=60, help_text="年齢別の表などでは、例: 20〜24歳")

    def clean(self) -> dict[str, Any]:
        """Take the rows of the file, or the one that is typed."""
        values = super().clean() or {}
        upload, year, value = values.get("upload"), values.get("year"), values.get("value")
        if upload:
            try:
                values["rows"], wrong = _read(upload.read(), upload.name)
            except Unreadable as error:
                wrong = [str(error)]
            for message in wrong[:20]:
                self.add_error("upload", message)
        elif year is not None and value is not None:
            values["rows"] = [Published(year, value, values.get("detail") or "")]
        elif not {"year", "value"} & self.errors.keys():
            self.add_error("upload", "ファイルを選ぶか、年と値を書いてください。")
        return values

    def published(self) -> dict[str, Any]:
        """Return the values as the service takes them."""
        values = self.cleaned_data
        return {
            "subject": Subject.of(values["subject"]),
            "year_kind": YearKind.of(values["year_kind"]),
            "rows": values["rows"],
            "publisher": values["publisher"],
            "table": values["table"],
            "as_of": values["as_of"],
        }


def _read(data: bytes, name: str) -> tuple[list[Published], list[str]]:
    sheet = read_sheets(data, name=name).sheets[0]
    header = find_header(sheet.rows, known=KNOWN, sheet=sheet.name)
    missing = [column for column in ("年", "値") if column not in header.columns]
    if missing:
        return [], [f"「{'」「'.join(missing)}」の列が見つかりません。見出しの行に列の名前を入れてください。"]
    rows, wrong = [], []
    for record in records(sheet, header):
        if record.kind is not RowKind.DATA:
            continue
        row = _published(record)
        if row is None:
            wrong.append(f"{record.row}行目: 年か値が読めません。")
        else:
            rows.append(row)
    return rows, wrong if rows or wrong else ["データの行がありません。"]


def _published(record: Record) -> Published | None:
    year = as_decimal(record.get("年"), units=("年", "年度"))
    value = as_decimal(record.get("値"))
    if year.value is None or value.value is None or not FIRST <= year.value <= LAST or year.value != int(year.value):
        return None
    detail = (as_text(record.get("内訳")).value or "").strip()
    return Published(int(year.value), Decimal(value.value), detail[:60])
