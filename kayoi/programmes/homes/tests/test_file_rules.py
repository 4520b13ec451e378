"""Rules about the house file: items, position, tiles and zones, lists of facilities."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from kayoi.foundation.places.states import Hazard
from kayoi.programmes.homes.rules.facilities import read_list
from kayoi.programmes.homes.rules.items import hazards_inside, in_words, is_of, may_keep
from kayoi.programmes.homes.rules.library import NoAnswer, is_inside, tile_of, zones_of
from kayoi.programmes.homes.rules.position import blurred, shown_position
from kayoi.programmes.homes.states import Level
from kayoi.programmes.homes.states.around import ITEM_OF
from kayoi.programmes.homes.states.items import BY_CODE, HAZARDS, ITEMS, ItemGroup, ItemType

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((CASES / f"{name}.csv").read_text().splitlines()))


@pytest.mark.parametrize("row", rows("is_of"), ids=lambda row: f"{row['item']} {row['value']}")
def test_is_of(row: dict[str, str]) -> None:
    assert is_of(BY_CODE[row["item"]], json.loads(row["value"])) is (row["kept"] == "yes")


@pytest.mark.parametrize("row", rows("in_words"), ids=lambda row: f"{row['item']} {row['value']}")
def test_in_words(row: dict[str, str]) -> None:
    item, value = BY_CODE[row["item"]], json.loads(row["value"])
    assert (in_words(item, value), in_words(item, value, "en")) == (row["japanese"], row["english"])


def test_all_that_is_wrong_is_said_at_once() -> None:
    answer = may_keep({"storeys": "二階", "colour": "red", "pets": True})
    assert [reason.code for reason in answer.reasons] == ["homes.wrong_value", "homes.unknown_item"]
    assert may_keep({"storeys": 2, "pets": False}).met


def test_the_table_of_items_is_whole() -> None:
    assert len(BY_CODE) == len(ITEMS) > 70
    assert {item.group for item in ITEMS} == set(ItemGroup)
    for item in ITEMS:
        assert bool(item.choices) is (item.type in {ItemType.CHOICE, ItemType.CHOICES, ItemType.YES_NO}), item.code
        assert len({choice[0] for choice in item.choices}) == len(item.choices), item.code
        assert item.label_en.isascii(), item.code
        assert all(choice[2].isascii() for choice in item.choices), item.code
    private = {item.code for item in ITEMS if item.level is Level.STAFF}
    assert {"mortgage", "inheritance", "registry", "collapse", "nuisance"} <= private


def test_each_hazard_of_the_file_is_one_of_the_places() -> None:
    zones = {item.code.removeprefix("hazard_") for item in HAZARDS if item.type is ItemType.CHOICE}
    assert zones <= {hazard.value for hazard in Hazard}
    assert set(ITEM_OF.values()) <= {item.code for item in HAZARDS}


@pytest.mark.parametrize(
    ("details", "inside"),
    [
        ({}, None),
        ({"hazard_flood": "unknown"}, None),
        ({"hazard_flood": "outside"}, []),
        ({"hazard_tsunami": "outside", "hazard_landslide": "inside", "hazard_flood": "inside"}, ["flood", "landslide"]),
        ({"hazard_source": "町のハザードマップ", "hazard_seen_on": "2026-04-01"}, None),
    ],
)
def test_hazards_inside(details: dict[str, str], inside: list[str] | None) -> None:
    assert hazards_inside(details) == inside


def test_shown_position_is_the_quarters_point_or_the_grid() -> None:
    assert shown_position(35.8, 138.0, (35.81, 138.07)) == (35.81, 138.07)
    assert shown_position(None, None, (35.81, 138.07)) == (35.81, 138.07)
    assert shown_position(35.8381, 138.0611, None) == blurred(35.8381, 138.0611)
    assert shown_position(None, None, None) == (None, None)


def test_tile_of_the_published_example() -> None:
    assert tile_of(35.6580, 139.7016, 15) == (29099, 12905)


# An invented answer in the form of the library: a square with a hole, a point, and properties that we do not keep.
SQUARE = [[138.0, 35.0], [138.1, 35.0], [138.1, 35.1], [138.0, 35.1], [138.0, 35.0]]
HOLE = [[138.04, 35.04], [138.06, 35.04], [138.06, 35.06], [138.04, 35.06], [138.04, 35.04]]
ANSWER: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature", "properties": {"A31a_205": "2"},
            "geometry": {"type": "Polygon", "coordinates": [SQUARE, HOLE]},
        },
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [138.5, 35.5]}},
        {"type": "Feature", "properties": {}, "geometry": None},
        {
            "type": "Feature", "properties": {},
            "geometry": {"type": "MultiPolygon", "coordinates": [[[[139, 36], [139.1, 36], [139, 36.1], [139, 36]]]]},
        },
    ],
}  # fmt: skip


def test_zones_of_keeps_polygons_only() -> None:
    zones = zones_of(ANSWER)
    assert [zone["type"] for zone in zones] == ["Polygon", "MultiPolygon"]
    assert all(set(zone) == {"type", "coordinates"} for zone in zones)
    assert zones_of({"features": []}) == []
    others: list[Any] = [{"message": "limit"}, [], None, {"features": "none"}]
    for wrong in others:
        with pytest.raises(NoAnswer):
            zones_of(wrong)


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [
        (35.02, 138.02, True), (35.05, 138.05, False), (35.2, 138.02, False), (36.02, 139.02, True),
        (36.09, 139.09, False),
    ],
)  # fmt: skip
def test_is_inside(lat: float, lon: float, inside: bool) -> None:
    assert is_inside(zones_of(ANSWER), lat, lon) is inside


def test_read_list_takes_the_columns_of_the_standard_data() -> None:
    table = [
        ["ID", "名称", "緯度", "経度", "災害種別_洪水", "災害種別_地震"],
        ["1", "　丸山保育園", "35.52143", "137.816788", "", "1"],
        ["2", "位置のない園", "", "", "", ""],
        ["3", "遠くの園", "5.5", "137.8", "", ""],
        ["", "", "", "", "", ""],
        ["4", "全角の園", "３５．５", "１３７．８", "1", "1"],
    ]
    read = read_list(table)
    assert [(row.name, row.lat, row.hazards) for row in read.rows] == [
        ("丸山保育園", 35.52143, ("earthquake",)),
        ("全角の園", 35.5, ("earthquake", "flood")),
    ]
    assert [sentence.partition(":")[0] for sentence in read.left_out] == ["3行目", "4行目"]
    with pytest.raises(ValueError, match="経度"):
        read_list([["名称", "緯度"], ["x", "35"]])
    with pytest.raises(ValueError, match="名称"):
        read_list([])
