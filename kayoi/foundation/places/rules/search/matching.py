"""Match a query against the index, and say why (検索と理由)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kayoi.foundation.places.rules.history import Chain
from kayoi.foundation.places.rules.search.index import Entry, Keys, PlaceIndex
from kayoi.foundation.places.rules.search.letters import letters_key, without_marks
from kayoi.foundation.places.rules.search.slips import alike
from kayoi.foundation.places.states import How
from kayoi.kit.text import kana_key, municipality_code, normal, search_key, sound_key

_ORDER: Final = {how: position for position, how in enumerate(How)}
_KANA: Final = re.compile(r"[ぁ-ゖー]+")
_LETTERS: Final = re.compile(r"[a-z'’\-\s,.]+")
_SURE: Final = frozenset({How.CODE, How.EXACT, How.KANA})
_KINDS: Final = "市町村区"


@dataclass(frozen=True)
class Found:
    """A place that was found: why, and by which former name if it was one."""

    code: str
    how: How
    slips: int = 0
    chain: Chain | None = None

    @property
    def why(self) -> str:
        """The reason in Japanese; a former name comes with its day and its way to today's name."""
        if self.chain is None:
            return self.how.label
        first = self.chain.first
        day = f"{first.on.year}年{first.on.month}月{first.on.day}日"
        way = " → ".join([first.old_name, *(step.new_name for step in self.chain.steps)])
        return f"{self.how.label}: {way}({day}、{first.reason.label})"


@dataclass(frozen=True)
class _Query:
    """One way to read what was typed: what remains, in three spellings, and the prefecture it names."""

    text: str
    kana: str
    letters: str
    prefecture: str | None = None
    within: str = ""

    def admits(self, entry: Entry) -> bool:
        if self.prefecture is not None and entry.prefecture != self.prefecture:
            return False
        return not self.within or self.within in entry.within


def find(index: PlaceIndex, typed: str, *, limit: int = 20) -> list[Found]:
    """Return the best matches, best first; each place once, for its best reason.

    Order: reason (code, name, beginning, part, reading, former name, slip), fewer slips, larger population.

    Source: docs/data-sources.md, 地域の検索
    """
    plain = normal(typed)
    if not plain:
        return []
    if (found := _by_code(index, plain)) is not None:
        return found
    best: dict[str, tuple[_Rank, Found]] = {}
    for entry, hit, likely in _all(index, list(_readings(index, plain))):
        rank = _rank(entry, hit, likely=likely)
        if entry.code not in best or rank < best[entry.code][0]:
            best[entry.code] = (rank, hit)
    ordered = sorted(best.values(), key=lambda pair: (pair[0].order, *pair[0].rest))
    return [hit for _, hit in ordered][:limit]


@dataclass(frozen=True, order=True)
class _Rank:
    """How good a hit is: first for choosing the reason of one place, then for the order of places."""

    reason: int
    order: int
    rest: tuple[int, bool, bool, int, str]


def _rank(entry: Entry, hit: Found, *, likely: bool) -> _Rank:
    order = _ORDER[hit.how]
    # That the town was called so says more than that its name still contains it: 篠山市, today 丹波篠山市.
    reason = _ORDER[How.PREFIX] if hit.how is How.FORMER and hit.slips == 0 else order
    return _Rank(reason, order, (hit.slips, hit.chain is not None, not likely, -entry.population, entry.code))


def _all(index: PlaceIndex, queries: list[_Query]) -> Iterator[tuple[Entry, Found, bool]]:
    """Yield all hits, and whether they are the likelier of equals.

    Likelier is what was read without taking a prefecture off its front (大阪北区 lies in 大阪市 rather than in 堺市),
    and a similar name that begins alike: people seldom mistake the first sign.
    """
    sure = False
    for query in queries:
        for entry, hit in _direct(index, query):
            sure = sure or hit.how in _SURE or (hit.how is How.FORMER and hit.slips == 0)
            yield entry, hit, query.prefecture is None or bool(query.within)
    slipped = [] if sure else [(*one, query) for query in queries for one in _slipped(index, query)]
    fewest = min((hit.slips for _, hit, _ in slipped), default=0)
    for entry, hit, query in slipped:
        if hit.slips == fewest:  # what needs more slips than another is not what was meant
            yield entry, hit, _starts_alike(entry.keys, query)


def _starts_alike(keys: Keys, query: _Query) -> bool:
    return any(
        typed[:1] == name[:1] != ""
        for typed, name in ((query.text, keys.text), (query.kana, keys.kana), (query.letters, keys.letters))
    )


def _by_code(index: PlaceIndex, plain: str) -> list[Found] | None:
    if not re.fullmatch(r"\d{5,6}|\d{2}", plain):
        return None
    try:
        reading = municipality_code(plain)
    except ValueError:
        return []
    codes = (reading.code, reading.alternative)
    # Five digits are mostly the code without its check digit; one that lost its zero comes second.
    ordered = sorted((code for code in codes if code in index.codes), key=lambda code: code[:5] != plain)
    return [Found(code, How.CODE) for code in ordered]


def _readings(index: PlaceIndex, plain: str) -> Iterator[_Query]:
    """Yield the query as it is, and again without a prefecture, a district or a city at its beginning."""
    parts = plain.split(" ")
    joined = "".join(parts)
    text, kana = search_key(joined), kana_key(joined) if _KANA.fullmatch(search_key(joined)) else ""
    letters = letters_key(plain) if _LETTERS.fullmatch(without_marks(plain)) else ""
    whole = _Query(text, kana, letters)
    yield whole
    for query in list(_narrowed(index, whole)):
        yield query
        yield from _inside(index, query)
    yield from _inside(index, whole)


def _narrowed(index: PlaceIndex, query: _Query) -> Iterator[_Query]:
    for name, number in index.prefectures.items():
        if len(query.text) > len(name) and query.text.startswith(name):
            rest = query.text[len(name) :]
            if name + rest[0] in index.prefectures or rest in _KINDS:
                continue  # 長野 of 長野県伊那市: the whole name is read by itself; 福島町 is no 町 in 福島
            kana = query.kana[len(name) :] if query.kana.startswith(name) else ""
            yield _Query(rest, kana, "", number)
        if query.letters and query.letters != name:
            if query.letters.startswith(name):
                yield _Query("", "", query.letters.removeprefix(name), number)
            elif query.letters.endswith(name):
                yield _Query("", "", query.letters.removesuffix(name), number)


def _inside(index: PlaceIndex, query: _Query) -> Iterator[_Query]:
    """Read 上伊那郡辰野町 and 札幌市中央区 (also 札幌中央区): what follows a district or a designated city."""
    district, found, rest = query.text.partition("郡")
    if found and district and rest:
        yield _Query(rest, "", "", query.prefecture, district + "郡")
    for name, city in index.cities.items():
        if query.text.startswith(name) and len(query.text) > len(name):
            yield _Query(query.text.removeprefix(name), "", "", query.prefecture, city)


def _direct(index: PlaceIndex, query: _Query) -> Iterator[tuple[Entry, Found]]:
    for entry in index.exact.get(query.text, ()):
        if query.admits(entry):
            yield entry, _hit(entry, How.EXACT)
    for entry in _holding(index.entries.get(query.prefecture, ()), query):
        part = _part(entry.keys, query, former=entry.former is not None)
        if part is not None and query.admits(entry):
            yield entry, _hit(entry, *part)


def _holding(entries: Sequence[Entry], query: _Query) -> list[Entry]:
    """Return the entries in which the query occurs at all; a quick look, because it is taken at all of them."""
    text, kana, letters = query.text, query.kana, query.letters
    if letters:
        return [entry for entry in entries if letters in entry.keys.letters_whole or letters == entry.keys.letters]
    if kana:
        return [entry for entry in entries if kana in entry.keys.kana or text in entry.keys.text]
    return [entry for entry in entries if text in entry.keys.text]


def _part(keys: Keys, query: _Query, *, former: bool) -> tuple[How, int] | None:
    """Return how the query is a part of a name or reading, and a rank among those; former names from their start only.

    Who types kana means a reading: a name that happens to be written in kana is then no better than the others.
    """
    text, kana, letters = query.text, query.kana, query.letters
    if text and keys.text.startswith(text):
        return (How.KANA_PREFIX, 0) if kana and not former else (How.PREFIX, 1 if former else 0)
    if former:
        return None
    if kana and kana in (keys.kana, keys.kana_stem):
        return How.KANA, 0
    if kana and keys.kana.startswith(kana):
        return How.KANA_PREFIX, 0
    if letters and letters in (keys.letters, keys.letters_whole):
        return How.KANA, 0
    if letters and keys.letters_whole.startswith(letters):
        return How.KANA_PREFIX, 0
    if text and text in keys.text:
        return (How.KANA_PREFIX, 1) if kana else (How.CONTAINS, 0)
    return None


def _hit(entry: Entry, how: How, slips: int = 0) -> Found:
    if entry.former is None:
        return Found(entry.code, how, slips)
    return Found(entry.code, How.TYPO if how is How.TYPO else How.FORMER, slips, entry.former.chain)


def _slipped(index: PlaceIndex, query: _Query) -> Iterator[tuple[Entry, Found]]:
    """Yield what is one or two slips away; a wrong kind, a sign taken for another or a wrong sound count as none."""
    for entry, slips in _near(index, query):
        if query.admits(entry):
            yield entry, _hit(entry, How.TYPO, slips)


def _near(index: PlaceIndex, query: _Query) -> Iterator[tuple[Entry, int]]:
    text, kana, letters = query.text, query.kana, query.letters
    bare = text[:-1] if text[-1:] in _KINDS and len(text) > 2 else text
    for entry in (*index.alike.get(alike(text), ()), *index.alike.get(alike(bare), ())):
        yield entry, 0
    if text and not kana and not letters:
        # Two kanji differ in one too easily: then the first must be right.
        yield from index.near_text.near(text, at_most=_allowed(text, 6), same_start=len(text) < 3)
    if kana:
        for entry in index.sounds.get(sound_key(kana), ()):
            yield entry, 0
        if len(kana) > 2:
            yield from index.near_kana.near(kana, at_most=_allowed(kana, 6))
    if len(letters) > 3:
        yield from index.near_letters.near(letters, at_most=_allowed(letters, 7))


def _allowed(typed: str, two_from: int) -> int:
    return 2 if len(typed) >= two_from else 1
