"""Find case files: by any part of what stands on them, by how a name sounds, by words of their notes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kayoi.engines.casefiles.models import CaseFile, Note
from kayoi.engines.casefiles.rules import misheard_by
from kayoi.kit.text import (
    edit_distance,
    kana_key,
    name_key,
    normal,
    phone_key,
    search_key,
    search_query,
    sound_queries,
)

FETCHED = 200
EXACT, BEGINNING, ANYWHERE, SOUND = range(4)  # and one more for each sound that was misheard
DIGITS_OF_A_PHONE = 4
LEAST_WORDS = 2


@dataclass(frozen=True)
class Passage:
    """Words of a note or a conversation, and the file it belongs to."""

    case_file_id: int
    text: str


def ids_found(function: str, query: str, *arguments: Any, most: int = FETCHED) -> list[int]:
    """Return the ids that a search function finds, the latest first."""
    with connection.cursor() as cursor:
        cursor.callproc(function, [query, most, *arguments])
        return [pk for (pk,) in cursor.fetchall()]


def find_case_files(words: str, *, most: int = 20, donors: bool = False) -> list[CaseFile]:
    """Return files found by name, reading, sound, telephone, e-mail, number or address, best first.

    Files that are held for a donation only are found where `donors` says that a donation is what it is about.

    Who types a name and a telephone number finds those with both, then those with either.
    """
    found: dict[int, CaseFile] = {}
    times: Counter[int] = Counter()
    for part in [words, *_name_and_phone(words)]:
        for file in _find(part, most=most, donors=donors):
            found.setdefault(file.pk, file)
            times[file.pk] += 1
    return sorted(found.values(), key=lambda file: -times[file.pk])[:most]


def _name_and_phone(words: str) -> list[str]:
    """Return telephone number and name where both were typed."""
    parts = normal(words).split()
    numbers = [part for part in parts if sum(map(str.isdigit, part)) >= DIGITS_OF_A_PHONE]
    names = [part for part in parts if part not in numbers]
    return [" ".join(numbers), " ".join(names)] if numbers and names else []


def _find(words: str, *, most: int, donors: bool) -> list[CaseFile]:
    """Return files for words that must all be there, or that sound like the name.

    The index finds candidates (bigrams in any order, sounds); here they are checked, merged ones followed, and ranked:
    exact name or number, beginning, anywhere, the same sound, one sound off; nearer readings and then the latest first.
    What only sounds alike is looked for when there is room behind what is written so.
    """
    query = search_query(words)
    if query is None:
        return []
    wanted = _Wanted.of(words)
    best: dict[int, tuple[tuple[int, int], CaseFile]] = {}
    _rank_all(ids_found("casefiles_search", query, donors), wanted, best)
    for each in sound_queries(words) or ():
        if len(best) < most:
            _rank_all(
                ids_found("casefiles_search_few" if "&" in each else "casefiles_search", each, donors), wanted, best
            )
    ranked = sorted(best.values(), key=lambda pair: (pair[0], -pair[1].touched_at.timestamp()))
    return [file for _, file in ranked]


def _rank_all(ids: Sequence[int], wanted: "_Wanted", best: dict[int, tuple[tuple[int, int], CaseFile]]) -> None:
    """Check and rank candidates; keep for each file that is kept its best rank, its own or that of a merged one."""
    found = {file.pk: file for file in CaseFile.objects.without_search().filter(pk__in=ids)}
    roots = {file.merged_into_id for file in found.values() if file.merged_into_id is not None} - found.keys()
    if roots:
        found |= {file.pk: file for file in CaseFile.objects.without_search().filter(pk__in=roots)}
    for pk in ids:
        file = found[pk]
        rank = _rank(file, wanted)
        root = found.get(file.merged_into_id or pk, file)
        if rank is not None and (root.pk not in best or rank < best[root.pk][0]):
            best[root.pk] = (rank, root)


@dataclass(frozen=True)
class _Wanted:
    """What somebody typed, in all its normal forms."""

    words: str
    name: str
    kana: str
    phone: str
    text: str

    @classmethod
    def of(cls, words: str) -> "_Wanted":
        digits = "".join(filter(str.isdigit, phone_key(words)))
        return cls(words, name_key(words), kana_key(words), digits, search_key(words))


def _rank(file: CaseFile, wanted: _Wanted) -> tuple[int, int] | None:
    """Return how well the words fit (the less the better), or None when they are not really there."""
    texts = [
        (file.name_key, wanted.name),
        (file.kana_key, wanted.kana),
        (file.phone_key, wanted.phone),
        (file.email_key, wanted.text),
        (search_key(file.number), wanted.text),
    ]
    if file.address:
        texts.append((search_key(file.address), wanted.text))
    ranks = [
        EXACT if text == part else BEGINNING if text.startswith(part) else ANYWHERE
        for text, part in texts
        if part and part in text
    ]
    if ranks:
        return min(ranks), 0
    everything = search_key(" ".join([file.name, file.kana, file.address, file.email, file.phone]))
    if all(part in everything for part in wanted.text.split()):
        return ANYWHERE, 0
    off = misheard_by(kana=file.kana or file.name, heard=wanted.words)
    if off is None:
        return None
    return SOUND + off, edit_distance(kana_key(file.kana or file.name), wanted.kana, at_most=4)


def notes_with(words: str, *, sensitive: bool) -> list[Passage]:
    """Return notes in which the words stand, the latest first; sensitive ones only for those who may read them."""
    query = past_query(words)
    if query is None:
        return []
    ids = ids_found("casefiles_note_find", query, sensitive)
    notes = Note.objects.filter(pk__in=ids).order_by("-written_at").values_list("case_file_id", "text")
    return passages_with(words, notes)


def past_query(words: str) -> str | None:
    """Return the query for words of conversations; None where they are too short, or digits only."""
    typed = search_key(words)
    if max(map(len, typed.split()), default=0) < LEAST_WORDS or not any(map(str.isalpha, typed)):
        return None
    return search_query(words)


def passages_with(words: str, rows: Iterable[tuple[int, str]]) -> list[Passage]:
    """Return the passages in which each of the words really stands, shortened to its surroundings."""
    wanted = search_key(words).split()
    found = []
    for pk, text in rows:
        key = search_key(text)
        if all(word in key for word in wanted):
            found.append(Passage(pk, _around(text, key, wanted)))
    return found


def _around(text: str, key: str, wanted: Sequence[str], *, before: int = 12, length: int = 50) -> str:
    """Return the surroundings of the first word; normal text is as long as its key but for a few signs."""
    line = normal(text)
    start = max(0, min(key.index(word) for word in wanted) - before)
    end = start + length
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")
