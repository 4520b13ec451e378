"""Keys of what was typed in Latin letters (ローマ字の検索キー)."""

import re
import unicodedata
from typing import Final

_WORDS: Final = re.compile(
    r"\b(city|town|village|ward|prefecture|pref|metropolis)\b|(?<=[a-z])[-\s](shi|cho|machi|mura|son|ku|ken|fu|to)\b"
)
_NOT_LETTERS: Final = re.compile(r"[^a-z]")
# Other ways of writing the same sounds (訓令式, long vowels, m before b and p) are written like Hepburn's.
_SPELLINGS: Final = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"(?<![sc])hu", "fu"),
        (r"sy", "sh"),
        (r"si", "shi"),
        (r"ty|cy", "ch"),
        (r"ti", "chi"),
        (r"tu", "tsu"),
        (r"zy|jy|dy", "j"),
        (r"zi|di", "ji"),
        (r"dz?u", "zu"),
        (r"cch", "tch"),
        (r"m(?=[bmp])", "n"),
        (r"oh(?![aiueo])", "o"),
        (r"l", "r"),
        (r"o[ou]+", "o"),
        (r"uu+", "u"),
    )
)


def without_marks(text: str) -> str:
    """Return the text small and without marks on its letters: Ō becomes o.

    Source: Unicode Standard Annex 15 (NFKD)
    """
    return "".join(char for char in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(char))


def letters_key(text: str) -> str:
    """Return the key for Latin letters: Ōtsu, Otsu-shi, Ootu City → otsu. Empty when there are none.

    Source: 昭和29年内閣告示第1号「ローマ字のつづり方」第1表 and 第2表
    """
    key = _NOT_LETTERS.sub("", _WORDS.sub(" ", without_marks(text).replace("'", "")))
    for pattern, letters in _SPELLINGS:
        key = pattern.sub(letters, key)
    return key
