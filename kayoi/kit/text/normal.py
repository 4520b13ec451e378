"""One spelling for the same letters (文字の正規化)."""

import re
import unicodedata

# What selects a glyph and not a letter (異体字セレクタ, as in 愛媛 and 葛 of public registers), and what nobody sees:
# control and format characters (BOM, zero-width space, direction marks) and halves of surrogate pairs.
_VARIATION_SELECTORS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_SPACES = re.compile(r"\s+")
# The voice marks that stand alone (゛ ゜) would become a space and a mark under NFKC; か゛ is meant as が.
_PREPARED = {0x309B: 0x3099, 0x309C: 0x309A} | dict.fromkeys(_VARIATION_SELECTORS)
# What is typed where a hyphen or a long vowel mark is meant. － ｰ ﹣ and ‑ are among these after NFKC.
_HYPHENS = str.maketrans(dict.fromkeys("‐‒–—―−─━ー", "-"))


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in _UNSEEN or char.isspace()


def normal(text: str) -> str:
    """Return the text in one line and one spelling (正規化): what is kept for search, comparison and reading.

    NFKC (full-width letters and half-width kana become ordinary, ㈱ becomes (株)), without variation selectors and
    unseen characters, each run of spaces and line breaks one space, none at the ends. What a person wrote for others
    to read (names, letters) is kept beside it as it was written: NFKC also replaces some glyphs of names.
    """
    prepared = text.translate(_PREPARED)
    if not prepared.isprintable():  # nearly all texts are, and need not be looked at sign by sign
        prepared = "".join(filter(_is_seen, prepared))
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", prepared)).strip()


def plain_hyphens(text: str) -> str:
    """Return normal text with every dash, minus, ruled line and long vowel mark as "-" (ハイフンの統一)."""
    return text.translate(_HYPHENS)
