"""Read quarters, shelters and stations: points with a position in a municipality."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kayoi.foundation.places.rules.distance import Position, distance_km
from kayoi.foundation.places.rules.reading.places import PlaceRow
from kayoi.foundation.places.rules.reading.tables import Repair, Repairs, WrongData, number, rows
from kayoi.foundation.places.states import FacilityKind, Hazard, PlaceKind, PlaceStatus

FARTHEST_KM: Final = 60.0  # from the office; the widest municipalities reach 50 km
# The words of the national table of shelters.
HAZARD_COLUMNS: Final = {
    "災害種別_洪水": Hazard.FLOOD,
    "災害種別_崖崩れ、土石流及び地滑り": Hazard.LANDSLIDE,
    "災害種別_高潮": Hazard.STORM_SURGE,
    "災害種別_地震": Hazard.EARTHQUAKE,
    "災害種別_津波": Hazard.TSUNAMI,
    "災害種別_大規模な火事": Hazard.FIRE,
    "災害種別_内水氾濫": Hazard.INLAND_FLOOD,
    "災害種別_火山現象": Hazard.VOLCANO,
}
_SHELTER_KINDS = {"emergency": FacilityKind.SHELTER, "evacuation": FacilityKind.EVACUATION}


@dataclass(frozen=True)
class QuarterRow:
    """A quarter with the point that stands for it."""

    code5: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class FacilityRow:
    """A shelter or a station."""

    kind: FacilityKind
    code5: str
    name: str
    lat: float
    lon: float
    hazards: tuple[Hazard, ...]
    source: str


def read_quarters(files: Mapping[str, str], places: Mapping[str, PlaceRow], repairs: Repairs) -> list[QuarterRow]:
    """Return the quarters that have a position, each name once in a municipality.

    Source: Geolonia 住所データ; docs/data-sources.md, addresses
    """
    found: dict[tuple[str, str], QuarterRow] = {}
    for row, (lat, lon) in _placed(files, "quarters.csv", ("town", "koaza"), ("lat", "lon"), places, repairs):
        name = row["town"] + row["koaza"]
        found.setdefault((row["code5"], name), QuarterRow(row["code5"], name, lat, lon))
    return list(found.values())


def read_facilities(files: Mapping[str, str], places: Mapping[str, PlaceRow], repairs: Repairs) -> list[FacilityRow]:
    """Return shelters, stations and town offices; one designated twice is one, with the hazards of both.

    Source: 国土地理院 指定緊急避難場所・指定避難所データ; 国土数値情報 S12; docs/data-sources.md
    """
    found: dict[tuple[str, str, str, float, float], FacilityRow] = {}
    columns = ("施設・場所名", "kind", *HAZARD_COLUMNS)
    for row, (lat, lon) in _placed(files, "shelters.csv", columns, ("緯度", "経度"), places, repairs):
        if row["kind"] not in _SHELTER_KINDS:
            raise WrongData([f"shelters.csv: 種別「{row['kind']}」は知らない種別です。"])
        kind, name = _SHELTER_KINDS[row["kind"]], row["施設・場所名"]
        hazards = {hazard for column, hazard in HAZARD_COLUMNS.items() if row[column] == "1"}
        key = (kind.value, row["code5"], name, lat, lon)
        if key in found:
            repairs.note(Repair.POINT_TWICE, name)
            hazards |= set(found[key].hazards)
        found[key] = FacilityRow(kind, row["code5"], name, lat, lon, tuple(sorted(hazards)), "shelters")
    stations = _placed(files, "stations.csv", ("station",), ("lat", "lon"), places, repairs)
    for row, (lat, lon) in stations:
        key = (FacilityKind.STATION.value, row["code5"], row["station"], lat, lon)
        found[key] = FacilityRow(FacilityKind.STATION, row["code5"], row["station"], lat, lon, (), "stations")
    return [*found.values(), *_offices(places)]


def _offices(places: Mapping[str, PlaceRow]) -> Iterator[FacilityRow]:
    """Yield the offices of municipalities and wards, except where the position is known to be another one."""
    for place in places.values():
        if place.kind is PlaceKind.PREFECTURE or place.status is not PlaceStatus.CURRENT or place.office_note:
            continue
        ending = "役場" if place.kind in {PlaceKind.TOWN, PlaceKind.VILLAGE} else "役所"
        at = (place.office_lat, place.office_lon)
        yield FacilityRow(FacilityKind.OFFICE, place.code5, f"{place.name}{ending}", *at, (), "localgov")


def _placed(
    files: Mapping[str, str],
    name: str,
    columns: tuple[str, ...],
    degrees: tuple[str, str],
    places: Mapping[str, PlaceRow],
    repairs: Repairs,
) -> Iterator[tuple[dict[str, str], Position]]:
    """Yield the rows that have a position near their municipality."""
    for line, row in enumerate(rows(files, name, "code5", *columns, *degrees), start=2):
        where = f"{name} {line}行目"
        place = places.get(row["code5"])
        if place is None:
            raise WrongData([f"{where}: 団体コード「{row['code5']}」の地域がありません。"])
        lat = number(row[degrees[0]], where=f"{where} 緯度", least=20, most=46)
        lon = number(row[degrees[1]], where=f"{where} 経度", least=122, most=155)
        office = (place.office_lat, place.office_lon)
        if lat is None or lon is None or distance_km(office, (lat, lon)) > FARTHEST_KM:
            repairs.note(Repair.POINT_UNPLACED, f"{place.name} {row[columns[0]]}")
            continue
        yield row, (lat, lon)
