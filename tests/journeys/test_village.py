"""A seeker finds districts by what matters, and asks the town with it; only then is it kept."""

import pytest
from django.test import Client

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.consultations import services as consultations
from kayoi.programmes.consultations.models import Question
from kayoi.programmes.village_sheets.tests.factories import make_published
from tests.cast import Member
from tests.clock import NOW

pytestmark = pytest.mark.django_db


def test_wishes_travel_with_a_question_and_not_without(client: Client, ina: Organization, head: Member) -> None:
    with scope.of_organization(ina.pk):
        consultations.publish_desk(organization=ina, fields={"title": "相談"}, path="/ina/ask/", by=head.actor, at=NOW)
        make_published(approver=head.actor)
    page = client.get("/ina/villages/?wish=snow").content.decode()
    link = page.split('href="/ina/ask/?text=')[1].split('"')[0]
    asked = client.get(f"/ina/ask/?text={link}").content.decode()
    assert "雪かきは、できるだけ避けたい" in asked
    with scope.of_organization(ina.pk):
        assert not Question.objects.exists()
