"""Addresses in a ledger (住所欄): which municipality they name, and what stands after it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kayoi.kit.text import normal, search_key

_COUNTY = re.compile(r"^[^市区町村]{1,6}?郡")


@dataclass(frozen=True)
class KnownPlace:
    """A place as far as addresses need it; `within` is its name without the prefecture (横浜市青葉区)."""

    code: str
    prefecture: str
    name: str
    within: str


@dataclass(frozen=True)
class PlaceRead:
    """What an address says: the code of its municipality (or prefecture), empty if unknown, and the rest of it."""

    code: str = ""
    rest: str = ""
    doubt: str = ""


@dataclass
class PlaceNames:
    """All names of places, ready for the beginnings of addresses."""

    prefectures: dict[str, str] = field(default_factory=dict)
    names: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    _read: dict[str, PlaceRead] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Iterable[KnownPlace]) -> "PlaceNames":
        """Return the names of these places; those without a prefecture are prefectures."""
        made = cls()
        for place in places:
            if not place.prefecture:
                made.prefectures[search_key(place.name)] = place.code
                if place.name[-1] in "都府県":
                    made.prefectures.setdefault(search_key(place.name[:-1]), place.code)
                continue
            for name in {place.name, place.within, _COUNTY.sub("", place.within)}:
                made.names.setdefault(search_key(name), set()).add((place.code, search_key(place.prefecture)))
        return made

    def read(self, text: str) -> PlaceRead:
        """Read an address (住所を読む): 長野県伊那市荒井1 or 伊那市; 府中市 alone is two places and doubted.

        Source: docs/data-sources.md (全国地方公共団体コード); longest name first, counties may be left out
        """
        if text not in self._read:
            self._read[text] = self._found(normal(text).replace(" ", ""))
        return self._read[text]

    def _found(self, plain: str) -> PlaceRead:
        key = search_key(plain)
        if len(key) != len(plain) or not key:
            return PlaceRead(rest=plain)
        prefecture, at = self._prefecture(key)
        county = _COUNTY.match(plain[at:])
        for start in {at + (county.end() if county else 0), at}:
            for end in range(min(len(key), start + 14), start, -1):
                places = self.names.get(key[start:end], set())
                fitting = {code for code, of in places if not prefecture or self.prefectures[of] == prefecture}
                if len(fitting) == 1:
                    return PlaceRead(fitting.pop(), plain[end:])
                if fitting:
                    return PlaceRead(rest=plain, doubt=f"「{plain[start:end]}」は {len(fitting)} か所あります")
        if not prefecture:
            return self._stem(key, plain)
        return PlaceRead(prefecture, plain[at:])

    def _prefecture(self, key: str) -> tuple[str, int]:
        for end in (4, 3, 2):
            if (code := self.prefectures.get(key[:end])) and not self._is_town(key, end):
                return code, end
        return "", 0

    def _is_town(self, key: str, end: int) -> bool:
        """Tell whether what looks like a prefecture's short name is the beginning of a town's (長野市, 山形村)."""
        return key[end : end + 1] in "市町村区" and key[: end + 1] in self.names

    def _stem(self, key: str, plain: str) -> PlaceRead:
        """Look for a town that is named without 市町村区, and alone (世田谷)."""
        found = {code for ending in "市区町村" for code, _ in self.names.get(key + ending, ())}
        return PlaceRead(found.pop()) if len(found) == 1 else PlaceRead(rest=plain)
