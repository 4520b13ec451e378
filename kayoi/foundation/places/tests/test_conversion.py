"""From the collected sources to the files of the repository."""

import gzip
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kayoi.foundation.places.rules.conversion import Excerpt, excerpt, maps, ssdse_a_excerpt, ssdse_b_excerpt
from kayoi.foundation.places.tests.paths import rings

DEFINITIONS = "key,file,column\nbirths,ssdse_a.csv,A4101_*\nrate,ssdse_b.csv,出生率_*\nother,movement.csv,A5101_*\n"


def test_an_excerpt_keeps_the_values_as_they_are() -> None:
    text = '\ncode5,name,phrase,level\n01202,函館市,"海,港",muni\n00000,全国,,country\n'.lstrip()
    what = Excerpt("", "", ("code5", "name"), lambda row: row["level"] == "muni")
    assert excerpt(text, what) == "code5,name\n01202,函館市\n"
    assert excerpt(text, Excerpt("", "")).splitlines()[1] == '01202,函館市,"海,港",muni'


def test_only_the_items_in_use_are_taken_from_ssdse() -> None:
    head = (
        "SSDSE-A-2026,Prefecture,Municipality,A1101,A4101\n,,年度,2020,2023\n地域コード,都道府県,市区町村,人口,出生数\n"
    )
    a = f"{head}R01202,北海道,函館市,9,7\n"
    assert ssdse_a_excerpt(a, DEFINITIONS).splitlines()[0] == "SSDSE-A-2026,Municipality,A4101"
    assert ssdse_a_excerpt(a, DEFINITIONS).splitlines()[3] == "R01202,函館市,7"
    b = "年度,地域コード,都道府県,総人口,出生率\n2022,R01000,北海道,5140,1.12\n"
    assert ssdse_b_excerpt(b, DEFINITIONS) == "年度,地域コード,出生率\n2022,R01000,1.12\n"


def test_maps_join_wards_to_their_city_and_prefectures_to_japan() -> None:
    """Two wards of one city and a village, side by side in one prefecture."""

    def square(code: str, arcs: list[int], name: str) -> dict[str, object]:
        properties = {"N03_001": "静岡県", "N03_004": name, "N03_007": code}
        return {"type": "Polygon", "arcs": [arcs], "properties": properties}

    data = {
        "transform": {"scale": [0.1, 0.1], "translate": [137, 34]},
        "arcs": [
            [[1, 0], [0, 1]],  # between the wards
            [[1, 1], [-1, 0], [0, -1], [1, 0]],  # round the western ward
            [[2, 0], [0, 1]],  # between the eastern ward and the village
            [[1, 0], [1, 0]],  # south of the eastern ward
            [[2, 1], [-1, 0]],  # north of it
            [[2, 0], [1, 0], [0, 1], [-1, 0]],  # round the village
        ],
        "objects": {
            "areas": {
                "geometries": [
                    square("22131", [0, 1], "中区"),
                    square("22132", [3, 2, 4, ~0], "東区"),
                    square("22461", [5, ~2], "森町"),
                ]
            }
        },
    }
    towns = "code5,name,parent_code5\n22130,浜松市,\n22131,浜松市 中区,22130\n22132,浜松市 東区,22130\n22461,森町,\n"
    made = maps(json.dumps(data), towns, "pid,pref\n22,静岡県\n")
    sheets = {sheet["key"]: sheet for sheet in json.loads(made["sheets.json"])}
    assert sheets["22130"]["note"].startswith("区の形は2021年1月1日")
    lines = [line.split(",") for line in made["outlines.csv.gz"].splitlines()[1:]]
    assert [(sheet, code, name) for sheet, code, name, _ in lines] == [
        ("japan", "22", "静岡県"),
        ("22", "22130", "浜松市"),
        ("22", "22461", "森町"),
        ("22130", "22131", "中区"),
        ("22130", "22132", "東区"),
    ]
    assert all(len(rings(path)) == 1 for *_, path in lines)


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    (tmp_path / "definitions.csv").write_text(DEFINITIONS)
    with pytest.raises(CommandError, match=r"元データがありません: municipalities/prefectures\.csv"):
        call_command("convert_place_data", tmp_path, target=tmp_path)


def test_the_same_text_makes_the_same_file() -> None:
    one, two = (gzip.compress("甲".encode(), compresslevel=9, mtime=0) for _ in range(2))
    assert one == two
