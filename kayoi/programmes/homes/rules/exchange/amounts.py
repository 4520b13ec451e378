"""Amounts, areas and years of a register (金額・面積・年の読み取り), as towns write them."""

import re
from datetime import date, datetime
from decimal import Decimal

from kayoi.kit.dates import parse_year
from kayoi.kit.sheets import Cell, Converted, NoteKind, Remark, as_date, as_decimal, shown
from kayoi.kit.text import normal

_FACTORS = {"円": 1, "千円": 1000, "万円": 10_000}
_TALKS = re.compile(r"相談|応談|交渉|未定|調整|確認中|別途|未設定")
_AMOUNT_TAIL = re.compile(r"(?:/月|/年)?(?:\(税込み?\)|\(税抜き?\))?$")
_SURE_WORD = re.compile(r"[万千億円]")
LEAST = {"price_yen": 10_000, "rent_yen": 1000}
MOST = {"price_yen": 10_000_000_000, "rent_yen": 10_000_000}

_TSUBO = Decimal(400) / Decimal(121)
# Square metres of each unit. Source: 計量法施行法 (坪 is 400/121 m2), 尺貫法.
_AREAS = {
    "m2": Decimal(1), "平米": Decimal(1), "平方メートル": Decimal(1), "坪": _TSUBO, "畝": 30 * _TSUBO,
    "反": 300 * _TSUBO, "町歩": 3000 * _TSUBO, "a": Decimal(100), "アール": Decimal(100), "ha": Decimal(10_000),
    "ヘクタール": Decimal(10_000),
}  # fmt: skip
_AREA = re.compile(
    r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*(m2|平米|平方メートル|坪|畝|反|町歩|アール|ha|ヘクタール|a(?![a-z]))?"
)
_METRIC = frozenset({"m2", "平米", "平方メートル"})
_SUM = re.compile(r"(?:合計|計|延べ?)[:\s]*([0-9].*)")

_AGE = re.compile(r"築(?:後)?\s*約?([0-9]{1,3})年.*|([0-9]{1,3})年(?:前|経過)")
_ERA_YEAR = re.compile(
    r"((?:明治|大正|昭和|平成|令和|[MTSHR])\s*\.?(?:元|[0-9]{1,2})|[0-9]{4})(?!代|年代)(?:年|[./-]|$)"
)
_HEDGE = re.compile(r"頃|ごろ|ころ|約|およそ|推定|前後|以前|新築|建築|\?|築$")
_FIRST_YEAR = 1600


def failed(cell: Cell, why: str) -> Converted[Decimal]:
    """Return a cell that is not read, with the reason and what to do.

    Source: docs/decisions/0017-undo-of-an-import.md (unread cells go back to their sender)
    """
    return Converted(None, (Remark(NoteKind.PROBLEM, "homes.unreadable", f"「{shown(cell)}」は{why}", cell),))


def _told(value: Decimal | None, cell: Cell, why: str, kind: NoteKind = NoteKind.DOUBT) -> Converted[Decimal]:
    return Converted(value, (Remark(kind, "homes.read", f"「{shown(cell)}」{why}", cell, value),))


def read_yen(cell: Cell, *, name: str, unit: str = "") -> Converted[Decimal]:
    """Return an amount in yen (金額): 380万円, 3.5万/月, or 380 under 価格(万円); nothing for 応相談.

    A small number without any unit may be yen or ten thousands: it is not guessed.
    Source: registers of towns; kit.sheets.as_decimal
    """
    text = normal(shown(cell)).replace(" ", "")
    if _TALKS.search(text) and not any(character.isdecimal() for character in text):
        return _told(None, cell, "は金額なしとして読みました。")
    plain = re.sub(r"^月額?", "", _AMOUNT_TAIL.sub("", text))
    read = as_decimal(plain)
    if read.value is None:
        return Converted(None, read.remarks) if not read.failed else failed(cell, "金額として読めません。")
    value = read.value if _SURE_WORD.search(plain) else read.value * _FACTORS.get(unit, 1)
    if value == 0:
        return _told(Decimal(0), cell, "は0円(無償)として読みました。確かめてください。")
    if value < LEAST[name]:
        return failed(cell, "円か万円か分かりません。「380万円」のように単位を書いてください。")
    if value > MOST[name] or value != value.to_integral_value():
        return failed(cell, "金額として大きすぎるか、円未満があります。単位を確かめてください。")
    doubts = tuple(remark for remark in read.remarks if remark.kind is NoteKind.DOUBT)
    return Converted(value, doubts)


def read_m2(cell: Cell, *, unit: str = "") -> Converted[Decimal]:
    """Return an area in square metres (面積): 120.5㎡, 36坪, 120㎡(36.3坪), 1反, or 36 under 面積(坪).

    Source: 計量法施行法 for 坪, 畝, 反
    """
    text = normal(shown(cell))
    if sums := _SUM.search(text):
        text = sums[1]
    found = [(Decimal(number.replace(",", "")), word) for number, word in _AREA.findall(text)]
    metric = [pair for pair in found if pair[1] in _METRIC]
    named = [pair for pair in found if pair[1]]
    one = metric or named or found
    if len(one) != 1:
        return failed(cell, "面積として読めません。「120.5㎡」のように一つの数にしてください。")
    number, word = one[0]
    word = word or unit or "m2"
    value = (number * _AREAS.get(word, Decimal(1))).quantize(Decimal("0.01"))
    if value >= 10**6:
        return failed(cell, "面積として大きすぎます。単位を確かめてください。")
    if word not in _METRIC:
        return _told(value, cell, f"({word})を{value:,}㎡に直しました。", NoteKind.REPAIR)
    return _told(value, cell, "を、およその面積として読みました。") if re.search("約|程度", text) else Converted(value)


def read_year(cell: Cell, *, today: date) -> Converted[Decimal]:
    """Return a year (年): 昭和48年, S48.3, 1973年頃, a day, or 築50年 counted back from today.

    Source: kit.dates.parse_year
    """
    if isinstance(cell, datetime | date):
        return Converted(Decimal(cell.year))
    text = normal(shown(cell)).replace(" ", "").removesuffix(".0")
    if age := _AGE.fullmatch(text):
        year = today.year - int(age[1] or age[2])
        return _told(Decimal(year), cell, f"を{year}年ごろとして読みました。")
    plain = _HEDGE.sub("", text)
    found = _ERA_YEAR.match(plain)
    try:
        year = parse_year(found[1].replace(".", "") if found else plain)
    except ValueError:
        day = as_date(cell).value
        if day is None:
            return failed(cell, "年として読めません。「昭和48年」か「1973」のように書いてください。")
        year = day.year
    if not _FIRST_YEAR <= year <= today.year + 1:
        return failed(cell, "年として読めません。西暦4桁か、元号を付けて書いてください。")
    hedged = plain != text.removesuffix("築") and bool(re.search("頃|ごろ|ころ|約|推定|前後|以前", text))
    return _told(Decimal(year), cell, f"を{year}年として読みました。") if hedged else Converted(Decimal(year))
