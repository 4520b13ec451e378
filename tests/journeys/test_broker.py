"""The journey: an owner names a broker, who is invited, takes the house at the counter and reports the survey."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.identity.models import User
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.homes.models import Assignment, Broker, Home, Survey
from kayoi.programmes.homes.states import HomeStatus
from kayoi.programmes.homes.tests.factories import make_broker, make_surveyed
from tests.cast import LogIn, Member, make_user
from tests.clock import NOW
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(ina: Organization, head: Member, settings: Any, tmp_path: Path) -> tuple[Home, Broker]:
    """A house in order, whose owner wishes for Yamabiko."""
    settings.UPLOADS = tmp_path
    with scope.of_organization(ina.pk):
        broker = make_broker(by=head.actor, at=NOW)
        home = make_surveyed(make_file(name="唐沢 梅", phone="0265-99-0001"), by=head.actor, at=NOW, address="12-3")
    return home, broker


def invited(staff: Client, broker: Broker, log_in: LogIn) -> tuple[User, Client]:
    """Let staff invite somebody of the broker, who opens the link of the mail."""
    said = {"name": "山彦 一郎", "email": "ichiro@brokers.example"}
    assert staff.post(f"/ina/staff/brokers/{broker.pk}/access/", said).status_code == 302
    run_jobs()
    (letter,) = [one for one in mail.outbox if one.to == ["ichiro@brokers.example"]]
    found = re.search(r"/account/invitations/\S+/", str(letter.body))
    assert found is not None
    user = make_user("ichiro@brokers.example")
    client = log_in(user)
    assert "やまびこ不動産" in client.get(found[0]).content.decode()
    assert client.post(found[0])["Location"] == "/me/"
    return user, client


def test_a_broker_takes_a_house_and_reports_the_survey(
    ina: Organization, head: Member, house: tuple[Home, Broker], log_in: LogIn
) -> None:
    home, broker = house
    staff = log_in(head.user)
    _, client = invited(staff, broker, log_in)
    assert "/ina/partner/homes/" in client.get("/me/").content.decode()
    assert "任された空き家は、いまありません" in client.get("/ina/partner/homes/").content.decode()

    staff.post(f"/ina/staff/homes/{home.pk}/broker/", {"broker": broker.pk})
    counter = client.get("/ina/partner/homes/").content.decode()
    assert home.number in counter
    assert "12-3" not in counter
    assert client.post(f"/ina/partner/homes/{home.pk}/take/").status_code == 302
    page = client.get(f"/ina/partner/homes/{home.pk}/").content.decode()
    assert "12-3" in page
    assert "0265-99-0001" in page

    said = {"surveyed_on": "2026-11-19", "surveyor": "山彦", "remark": "北側に雨漏り"}
    assert client.post(f"/ina/partner/homes/{home.pk}/survey/", said).status_code == 302
    with scope.of_organization(ina.pk):
        assert Assignment.objects.get().status == "accepted"
        assert Home.objects.get(pk=home.pk).status == HomeStatus.ASSIGNED
        assert Survey.objects.get(broker=broker).surveyor == "山彦"
    assert "北側に雨漏り" in staff.get(f"/ina/staff/homes/{home.pk}/survey/").content.decode()

    assert staff.post(f"/ina/staff/brokers/{broker.pk}/access/close/").status_code == 302
    assert client.get("/ina/partner/homes/").status_code == 404
