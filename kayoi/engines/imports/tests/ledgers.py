"""A long ugly ledger, the same every time, with its own control totals counted while it is written."""

import io
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

import xlsxwriter

SURNAMES = (
    "佐藤",
    "鈴木",
    "高橋",
    "田中",
    "伊藤",
    "渡辺",
    "山本",
    "中村",
    "小林",
    "加藤",
    "吉田",
    "山田",
    "佐々木",
    "濵﨑",
)
GIVEN = ("一郎", "花子", "三郎", "葵", "陽翔", "結衣", "蓮", "さくら", "大輔", "美咲", "健太", "由美子")
PLACES = (
    "東京都世田谷区池尻1-2",
    "大阪府大阪市北区",
    "神奈川県横浜市青葉区",
    "愛知県名古屋市中区栄3",
    "千葉県船橋市",
    "不明",
)
CHANNELS = {"電話": "telephone", "来庁": "counter", "メール": "email", "オンライン": "online", "移住フェア": "event"}
TEXTS = (
    "空き家を探している。庭付きで車が2台置けるところ。",
    "子どもの学校と保育園について知りたい",
    "仕事の紹介",
    "農業を始めたい",
)


@dataclass
class Ledger:
    """The file and what its writer counted."""

    data: bytes
    consultations: int
    returned: int
    cells: int
    months: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)


def long_ledger(rows: int, *, persons: int | None = None) -> Ledger:
    """Return an ugly workbook with so many consultations: title, stacked header, 和暦 and real days, telephones as
    numbers, 〃, subtotals after every hundred rows with the header again, now and then a day that nobody can read."""
    chance = random.Random(20261125)
    ledger = Ledger(b"", 0, 0, 0)
    target = io.BytesIO()
    people = persons or max(1, rows * 2 // 3)
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet, day_format = book.add_worksheet("相談台帳"), book.add_format({"num_format": "yyyy/m/d"})
        line = 0

        def write(values: list[object]) -> None:
            nonlocal line
            for at, value in enumerate(values):
                if isinstance(value, date):
                    sheet.write_datetime(line, at, value, day_format)
                elif value is not None:
                    sheet.write(line, at, value)
                ledger.cells += value is not None
            line += 1

        write(["移住相談台帳(全年度)"])
        write([])
        upper = ["No.", "受付", "相談者", None, None, None, "相談", None, None, "担当"]
        lower = [None, "年月日", "氏名", "電話番号", "年齢", "住所", "方法", "内容", "対応", None]
        write(list(upper))
        write(list(lower))
        on = date(2021, 4, 1)
        for number in range(1, rows + 1):
            before, on = on, on + timedelta(days=int(chance.random() < 2000 / rows))
            write(_row(ledger, chance, number, before, on, people))
            if number % 100 == 0:
                write([None, "小計", None, None, None, None, None, 100])
                write(list(upper))
                write(list(lower))
    ledger.data = target.getvalue()
    return ledger


def _row(ledger: Ledger, chance: random.Random, number: int, before: date, on: date, people: int) -> list[object]:
    who = chance.randrange(people)
    name = f"{SURNAMES[who % len(SURNAMES)]}　{GIVEN[who // 7 % len(GIVEN)]}"
    channel = chance.choice(list(CHANNELS))
    day: object = on
    if number % 997 == 0:
        day, ledger.returned = "春ごろ", ledger.returned + 1
    else:
        ledger.consultations += 1
        ledger.months[f"{on:%Y-%m}"] += 1
        ledger.channels[CHANNELS[channel]] += 1
        if on == before and number > 1 and number % 5 == 0 and (number - 1) % 997 and (number - 1) % 100:
            day = "〃"
        elif number % 3 == 0:
            day = f"令和{on.year - 2018}年{on.month}月{on.day}日"
    phone: object = 8_000_000_000 + who if number % 2 else f"０８０－{who // 10_000:04}－{who % 10_000:04}"
    return [
        number, day, name, phone, chance.choice([35, "40代", "不明", "52歳"]), chance.choice(PLACES), channel,
        f"{chance.choice(TEXTS)}({number})", chance.choice(["資料送付", "回答済", None]),
        chance.choice(["佐藤", "田中"]),
    ]  # fmt: skip
