"""How people write years and numbers: eras and their abbreviations, 漢数字, full-width digits, dashes of any kind."""

import re

from kayoi.kit.dates.wareki import ERAS, SOLAR_CALENDAR_FROM, Era
from kayoi.kit.text import normal

_ERA_WRITTEN = {written: era for era in ERAS for written in (era.name, era.sign, era.letter, era.letter.lower())}
_ONES = ("〇零", "一壱", "二弐", "三参", *"四五六七八九")
_DIGITS = {sign: value for value, signs in enumerate(_ONES) for sign in signs}
_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_TENS = {"廿": 20, "卅": 30}

ERA = "|".join(sorted(_ERA_WRITTEN, key=len, reverse=True))
"""Pattern of an era: 令和, 令, R, r …"""

NUMBER = rf"(?:[0-9]{{1,4}}|[{''.join((*_DIGITS, *_UNITS, *_TENS))}]{{1,8}})"
"""Pattern of a year, month or day in digits or 漢数字 (大字 included)."""

# The circle that is typed for 〇, and what is typed for a hyphen. The long vowel mark stands here too: nothing in a
# date is long.
_SAME_SIGN = str.maketrans({"○": "〇"} | dict.fromkeys("‐‑‒–—―−ー", "-"))
_IDLE_SPACE = re.compile(r"\s+(?=[^0-9])|(?<=[^0-9])\s+")
_LATEST_ERA_YEAR = 199  # 令和2026年 is a slip; 明治159年 is merely stubborn


def tidied(text: str) -> str:
    """Return the text in one notation: half-width, one kind of dash, spaces only between digits."""
    return _IDLE_SPACE.sub("", normal(text).translate(_SAME_SIGN))


def number_written(text: str) -> int:
    """Return the value of what NUMBER matches, or of 元: 21, 二十一, 二一, 廿一."""
    if text == "元":
        return 1
    if text.isdecimal():
        return int(text)
    total, pending = 0, ""
    for sign in text:
        if sign in _DIGITS:
            pending += str(_DIGITS[sign])
        else:
            total += _TENS.get(sign) or int(pending or 1) * _UNITS[sign]
            pending = ""
    return total + int(pending or 0)


def era_written(text: str | None) -> Era | None:
    """Return the era of what ERA matches; None for None (a year of the common era)."""
    return None if text is None else _ERA_WRITTEN[text]


def year_written(era: Era | None, number: str, *, seen: str) -> int:
    """Return the calendar year of an era and a number. `seen` is the whole text, for the reason of a ValueError."""
    year = number_written(number)
    if era is None:
        if year < 1000:
            raise ValueError(f"「{seen}」: 西暦か和暦か決まりません(元号を付けるか西暦4桁で)")
        if year < SOLAR_CALENDAR_FROM.year:
            raise ValueError(f"「{seen}」: 明治6年(1873年)より前は旧暦のため読みません")
        return year
    if not 1 <= year <= _LATEST_ERA_YEAR:
        raise ValueError(f"「{seen}」: {era.name}の年として読めません")
    return era.first_day.year + year - 1
