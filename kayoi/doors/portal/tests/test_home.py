"""Home: who can be asked now; the sign of life."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from kayoi.doors.portal.tests.factories import open_desk
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.programmes.consultations import services as consultations
from tests.cast import log_in_side
from tests.clock import NOW

pytestmark = pytest.mark.django_db


def home(**headers: str) -> str:
    response = Client(headers=headers).get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_open_desks_are_shown_with_the_way_to_ask(ina: Organization, sado: Organization) -> None:
    open_desk(ina)
    text = home()
    assert "どんな暮らしをしたいですか" in text
    assert 'href="/ina/ask/"' in text
    assert "平日に職員がお答えします。" in text
    assert "/sado/" not in text


def test_without_open_desks_the_page_says_so(ina: Organization) -> None:
    assert "いまは、質問を受け付けている市町村がありません" in home()


def test_withdrawn_and_switched_off_desks_and_closed_towns_are_not_shown(
    ina: Organization, sado: Organization, nagano: Organization
) -> None:
    for town in (ina, sado, nagano):
        open_desk(town)
    with scope.of_organization(ina.pk):
        consultations.withdraw_desk(by=VISITOR, at=NOW)
    with log_in_side():
        Organization.objects.filter(pk=sado.pk).update(programmes=[])
        Organization.objects.filter(pk=nagano.pk).update(closed_on=NOW.date() - timedelta(days=1))
    assert "いまは、質問を受け付けている市町村がありません" in home()


def test_home_speaks_english(ina: Organization) -> None:
    open_desk(ina)
    text = home(accept_language="en")
    assert '<html lang="en">' in text
    assert "What kind of life would you like?" in text
    assert "Ask about living here" in text
    assert "Ina City" in text


def test_the_language_can_be_switched(ina: Organization) -> None:
    client = Client()
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    assert '<html lang="en">' in client.get("/").content.decode()


def test_healthz_answers(ina: Organization) -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_healthz_says_when_the_database_does_not_answer(db: None) -> None:
    def refuse(*args: Any) -> None:
        raise OperationalError("the server has gone")

    with connection.execute_wrapper(refuse):
        response = Client().get("/healthz")
    assert (response.status_code, response.content) == (503, b"database")
