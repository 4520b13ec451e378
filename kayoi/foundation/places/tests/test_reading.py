"""What is repaired in the files, what is refused, and what comes out of the repository's own."""

from collections.abc import Callable, Mapping

import pytest

from kayoi.foundation.places.rules.distance import distance_km
from kayoi.foundation.places.rules.history import History
from kayoi.foundation.places.rules.reading.ages import band_totals, read_ages
from kayoi.foundation.places.rules.reading.checks import Check, Checked, checks
from kayoi.foundation.places.rules.reading.climate import find_nearest, read_normals, read_stations
from kayoi.foundation.places.rules.reading.dataset import Dataset, read_dataset
from kayoi.foundation.places.rules.reading.definitions import read_definitions
from kayoi.foundation.places.rules.reading.figures import read_excluded, read_published
from kayoi.foundation.places.rules.reading.maps import read_outlines, read_sheets
from kayoi.foundation.places.rules.reading.places import read_changes, read_places
from kayoi.foundation.places.rules.reading.tables import Repair, Repairs, WrongData, count, member, number, rows
from kayoi.foundation.places.states import PlaceKind, PlaceStatus, Sex
from kayoi.foundation.places.tests.case_tables import cases

Files = Mapping[str, str]


def _reader(part: str, dataset: Dataset, history: History) -> Callable[[Files], object]:
    readers: dict[str, Callable[[Files], object]] = {
        "地域": lambda files: read_places(files, history, Repairs()),
        "廃置分合": lambda files: read_changes(files, Repairs()),
        "国勢調査": lambda files: read_ages(files, dataset.places, history, Repairs()),
        "統計値": lambda files: read_published(
            files, dataset.definitions, dataset.places, dataset.ages, history, Repairs()
        ),
        "対象外": lambda files: read_excluded(files, dataset.places),
        "定義": read_definitions,
        "気候": lambda files: read_normals(files, read_stations(files)),
        "図": lambda files: read_outlines(files, read_sheets(files), dataset.places),
    }
    return readers[part]


@cases("wrong_files")
def test_wrong_files_are_refused_with_a_sentence(
    case: dict[str, str], files: Files, dataset: Dataset, history: History
) -> None:
    name = case["ファイル"]
    assert case["元の文字"] in files[name]
    spoilt = {**files, name: files[name].replace(case["元の文字"], case["置き換え"])}
    with pytest.raises(WrongData) as wrong:
        _reader(case["読む部分"], dataset, history)(spoilt)
    assert any(case["誤りの文に含まれる言葉"] in problem for problem in wrong.value.problems), wrong.value.problems


def test_a_file_that_is_missing_or_empty_is_refused() -> None:
    with pytest.raises(WrongData, match="ファイルがありません"):
        rows({}, "places.csv")
    with pytest.raises(WrongData, match="行がありません"):
        rows({"places.csv": "code5,name\n"}, "places.csv", "code5")


def test_a_mark_at_the_beginning_of_a_file_does_not_matter() -> None:
    assert rows({"a.csv": "\ufeffcode5,name\n20209,伊那市\n"}, "a.csv", "code5") == [
        {"code5": "20209", "name": "伊那市"}
    ]


@pytest.mark.parametrize(("text", "value"), [("", None), (" ", None), ("0", 0.0), ("12.5", 12.5), ("100", 100.0)])
def test_numbers(text: str, value: float | None) -> None:
    assert number(text, where="", most=100) == value


@pytest.mark.parametrize("text", ["-1", "100.1", "nan", "inf", "1,000", "***"])
def test_what_is_no_number_or_out_of_range(text: str) -> None:
    with pytest.raises(WrongData):
        number(text, where="", most=100)


def test_all_checks_of_the_repository_pass(dataset: Dataset) -> None:
    found = {check.what: check.found for check in dataset.checks}
    assert found["市区町村の合計"] == "1,741"
    assert found["2020年の人口(市区町村の合計)"] == "126,146,099"
    assert all(check.passed for check in dataset.checks)


def test_a_check_that_fails_stops_the_reading(files: Files) -> None:
    spoilt = {**files, "expected.csv": files["expected.csv"].replace(",1741,総務省", ",1742,総務省")}
    with pytest.raises(WrongData, match="市区町村の合計 期待1,742 実際1,741"):
        read_dataset(spoilt)


def test_a_check_that_nobody_knows_is_refused(dataset: Dataset) -> None:
    table = {"expected.csv": "what,measure,argument,expected\n何か,moon,full,1\n"}
    with pytest.raises(WrongData, match="知らない検算"):
        checks(table, Checked(dataset.places, dataset.ages, {}, dataset.outlines))


def test_check_tells_whether_it_passed() -> None:
    assert Check("甲", "1", "1").passed
    assert not Check("甲", "1", "2").passed


def test_every_repair_is_reported_with_its_number(dataset: Dataset) -> None:
    told = "\n".join(dataset.repairs)
    for repair, times in [
        (Repair.LOST_ZERO, 9),
        (Repair.NAME_SPLIT, 178),
        (Repair.OFFICE_MOVED, 1),
        (Repair.OFFICE_FAR, 3),
        (Repair.NO_CENTROID, 3),
        (Repair.NO_AREA, 7),
        (Repair.NO_URL, 3),
        (Repair.ABOLISHED, 7),
        (Repair.CODE_FOLLOWED, 19),
        (Repair.NOT_A_PLACE, 6),
        (Repair.SECOND_HAND, 3),
        (Repair.RENAMED, 1),
        (Repair.PREFECTURE_SUM, 9),
    ]:
        assert f"{repair.label}: {times}件(" in told
    assert "北海道 10006→010006" in told


def test_places_stand_after_what_they_belong_to(dataset: Dataset) -> None:
    seen: set[str] = set()
    for place in dataset.places.values():
        assert {place.prefecture, place.parent} - {None} <= seen
        seen.add(place.code5)


def test_hamamatsu_keeps_its_old_wards_beside_the_new(dataset: Dataset) -> None:
    wards = [place for place in dataset.places.values() if place.parent == "22130"]
    ended = [place for place in wards if place.status is PlaceStatus.ABOLISHED]
    assert (len(ended), len(wards) - len(ended)) == (7, 3)
    assert {place.name: place.successor for place in ended} == {
        "中区": "22138",
        "東区": "22138",
        "西区": "22138",
        "南区": "22138",
        "北区": None,  # two wards followed it
        "浜北区": "22139",
        "天竜区": "22140",
    }
    assert all(str(place.valid_until) == "2024-01-01" for place in ended)


def test_names_of_wards_carry_their_city(dataset: Dataset) -> None:
    ward, village, prefecture = (dataset.places[code5] for code5 in ("01101", "20403", "20000"))
    assert (ward.name, ward.full_name, ward.kana, ward.kind) == (
        "中央区",
        "北海道札幌市中央区",
        "ちゅうおうく",
        PlaceKind.WARD,
    )
    assert (village.full_name, village.district) == ("長野県高森町", "下伊那郡")
    assert (prefecture.full_name, prefecture.parent) == ("長野県", None)


def test_futaba_stands_where_the_town_is(dataset: Dataset) -> None:
    futaba = dataset.places["07546"]
    assert (futaba.office_lat, futaba.office_lon) == (futaba.centroid_lat, futaba.centroid_lon)
    assert "避難先" in futaba.office_note


def test_ages_of_towns_that_became_cities_are_theirs(dataset: Dataset) -> None:
    years = {row.year for row in dataset.ages if row.code5 == "04216"}
    assert years == {2000, 2005, 2010, 2015, 2020}


def test_broad_age_groups(dataset: Dataset) -> None:
    ina = [row for row in dataset.ages if row.code5 == "20209" and row.year == 2020]
    assert {row.sex for row in ina} == set(Sex)
    totals = band_totals(ina)
    known = totals["age_0_14"] + totals["age_15_64"] + totals["age_65_plus"]
    assert known + totals["age_unknown"] == totals["total"] == 66125
    assert totals["age_75_plus"] < totals["age_65_plus"]


def test_stations_are_the_nearest_and_never_far(dataset: Dataset) -> None:
    ina = {row.group.value: dataset.stations[row.station].name for row in dataset.nearest if row.code5 == "20209"}
    assert ina == {
        "temperature": "伊那",
        "precipitation": "伊那",
        "sunshine": "伊那",
        "wind": "伊那",
        "snow": "諏訪",
    }
    assert max(row.distance_km for row in dataset.nearest) <= 75
    naha = {row.group.value for row in dataset.nearest if row.code5 == "47201"}
    assert "snow" not in naha


def test_the_nearest_station_must_observe_the_whole_group(dataset: Dataset) -> None:
    ina = dataset.places["20209"]
    without = [one for one in dataset.normals if (one.station, one.element.value) != ("48621", "days_max_ge30")]
    found = {row.group.value: row for row in find_nearest([ina], dataset.stations, without)}
    assert dataset.stations[found["temperature"].station].name != "伊那"
    assert dataset.stations[found["sunshine"].station].name == "伊那"


def test_the_nearest_station_is_the_nearest_of_all(dataset: Dataset) -> None:
    """The cells of the search leave none out: compared with all stations for some places."""
    by_code = {row.code5: row for row in dataset.nearest if row.group.value == "precipitation"}
    observing = {normal.station for normal in dataset.normals if normal.element.value == "precip_mm"}
    for place in list(dataset.places.values())[::150]:
        away = min(
            distance_km((place.office_lat, place.office_lon), (station.lat, station.lon))
            for number, station in dataset.stations.items()
            if number in observing
        )
        assert by_code[place.code5].distance_km == pytest.approx(away, abs=0.01)


def test_members_and_counts() -> None:
    assert member(Sex, "F", where="x") is Sex.FEMALE
    with pytest.raises(WrongData, match="「X」は知らない値です"):
        member(Sex, "X", where="x")
    assert count(" 12 ", where="x") == 12
    with pytest.raises(WrongData):
        count("", where="x")
