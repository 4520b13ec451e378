"""Read climate normals, and find the nearest station of each place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kayoi.foundation.places.rules.distance import Position, nearest
from kayoi.foundation.places.rules.reading.places import PlaceRow
from kayoi.foundation.places.rules.reading.tables import WrongData, member, number, rows
from kayoi.foundation.places.states import GROUP_ELEMENTS, Element, ElementGroup

# A station farther than this says nothing about the place. Snow differs from valley to valley.
FARTHEST_KM: Final = dict.fromkeys(ElementGroup, 75.0) | {ElementGroup.SNOW: 40.0}
_MONTHS = tuple(f"m{month:02}" for month in range(1, 13))


@dataclass(frozen=True)
class StationRow:
    """An observing station."""

    number: str
    name: str
    lat: float
    lon: float
    altitude_m: int
    city_text: str


@dataclass(frozen=True)
class NormalRow:
    """The normals of one element at one station."""

    station: str
    element: Element
    months: tuple[float, ...]
    annual: float


@dataclass(frozen=True)
class NearestRow:
    """Which station stands for a place."""

    code5: str
    group: ElementGroup
    station: str
    distance_km: float


def read_stations(files: Mapping[str, str]) -> dict[str, StationRow]:
    """Return the stations by number.

    Source: 気象庁 地上気象観測所・アメダスの所在地
    """
    found = {}
    for row in rows(files, "climate_stations.csv", "station_id", "name", "lat", "lon", "altitude_m", "city_text"):
        where = f"climate_stations.csv {row['station_id']}"
        lat = number(row["lat"], where=f"{where} 緯度", least=20, most=46)
        lon = number(row["lon"], where=f"{where} 経度", least=122, most=155)
        altitude = number(row["altitude_m"], where=f"{where} 標高", least=-10, most=3800)
        if lat is None or lon is None or altitude is None:
            raise WrongData([f"{where}: 位置か標高がありません。"])
        found[row["station_id"]] = StationRow(row["station_id"], row["name"], lat, lon, int(altitude), row["city_text"])
    return found


def read_normals(files: Mapping[str, str], stations: Mapping[str, StationRow]) -> list[NormalRow]:
    """Return the normals of all stations.

    Source: 気象庁 平年値(1991〜2020年)
    """
    found = []
    for row in rows(files, "climate_normals.csv", "station_id", "element", "year", *_MONTHS):
        where = f"climate_normals.csv {row['station_id']} {row['element']}"
        values = [number(row[column], where=f"{where} {column}", least=-60) for column in (*_MONTHS, "year")]
        known = [value for value in values if value is not None]
        if len(known) < len(values) or row["station_id"] not in stations:
            raise WrongData([f"{where}: 値が欠けているか、知らない観測所です。"])
        found.append(
            NormalRow(row["station_id"], member(Element, row["element"], where=where), tuple(known[:-1]), known[-1])
        )
    return found


def find_nearest(
    places: Iterable[PlaceRow], stations: Mapping[str, StationRow], normals: Iterable[NormalRow]
) -> list[NearestRow]:
    """Return for each place and group of elements the nearest station that observes the whole group, if one is near.

    Source: docs/data-sources.md, 気候
    """
    observed: dict[str, set[Element]] = defaultdict(set)
    for normal in normals:
        observed[normal.station].add(normal.element)
    cells = {
        group: _cells(station for number, station in stations.items() if set(elements) <= observed[number])
        for group, elements in GROUP_ELEMENTS.items()
    }
    found = []
    for place in places:
        here = (place.office_lat, place.office_lon)
        for group, by_cell in cells.items():
            near = nearest(here, _around(here, by_cell), 1)
            if near and near[0][1] <= FARTHEST_KM[group]:
                found.append(NearestRow(place.code5, group, near[0][0], round(near[0][1], 2)))
    return found


_Cells = Mapping[tuple[int, int], list[tuple[str, Position]]]


def _cells(stations: Iterable[StationRow]) -> _Cells:
    """Sort the stations into cells of one degree, which in Japan is at least 77 km (of longitude, at 46°)."""
    cells: dict[tuple[int, int], list[tuple[str, Position]]] = defaultdict(list)
    for station in stations:
        cells[int(station.lat), int(station.lon)].append((station.number, (station.lat, station.lon)))
    return cells


def _around(here: Position, cells: _Cells) -> list[tuple[str, Position]]:
    """Return the stations of the nine cells around: all that are near enough to count, and few others."""
    lat, lon = int(here[0]), int(here[1])
    return [one for dy in (-1, 0, 1) for dx in (-1, 0, 1) for one in cells.get((lat + dy, lon + dx), ())]
