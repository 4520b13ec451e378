"""Cells of the items of a house file (項目のセルの読み取り): yes and no, choices by their words, numbers, texts."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kayoi.kit.sheets import Cell, Converted, NoteKind, Remark, as_date, as_decimal, as_text, label_key, shown
from kayoi.kit.text import normal
from kayoi.programmes.homes.rules.exchange.amounts import failed
from kayoi.programmes.homes.rules.items import is_of
from kayoi.programmes.homes.states import HomeKind, HomeStatus, Offer
from kayoi.programmes.homes.states.exchange import STATE_WORDS
from kayoi.programmes.homes.states.items import Item, ItemType

_NO = re.compile(r"(?:無|なし|ない|不可|いいえ|不要|×|✕|✖|x|no|false|0)(?![0-9a-z]).*", re.IGNORECASE)
_YES = re.compile(
    r"(?:有|あり|ある|可|はい|要(?!相談|確認)|済|○|◯|〇|◎|●|✓|✔|☑|レ|yes|true|1)(?![0-9a-z]).*", re.IGNORECASE
)
_SPLIT = re.compile(r"[、,・/;\n\s]+")
_BRACKETED = re.compile(r"\([^()]*\)")
# Words of offices for a choice that are not in its label.
_OTHER_WORDS: Mapping[tuple[str, str], str] = {
    ("structure", "wood"): "木",
    ("structure", "steel"): "S造 鉄骨 軽量鉄骨",
    ("structure", "rc"): "RC SRC 鉄筋 コンクリート 鉄骨鉄筋コンクリート",
    ("kind", "dwelling"): "一戸建て 戸建 戸建て 居宅 専用住宅 一軒家",
    ("kind", "shop_dwelling"): "併用住宅 店舗兼住宅 店舗付き住宅 店舗付住宅",
    ("kind", "shop"): "店舗 事務所 倉庫",
    ("kind", "inn"): "旅館 民宿 宿",
    ("kind", "land"): "空き地 空地 宅地",
}
_OFFERS = (
    (r"(?:売.*(?:賃|貸))|(?:(?:賃|貸).*売)|両方|どちらでも|いずれも", Offer.BOTH),
    (r"売", Offer.SALE),
    (r"賃|貸", Offer.RENT),
)


def told(value: Any, cell: Cell, why: str) -> Converted[Any]:
    """Return what a cell was read as, with what a person should know.

    Source: kit.sheets.Remark
    """
    return Converted(value, (Remark(NoteKind.DOUBT, "homes.read", f"「{shown(cell)}」{why}", cell),))


def read_status(cell: Cell) -> Converted[HomeStatus]:
    """Return the state of a house that a town's word means (状態); a word that is not known is not guessed.

    Source: STATE_WORDS in states/exchange.py
    """
    text = normal(shown(cell))
    for pattern, status in STATE_WORDS:
        if re.search(pattern, text):
            return Converted(status)
    return Converted(None, failed(cell, "状態として分かりません。「掲載中」「成約」などに直してください。").remarks)


def read_offer(cell: Cell) -> Converted[Offer]:
    """Return how a house is offered (物件区分): 売, 賃貸, 売買・賃貸.

    Source: domain section 4.2
    """
    text = normal(shown(cell))
    for pattern, offer in _OFFERS:
        if re.search(pattern, text):
            return Converted(offer)
    return Converted(None, failed(cell, "物件区分として読めません。「売買」「賃貸」で書いてください。").remarks)


def read_kind(cell: Cell) -> Converted[str]:
    """Return what a house is built for (用途), by its word.

    Source: domain section 4.2
    """
    return read_choice("kind", tuple((kind.value, kind.label) for kind in HomeKind), cell)


def read_item(item: Item, cell: Cell) -> Converted[Any]:
    """Return the value of an item of the house file as JSON holds it (項目を読む).

    Source: states/items
    """
    read = _of_type(item, cell)
    if read.value is None or is_of(item, read.value):
        return read
    return Converted(None, failed(cell, "長すぎるか、大きすぎます。").remarks)


def _of_type(item: Item, cell: Cell) -> Converted[Any]:
    choices = tuple((choice[0], choice[1]) for choice in item.choices)
    if item.type is ItemType.YES_NO:
        return read_yes_no(cell)
    if item.type is ItemType.CHOICE:
        return read_choice(item.code, choices, cell)
    if item.type is ItemType.CHOICES:
        return _choices(item.code, choices, cell)
    if item.type is ItemType.NUMBER:
        return _number(item, cell)
    if item.type is ItemType.TEXT:
        return as_text(cell)
    day = as_date(cell)
    return Converted(day.value.isoformat() if day.value else None, day.remarks)


def read_yes_no(cell: Cell) -> Converted[bool]:
    """Return yes or no (有無): 有, なし, ○, ×, 可, 不可; what stands behind it is told.

    Source: registers of towns
    """
    text = normal(shown(cell)).strip()
    for pattern, value in ((_NO, False), (_YES, True)):
        if pattern.fullmatch(text):
            words = "ある・可" if value else "ない・不可"
            return Converted(value) if len(text) <= 3 else told(value, cell, f"を「{words}」として読みました。")
    return Converted(None, failed(cell, "有・無として読めません。「有」「無」で書いてください。").remarks)


@lru_cache(maxsize=10_000)
def _value_of(code: str, choices: tuple[tuple[str, str], ...], text: str) -> str:
    """Return the choice that a word means: the whole label, or the only one of whose words some stand in the text, or
    in whose words the text stands. A word within a longer one (鉄骨 in 鉄骨鉄筋コンクリート) says nothing of its own.
    """
    key = label_key(text)
    words: list[tuple[str, str]] = []
    for value, label in choices:
        if label_key(label) == key:
            return value
        bare = _BRACKETED.sub("", normal(label))
        spelled = (bare, *_SPLIT.split(bare), *_OTHER_WORDS.get((code, value), "").split())
        words += [(label_key(word), value) for word in spelled if label_key(word)]
    inside = [(word, value) for word, value in words if word in key]
    whole = {value for word, value in inside if not any(word in other and word != other for other, _ in inside)}
    around = {value for word, value in words if len(key) > 1 and key in word}
    found = whole or around
    return found.pop() if len(found) == 1 else ""


def read_choice(code: str, choices: tuple[tuple[str, str], ...], cell: Cell) -> Converted[str]:
    """Return the choice that a cell's words mean (選択肢を言葉で読む); two that fit as well are not guessed.

    Source: states/items; words of registers
    """
    if value := _value_of(code, choices, normal(shown(cell))):
        return Converted(value)
    labels = "・".join(label for _, label in choices)
    return Converted(None, failed(cell, f"選べる言葉にあたりません({labels})。").remarks)


def _choices(code: str, choices: tuple[tuple[str, str], ...], cell: Cell) -> Converted[list[str]]:
    text = normal(shown(cell))
    found, lost = [], []
    for word in filter(None, _SPLIT.split(text)):
        value = _value_of(code, choices, word)
        if value and value not in found:
            found.append(value)
        elif not value:
            lost.append(word)
    if not found:
        return Converted(None, read_choice(code, choices, cell).remarks)
    return told(found, cell, f"のうち「{'、'.join(lost)}」は読めませんでした。") if lost else Converted(found)


def _number(item: Item, cell: Cell) -> Converted[float | int]:
    text = normal(shown(cell)).replace(" ", "")
    metres = item.unit == "km" and re.fullmatch(r"約?([0-9.,]+)m", text)
    read = as_decimal(text.removesuffix("建て").removesuffix("建").removesuffix("階"))
    if read.value is None or read.value < 0:
        return Converted(None, read.remarks or failed(cell, "数として読めません。").remarks)
    value = read.value / 1000 if metres else read.value
    doubts = tuple(remark for remark in read.remarks if remark.kind is NoteKind.DOUBT)
    return Converted(int(value) if value == value.to_integral_value() else float(value), doubts)
