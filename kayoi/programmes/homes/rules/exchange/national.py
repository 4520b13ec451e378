"""The list for the national sites (全国版への一覧) by a town's mapping: values, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.homes.states import HomeKind, Offer
from kayoi.programmes.homes.states.exchange import DEFAULT_MAPPING
from kayoi.programmes.homes.states.houses import Level
from kayoi.programmes.homes.states.items import ITEMS, Item, ItemType

_COLUMNS = {
    "number": "物件番号", "kind": "用途", "offer": "物件区分", "price_yen": "価格(円)", "rent_yen": "賃料(円/月)",
    "place": "市区町村", "quarter": "町字", "land_m2": "土地面積(㎡)", "floor_m2": "延床面積(㎡)",
    "farmland_m2": "付いている農地(㎡)", "built_year": "建築年", "title": "見出し", "title_en": "見出し(英語)",
    "appeal": "紹介文", "appeal_en": "紹介文(英語)", "window_ends_on": "申込みの締切日", "broker_name": "取扱業者",
    "broker_licence": "免許番号", "page": "このサイトの詳細ページ",
}  # fmt: skip
_ITEMS = {item.code: item for item in ITEMS if item.level is Level.PUBLIC}
# Where a column of the mapping may come from: only what is public.
SOURCES: Mapping[str, str] = {**_COLUMNS, **{code: item.label for code, item in _ITEMS.items() if code not in _COLUMNS}}
_VOCABULARIES = {"kind": HomeKind, "offer": Offer}


@dataclass(frozen=True)
class NationalColumn:
    """One column: its heading, where it comes from, whether it must be filled, and other words for its values."""

    header: str
    source: str
    required: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


def columns_of(data: Sequence[Mapping[str, Any]] | None) -> list[NationalColumn]:
    """Return the columns of a town's mapping, or the first ones where it has none of its own.

    Source: states/exchange.py
    """
    if data is None:
        return [NationalColumn(*row) for row in DEFAULT_MAPPING]
    return [NationalColumn(**column) for column in data if column["source"] in SOURCES]


def may_map(columns: Sequence[NationalColumn]) -> Verdict:
    """Answer whether columns make a list: at least one, each heading once, each from something that is public.

    Source: domain section 4.3
    """
    headers = [column.header for column in columns]
    reasons = []
    if not columns:
        reasons.append(Reason("homes.no_columns"))
    if twice := sorted({header for header in headers if headers.count(header) > 1}):
        reasons.append(Reason("homes.header_twice", {"headers": "、".join(twice)}))
    if foreign := [column.header for column in columns if column.source not in SOURCES]:
        reasons.append(Reason("homes.not_public", {"headers": "、".join(foreign)}))
    return verdict(reasons)


def value_of(column: NationalColumn, copy: Mapping[str, Any]) -> str:
    """Return what a house has in a column (列の値), reworded as the town says; empty where nothing is known.

    Source: domain section 4.2
    """
    value = copy.get(column.source, copy["details"].get(column.source))
    if value is None or value in ("", []):
        return ""
    words = _words(column.source, value)
    return "、".join(column.values.get(word, word) for word in words)


def missing_in(columns: Sequence[NationalColumn], values: Sequence[str]) -> list[str]:
    """Return the headings that must be filled and are not (足りない項目).

    Source: as the operators of the national sites refuse rows with gaps
    """
    return [column.header for column, value in zip(columns, values, strict=True) if column.required and not value]


def _words(source: str, value: Any) -> list[str]:
    if source in _VOCABULARIES:
        return [_VOCABULARIES[source].of(value).label]
    item = _ITEMS.get(source)
    if item is not None and source not in _COLUMNS:
        return words_of_item(item, value)
    return [format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)]


def words_of_item(item: Item, value: Any) -> list[str]:
    """Return a value of the house file in words that are read back as the same (項目の値を言葉で).

    Source: states/items
    """
    words = {choice[0]: choice[1] for choice in item.choices}
    if item.type is ItemType.YES_NO:
        return ["有" if value else "無"]
    return [words.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value])]
