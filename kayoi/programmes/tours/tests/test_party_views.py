"""The person's pages and the office's of giving places, through the client."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kayoi.engines.casefiles.services import protect
from kayoi.engines.procedures.tests.factories import make_ruleset
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.tours import services
from kayoi.programmes.tours.models import NextStep, Party, Tour
from kayoi.programmes.tours.selectors.links import token_of
from kayoi.programmes.tours.services.tours import open_tour
from kayoi.programmes.tours.tests.giving import a_given_tour, applied, asking, teller
from tests.cast import LogIn, Member, actor_of, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """Pages read the clock."""
    return timezone.now()


@pytest.fixture
def tour(ina: Organization, head: Member, now: datetime) -> Tour:
    with scope.of_organization(ina.pk):
        return a_given_tour(at=now, by=head.actor, name="冬のツアー", name_en="Winter tour")


def written(tour: Tour, persons: int = 1, **more: Any) -> dict[str, Any]:
    with scope.of_organization(tour.organization_id):
        date = tour.dates.get()
    said = {
        "persons": persons, "wish1": date.key, "name": "雪野 香", "email": "yuki@example.jp", "agrees_agency": "on",
        "agree": "on", "client_key": str(uuid4()), "age_band": "30s",
    }  # fmt: skip
    family = {f"with{number}-{name}": value for number in range(persons - 1) for name, value in
              (("name", "家族"), ("age", "8"))}  # fmt: skip
    return said | family | more


def test_a_family_applies_once_and_declines_in_one_tap(client: Client, ina: Organization, tour: Tour) -> None:
    assert "冬のツアー" in client.get("/ina/tours/").content.decode()
    path = f"/ina/tours/{tour.key}/apply/"
    page = client.get(f"{path}?persons=4").content.decode()
    assert page.count("いっしょに参加する人") == 3
    said = written(tour, 4)
    first, again = client.post(path, said), client.post(path, said)
    assert first["Location"] == again["Location"]
    state = client.get(first["Location"]).content.decode()
    assert "申込みを受け付けました" in state
    assert client.get(f"{first['Location']}decline/").status_code == 405
    assert client.post(f"{first['Location']}decline/").status_code == 302
    assert "辞退" in client.get(first["Location"]).content.decode()
    with scope.of_organization(ina.pk):
        party = Party.objects.get()
        assert (party.persons, party.status, party.companions.count()) == (4, "declined", 3)


TAX = {"not": {"fact": "applicant.tax_unpaid", "is": True}, "label": {"ja": "税の滞納がないこと"}}


def test_conditions_are_asked_and_who_does_not_meet_them_is_told_which(
    client: Client, ina: Organization, tour: Tour
) -> None:
    """What somebody does not know is left to people: it refuses nobody."""
    with scope.of_organization(ina.pk):
        body = {"anchor": "application.on", "condition": {"all": [TAX]}}
        Tour.objects.filter(pk=tour.pk).update(rule=make_ruleset(key="tour", body=body))
    path = f"/ina/tours/{tour.key}/apply/"
    assert "参加の条件" in client.get(path).content.decode()
    assert client.post(path, written(tour)).status_code == 422
    refused = client.post(path, written(tour) | {"applicant-tax_unpaid-value": "yes"})
    assert refused.status_code == 422
    assert "税の滞納がないこと" in refused.content.decode()
    for answer in ("no", "unknown"):
        assert client.post(path, written(tour) | {"applicant-tax_unpaid-value": answer}).status_code == 302
    with scope.of_organization(ina.pk):
        judged = [one["outcome"] for one in Party.objects.order_by("pk").values_list("judged", flat=True) if one]
    assert judged == ["met", "unknown"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"agree": ""}, "お電話でお申し込みください"),
        ({"agrees_agency": ""}, "同意が要ります"),
        ({"email": ""}, "メールアドレスか電話番号"),
        ({"wish1": "no-such"}, "正しく選択してください"),
        ({"with0-age": ""}, "必須"),
    ],
)
def test_what_is_lacking_is_said_and_nothing_is_lost(
    client: Client, ina: Organization, tour: Tour, changes: dict[str, str], sentence: str
) -> None:
    answer = client.post(f"/ina/tours/{tour.key}/apply/", written(tour, 2, **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "雪野 香" in answer.content.decode()
    with scope.of_organization(ina.pk):
        assert not Party.objects.exists()


def test_english(client: Client, tour: Tour) -> None:
    page = client.get(f"/ina/tours/{tour.key}/", headers={"accept-language": "en"}).content.decode()
    assert "Winter tour" in page
    assert "Go on to apply" in page


def test_strangers_and_people_under_protection_see_nothing(
    client: Client, ina: Organization, head: Member, tour: Tour, now: datetime
) -> None:
    with scope.of_organization(ina.pk):
        party = applied(ina, tour, at=now)
        token = token_of(party)
    assert client.get(f"/ina/tours/a/{token}/").status_code == 200
    assert client.get(f"/ina/tours/a/{party.number}/").status_code == 404
    assert client.get(f"/sado/tours/a/{token}/").status_code == 404
    with scope.of_organization(ina.pk):
        protect(file=party.case_file, starts_on=local_date(now), basis="", by=head.actor, at=now)
    assert client.get(f"/ina/tours/a/{token}/").status_code == 404


def test_another_door_is_noted_and_leads_on(
    client: Client, ina: Organization, head: Member, tour: Tour, now: datetime
) -> None:
    with scope.of_organization(ina.pk):
        other = a_given_tour(at=now, by=head.actor, method="first_come")
        party = applied(ina, tour, at=now)
        services.refuse(teller=teller(ina), party=party, why="対象外です。", by=head.actor, at=now)
        step = NextStep.objects.get(party=party, path=f"/ina/tours/{other.key}/")
        own = f"/ina/tours/a/{token_of(party)}/"
    assert "対象外です。" in client.get(own).content.decode()
    assert client.post(f"{own}doors/{step.pk}/")["Location"] == step.path
    with scope.of_organization(ina.pk):
        assert NextStep.objects.get(pk=step.pk).taken_at is not None


def test_the_office_publishes_types_in_closes_and_gives_the_file(
    client: Client, ina: Organization, head: Member, officer: Member, log_in: LogIn, tour: Tour, now: datetime
) -> None:
    desk, staff = log_in(head.user), f"/ina/staff/tours/{tour.pk}"
    typed = log_in(officer.user).post(f"{staff}/take/", written(tour, way="telephone"))
    assert typed.status_code == 302
    assert "外れる割合" in desk.get(f"{staff}/selection/?try=1").content.decode()
    refused = desk.post(f"{staff}/list/close/")
    assert refused.status_code == 422
    assert "名簿は確定できません" in refused.content.decode()
    with scope.of_organization(ina.pk):
        Tour.objects.filter(pk=tour.pk).update(apply_until=now - timedelta(minutes=1))
    assert desk.post(f"{staff}/list/close/").status_code == 302
    early = desk.post(f"{staff}/draw/", {"number": "39123.45"})
    assert "まだ発表されていません" in early.content.decode()
    published = json.loads(client.get(f"/ina/tours/{tour.key}/published/").content)
    assert {"commitment", "fingerprint", "lines"} <= published.keys()
    assert "secret" not in published
    assert log_in(officer.user).get(f"{staff}/list/").status_code == 200
    contractor = log_in(make_member(ina, "contractor", "委託 先").user)
    assert contractor.get(f"{staff}/list/").status_code == 403


def test_places_are_added_once_a_press(ina: Organization, head: Member, log_in: LogIn, now: datetime) -> None:
    with scope.of_organization(ina.pk):
        date = a_given_tour(at=now, by=head.actor, method="first_come", capacity=4).dates.get()
    desk, key = log_in(head.user), str(uuid4())
    for persons in (2, 2, 3):  # pressed twice; gone back, and another number written
        page = desk.post(f"/ina/staff/tours/dates/{date.pk}/places/", {"persons": persons, "client_key": key})
        assert page.status_code == 302
    with scope.of_organization(ina.pk):
        date.refresh_from_db()
    assert date.capacity == 9


def test_terms_are_written_until_they_are_published(
    ina: Organization, head: Member, log_in: LogIn, now: datetime
) -> None:
    with scope.of_organization(ina.pk):
        planned = open_tour(
            fields={"key": "plan", "kind": "monitor", "name": "計画", "place_code": "202096"}, by=head.actor, at=now
        )
    desk, path = log_in(head.user), f"/ina/staff/tours/{planned.pk}/terms/"
    said = {
        "version": planned.version, "method": "lottery", "public_number": "指数", "number_from": "2027-01-20T15:30",
        **{f"quota{number}-unit": "parties" for number in range(4)}, "quota0-group": "first", "quota0-least": "2",
    }  # fmt: skip
    assert desk.post(path, said).status_code == 302
    assert desk.post(path, said).status_code == 422  # made from an older version
    with scope.of_organization(ina.pk):
        planned.refresh_from_db()
    assert planned.quotas == [{"group": "first", "least": 2, "most": None, "unit": "parties"}]


def test_whoever_is_logged_in_finds_it_on_my_page(
    ina: Organization, hana: Person, ken: Person, log_in: LogIn, tour: Tour, now: datetime
) -> None:
    with scope.of_organization(ina.pk):
        who = services.Who({"name": hana.name, "email": "hana@example.jp"}, person=hana)
        party = services.apply_for_tour(
            teller=teller(ina), tour=tour, who=who, asking=asking(tour), by=actor_of(hana), at=now
        ).party
    own, page = f"/ina/tours/a/{party.number}/", log_in(hana.user)
    assert own in page.get("/me/").content.decode()
    assert page.get(own).status_code == 200
    assert log_in(ken.user).get(own).status_code == 404
