"""Loading into the database, and what the selectors give from it. The data are loaded once for the whole module."""

import io
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import ProtectedError
from pytest_django import DjangoAssertNumQueries
from pytest_django.plugin import DjangoDbBlocker

from kayoi.foundation.places import selectors, services
from kayoi.foundation.places.models import Fact, Loading, Outline, Place, PlaceChange
from kayoi.foundation.places.rules.absences import Absence
from kayoi.foundation.places.rules.reading.dataset import Dataset
from kayoi.foundation.places.rules.reading.tables import WrongData
from kayoi.foundation.places.states import Element, FacilityKind, How, PlaceKind, PointKind
from kayoi.foundation.tenancy import scope
from kayoi.kit.actor import system

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def first_report(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[services.LoadReport]:
    """Load everything in a transaction around all tests of the module; each test is a savepoint in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        report = services.load_places(by=system("test"), at=AT)
        connection.check_constraints()  # once here, or the end of every test would check all rows again
        yield report
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_report")]


def place(code: str) -> Place:
    found = selectors.place_of(code)
    assert found is not None
    return found


def copy_of_the_data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(services.DATA, tmp_path / "places"))


# --- loading --------------------------------------------------------------------------------------------------------
def test_the_report_says_what_was_loaded(first_report: services.LoadReport) -> None:
    assert first_report.changed
    assert first_report.counts["地域"] == 1966 == Place.objects.count()
    assert first_report.counts["廃置分合"] == PlaceChange.objects.count()
    assert first_report.counts["統計値"] == Fact.objects.count() > 300_000
    assert all(check.passed for check in first_report.checks)
    loading = selectors.loading()
    assert loading is not None
    assert (loading.loaded_at, loading.loaded_by, loading.digest) == (AT, "test", first_report.digest)


def test_the_same_files_change_nothing(
    first_report: services.LoadReport, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        again = services.load_places(by=system("again"), at=AT.replace(hour=10))
    assert not again.changed
    assert (again.digest, again.counts, again.repairs) == (
        first_report.digest,
        first_report.counts,
        first_report.repairs,
    )
    assert Loading.objects.get().loaded_by == "test"


def test_wrong_files_change_nothing(tmp_path: Path) -> None:
    folder = copy_of_the_data(tmp_path)
    table = folder / "municipalities.csv"
    table.write_text(table.read_text().replace("20209,202096", "20209,202097"))
    with pytest.raises(services.UnableToLoadPlaces, match="検査数字が違います"):
        services.load_places(folder=folder, by=system("wrong"), at=AT)
    assert Loading.objects.get().loaded_by == "test"
    assert Fact.objects.count() > 300_000


def test_a_broken_archive_is_named(tmp_path: Path) -> None:
    folder = copy_of_the_data(tmp_path)
    (folder / "census_2020.csv.gz").write_bytes(b"\x1f\x8b broken")
    with pytest.raises(services.UnableToLoadPlaces, match=r"census_2020\.csv\.gz: 壊れている"):
        services.load_places(folder=folder, by=system("wrong"), at=AT)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(services.UnableToLoadPlaces, match="地域のデータがありません"):
        services.load_places(folder=tmp_path, by=system("wrong"), at=AT)


def test_a_place_that_is_gone_from_the_files_stops_the_loading(dataset: Dataset) -> None:
    Place.objects.create(
        code="202983",
        code5="20298",
        kind=PlaceKind.CITY,
        name="無い市",
        full_name="長野県無い市",
        kana="ないし",
        name_en="Nai City",
        name_en_by_rule=True,
        prefecture_id="200000",
        office_lat=36,
        office_lon=138,
        status="current",
    )
    with pytest.raises(WrongData, match="長野県無い市"):
        services._write_places(dataset.places)


def test_the_command_updates_places_in_place_and_tells_everything_in_japanese(tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("load_places", stdout=out)
    assert "前回と同じデータなので、何も変更していません" in out.getvalue()
    folder, facts = copy_of_the_data(tmp_path), Fact.objects.count()
    table = folder / "municipalities.csv"
    table.write_text(table.read_text().replace("www.inacity.jp", "www.ina.example"))
    call_command("load_places", folder=folder, stdout=out)
    for words in ("先頭の0が落ちた団体コード", "統計値", "○ 市区町村の合計: 1,741 = 1,741", "取り込みました"):
        assert words in out.getvalue()
    assert "ina.example" in place("20209").site_url
    assert (Place.objects.count(), Fact.objects.count()) == (1966, facts)
    assert Loading.objects.get().loaded_by == "load_places"
    (folder / "expected.csv").unlink()
    with pytest.raises(CommandError, match="何も変更していません") as unable:
        call_command("load_places", folder=folder)
    assert "expected.csv: ファイルがありません。" in str(unable.value)


def test_a_place_with_others_below_it_cannot_be_removed() -> None:
    with pytest.raises(ProtectedError):
        place("200000").delete()


def test_every_role_reads_places_and_none_but_the_login_side_writes() -> None:
    for opened in (scope.of_public(), scope.of_rollup((1,))):
        with opened:
            assert Place.objects.filter(code="202096").exists()
            with connection.cursor() as cursor:
                cursor.execute("SELECT has_table_privilege('places_fact', 'INSERT')")
                assert cursor.fetchone() == (False,)


# --- places ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("20209", "長野県伊那市"),
        ("202096", "長野県伊那市"),
        ("20", "長野県"),
        ("92011", "栃木県宇都宮市"),
        ("22135", "静岡県浜松市北区"),
        ("202097", None),
        ("99999", None),
        ("伊那市", None),
    ],
)
def test_places_by_code(code: str, name: str | None) -> None:
    found = selectors.place_of(code)
    assert (found.full_name if found else None) == name


def test_prefectures_and_what_lies_in_them() -> None:
    assert len(selectors.prefectures()) == 47
    nagano = selectors.places_in(place("200000"))
    assert len(nagano) == 77
    assert nagano[0].name == "長野市"
    assert {one.kind for one in selectors.places_in(place("011002").prefecture or place("010006"))} >= {
        PlaceKind.DESIGNATED_CITY,
        PlaceKind.VILLAGE,
    }
    assert [ward.name for ward in selectors.wards_of(place("22130"))] == ["中央区", "浜名区", "天竜区"]


def test_places_of_a_day() -> None:
    day = datetime(2023, 12, 31, tzinfo=UTC).date()
    wards = Place.objects.filter(parent__code5="22130")
    assert wards.on(day).count() == 7
    assert wards.on(day.replace(year=2024)).count() == 3


def test_neighbours_by_distance_between_offices() -> None:
    near = selectors.nearby(place("20209"), 3)
    assert [one.place.name for one in near] == ["南箕輪村", "宮田村", "箕輪町"]
    assert near[0].distance_km == pytest.approx(5.4, abs=0.1)
    assert all(one.place.kind != PlaceKind.WARD for one in selectors.nearby(place("011002"), 50))
    of_ward = selectors.nearby(place("01101"), 5)
    assert {one.place.parent and one.place.parent.name for one in of_ward} == {"札幌市"}


@pytest.mark.parametrize(
    ("name", "prefecture", "todays"),
    [
        ("高遠町", "", ["長野県伊那市"]),
        ("可美村", "", ["静岡県浜松市"]),
        ("上九一色村", "", ["山梨県富士河口湖町", "山梨県甲府市"]),
        ("鹿島町", "17", ["石川県中能登町"]),
        ("ない町", "", []),
    ],
)
def test_former_names(name: str, prefecture: str, todays: list[str]) -> None:
    assert sorted(one.place.full_name for one in selectors.today_of(name, prefecture=prefecture)) == todays


def test_search_gives_places_with_the_reason() -> None:
    (found,) = selectors.search_places("高遠")
    assert (found.place.full_name, found.match.how) == ("長野県伊那市", How.FORMER)
    assert found.why == "以前の名前が一致: 高遠町 → 伊那市(2006年3月31日、新設合併)"
    assert selectors.search_places("") == []


# --- figures --------------------------------------------------------------------------------------------------------
def test_facts_carry_value_unit_year_and_source() -> None:
    facts = selectors.facts_of(place("20209"))
    assert list(facts) == list(selectors.kinds())
    people = facts["population"]
    assert (people.text, people.kind.unit, people.when) == ("66,125", "人", "2020年10月1日")
    assert people.kind.source.credit == "総務省統計局「国勢調査」を加工して作成"
    vacancy = facts["vacancy_rate"]
    assert (vacancy.text, vacancy.kind.is_computed) == ("20.0", True)
    rate = facts["fertility_rate"]
    assert (rate.value, rate.absence) == (None, Absence.PREFECTURES_ONLY)


@pytest.mark.parametrize(
    ("code", "key", "absence"),
    [
        ("07546", "population", Absence.NO_RESIDENTS),
        ("07546", "population_projection", Absence.BLOCK_PROJECTION),
        ("07204", "projected_change", Absence.BLOCK_PROJECTION),
        ("07000", "population_projection", Absence.BLOCK_PROJECTION),
        ("20388", "vacant_dwellings", Absence.SAMPLE_SURVEY),
        ("22139", "population", Absence.WARD_REORGANIZED),
        ("22138", "population_projection", Absence.WARD_REORGANIZED),
        ("01101", "births", Absence.NO_WARD_FIGURES),
        ("14151", "waiting_children", Absence.NO_WARD_FIGURES),
        ("22131", "births", Absence.ABOLISHED),
        ("20000", "vacant_dwellings", Absence.NO_PREFECTURE_FIGURE),
    ],
)
def test_missing_figures_say_why(code: str, key: str, absence: Absence) -> None:
    figure = selectors.facts_of(place(code))[key]
    assert (figure.value, figure.absence) == (None, absence)


def test_prefectures_have_published_figures_and_sums() -> None:
    facts = selectors.facts_of(place("20000"))
    assert (facts["population"].value, facts["fertility_rate"].value) == (2_048_011, 1.43)
    towns = selectors.places_in(place("20000"))
    births = Fact.objects.filter(place__in=towns, definition="births", year=2023).values_list("value", flat=True)
    assert facts["births"].value == sum(value or 0 for value in births)


def test_an_ended_ward_keeps_its_last_census() -> None:
    assert selectors.facts_of(place("22131"))["population"].when == "2020年10月1日"


def test_series() -> None:
    assert [figure.year for figure in selectors.series_of(place("20209"), "moves_in")] == list(range(2016, 2025))


def test_like_towns_and_standing(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    ina = place("20209")
    like, standings = selectors.standings_of(ina)
    assert len(like.towns) == 30
    assert "長野県伊那市" not in {town.name for town in like.towns}
    assert like.wording.startswith("市のうち、人口の比が近い30団体")
    assert standings["share_65_plus"].of == 31
    assert standings["vacancy_rate"].of == 31
    assert "fertility_rate" not in standings
    assert len(selectors.like_towns_of(place("14130")).towns) == 19  # there are 20 designated cities
    with django_assert_max_num_queries(2):
        selectors.standings_of(ina)


def test_population_of_a_town() -> None:
    ina = place("20209")
    assert selectors.pyramids_of(ina)[2020].total == 66125
    assert list(selectors.pyramids_of(ina)) == [2000, 2005, 2010, 2015, 2020]
    assert len(selectors.pyramids_of(ina, classes=18)[2020].men) == 18
    points = selectors.population_of(ina)
    assert [point.people for point in points if point.kind is PointKind.PRELIMINARY] == [63597]
    assert (points[-1].year, points[-1].people) == (2050, 50175)
    assert selectors.changes_of(ina)[-1].social == 98
    assert list(selectors.pyramids_of(place("07546"))) == [2000, 2005, 2010]


def test_climate_names_its_station() -> None:
    climate = {one.element: one for one in selectors.climate_of(place("20209"))}
    assert list(climate) == list(Element)
    warmth, snow = climate[Element.MEAN_TEMP], climate[Element.SNOWFALL]
    assert (warmth.annual, warmth.months[0], warmth.unit) == (11.7, -0.7, "℃")
    assert warmth.station is not None
    assert snow.station is not None
    assert (warmth.station.name, snow.station.name, snow.station.altitude_m) == ("伊那", "諏訪", 760)
    south = {one.element: one for one in selectors.climate_of(place("47201"))}
    assert (south[Element.SNOWFALL].absence, south[Element.SNOWFALL].months) == (Absence.NO_STATION, ())


# --- maps -----------------------------------------------------------------------------------------------------------
def test_maps_for_templates(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(2):
        japan = selectors.map_of_japan()
    nagano, sapporo, around = (
        selectors.map_of(place("20000")),
        selectors.map_of(place("01100")),
        selectors.map_around(place("20209")),
    )
    assert japan is not None
    assert nagano is not None
    assert sapporo is not None
    assert (len(japan.areas), len(nagano.areas), len(sapporo.areas)) == (47, 77, 10)
    assert around == nagano
    (ina,) = (area for area in nagano.areas if area.code == "202096")
    assert ina.name == "伊那市"
    assert ina.path.startswith("m")
    assert nagano.sheet.view_box == f"0 0 {nagano.sheet.width} {nagano.sheet.height}"
    assert nagano.sheet.locate(lat=35.83, lon=137.95) is not None


def test_maps_of_wards_and_prefectures_around_a_place() -> None:
    old = selectors.map_around(place("22139"))
    assert old is not None
    assert "再編" in old.sheet.note
    assert selectors.map_around(place("20000")) == selectors.map_of_japan()
    Outline.objects.all().delete()
    empty = selectors.map_of_japan()
    assert empty is not None
    assert empty.areas == ()


def test_sources_are_listed() -> None:
    publishers = {source.publisher for source in selectors.sources()}
    assert {"総務省統計局", "気象庁", "国土交通省", "国立社会保障・人口問題研究所"} <= publishers


# --- points ---------------------------------------------------------------------------------------------------------
def test_what_stands_near_a_house_nearest_first() -> None:
    here = (35.8274, 137.9540)  # the city office of Ina
    near = selectors.facilities_near(here, {FacilityKind.SHELTER, FacilityKind.STATION}, within_km=2)
    away = [one.distance_km for one in near]
    assert away == sorted(away)
    assert away[-1] <= 2
    assert {one.kind for one in near} == {FacilityKind.SHELTER, FacilityKind.STATION}
    farther = selectors.facilities_near(here, {FacilityKind.SHELTER, FacilityKind.STATION}, within_km=4)
    assert len(farther) > len(near)
    assert selectors.facilities_near(here, set(), within_km=2) == []


def test_a_quarter_is_found_by_its_name_however_typed() -> None:
    assert selectors.quarter_point("202096", "高遠町勝間") == (35.813491, 138.068106)
    assert selectors.quarter_point("202096", "どこにもない町") is None
    assert selectors.quarter_point("131016", "高遠町勝間") is None
    assert len(selectors.quarters_of("202096")) > 50
