"""Index terms for names that were misheard on the telephone, and the queries on them (聞き違いの索引).

Of each kana word of a name, and of all of them together, three kinds of terms:
`=おの` how it sounds; `~おの` the same once more, and `~の` `~お` with each single sound left out. Two words that are
one mistake apart (too many, too few, wrong, swapped) always have a `~` term in common.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import jaconv

from kayoi.kit.text.keys import sound_key
from kayoi.kit.text.normal import normal

SAME, NEAR = "=", "~"
_KANA = re.compile("[ぁ-ゖーｰ-]+")
_DOUBLED = "っ"  # the small つ of はっとり: on the telephone nobody hears whether it was there
_LONGEST = 20


def heard_key(text: str) -> str:
    """Return the key of what is heard (聞こえキー): the sound key without doubled consonants (ハットリ: ハトリ)."""
    return sound_key(jaconv.kata2hira(normal(text)).replace(_DOUBLED, ""))


@lru_cache(maxsize=1024)
def heard_words(text: str) -> tuple[str, ...]:
    """Return the heard key of each word of a name in kana; none when a word is not in kana."""
    words = re.split(r"[\s・,、.]+", jaconv.kata2hira(normal(text)).strip(" ・,、."))
    if not all(map(_KANA.fullmatch, words)):
        return ()
    return tuple(key[:_LONGEST] for key in map(heard_key, words) if key)


def sound_terms(text: str) -> list[str]:
    """Return the index terms of a name in kana (聞き違いの索引語), each once."""
    words = heard_words(text)
    terms: dict[str, None] = {}
    for word in _with_whole(words):
        terms[SAME + word] = None
        terms.update(dict.fromkeys(_near(word, least=1)))
    return list(terms)


def sound_queries(text: str) -> tuple[str, str] | None:
    """Return two tsqueries: what sounds the same, and what is one mistake off in each word; None for what is no kana.

    A name alone (or one written without a space) must keep two sounds, or a short one would find half of the town.
    """
    words = heard_words(text)
    if not words or len("".join(words)) < 2:
        return None
    whole = "".join(words)
    same, near = [_quoted(SAME + whole)], [*map(_quoted, _near(whole, least=2))]
    if len(words) > 1:
        same.append(" & ".join(_quoted(SAME + word) for word in words))
        near.append(" & ".join(f"({' | '.join(map(_quoted, _near(word, least=1)))})" for word in words))
    return " | ".join(f"({part})" for part in same), " | ".join(f"({part})" for part in near)


def _with_whole(words: Sequence[str]) -> Sequence[str]:
    return words if len(words) < 2 else [*words, "".join(words)]


def _near(word: str, *, least: int) -> list[str]:
    """Return the word and what is left of it without one of its sounds, if that has at least so many."""
    shorter = [word[:place] + word[place + 1 :] for place in range(len(word))] if len(word) > least else []
    return list(dict.fromkeys(NEAR + each for each in [word, *shorter]))


def _quoted(term: str) -> str:
    return f"'{term}'"  # kana only: nothing in it has to be escaped
