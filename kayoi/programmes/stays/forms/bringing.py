"""Staff: a table of past stays; a calendar of another system."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from icalendar import Calendar

from kayoi.engines.reservations.rules import Span, midnight
from kayoi.foundation.places.selectors.places import prefectures
from kayoi.kit.dates import JST
from kayoi.kit.sheets import Record, RowKind, Unreadable, as_date, as_int, as_text, find_header, read_sheets, records
from kayoi.programmes.stays.models import House
from kayoi.programmes.stays.services.bringing import Closed, Earlier

KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "施設": ("施設", "施設名", "住宅", "住宅名", "物件", "家", "ハウス名"),
    "初日": ("初日", "利用開始日", "開始日", "到着日", "チェックイン", "入居日", "利用日"),
    "最終日": ("最終日", "利用終了日", "終了日", "退去日", "出発日", "チェックアウト"),
    "人数": ("人数", "利用人数", "利用者数", "人"),
    "都道府県": ("都道府県", "居住地", "住所", "出身地", "在住地"),
    "番号": ("番号", "受付番号", "No", "No.", "整理番号"),
}
NEEDED = ("施設", "初日", "最終日", "人数")
MOST_WRONG = 20


class BringForm(forms.Form):
    """A table of past stays: a file, or pasted."""

    upload = forms.FileField(
        label="ファイル(CSV・Excel)", required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls"}),
    )  # fmt: skip
    pasted = forms.CharField(
        label="または、表をそのまま貼り付ける", required=False, max_length=500_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="「施設」「初日」「最終日」「人数」の列が要ります。「都道府県」「番号」もあれば読みます。名前は読みません。",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Read the table; say of each row that cannot be read which and why."""
        values = super().clean() or {}
        upload, pasted = values.get("upload"), values.get("pasted") or ""
        if not upload and not pasted.strip():
            self.add_error("upload", "ファイルを選ぶか、表を貼り付けてください。")
            return values
        data, name = (upload.read(), upload.name) if upload else (pasted.encode(), "貼り付け.tsv")
        try:
            values["rows"], wrong = read_earlier(data, name)
        except Unreadable as error:
            values["rows"], wrong = [], [str(error)]
        for message in wrong[:MOST_WRONG]:
            self.add_error("upload" if upload else "pasted", message)
        return values


def read_earlier(data: bytes, name: str) -> tuple[list[Earlier], list[str]]:
    """Return the rows of a table of past stays, and what is wrong with it, row by row. Raises Unreadable."""
    sheet = read_sheets(data, name=name).sheets[0]
    header = find_header(sheet.rows, known=KNOWN, sheet=sheet.name)
    if missing := [column for column in NEEDED if column not in header.columns]:
        return [], [f"「{'」「'.join(missing)}」の列が見つかりません。見出しの行に列の名前を入れてください。"]
    houses = {house.name: house for house in House.objects.all()}
    places = {place.name: place.code[:2] for place in prefectures()}
    rows: list[Earlier] = []
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    for record in records(sheet, header):
        if record.kind is not RowKind.DATA:
            continue
        row, why = _earlier(record, houses, places)
        wrong += why
        if row is not None:
            seen[row.key] += 1
            same = seen[row.key]  # two families with the same days are two rows, also when they are brought again
            number = row.number or (f"同じ行の{same}" if same > 1 else "")
            rows.append(Earlier(row.house, row.arrives_on, row.leaves_on, row.persons, row.prefecture, number))
    return rows, wrong if rows or wrong else ["データの行がありません。"]


def _earlier(
    record: Record, houses: Mapping[str, House], places: Mapping[str, str]
) -> tuple[Earlier | None, list[str]]:
    first, last, persons = as_date(record["初日"]), as_date(record["最終日"]), as_int(record["人数"])
    name = str(as_text(record["施設"]).value or "").strip()
    house = houses.get(name)
    wrong = []
    if house is None:
        wrong.append(f"{record.place('施設')}: 「{name}」という施設は登録されていません。")
    wrong += [
        f"{record.place(column)}: {what}"
        for column, value, what in (
            ("初日", first.value, "日付が読めません。"), ("最終日", last.value, "日付が読めません。"),
            ("人数", persons.value, "人数が読めません。"),
        )
        if value is None
    ]  # fmt: skip
    if wrong or house is None or first.value is None or last.value is None or persons.value is None:
        return None, wrong
    if last.value < first.value:
        return None, [f"{record.place('最終日')}: 最終日が初日より前です。"]
    if persons.value < 1:
        return None, [f"{record.place('人数')}: 1人以上にしてください。"]
    home = str(as_text(record.get("都道府県")).value or "")
    prefecture = next((code for place, code in places.items() if home.startswith(place)), "")
    number = str(as_text(record.get("番号")).value or "").strip()
    return Earlier(house, first.value, last.value, int(persons.value), prefecture, number), []


class CalendarForm(forms.Form):
    """A calendar as another system gives it out (.ics)."""

    upload = forms.FileField(label="カレンダーのファイル(.ics)", widget=forms.FileInput(attrs={"accept": ".ics"}))

    def clean_upload(self) -> list[Closed]:
        """Return the times that are taken there. Names and words of the entries are not read."""
        upload = self.cleaned_data["upload"]
        try:
            events = Calendar.from_ical(upload.read()).walk("VEVENT")
            return [_closed(event) for event in events if event.get("status") != "CANCELLED"]
        except (ValueError, KeyError, AttributeError, IndexError) as error:
            raise forms.ValidationError("カレンダーとして読めません。.icsのファイルを選んでください。") from error


def _closed(event: Any) -> Closed:
    start = event["dtstart"].dt
    end = event["dtend"].dt if "dtend" in event else start + timedelta(days=1)
    first = _day(start)
    last = _day(end)
    if isinstance(end, datetime) and midnight(last) < end:  # a part of a day closes all of it
        last += timedelta(days=1)
    return Closed(str(event.get("uid", "")), Span(midnight(first), midnight(max(last, first + timedelta(days=1)))))


def _day(moment: date) -> date:
    if isinstance(moment, datetime):
        return (moment.astimezone(JST) if moment.tzinfo else moment).date()
    return moment
