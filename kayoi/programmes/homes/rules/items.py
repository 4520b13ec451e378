"""Whether what stands in a house file fits the table of items."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.homes.states.items import BY_CODE, Item, ItemType

MOST = 10_000_000


def may_keep(details: Mapping[str, Any]) -> Verdict:
    """Answer whether every item is known and its value of its type; all that is wrong, not the first.

    Source: domain section 4.2
    """
    reasons = []
    for code, value in details.items():
        item = BY_CODE.get(code)
        if item is None:
            reasons.append(Reason("homes.unknown_item", {"code": code}))
        elif not is_of(item, value):
            reasons.append(Reason("homes.wrong_value", {"item": item.label, "value": str(value)}))
    return verdict(reasons)


def is_of(item: Item, value: Any) -> bool:
    """Tell whether a value, as JSON holds it, is one that the item may have.

    Source: domain section 4.2
    """
    values = {choice[0] for choice in item.choices}
    if item.type is ItemType.YES_NO:
        return isinstance(value, bool)
    if item.type is ItemType.NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MOST
    if item.type is ItemType.CHOICES:
        return isinstance(value, list) and bool(value) and all(one in values for one in value)
    if not isinstance(value, str):
        return False
    if item.type is ItemType.DATE:
        return _is_day(value)
    return value in values if item.type is ItemType.CHOICE else 0 < len(value) <= item.most


def in_words(item: Item, value: Any, language: str = "ja") -> str:
    """Return a value as people read it, with its unit, in Japanese or English.

    Source: domain section 4.2
    """
    english = language == "en"
    words = {choice[0]: choice[2] if english else choice[1] for choice in item.choices}
    if item.type is ItemType.YES_NO:
        return words["yes" if value else "no"]
    if item.type is ItemType.CHOICES:
        return (", " if english else "・").join(words[one] for one in value)
    if item.type is ItemType.NUMBER:
        return f"{value:,}{_UNITS_EN.get(item.unit, item.unit) if english else item.unit}"
    return words.get(value, str(value))


def hazards_inside(details: Mapping[str, Any]) -> list[str] | None:
    """Return the hazards in whose zone a house lies (区域内のハザード); None while nobody has looked.

    Source: domain section 4.2 (ハザード)
    """
    found = {code.removeprefix("hazard_"): value for code, value in details.items() if code.startswith("hazard_")}
    known = {code: value for code, value in found.items() if value in {"inside", "outside"}}
    return sorted(code for code, value in known.items() if value == "inside") if known else None


_UNITS_EN = {"階": "", "台": "", "円": " yen", "㎡": " m²", "km": " km", "m": " m"}


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
