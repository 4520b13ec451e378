"""Checks of the whole data set (検算): known totals of Japan, and sums that must agree.

The known totals stand in expected.csv, because they change with the data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kayoi.foundation.places.rules.reading.ages import AgesRow
from kayoi.foundation.places.rules.reading.figures import Values
from kayoi.foundation.places.rules.reading.maps import OutlineRow
from kayoi.foundation.places.rules.reading.places import PlaceRow
from kayoi.foundation.places.rules.reading.tables import WrongData, count, member, rows
from kayoi.foundation.places.rules.sheets import JAPAN
from kayoi.foundation.places.states import MUNICIPALITIES, PlaceKind, PlaceStatus

_PARTS: Final = ("projected_0_14", "projected_15_64", "projected_65_plus")


@dataclass(frozen=True)
class Check:
    """One check and its outcome."""

    what: str
    expected: str
    found: str

    @property
    def passed(self) -> bool:
        return self.expected == self.found


@dataclass(frozen=True)
class Checked:
    """What is checked."""

    places: Mapping[str, PlaceRow]
    ages: Iterable[AgesRow]
    values: Values
    outlines: Iterable[OutlineRow]

    def count(self, measure: str, argument: str) -> float:
        """Return what expected.csv asks for: places of some kinds, a national total, or areas that are drawn."""
        if measure == "places":
            return len(self._current({member(PlaceKind, kind, where="expected.csv") for kind in argument.split()}))
        if measure == "municipalities":
            return self._total(argument, MUNICIPALITIES)
        if measure == "prefectures":
            return self._total(argument, {PlaceKind.PREFECTURE})
        if measure == "outlines" and argument in {JAPAN, "prefectures"}:
            drawn = {(outline.sheet, outline.code5) for outline in self.outlines}
            if argument == JAPAN:
                return sum((JAPAN, place.code5) in drawn for place in self._current({PlaceKind.PREFECTURE}))
            return sum((place.code5[:2], place.code5) in drawn for place in self._current(MUNICIPALITIES))
        raise WrongData([f"expected.csv: 知らない検算です({measure} {argument})。"])

    def _current(self, kinds: Iterable[PlaceKind]) -> list[PlaceRow]:
        wanted = set(kinds)
        return [place for place in self.places.values() if place.kind in wanted and place.status is PlaceStatus.CURRENT]

    def _total(self, argument: str, kinds: Iterable[PlaceKind]) -> float:
        key, _, year = argument.partition("@")
        at = count(year, where=f"expected.csv {argument} の年")
        return sum(self.values.get((place.code5, key, at), 0) for place in self._current(kinds))


def checks(files: Mapping[str, str], data: Checked) -> list[Check]:
    """Return all checks of the data set.

    Source: data/places/expected.csv, which names the publication of each total
    """
    made = [
        _same(
            row["what"],
            count(row["expected"], where=f"expected.csv {row['what']}"),
            data.count(row["measure"], row["argument"]),
        )
        for row in rows(files, "expected.csv", "what", "measure", "argument", "expected")
    ]
    return [*made, *_sums(data)]


def _sums(data: Checked) -> list[Check]:
    ages = list(data.ages)
    whole = sum(1 for row in ages if sum(row.ages) + row.unknown == row.total)
    year = max((year for _, key, year in data.values if key == "moves_in"), default=0)
    moved = [data.count("municipalities", f"{key}@{year}") for key in ("moves_in", "moves_out")]
    projected = [(code5, at) for code5, key, at in data.values if key == _PARTS[0]]
    agreeing = [
        one
        for one in projected
        if sum(data.values.get((one[0], part, one[1]), -1) for part in _PARTS)
        == data.values.get((one[0], "population_projection", one[1]))
    ]
    return [
        _same("国勢調査で年齢の和と総数が合う行", len(ages), whole),
        _same(f"{year}年の転入と転出(全国では等しい)", moved[0], moved[1]),
        _same("将来推計の年齢3区分の和と総人口が合う団体", len(projected), len(agreeing)),
    ]


def _same(what: str, expected: float, found: float) -> Check:
    return Check(what, f"{expected:,.0f}", f"{found:,.0f}")
