"""Bigrams for the search index and the queries on it (2文字索引)."""

from collections.abc import Iterator
from itertools import pairwise

from kayoi.kit.text.keys import is_letter, readings, search_key

HYPHEN = "-"


def _words(readings_of_text: Iterator[str]) -> Iterator[list[str]]:
    """Yield the words, each a list of the readings of its characters; hyphens belong to words but make none."""
    word: list[str] = []
    for reading in (*readings_of_text, " "):
        if is_letter(reading[0]) or reading[0] == HYPHEN:
            word.append(reading)
            continue
        if any(part != HYPHEN for part in word):
            yield word
        word = []


def bigrams(text: str) -> list[str]:
    """Return the index terms of a text (索引語): of each word every two neighbours, and its last character alone.

    Taken on the search key, each once, in order of appearance. Where a fold depends on the neighbours (see
    keys.readings) the terms of the other readings are added, so that every part of the text finds the whole.
    """
    terms: dict[str, None] = {}
    for word in _words(readings(text)):
        for left, right in pairwise(word):
            terms.update(dict.fromkeys(a + b for a in left for b in right))
        terms.update(dict.fromkeys(word[-1]))
    return list(terms)


def search_query(text: str) -> str | None:
    """Return the text of a tsquery that finds what contains every word (検索式), or None if there is nothing to search.

    Two characters: 'ab'; more: 'ab' & 'bc'; one character: 'a':*, the prefix of any term.
    Bigrams of a found row need not stand side by side: the caller checks the search key of what was found.
    """
    terms: dict[str, None] = {}
    for word in _words(iter(search_key(text))):
        pairs = [left + right for left, right in pairwise(word)]
        terms.update(dict.fromkeys([_quoted(pair) for pair in pairs] or [f"{_quoted(word[0])}:*"]))
    return " & ".join(terms) or None


def _quoted(term: str) -> str:
    # Words hold letters, numbers and hyphens only; doubling is what keeps this true should words ever hold more.
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
