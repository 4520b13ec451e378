"""Latin letters for Japanese place names, from their kana, by rule (よみからローマ字を作る).

Hepburn with n before b, m and p, an apostrophe after n before a vowel or y, and no marks for long vowels.
Source: 国土地理院「地名等の英語表記規程」(2016), whose Hepburn table and whose words (City, Town, Village, Ward)
are followed. A municipality may spell its own name otherwise; what is made here is marked as made by rule.
"""

import re
from typing import Final

from kayoi.foundation.places.states import PlaceKind

_SYLLABLES: Final = {
    kana: consonant + vowel
    for consonant, row in (
        *(("", "あいうえお"), ("k", "かきくけこ"), ("s", "さ すせそ"), ("t", "た  てと"), ("n", "なにぬねの")),
        *(("h", "はひ へほ"), ("m", "まみむめも"), ("y", "や ゆ よ"), ("r", "らりるれろ"), ("w", "わ    ")),
        *(("g", "がぎぐげご"), ("z", "ざ ずぜぞ"), ("d", "だ  でど"), ("b", "ばびぶべぼ"), ("p", "ぱぴぷぺぽ")),
    )
    for kana, vowel in zip(row, "aiueo", strict=True)
    if kana != " "
} | {
    "し": "shi",
    "ち": "chi",
    "つ": "tsu",
    "ふ": "fu",
    "じ": "ji",
    "ぢ": "ji",
    "づ": "zu",
    "を": "o",
    "ん": "n",
}
_SMALL: Final = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
# Where a reading begins anew inside a name, two vowels that meet are not one long vowel: まつ・うら, せと・うち.
_SEAMS: Final = (
    *("かつ|うら", "まつ|うら", "こと|うら", "とよ|うら", "せと|うち", "やまの|うち", "わの|うち"),
    *("たきの|うえ", "とよ|おか", "にしの|おもて", "ひろ|お", "みの|お", "そ|お"),
)
_LONG: Final = re.compile("ou|oo|uu")
_ENDINGS: Final = {
    PlaceKind.DESIGNATED_CITY: ("し",),
    PlaceKind.CITY: ("し",),
    PlaceKind.TOWN: ("ちょう", "まち"),
    PlaceKind.VILLAGE: ("むら", "そん"),
    PlaceKind.SPECIAL_WARD: ("く",),
    PlaceKind.WARD: ("く",),
}
_WORDS: Final = {
    PlaceKind.DESIGNATED_CITY: "City",
    PlaceKind.CITY: "City",
    PlaceKind.TOWN: "Town",
    PlaceKind.VILLAGE: "Village",
    PlaceKind.SPECIAL_WARD: "City",
    PlaceKind.WARD: "Ward",
}


def hepburn(kana: str) -> str:
    """Return hiragana in Latin letters, small: ちゅうおう → chuo, しんおんせん → shin'onsen. Else KeyError.

    Source: 国土地理院「地名等の英語表記規程」(平成28年国地達第10号) 別紙1
    """
    for seam in _SEAMS:
        whole = seam.replace("|", "")
        if kana == whole or (len(whole) > 2 and whole in kana):
            kana = kana.replace(whole, seam)
    return "".join(_LONG.sub(lambda match: match[0][0], _letters(part)) for part in kana.split("|"))


def _letters(kana: str) -> str:
    text, doubled = "", False
    for char in kana:
        if char == "っ":
            doubled = True
            continue
        if char in _SMALL:
            # きょ is kyo, but し, ち and じ keep their own consonant: sho, cha, ju.
            text = text[:-1] + ("" if text.endswith(("shi", "chi", "ji")) else "y") + _SMALL[char]
            continue
        letters = _SYLLABLES[char]
        if doubled:
            letters, doubled = ("t" if letters.startswith("ch") else letters[0]) + letters, False
        if text.endswith("n") and letters[0] in "aiueoy":  # only ん ends in n
            text += "'"
        text += letters
    return text


def stem(kana: str, kind: PlaceKind) -> str:
    """Return the reading without its し, ちょう, まち, むら, そん or く.

    Source: 地方自治法 第1条の3, 第252条の20 (市, 町, 村, 区)
    """
    for ending in _ENDINGS.get(kind, ()):
        if kana.endswith(ending) and len(kana) > len(ending):
            return kana.removesuffix(ending)
    return kana


def english_name(kana: str, kind: PlaceKind) -> str:
    """Return the English name of a municipality: いなし → Ina City.

    Source: 国土地理院「地名等の英語表記規程」(置換方式)
    """
    return f"{hepburn(stem(kana, kind)).capitalize()} {_WORDS[kind]}"


def prefecture_in_english(letters: str) -> str:
    """Return the English name of a prefecture from its letters: Nagano → Nagano Prefecture.

    Source: 国土地理院「地名等の英語表記規程」(置換方式)
    """
    if letters == "Hokkaido":
        return letters
    return f"{letters} Metropolis" if letters == "Tokyo" else f"{letters} Prefecture"
