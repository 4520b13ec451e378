"""Several persons in one cell (一つの欄に複数の人): told apart from one person with a long name, never guessed."""

import re
from functools import lru_cache

from kayoi.kit.text import normal

_BETWEEN = re.compile(
    r"\s*(?:[、,/&+;]|\n|(?<=[\u4e00-\u9fff])\s*と\s*(?=[\u4e00-\u9fff])|(?<![ァ-ヶー])・|・(?![ァ-ヶー]))\s*"
)
_MORE = re.compile(r"(?:ご?夫[婦妻](?!人)|ご?家族|ご?一家|親子|(?:ほか|他|外)\s*[0-9一二三四五数]+\s*[名人])")
_BRACKETED = re.compile(r"\(([^()]*(?:妻|夫|子|長男|長女|次男|次女|母|父|同行|同伴)[^()]*)\)")
_HONORIFIC = re.compile(r"\s*(?:様|さま|さん|氏|殿)$")


@lru_cache(maxsize=50_000)
def persons_in(text: str) -> tuple[str, ...]:
    """Return the persons whom a name cell names (氏名欄の人), as they are written; one, as a rule.

    A word for more than one (ご夫妻, 他2名) gives an empty last name: somebody is there whom the cell does not name.
    ・ between katakana joins the parts of one foreign name.
    Source: docs/decisions/0017-undo-of-an-import.md
    """
    plain = normal(text.replace("\n", "、")) if text else ""
    inside = [part for found in _BRACKETED.findall(plain) for part in _BETWEEN.split(found)]
    outer = _BRACKETED.sub("", plain)
    more = bool(_MORE.search(outer))
    outer = _MORE.sub("", outer)
    names = [_HONORIFIC.sub("", part).strip() for part in _BETWEEN.split(outer)]
    found = [name for name in names if name] + [part.strip() for part in inside if part.strip()]
    return (*found, "") if more else tuple(found)
