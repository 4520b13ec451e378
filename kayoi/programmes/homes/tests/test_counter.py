"""The broker's counter: who comes in, and what is seen there."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from kayoi.foundation.identity.models import Membership, Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization, Partnership
from kayoi.programmes.homes.models import Assignment, Broker
from kayoi.programmes.homes.states import AssignmentStatus
from kayoi.programmes.homes.tests.houses import make_home
from kayoi.programmes.homes.tests.partners import give_to, make_partner
from tests.cast import LogIn, Member, make_member

COUNTER = "/ina/partner/homes/"


@pytest.fixture
def broker(ina: Organization, head: Member, at: datetime) -> Broker:
    """Momiji, a broker of Ina."""
    with scope.of_organization(ina.pk):
        return make_partner(ina, by=head.actor, at=at)


@pytest.fixture
def agent(broker: Broker) -> Member:
    """Somebody who works for Momiji."""
    assert broker.partner is not None
    return make_member(broker.partner, "broker", "紅葉 太郎")


@pytest.fixture
def house(ina: Organization, broker: Broker, head: Member, at: datetime) -> Assignment:
    """Return a house that Momiji is asked to take."""
    with scope.of_organization(ina.pk):
        return give_to(broker, make_home(by=head.actor, at=at, title="梅の木の家", address="12-3"), at=at)


def test_members_of_the_towns_broker_come_in(agent: Member, house: Assignment, log_in: LogIn) -> None:
    response = log_in(agent.user).get(COUNTER, headers={"accept-language": "en"})
    assert response.status_code == 200
    text = response.content.decode()
    assert "梅の木の家" in text
    assert "12-3" not in text  # where exactly is told to who has taken it
    assert 'lang="ja"' in text
    assert "no-store" in response["Cache-Control"]


def test_the_address_is_told_to_who_has_taken_it(
    ina: Organization, agent: Member, house: Assignment, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        Assignment.objects.update(status=AssignmentStatus.ACCEPTED)
    assert "12-3" in log_in(agent.user).get(COUNTER).content.decode()


def test_nobody_is_sent_to_the_log_in(broker: Broker) -> None:
    response = Client().get(COUNTER)
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/account/login/")


def test_a_second_factor_is_asked_for(agent: Member) -> None:
    client = Client()
    client.force_login(agent.user)
    response = client.get(COUNTER)
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/account/second-factor/")


@pytest.mark.parametrize("who", ["person", "head", "other_town"])
def test_others_find_nothing(
    who: str, broker: Broker, head: Member, sado_officer: Member, hana: Person, log_in: LogIn
) -> None:
    user = {"person": hana.user, "head": head.user, "other_town": sado_officer.user}[who]
    assert log_in(user).get(COUNTER).status_code == 404


def test_the_counter_of_another_town_does_not_exist(sado: Organization, agent: Member, log_in: LogIn) -> None:
    assert log_in(agent.user).get("/sado/partner/homes/").status_code == 404


ENDS = ["partnership", "not_begun", "membership", "organization", "programme", "role"]


@pytest.fixture(params=ENDS)
def ended(request: pytest.FixtureRequest, ina: Organization, broker: Broker, agent: Member) -> str:
    """Return what has come to an end."""
    today, partner = date.today(), broker.partner
    assert partner is not None
    before = Partnership.objects.filter(partner=partner)
    if request.param == "partnership":
        before.update(ends_before=today)
    elif request.param == "not_begun":
        before.update(starts_on=today + timedelta(days=2))
    elif request.param == "organization":
        Organization.objects.filter(pk=partner.pk).update(closed_on=today)
    elif request.param == "programme":
        Organization.objects.filter(pk=ina.pk).update(programmes=["consultations"])
    else:
        changes = {"ends_before": today} if request.param == "membership" else {"role": "officer"}
        Membership.across.filter(pk=agent.membership.pk).update(**changes)
    return str(request.param)


def test_what_has_ended_opens_nothing(ended: str, agent: Member, log_in: LogIn) -> None:
    assert log_in(agent.user).get(COUNTER).status_code == 404


def test_brokers_do_not_enter_the_workspace(agent: Member, broker: Broker, log_in: LogIn) -> None:
    client = log_in(agent.user)
    assert broker.partner is not None
    for slug in ("ina", broker.partner.slug):
        assert client.get(f"/{slug}/staff/").status_code == 404


def test_my_page_leads_to_the_counter_and_not_to_the_workspace(agent: Member, log_in: LogIn) -> None:
    text = log_in(agent.user).get("/me/").content.decode()
    assert COUNTER in text
    assert "/staff/" not in text


def test_staff_invite_and_close(ina: Organization, broker: Broker, agent: Member, head: Member, log_in: LogIn) -> None:
    client, page = log_in(head.user), f"/ina/staff/brokers/{broker.pk}/access/"
    text = client.get(page).content.decode()
    assert "紅葉 太郎" in text
    assert "業者 一郎" in text  # invited
    assert client.post(page, {"name": "山 桜", "email": "sakura@brokers.example"}).status_code == 302
    assert "山 桜" in client.get(page).content.decode()
    assert client.post(f"{page}{agent.membership.pk}/end/", follow=True).status_code == 200
    assert "紅葉 太郎" not in client.get(page).content.decode()
    assert client.post(f"{page}close/").status_code == 302
    assert client.post(f"{page}close/").status_code == 404
    assert "閉じています" in client.get(page).content.decode()


def test_a_member_of_another_broker_is_not_ended(
    ina: Organization, broker: Broker, agent: Member, head: Member, at: datetime, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        other = make_partner(ina, by=head.actor, at=at)
    page = f"/ina/staff/brokers/{other.pk}/access/{agent.membership.pk}/end/"
    assert log_in(head.user).post(page).status_code == 404
