"""Reading numbers as offices write them (数値の読み取り): １，２００円, △5, (300), 約20人, 3万円."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from kayoi.kit.sheets.guarding import unguarded
from kayoi.kit.sheets.values import HALF_WIDTH, Converted, Remark, doubt, error_in, repair, shown, unreadable
from kayoi.kit.sheets.workbook import Cell, is_blank

# fmt: off
UNITS = (
    "円", "人", "名", "世帯", "組", "家族", "件", "戸", "棟", "軒", "室", "部屋", "区画", "筆", "台", "社", "団体",
    "か所", "ヶ所", "カ所", "箇所", "回", "日", "泊", "時間", "分", "週", "か月", "ヶ月", "カ月", "箇月", "年",
    "歳", "才", "点", "ポイント", "pt", "個", "枚", "冊", "km", "m", "㎡", "m2", "m²", "平米", "坪", "ha", "kg",
)
# fmt: on
"""Words after a number that do not change it (単位)."""

_MINUS = "-△▲−‐–—―ー"
_SIGN = re.compile(rf"([{_MINUS}+])\s*(?=[0-9¥(])")
_BRACKETS = re.compile(r"\((.+)\)")
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_SCALED = re.compile(rf"(?:(?P<oku>{_DIGITS})億)?(?:(?P<man>{_DIGITS})万)?(?:(?P<sen>{_DIGITS})千)?(?P<one>{_DIGITS})?")
_SCALES = {"oku": 100_000_000, "man": 10_000, "sen": 1_000, "one": 1}
_RANGE = re.compile(rf"{_DIGITS}\D{{0,3}}[~〜～\-−–—―ー]\D{{0,3}}{_DIGITS}.*")
# fmt: off
_BEFORE = (
    "およそ", "おおよそ", "おおむね", "概ね", "凡そ", "約", "ほぼ", "最大", "最小", "最低", "上限", "下限",
    "~", "〜", "～",
)
_AFTER = (
    "以上", "以下", "未満", "以内", "超", "程度", "ぐらい", "くらい", "前後", "余り", "余", "弱", "強",
    "~", "〜", "～", "+",
)
_NOTHING = frozenset((
    "-", "−", "–", "—", "―", "ー", "‐", "…", "‥", "...", "*", "**", "***", "/", "・", "x", "X", "N/A", "n/a",
    "なし", "無し", "無", "不明", "不詳", "未定", "未記入", "該当なし", "秘匿",
))
# fmt: on
_MOST_DIGITS = 15
_MOST_DIGITS_READ = 18  # what the database's whole numbers hold; Decimal would round beyond 28
_LONGEST = 60


@dataclass
class _Reading:
    """A number on its way: what is left to read, and what was noticed so far."""

    cell: Cell
    text: str
    negative: bool = False
    percent: bool = False
    doubts: list[tuple[str, str]] = field(default_factory=list)


def as_decimal(cell: Cell, *, units: tuple[str, ...] = UNITS) -> Converted[Decimal]:
    """Read a cell as a number (数値として読む), without a binary fraction's noise. 12.5% is 0.125, 3万円 is 30000.

    Remarked are: any notation that was interpreted (repair), 「約」「以上」 and brackets (doubt), and signs for "no
    value" such as - and 不明, which give None and never 0 (doubt). Ranges, words and days fail.
    """
    if (error := error_in(cell)) is not None:
        return error
    if is_blank(cell):
        return Converted(None)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return _not_a_number(cell)
    if not isinstance(cell, str):
        return _of_number(cell)
    text = unguarded(cell).translate(HALF_WIDTH).strip()
    if len(text) > _LONGEST or sum(map(str.isdecimal, text)) > _MOST_DIGITS_READ:
        return _not_a_number(cell)
    if text in _NOTHING:
        why = f"「{cell}」は値なしとして読みました(0 ではありません)。0 であれば 0 と入れてください。"
        return Converted(None, (doubt("no_value", why, cell, None),))
    if _RANGE.fullmatch(text):
        return unreadable("range", f"「{cell}」は幅のある数です。1つの数にしてください。", cell)
    return _of_text(_Reading(cell, text), units)


def as_int(cell: Cell, *, units: tuple[str, ...] = UNITS) -> Converted[int]:
    """Read a cell as a whole number (整数として読む); like as_decimal, and fractions fail."""
    read = as_decimal(cell, units=units)
    if read.value is None:
        return Converted(None, read.remarks)
    if read.value != read.value.to_integral_value():
        return unreadable("not_whole", f"「{cell}」は整数ではありません。整数に直してください。", cell)
    value = int(read.value)
    return Converted(value, tuple(Remark(r.kind, r.code, r.text, r.before, value) for r in read.remarks))


def _of_number(cell: int | float) -> Converted[Decimal]:
    value = Decimal(repr(cell))
    if abs(value) >= 10**_MOST_DIGITS:
        why = f"{value:,f} は15桁を超えるため、Excel が下の桁を 0 に変えたおそれがあります。元の値を確かめてください。"
        return Converted(value, (doubt("too_many_digits", why, cell, value),))
    return Converted(value)


def _of_text(reading: _Reading, units: tuple[str, ...]) -> Converted[Decimal]:
    _take_hedges(reading)
    _take_sign(reading)
    _take_unit(reading, units)
    found = _SCALED.fullmatch(reading.text) if reading.text else None
    if found is None:
        return _not_a_number(reading.cell)
    parts = {name: Decimal(digits.replace(",", "")) for name, digits in found.groupdict().items() if digits}
    if not parts:
        return _not_a_number(reading.cell)
    value = sum((number * _SCALES[name] for name, number in parts.items()), Decimal(0))
    value = (-value if reading.negative else value) / (100 if reading.percent else 1)
    return Converted(value, tuple(_remarks(reading, value)))


def _take_hedges(reading: _Reading) -> None:
    """Take 約 from the front and 以上 from the end, also from before the unit (20人以上, 20以上)."""
    for word in _BEFORE:
        if reading.text.startswith(word):
            reading.text = reading.text.removeprefix(word).lstrip()
            reading.doubts.append(("approximate", word))
            break
    for word in _AFTER:
        bare = reading.text.removesuffix(word).rstrip()
        if bare != reading.text and bare:
            reading.text = bare
            reading.doubts.append(("approximate", word))
            break


def _take_sign(reading: _Reading) -> None:
    if found := _BRACKETS.fullmatch(reading.text):
        reading.text, reading.negative = found[1].strip(), True
        reading.doubts.append(("brackets", "( )"))
    elif found := _SIGN.match(reading.text):
        reading.text, reading.negative = reading.text[found.end() :], found[1] != "+"
    reading.text = reading.text.removeprefix("¥").removeprefix("\\").lstrip()


def _take_unit(reading: _Reading, units: tuple[str, ...]) -> None:
    if reading.text.endswith("%"):
        reading.text, reading.percent = reading.text.removesuffix("%").rstrip(), True
        return
    for unit in sorted(units, key=len, reverse=True):
        if reading.text.endswith(unit):
            reading.text = reading.text.removesuffix(unit).rstrip()
            return


def _remarks(reading: _Reading, value: Decimal) -> list[Remark]:
    cell = reading.cell
    said = f"{value:,f}"
    remarks = []
    for code, word in reading.doubts:
        if code == "brackets":
            why = f"「{cell}」のかっこをマイナスとして {said} と読みました。内数などでないか確かめてください。"
        else:
            why = f"「{cell}」は「{word}」を除いて {said} と読みました。この数でよいか確かめてください。"
        remarks.append(doubt(code, why, cell, value))
    # Thousands separators are no interpretation; a repair for each of them would bury the others.
    if not remarks and format(value, "f") != str(cell).replace(",", ""):
        remarks.append(repair("notation", f"「{cell}」を {said} と読みました。", cell, value))
    return remarks


def _not_a_number(cell: Cell) -> Converted[Decimal]:
    return unreadable("not_a_number", f"「{shown(cell)}」は数として読めません。数字だけを入れてください。", cell)
