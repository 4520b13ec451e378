"""Places with the data of the repository, loaded once: search, prefectures, facts, former municipalities, weight."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from kayoi.doors.portal.selectors.place_page import place_page
from kayoi.doors.portal.tests.factories import open_desk
from kayoi.foundation.places import services as places
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from tests.cast import log_in_side
from tests.clock import NOW
from tests.guards.test_walk import faults

INA, MINOWA, HIRAYA, FUTABA = "/ina/", "/places/203831/", "/places/204099/", "/places/075469/"
MOST_BYTES = 100 * 1024  # HTML, CSS and JavaScript of a public page, compressed, without map
MOST_QUERIES_COLD, MOST_QUERIES_WARM = 25, 8


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the places in a transaction around all tests of the module; each test is a savepoint in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        places.load_places(by=system("test"), at=NOW)
        connection.check_constraints()
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_loaded")]


def page(path: str, **headers: str) -> str:
    response = Client(headers=headers).get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def words(html: str) -> str:
    """Return what is read, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# --- finding --------------------------------------------------------------------------------------------------------
def test_the_map_and_the_list_of_japan_lead_to_every_prefecture() -> None:
    text = page("/places/")
    for number in range(1, 48):
        assert text.count(f'href="/places/prefectures/{number:02d}/"') == 2, "once on the map, once in the list"
    assert text.count("<title>") == 1 + 47, "each area of the map has a name"


@pytest.mark.parametrize(
    ("typed", "name", "why"),
    [
        ("伊那市", "長野県伊那市", "名前が一致"),
        ("いな", "長野県伊那市", "読みが一致"),
        ("202096", "長野県伊那市", "団体コードが一致"),
        ("みのわ", "長野県箕輪町", "読みが一致"),
        ("高遠町", "長野県伊那市", "以前の名前が一致:高遠町 → 伊那市(2006年3月31日、新設合併)"),
    ],
)
def test_a_search_says_what_was_found_and_why(typed: str, name: str, why: str) -> None:
    text = words(page(f"/places/?q={typed}"))
    assert name in text
    assert why in text


def test_a_search_without_result_says_what_to_try() -> None:
    assert "ひらがなで書いてみてください" in page("/places/?q=zzzz")


def test_a_search_says_who_takes_questions(ina: Organization) -> None:
    assert "質問できます" not in page("/places/?q=伊那市")
    open_desk(ina)
    assert "質問できます" in page("/places/?q=伊那市")


def test_a_prefecture_lists_its_municipalities(ina: Organization, nagano: Organization) -> None:
    text = page("/places/prefectures/20/")
    assert len(set(re.findall(r'href="/places/(20\d{4})/"', text))) == 77
    assert 'href="/nagano-ken/"' in text
    assert Client().get("/places/prefectures/48/").status_code == 404
    assert Client().get("/places/prefectures/2/").status_code == 404


# --- facts ----------------------------------------------------------------------------------------------------------
def test_a_figure_has_value_unit_day_source_and_standing() -> None:
    text = words(page(MINOWA))
    assert "人口 24,989 人 31の町村のうち、高いほうから13番目 2020年10月1日 国勢調査(総務省統計局)" in text
    assert "町村のうち、人口が近い30か所(人口22,693人から26,882人)とくらべています。" in text


def test_many_equal_values_are_said_beside_the_rank() -> None:
    assert re.search(
        r"保育所等の待機児童 0 人 31の町村のうち、低いほうから1番目\(同じ値がほかに\d+か所\)", words(page(MINOWA))
    )


def test_the_hard_side_stands_among_the_first_figures() -> None:
    found = place_page("203831")
    assert found is not None
    labels = [one.label for one in found.first]
    for hard in ("2020年から2050年の人口の増減率(推計)", "空き家率", "冬日(最低0℃未満)の日数", "積雪10cm以上の日数"):
        assert hard in labels
    assert all(one.text or one.absence for one in found.first)


def test_what_is_missing_says_why() -> None:
    text = words(page(HIRAYA))
    assert "空き家率 標本調査のため、市と区、人口1万5千人以上の町村の値だけが公表されています" in text


def test_where_nobody_lived_at_the_census_the_page_says_so() -> None:
    text = words(page(FUTABA))
    assert "人口 国勢調査の日に住んでいる人がいませんでした(原子力災害による避難)" in text
    assert "保育所等の待機児童 0 人 31の町村すべてが同じ値" in text


def test_stations_come_with_distance_and_height() -> None:
    assert re.search(r"雪:諏訪観測所\(諏訪市、標高760m、役所から\d+\.\dkm\)", words(page(MINOWA)))


def test_neighbours_origins_and_sources_are_there(ina: Organization) -> None:
    text = words(page(INA))
    for part in (
        "南箕輪村 役所どうしで5km",
        "長谷村 → 伊那市(2006年3月31日、新設合併)",
        "気象庁「平年値(1991〜2020年)」",
    ):
        assert part in text


def test_a_ward_and_its_city_know_each_other() -> None:
    assert 'href="/places/221384/"' in page("/places/221309/")
    assert 'href="/places/221309/"' in page("/places/221384/")


def test_an_english_page_speaks_english() -> None:
    text = words(page(MINOWA, accept_language="en"))
    for part in (
        "Minowa Town, Nagano Prefecture",
        "Population 24,989 people Number 13 from the top among 31 towns and villages 1 October 2020",
        "This municipality takes no questions on Kayoi",
        "Children waiting for a nursery place",
    ):
        assert part in text
    assert not re.search(r"[ぁ-ん]{3}", text.replace("みのわまち", "")), "a sentence was left in Japanese"


@pytest.mark.parametrize("path", ["/", "/places/", "/places/?q=いな", "/places/prefectures/20/", MINOWA, FUTABA, INA])
def test_pages_are_sound(path: str, ina: Organization) -> None:
    open_desk(ina)
    assert faults(page(path)) == []


# --- towns and places -----------------------------------------------------------------------------------------------
def test_a_place_without_a_town_leads_to_its_official_site_and_has_no_form() -> None:
    text = page(MINOWA)
    assert "この市区町村は、Kayoiで質問を受け付けていません" in text
    assert "箕輪町の公式サイト" in text
    assert re.findall(r'<form[^>]* action="([^"]*)"', text) == ["/i18n/setlang/"]


def test_a_place_with_a_town_leads_to_its_page(ina: Organization) -> None:
    assert Client().get("/places/202096/").headers["Location"] == "/ina/"
    with log_in_side():
        Organization.objects.filter(pk=ina.pk).update(closed_on="2026-04-01")
    assert Client().get("/places/202096/").status_code == 200


@pytest.mark.parametrize(
    ("code", "goal"), [("20383", "/places/203831/"), ("200000", "/places/prefectures/20/"), ("1100", "/places/011002/")]
)
def test_codes_without_check_digit_and_of_prefectures_lead_on(code: str, goal: str) -> None:
    assert Client().get(f"/places/{code}/").headers["Location"] == goal


@pytest.mark.parametrize("code", ["203832", "999999", "abc", "0"])
def test_unknown_codes_have_no_page(code: str) -> None:
    assert Client().get(f"/places/{code}/").status_code == 404


@pytest.mark.parametrize(
    ("code", "name", "goals"),
    [
        ("20381", "高遠町", ["/places/202096/"]),
        ("221317", "中区", ["/places/221384/"]),
        ("22135", "北区", ["/places/221384/", "/places/221392/"]),
    ],
)
def test_a_former_code_says_what_became_of_it(code: str, name: str, goals: list[str]) -> None:
    text = page(f"/places/{code}/")
    assert f"「{name}」は、いまはありません" in text
    main = text.split("<main")[1].split("</main>")[0]
    assert re.findall(r'href="([^"]*)"', main) == goals


# --- weight ---------------------------------------------------------------------------------------------------------
def compressed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


@pytest.mark.parametrize("path", ["/", "/places/", "/places/prefectures/01/", MINOWA, INA])
def test_pages_weigh_less_than_100_kb_without_map(path: str, ina: Organization) -> None:
    text = page(path)
    assets = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', text)
    assert len(assets) >= 5
    files = [Path(str(finders.find(name))).read_text(encoding="utf-8") for name in assets]
    without_map = re.sub(r'<svg class="area-map".*?</svg>', "", text, flags=re.DOTALL)
    assert compressed(without_map) + sum(map(compressed, files)) < MOST_BYTES


def test_a_page_is_kept_in_memory_until_other_data_are_loaded(ina: Organization) -> None:
    open_desk(ina)
    counts = []
    for _visit in range(2):
        with CaptureQueriesContext(connection) as captured:
            page(INA)
        counts.append(len(captured))
    assert counts[0] <= MOST_QUERIES_COLD
    assert counts[1] <= MOST_QUERIES_WARM
