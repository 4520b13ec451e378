"""A town's own page and its colour, without the data of places."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from kayoi.doors.portal.tests.factories import open_desk
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from tests.cast import log_in_side, make_organization

pytestmark = pytest.mark.django_db


def change(town: Organization, **values: object) -> None:
    with log_in_side():
        Organization.objects.filter(pk=town.pk).update(**values)


def page(path: str, **headers: str) -> str:
    response = Client(headers=headers).get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_a_town_speaks_in_its_own_words(ina: Organization) -> None:
    change(ina, introduction="谷のまちです。", phone="0265-78-4111", office_name="地域創造課")
    open_desk(ina)
    text = page("/ina/")
    for words in ("谷のまちです。", "伊那市に質問する", 'href="/ina/ask/"', "tel:0265-78-4111", "地域創造課"):
        assert words in text


def test_what_can_be_applied_for_now_stands_on_the_towns_page(ina: Organization) -> None:
    change(ina, programmes=["schemes"])
    with scope.of_organization(ina.pk):
        now, later = timezone.now(), {"key": "later", "title": "来年の補助金", "opens_on": date(2099, 1, 1)}
        make_procedure(at=now, with_rules=False)
        make_procedure(at=now, with_rules=False, **later)
    text = page("/ina/")
    assert 'href="/ina/apply/settling/"' in text
    assert "来年の補助金" not in text
    assert "Settling grant" in page("/ina/", **{"Accept-Language": "en"})
    change(ina, programmes=[])
    assert "apply/settling" not in page("/ina/")


def test_a_town_whose_desk_is_closed_shows_no_way_to_ask(ina: Organization) -> None:
    text = page("/ina/")
    assert "/ina/ask/" not in text
    assert "いまは、ここでの質問を受け付けていません" in text


def test_a_town_without_the_programme_shows_no_way_to_ask(ina: Organization) -> None:
    open_desk(ina)
    change(ina, programmes=[])
    assert "/ina/ask/" not in page("/ina/")


def test_a_prefecture_has_a_page(nagano: Organization) -> None:
    open_desk(nagano)
    assert "長野県に質問する" in page("/nagano-ken/")


def test_japanese_words_on_an_english_page_say_that_they_are_japanese(ina: Organization) -> None:
    change(ina, introduction="谷のまちです。")
    text = page("/ina/", accept_language="en")
    assert re.search(r'<div [^>]*lang="ja"[^>]*>\s*<p>谷のまちです。', text)
    change(ina, introduction_en="A valley.")
    text = page("/ina/", accept_language="en")
    assert "A valley." in text
    assert "谷のまちです。" not in text


@pytest.mark.parametrize("slug", ["support", "kayoi-operator", "nowhere"])
def test_who_keeps_no_desk_has_no_page(ina: Organization, slug: str) -> None:
    make_organization("support", name="いなか支援", kind="contractor", programmes=[])
    assert Client().get(f"/{slug}/").status_code == 404


def test_a_closed_town_has_no_page(ina: Organization) -> None:
    change(ina, closed_on="2026-04-01")
    assert Client().get("/ina/").status_code == 404


def test_the_colour_of_a_town_is_kept_by_version(ina: Organization) -> None:
    change(ina, accent="#00618c", version=7)
    assert 'href="/ina/accent.css?v=7"' in page("/ina/")
    response = Client().get("/ina/accent.css?v=7")
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert b"--accent:#00618c" in response.content
    assert "immutable" in response["Cache-Control"]
    assert "no-cache" in Client().get("/ina/accent.css?v=6")["Cache-Control"]


def test_a_colour_that_nobody_could_read_on_is_not_sent(ina: Organization) -> None:
    change(ina, accent="#ffff00")
    response = Client().get("/ina/accent.css")
    assert (response.status_code, response.content) == (200, b"")


def test_staff_organizations_have_a_colour_too(ina: Organization) -> None:
    assert Client().get("/kayoi-operator/accent.css").status_code == 200
