"""Quarters, shelters and stations as they are read."""

import pytest

from kayoi.foundation.places.rules.reading.dataset import Dataset
from kayoi.foundation.places.rules.reading.points import read_facilities, read_quarters
from kayoi.foundation.places.rules.reading.tables import Repair, Repairs, WrongData
from kayoi.foundation.places.states import FacilityKind, Hazard

QUARTERS = "code5,town,koaza,lat,lon\n"
STATIONS = "code5,station,lat,lon\n20209,伊那市,35.833,137.955\n"
SHELTERS = (
    "kind,code5,施設・場所名,緯度,経度,災害種別_洪水,災害種別_崖崩れ、土石流及び地滑り,災害種別_高潮,災害種別_地震,"
    "災害種別_津波,災害種別_大規模な火事,災害種別_内水氾濫,災害種別_火山現象\n"
)


def test_a_quarter_is_town_and_hamlet_and_needs_a_position(dataset: Dataset) -> None:
    repairs = Repairs()
    text = f"{QUARTERS}20209,伊那,小沢下,35.85,137.93\n20209,どこか,,,\n20209,海の上,,26.2,127.7\n"
    rows = read_quarters({"quarters.csv": text}, dataset.places, repairs)
    assert [(row.code5, row.name, row.lat, row.lon) for row in rows] == [("20209", "伊那小沢下", 35.85, 137.93)]
    assert repairs.count(Repair.POINT_UNPLACED) == 2


def test_a_place_designated_twice_keeps_the_hazards_of_both(dataset: Dataset) -> None:
    repairs = Repairs()
    text = (
        f"{SHELTERS}emergency,20209,文化会館,35.83,137.95,1,,,,,,,\nemergency,20209,文化会館,35.83,137.95,,,,1,,,,\n"
        "evacuation,20209,文化会館,35.83,137.95,,,,,,,,\n"
    )
    rows = read_facilities({"shelters.csv": text, "stations.csv": STATIONS}, dataset.places, repairs)
    assert [(row.kind, row.name, row.hazards) for row in rows if row.kind is not FacilityKind.OFFICE] == [
        (FacilityKind.SHELTER, "文化会館", (Hazard.EARTHQUAKE, Hazard.FLOOD)),
        (FacilityKind.EVACUATION, "文化会館", ()),
        (FacilityKind.STATION, "伊那市", ()),
    ]
    assert repairs.count(Repair.POINT_TWICE) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("99999,どこか,,35.8,137.9", "団体コード「99999」の地域がありません"),
        ("20209,どこか,,135.8,137.9", "値の範囲"),
        ("20209,どこか,,北,137.9", "数ではありません"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(dataset: Dataset, line: str, said: str) -> None:
    with pytest.raises(WrongData, match=f"quarters.csv 2行目.*{said}"):
        read_quarters({"quarters.csv": f"{QUARTERS}{line}\n"}, dataset.places, Repairs())


def test_the_data_at_hand(dataset: Dataset) -> None:
    kinds = [row.kind for row in dataset.facilities]
    assert len(dataset.quarters) == 9144
    assert kinds.count(FacilityKind.SHELTER) + kinds.count(FacilityKind.EVACUATION) == 9566 - 49
    assert kinds.count(FacilityKind.STATION) == 347
    offices = [row.name for row in dataset.facilities if row.kind is FacilityKind.OFFICE]
    assert {"伊那市役所", "宮田村役場", "新宿区役所"} <= set(offices)
    assert 1890 < len(offices) <= 1741 + 171
