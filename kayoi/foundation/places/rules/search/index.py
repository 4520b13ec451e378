"""The index of the search: every place and every former name under all its keys, in memory."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kayoi.foundation.places.rules.history import Chain, History
from kayoi.foundation.places.rules.romaji import hepburn, stem
from kayoi.foundation.places.rules.search.letters import letters_key
from kayoi.foundation.places.rules.search.slips import NearNames, alike
from kayoi.foundation.places.states import PlaceKind
from kayoi.kit.text import kana_key, search_key, sound_key

_SUFFIXES: Final = "市町村区郡"
_PREFECTURE_SUFFIXES: Final = "都府県"


@dataclass(frozen=True)
class KnownPlace:
    """What the search must know of a place that exists."""

    code: str
    kind: PlaceKind
    name: str
    full_name: str
    kana: str
    name_en: str
    district: str
    city: str
    population: int


@dataclass(frozen=True)
class FormerName:
    """A name that a municipality had, and the place that it belongs to today."""

    name: str
    prefecture: str
    chain: Chain
    code: str


@dataclass(frozen=True)
class Keys:
    """One name under its keys: whole and without 市, 町, 村 or 区."""

    text: str
    text_stem: str
    kana: str = ""
    kana_stem: str = ""
    sound: str = ""
    letters: str = ""
    letters_whole: str = ""


@dataclass(frozen=True)
class Entry:
    """A place or a former name in the index."""

    code: str
    prefecture: str
    keys: Keys
    within: tuple[str, ...]
    population: int
    former: FormerName | None = None


@dataclass(frozen=True)
class PlaceIndex:
    """All entries, and the names by which a query may be narrowed to a prefecture."""

    entries: Mapping[str | None, Sequence[Entry]]  # by prefecture's two digits; None: all
    codes: frozenset[str]
    prefectures: Mapping[str, str]  # any key of a prefecture's name → its two digits
    cities: Mapping[str, str]  # a designated city's name, whole and without 市 → the key of its whole name
    exact: Mapping[str, list[Entry]]
    alike: Mapping[str, list[Entry]]
    sounds: Mapping[str, list[Entry]]
    near_text: NearNames[Entry]
    near_kana: NearNames[Entry]
    near_letters: NearNames[Entry]

    @classmethod
    def of(cls, places: Iterable[KnownPlace], formers: Iterable[FormerName]) -> "PlaceIndex":
        """Build the index; takes a fraction of a second for all of Japan."""
        known = {place.code: place for place in places}
        entries = [_entry(place) for place in known.values()]
        entries += [_former(former, known[former.code]) for former in formers if former.code in known]
        by_prefecture: dict[str | None, list[Entry]] = defaultdict(list, {None: entries})
        for entry in entries:
            by_prefecture[entry.prefecture].append(entry)
        return cls(
            by_prefecture,
            frozenset(known),
            {key: place.code[:2] for place in known.values() for key in _prefecture_keys(place)},
            {
                key: search_key(place.name)
                for place in known.values()
                if place.kind is PlaceKind.DESIGNATED_CITY
                for key in (search_key(place.name), _stem(place.name))
            },
            _by_key(entries, lambda keys: (keys.text, keys.text_stem)),
            _by_key(entries, lambda keys: (alike(keys.text), alike(keys.text_stem))),
            _by_key(entries, lambda keys: (keys.sound,)),
            _near(entries, lambda keys: (keys.text, keys.text_stem)),
            _near(entries, lambda keys: (keys.kana, keys.kana_stem)),
            _near(entries, lambda keys: (keys.letters, keys.letters_whole)),
        )


def _by_key(entries: Iterable[Entry], names: Callable[[Keys], tuple[str, ...]]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for key in set(names(entry.keys)) - {""}:
            found[key].append(entry)
    return dict(found)


def _near(entries: Iterable[Entry], names: Callable[[Keys], tuple[str, ...]]) -> NearNames[Entry]:
    return NearNames((key, entry) for entry in entries for key in set(names(entry.keys)))


def former_names(history: History, today: Mapping[str, tuple[str, str]]) -> list[FormerName]:
    """Return all names that municipalities had before, with what they are today.

    `today` gives code and name of the places by five-digit code. A town that kept its name has no former one.

    Source: 統計に用いる標準地域コード (廃置分合等)
    """
    return [
        FormerName(change.old_name, change.old_code5[:2], chain, today[chain.code5][0])
        for change in history.changes
        for chain in history.chains(change)
        if chain.code5 in today and today[chain.code5][1] != change.old_name
    ]


def _entry(place: KnownPlace) -> Entry:
    text, kana = search_key(place.name), kana_key(place.kana)
    if place.kind is PlaceKind.PREFECTURE:
        kana_stem = _short_kana(place)
        letters = letters_key(place.name_en)
        whole = letters
    else:
        bare = stem(place.kana, place.kind)
        kana_stem, letters, whole = kana_key(bare), letters_key(hepburn(bare)), letters_key(hepburn(place.kana))
    keys = Keys(text, _stem(place.name), kana, kana_stem, sound_key(kana_stem), letters, whole)
    within = tuple(search_key(part) for part in (place.district, place.city) if part)
    return Entry(place.code, place.code[:2], keys, within, place.population)


def _former(former: FormerName, today: KnownPlace) -> Entry:
    keys = Keys(search_key(former.name), _stem(former.name))
    # A former ward lay in the city that its successor lies in; 浜松市中区 narrows to it like 札幌市中央区.
    within = (search_key(today.city),) if today.city else ()
    return Entry(today.code, former.prefecture, keys, within, today.population, former)


def _stem(name: str) -> str:
    """Return the key of a name without its last 市, 町, 村, 区 (都, 府, 県); 北海道 stays whole."""
    if len(name) > 1 and name[-1] in _SUFFIXES + _PREFECTURE_SUFFIXES:
        return search_key(name[:-1])
    return search_key(name)


def _short_kana(place: KnownPlace) -> str:
    kana = kana_key(place.kana)
    for ending in ("けん", "ふ", "と"):
        if place.name[-1] in _PREFECTURE_SUFFIXES and kana.endswith(ending):
            return kana.removesuffix(ending)
    return kana


def _prefecture_keys(place: KnownPlace) -> set[str]:
    if place.kind is not PlaceKind.PREFECTURE:
        return set()
    return {
        search_key(place.name),
        _stem(place.name),
        kana_key(place.kana),
        _short_kana(place),
        letters_key(place.name_en),
    }
