"""Make the files of data/places from the collected sources (元データからの変換): choose columns and rows, draw maps.

Values stay as they were published; what is repaired is repaired on loading, so that a file fetched anew may be put
in the place of ours.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from kayoi.foundation.places.rules.drawing import Layout, Outline, Shape, bounds_of, draw
from kayoi.foundation.places.rules.projection import Bounds, Sheet
from kayoi.foundation.places.rules.sheets import ISLAND_LAYOUTS, JAPAN_LAYOUT
from kayoi.foundation.places.rules.topology import Ring, Topology, decode, dissolve

BOUNDARIES: Final = "municipalities/boundaries_N03-21_s0010.topojson"
HAMAMATSU: Final = "22130"
OLD_WARDS: Final = "区の形は2021年1月1日のものです。2024年1月1日の再編(7区から3区)より前の区です。"


@dataclass(frozen=True)
class Excerpt:
    """What is taken from one source table; columns None means all."""

    source: str
    target: str
    columns: tuple[str, ...] | None = None
    keep: Callable[[Mapping[str, str]], bool] = lambda row: True


_CHANGES = ("date", "reason_key", "old_code5", "old_name", "new_code5", "new_name")
_STATIONS = ("station_id", "name", "lat", "lon", "altitude_m", "city_text")
_OFFICIAL = (
    "code5",
    "name",
    "population_2025_prelim",
    "dwellings_total_2023",
    "dwellings_vacant_2023",
    "waitlisted_children_2025_04_01",
    "foreign_residents_2025_12",
)
_HAZARDS = ("洪水", "崖崩れ、土石流及び地滑り", "高潮", "地震", "津波", "大規模な火事", "内水氾濫", "火山現象")
_SHELTERS = ("kind", "code5", "施設・場所名", "緯度", "経度", *(f"災害種別_{hazard}" for hazard in _HAZARDS))
_MUNICIPALITIES = (
    *("code5", "code6", "name", "kana", "kind", "parent_code5", "lat", "lon", "centroid_lat", "centroid_lon"),
    *("area_km2", "area_note", "gun_or_shinko", "url", "status", "note"),
)

EXCERPTS: Final = (
    Excerpt("municipalities/prefectures.csv", "prefectures.csv"),
    Excerpt("municipalities/municipalities.csv", "municipalities.csv", _MUNICIPALITIES),
    Excerpt("municipalities/municipal_changes_1970.csv", "changes.csv", _CHANGES),
    Excerpt("place_facts/place_facts_official_values.csv", "official_values.csv", _OFFICIAL),
    Excerpt("ipss/ipss_r5_projection_2020_2050_total.csv", "projections.csv"),
    Excerpt("ssdse/ssdse_a_movement_series.csv", "movement.csv"),
    Excerpt("climate_normals/stations.csv", "climate_stations.csv", _STATIONS),
    Excerpt("climate_normals/jma_normals_1991_2020_monthly.csv", "climate_normals.csv.gz"),
    Excerpt("census/census_2020_age_sex.csv", "census_2020.csv.gz", keep=lambda row: row["level"] in {"pref", "muni"}),
    Excerpt("census/census_2000_2015_age_sex.csv", "census_2000_2015.csv.gz"),
    Excerpt("addresses_seed/towns_seed_places.csv", "quarters.csv.gz", ("code5", "town", "koaza", "lat", "lon")),
    Excerpt("shelters_seed/shelters_seed_places.csv", "shelters.csv.gz", _SHELTERS),
    Excerpt("place_facts/stations_seed_places.csv", "stations.csv.gz", ("code5", "station", "lat", "lon")),
)


def excerpt(text: str, what: Excerpt) -> str:
    """Return the chosen columns and rows of a table.

    Source: docs/data-sources.md, 元データからの変換
    """
    reader = csv.DictReader(io.StringIO(text))
    columns = what.columns or tuple(reader.fieldnames or ())
    rows = [[row[column] for column in columns] for row in reader if what.keep(row)]
    return _table([list(columns), *rows])


def ssdse_a_excerpt(text: str, definitions: str) -> str:
    """Return SSDSE-A with its three head rows and the items that the definitions use.

    Source: docs/data-sources.md, 元データからの変換
    """
    used = set(_used(definitions, "ssdse_a.csv"))
    table = list(csv.reader(io.StringIO(text)))
    chosen = [index for index, item in enumerate(table[0]) if index in {0, 2} or item in used]
    return _table([[row[index] for index in chosen] for row in table])


def ssdse_b_excerpt(text: str, definitions: str) -> str:
    """Return the columns of SSDSE-B that the definitions use.

    Source: docs/data-sources.md, 元データからの変換
    """
    return excerpt(text, Excerpt("", "", ("年度", "地域コード", *_used(definitions, "ssdse_b.csv"))))


def _used(definitions: str, file: str) -> list[str]:
    """Return the items of an SSDSE file that definitions use; they are written "item_*", one column a year."""
    return [row["column"].removesuffix("_*") for row in csv.DictReader(io.StringIO(definitions)) if row["file"] == file]


def _table(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def maps(boundaries: str, municipalities: str, prefectures: str) -> dict[str, str]:
    """Draw all maps: Japan by prefecture, each prefecture by municipality, each designated city by ward.

    Source: docs/data-sources.md, 元データからの変換
    """
    topology = decode(json.loads(boundaries))
    towns = {row["code5"]: row for row in csv.DictReader(io.StringIO(municipalities))}
    numbers = {row["pref"]: f"{int(row['pid']):02}" for row in csv.DictReader(io.StringIO(prefectures))}
    drawn = [draw(JAPAN_LAYOUT, _prefectures(topology, numbers), topology)]
    for number, shapes in sorted(_municipalities(topology, numbers, towns).items()):
        name = next(name for name, other in numbers.items() if other == number)
        drawn.append(draw(ISLAND_LAYOUTS.get(number) or _layout(number, name, shapes, topology), shapes, topology))
    for city, shapes in sorted(_wards(topology, towns).items()):
        note = OLD_WARDS if city == HAMAMATSU else ""
        drawn.append(draw(_layout(city, towns[city]["name"], shapes, topology, note), shapes, topology))
    return {"sheets.json": _sheets(drawn), "outlines.csv.gz": _outlines(drawn)}


def _layout(key: str, title: str, shapes: Sequence[Shape], topology: Topology, note: str = "") -> Layout:
    around = bounds_of([ring for shape in shapes for ring in shape.rings], topology)
    return Layout(
        key,
        title,
        Bounds(
            round(around.west - 0.01, 3),
            round(around.south - 0.01, 3),
            round(around.east + 0.01, 3),
            round(around.north + 0.01, 3),
        ),
        note=note,
    )


def _prefectures(topology: Topology, numbers: Mapping[str, str]) -> list[Shape]:
    rings: dict[str, list[Ring]] = defaultdict(list)
    for properties, its in topology.areas:
        rings[properties["N03_001"]].extend(its)
    return [Shape(number, name, tuple(dissolve(rings[name], topology))) for name, number in numbers.items()]


def _municipalities(
    topology: Topology, numbers: Mapping[str, str], towns: Mapping[str, Mapping[str, str]]
) -> dict[str, list[Shape]]:
    """Return the municipalities of each prefecture; wards are joined to their city."""
    rings: dict[tuple[str, str, str], list[Ring]] = defaultdict(list)
    for properties, its in topology.areas:
        code = properties.get("N03_007") or ""
        town = towns.get(code)
        code = (town["parent_code5"] or code) if town else code
        name = towns[code]["name"] if code in towns else properties["N03_004"]
        rings[numbers[properties["N03_001"]], code, name].extend(its)
    shapes: dict[str, list[Shape]] = defaultdict(list)
    for (number, code, name), joined in sorted(rings.items()):
        shapes[number].append(Shape(code, name, tuple(dissolve(joined, topology))))
    return shapes


def _wards(topology: Topology, towns: Mapping[str, Mapping[str, str]]) -> dict[str, list[Shape]]:
    shapes: dict[str, list[Shape]] = defaultdict(list)
    for properties, its in sorted(topology.areas, key=lambda one: str(one[0].get("N03_007"))):
        town = towns.get(properties.get("N03_007") or "")
        if town and town["parent_code5"]:
            shapes[town["parent_code5"]].append(Shape(town["code5"], town["name"].split()[-1], its))
    return shapes


def _sheets(drawn: Sequence[tuple[Sheet, list[Outline]]]) -> str:
    sheets: list[dict[str, Any]] = [asdict(sheet) for sheet, _ in drawn]
    return "[\n" + ",\n".join(json.dumps(sheet, ensure_ascii=False) for sheet in sheets) + "\n]\n"


def _outlines(drawn: Sequence[tuple[Sheet, list[Outline]]]) -> str:
    rows = [[sheet.key, one.code, one.name, one.path] for sheet, outlines in drawn for one in outlines]
    return _table([["sheet", "code5", "name", "path"], *rows])
