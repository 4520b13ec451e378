"""What a town counted of me: my days, from which entries, in both languages; nobody else's, no other town's."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kayoi.doors.portal.tests.factories import ask
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from tests.cast import LogIn
from tests.clock import NOW

pytestmark = pytest.mark.django_db
BY = system("test")
PAGE = "/me/ina/ties/"


def text_of(client: Client, **headers: Any) -> str:
    response = client.get(PAGE, headers=headers)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def engaged(ina: Organization, hana: Person) -> None:
    ask(ina, hana, text="雪かきは何時からですか。")
    with scope.of_organization(ina.pk):
        file = CaseFile.objects.get(person=hana)
        for kind, days in (("stay", 40), ("activity", 40), ("answer", 50), ("seminar", 60), ("seminar_withdrawn", 60)):
            moment = NOW - timedelta(days=days)
            casefiles.add_engagement(
                file=file, kind=kind, occurred_at=moment, cause="x", reference=kind[:7], by=BY, at=moment
            )


def test_days_their_entries_and_how_to_object(ina: Organization, hana: Person, log_in: LogIn) -> None:
    engaged(ina, hana)
    client = log_in(hana.user)
    text = text_of(client)
    assert "<strong>2日</strong>です。町は、これを「ときどき」(2から3日)と呼びます。" in text
    assert "滞在、 担い手活動" in text
    assert "セミナー・ツアーの参加" not in text, "it was taken back"
    assert "点数や重みはありません" in text
    assert "第90条" in text
    assert "数えないもの: 寄附、町からの連絡・回答" in text
    assert PAGE in client.get("/me/relations/").content.decode()
    english = text_of(client, accept_language="en")
    assert "Days: 2" in english
    assert "Now and then" in english


def test_only_of_me_and_where_there_is_a_file(
    ina: Organization, sado: Organization, hana: Person, ken: Person, log_in: LogIn
) -> None:
    engaged(ina, hana)
    assert log_in(ken.user).get(PAGE).status_code == 404
    assert log_in(hana.user).get("/me/sado/ties/").status_code == 404
    assert Client().get(PAGE).status_code == 302
