"""A house and the money that is granted for it: the number is one of the register, and each leads to the other."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, system
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.tests.seekers import make_shown
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.models import Entitlement, LinkedHouse
from kayoi.programmes.schemes.services.grants import UnableToGrant
from kayoi.programmes.schemes.tests.factories import accept_papers, make_sent
from kayoi.programmes.schemes.tests.grants import make_terms
from tests.cast import LogIn, Member

pytestmark = pytest.mark.django_db
BY, NOW = system("test"), timezone.now()
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")


@pytest.fixture
def home(ina: Organization) -> Home:
    with scope.of_organization(ina.pk):
        return make_shown(make_file(name="所有者"), by=BY, at=NOW)


@pytest.fixture
def procedure(ina: Organization) -> Procedure:
    with scope.of_organization(ina.pk):
        return make_procedure(at=NOW)


@pytest.fixture
def application(ina: Organization, procedure: Procedure) -> Application:
    with scope.of_organization(ina.pk):
        return make_sent(ina, procedure, at=NOW).application


@pytest.fixture
def desk(officer: Member, log_in: LogIn) -> Client:
    return log_in(officer.user)


def link(desk: Client, application: Application, number: str, side: str = "buyer", **more: str) -> Any:
    values = {"number": number, "side": side, "contract_on": ""} | more
    return desk.post(f"/ina/staff/applications/{application.pk}/house/", values, follow=True)


def test_the_number_is_one_of_the_register_however_it_is_written(
    desk: Client, home: Home, application: Application, ina: Organization
) -> None:
    missing = link(desk, application, "R8-9999")
    assert missing.status_code == 422
    assert "この番号の空き家は、登録にありません" in missing.content.decode()
    done = link(desk, application, home.number.lower().translate(WIDE))
    assert home.get_status_display() in done.content.decode()
    with scope.of_organization(ina.pk):
        assert LinkedHouse.objects.get().number == home.number


def test_house_and_grants_lead_to_each_other(desk: Client, home: Home, application: Application) -> None:
    page = reverse("workspace:house", kwargs={"organization": "ina", "number": home.number})
    assert "この家についての補助金の申請は、まだありません" in desk.get(page).content.decode()
    link(desk, application, home.number, "owner")
    shown = desk.get(page).content.decode()
    assert application.receipt in shown
    assert "所有者" in shown
    assert f'href="/ina/staff/homes/{home.pk}/"' in shown
    assert f'href="{page}"' in desk.get(f"/ina/staff/homes/{home.pk}/").content.decode()
    assert f'href="{page}"' in desk.get(f"/ina/staff/applications/{application.pk}/").content.decode()


def test_a_house_of_another_town_or_of_nobody_is_not_found(
    desk: Client, home: Home, application: Application, sado_officer: Member, log_in: LogIn
) -> None:
    assert desk.get("/ina/staff/houses/R8-9999/").status_code == 404
    other = log_in(sado_officer.user)
    assert other.get(f"/sado/staff/houses/{home.number}/").status_code == 404
    assert other.post(f"/sado/staff/applications/{application.pk}/house/", {"number": home.number}).status_code == 404


def test_a_town_without_a_register_links_by_the_number_as_written(
    desk: Client, application: Application, ina: Organization
) -> None:
    Organization.objects.filter(pk=ina.pk).update(programmes=["schemes"])
    assert link(desk, application, "空－12").status_code == 200
    with scope.of_organization(ina.pk):
        assert LinkedHouse.objects.get().number == "空-12"


def test_a_house_is_granted_once_however_its_number_was_written(
    desk: Client, home: Home, procedure: Procedure, ina: Organization, officer: Member, head: Member
) -> None:
    with scope.of_organization(ina.pk):
        make_terms(procedure, by=head.actor, at=NOW, once=["house"])
        first, second = (make_sent(ina, procedure, at=NOW, name=name).application for name in ("一人目", "二人目"))
    link(desk, first, home.number)
    link(desk, second, home.number.lower().translate(WIDE))
    with scope.of_organization(ina.pk):
        propose(first, by=officer.actor)
        services.sign_application(organization=ina, application=first, link="", by=head.actor, at=NOW)
        assert Entitlement.objects.get().reference == f"house:{home.number}"
        with pytest.raises(UnableToGrant):
            propose(second, by=officer.actor)


def propose(application: Application, *, by: Actor) -> None:
    accept_papers(application, by=by, at=NOW)
    services.propose_application(
        application=application, outcome=ApplicationStatus.APPROVED, amount_yen=None, reasons=[], remark="", by=by,
        at=NOW,
    )  # fmt: skip
