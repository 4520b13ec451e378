"""Keys under which compares equal what people take for the same (照合キー). The original is kept beside them.

Keys never raise: text that has no key of a kind (an address without @) has the empty key.
"""

import re
import unicodedata
from collections.abc import Iterator

import jaconv

from kayoi.kit.text.normal import normal, plain_hyphens
from kayoi.kit.text.variants import VARIANTS

# ヶ and ヵ are an old shorthand for 箇, not small kana: read か, け or が, and written with any of these signs.
_COUNTER_SIGNS = str.maketrans("ヶヵゖゕ", "ケカけか")
_COUNTER_READINGS = "がけか"
_COUNTERS = frozenset("かけがカケガ")
_KANJI = re.compile("[々〆〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KATAKANA = re.compile("[ァ-ヺ]")
_DIGIT = re.compile("[0-9]")

# Voice marks that NFKC could not join to a kana (ッ゛): nobody means them.
_STRAY_VOICE_MARKS = dict.fromkeys((0x3099, 0x309A))

_SMALL_KANA = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
_OLD_KANA = str.maketrans("ゐゑをぢづ", "いえおじず")
_V_SOUNDS = str.maketrans({"ゔ": "ぶ"})
_V_PAIRS = {"ゔあ": "ば", "ゔい": "び", "ゔえ": "べ", "ゔお": "ぼ"}
_VOICELESS = {
    code: bare[0] for code in range(0x3041, 0x3097) if len(bare := unicodedata.normalize("NFD", chr(code))) == 2
}
_ROWS = {
    "あ": "あかさたなはまやらわ",
    "い": "いきしちにひみり",
    "う": "うくすつぬふむゆる",
    "え": "えけせてねへめれ",
    "お": "おこそとのほもよろ",
}
_LENGTHENED_BY = {"あ": "あ", "い": "い", "う": "う", "え": "えい", "お": "おう"}
_LENGTHENS = frozenset(kana + mark for vowel, row in _ROWS.items() for kana in row for mark in _LENGTHENED_BY[vowel])


def is_letter(char: str) -> bool:
    """Tell whether a character carries a word: a letter, number or mark on one, not punctuation, symbol or space."""
    return unicodedata.category(char)[0] in "LNM"


def _plain(text: str) -> str:
    """Fold what can be folded one character at a time; hiragana and katakana stay two."""
    folded = normal(normal(text).translate(_STRAY_VOICE_MARKS).casefold())
    return plain_hyphens(folded).translate(VARIANTS).translate(_COUNTER_SIGNS)


def _between(pattern: re.Pattern[str], before: str, after: str) -> bool:
    return bool(pattern.match(before) and pattern.match(after))


def readings(text: str) -> Iterator[str]:
    """Yield for each character of the search key all its readings, the key's own first.

    Two folds depend on the neighbours, and a part of a word may lack them; the index therefore holds the others too:

    * か, け, が (ヶ, ヵ) between kanji, or between digit and kanji, are one: 霞ヶ関 霞が関, 1ヶ月 1か月.
    * 一 between two katakana is a mistyped long vowel mark (サ一ビス), between two digits a mistyped hyphen (1一2).
      Anywhere else 一 is the numeral (一ノ坪, 第一).
    """
    plain = _plain(text)
    neighbours = zip(" " + plain, plain, plain[1:] + " ", jaconv.kata2hira(plain), strict=False)
    for before, char, after, kana in neighbours:
        if char in _COUNTERS and _KANJI.match(after) and (_KANJI.match(before) or _DIGIT.match(before)):
            yield _COUNTER_READINGS
        elif char == "一" and (_between(_KATAKANA, before, after) or _between(_DIGIT, before, after)):
            yield "-一"
        else:
            yield kana


def search_key(text: str) -> str:
    """Return the key for searching (検索キー): one case, one kana, one hyphen, one form of each kanji, が for ヶ.

    Small kana, voice marks and old kana stay: ッ is not ツ here. See sound_key for what is misheard.
    """
    return "".join(reading[0] for reading in readings(text))


def name_key(text: str) -> str:
    """Return the key for personal names (氏名キー): the search key without spaces and signs between names."""
    return search_key("".join(char for char in normal(text) if is_letter(char) or plain_hyphens(char) == "-"))


def _repetitions_written_out(kana: str) -> str:
    """Write いすゞ as いすず and きゝ as きき."""
    written: list[str] = []
    for char in kana:
        if char in "ゝゞ" and written:
            bare = unicodedata.normalize("NFD", written[-1])[0]
            voiced = unicodedata.normalize("NFC", bare + "\u3099")
            written.append(voiced if char == "ゞ" and len(voiced) == 1 else bare)
        else:
            written.append(char)
    return "".join(written)


def kana_key(text: str) -> str:
    """Return the key for readings (よみキー): hiragana, small kana as large, no long vowel marks, signs or spaces.

    Voice marks stay, and repetition marks are written out (みすゞ: みすず). Kanji stay as in the search key.
    """
    kana = "".join(filter(is_letter, jaconv.kata2hira(_plain(text))))
    # What stood between a letter and its accent is gone, so they join now.
    return unicodedata.normalize("NFKC", _repetitions_written_out(kana).translate(_SMALL_KANA))


def sound_key(text: str) -> str:
    """Return the key for names heard on the telephone (音キー), on top of kana_key.

    ヂ ヅ ヰ ヱ ヲ ヴ are ジ ズ イ エ オ ブ, voice marks go (ザキ: サキ), and so do vowels that only lengthen the one
    before (オオノ, オーノ: オノ; ケイコ, ケーコ: ケコ; ユウキ, ユーキ: ユキ).
    """
    kana = kana_key(text).translate(_OLD_KANA)
    for pair, sound in _V_PAIRS.items():
        kana = kana.replace(pair, sound)
    kept: list[str] = []
    for char in kana.translate(_V_SOUNDS).translate(_VOICELESS):
        if not kept or kept[-1] + char not in _LENGTHENS:
            kept.append(char)
    return "".join(kept)


def email_key(text: str) -> str:
    """Return the key for e-mail addresses (メールアドレスキー): half-width and lower-case, the part before @ too.

    Empty for what is no address (「なし」), which would otherwise compare equal between strangers.
    """
    key = unicodedata.normalize("NFKC", normal(text).lower())
    return key if re.fullmatch(r"[^@\s]+@[^@\s]+", key) else ""
