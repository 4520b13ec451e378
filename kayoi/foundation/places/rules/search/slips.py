"""Names that are one or two slips away from what was typed (似た名前), found without comparing all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from kayoi.kit.text import edit_distance

T = TypeVar("T")

# Signs that look or sound alike in place names, and are taken for each other when names are copied by hand.
_ALIKE: Final = str.maketrans({"埼": "崎", "河": "川", "畠": "畑", "橿": "樫", "渡": "度", "那": "奈"})


def alike(key: str) -> str:
    """Return the key with signs that are easily taken for each other made one.

    Source: docs/data-sources.md, 地域の検索
    """
    return key.translate(_ALIKE)


@dataclass(frozen=True)
class _Name(Generic[T]):
    key: str
    signs: int
    owners: tuple[T, ...]


class NearNames(Generic[T]):
    """Names by length, each with its signs as a bit set, so that most are passed over with two operations."""

    def __init__(self, names: Iterable[tuple[str, T]]) -> None:
        owners: dict[str, list[T]] = defaultdict(list)
        for key, owner in names:
            if key:
                owners[key].append(owner)
        self._bits: dict[str, int] = {}
        by_length: dict[int, list[_Name[T]]] = defaultdict(list)
        for key, those in owners.items():
            by_length[len(key)].append(_Name(key, self._signs(key), tuple(those)))
        self._by_length: Mapping[int, list[_Name[T]]] = by_length

    def _signs(self, key: str) -> int:
        signs = 0
        for char in key:
            signs |= 1 << self._bits.setdefault(char, len(self._bits))
        return signs

    def near(self, typed: str, *, at_most: int, same_start: bool = False) -> Iterator[tuple[T, int]]:
        """Yield the owners of all names within so many slips, with the slips."""
        strange = sum(1 for char in set(typed) if char not in self._bits)
        if strange > at_most:
            return
        signs = self._signs("".join(char for char in typed if char in self._bits))
        for length in range(len(typed) - at_most, len(typed) + at_most + 1):
            for name in self._by_length.get(length, ()):
                # A slip brings in or drops at most one sign (a swap none).
                if (signs & ~name.signs).bit_count() + strange > at_most or (name.signs & ~signs).bit_count() > at_most:
                    continue
                if same_start and name.key[0] != typed[0]:
                    continue
                slips = edit_distance(typed, name.key, at_most=at_most)
                if slips <= at_most:
                    for owner in name.owners:
                        yield owner, slips
