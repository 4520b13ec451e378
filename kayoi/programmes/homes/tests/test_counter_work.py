"""What a broker does at the counter: answers, sees a house, reports survey, viewings, key and contract."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import ActorKind, system
from kayoi.kit.dates import JST, local_date, local_time
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import (
    Assignment,
    Broker,
    Contract,
    Home,
    HomeConsent,
    KeyLoan,
    Picture,
    Survey,
    Viewing,
)
from kayoi.programmes.homes.states import AssignmentStatus, HomeConsentPurpose, HomeStatus, PictureKind
from kayoi.programmes.homes.tests.factories import make_picture
from kayoi.programmes.homes.tests.houses import make_home, make_owner
from kayoi.programmes.homes.tests.partners import give_to, make_partner
from kayoi.programmes.homes.tests.seekers import make_inquiry, make_seeker, make_viewing
from tests.cast import LogIn, make_member

BY = system("test")


@pytest.fixture
def town(ina: Organization, settings: Any, tmp_path: Path) -> Organization:
    settings.UPLOADS = tmp_path
    return ina


@pytest.fixture
def broker(town: Organization, at: datetime) -> Broker:
    """Momiji, a broker of Ina."""
    with scope.of_organization(town.pk):
        return make_partner(town, by=BY, at=at)


@pytest.fixture
def client(broker: Broker, log_in: LogIn) -> Client:
    """Somebody of Momiji at the counter."""
    assert broker.partner is not None
    return log_in(make_member(broker.partner, "broker", "紅葉 太郎").user)


@pytest.fixture
def owner(town: Organization) -> CaseFile:
    with scope.of_organization(town.pk):
        return make_file(name="唐沢 梅", phone="0265-99-0001")


@pytest.fixture
def home(town: Organization, broker: Broker, owner: CaseFile, at: datetime) -> Home:
    """A public house that Momiji has taken."""
    with scope.of_organization(town.pk):
        made = make_home(
            by=BY, at=at, status=HomeStatus.PUBLISHED, address="12-3", details={"roof": "sound", "mortgage": True}
        )
        make_owner(made, owner, at=at, agrees_to=(HomeConsentPurpose.OWN_SITE, HomeConsentPurpose.BROKERS))
        give_to(broker, made, at=at, status=AssignmentStatus.ACCEPTED)
        services.renew_listing(home=made, by=BY, at=at)
    return made


@pytest.fixture
def viewing(town: Organization, home: Home, at: datetime) -> Viewing:
    with scope.of_organization(town.pk):
        return make_viewing(home, make_seeker(make_file(name="山田 花"), by=BY, at=at), by=BY, at=at, wishes="土曜の朝")


def page(home: Home, name: str = "") -> str:
    return f"/ina/partner/homes/{home.pk}/{name}{'/' if name else ''}"


def text_of(client: Client, target: str) -> str:
    response = client.get(target)
    assert response.status_code == 200, target
    return response.content.decode()


def test_a_broker_reads_everything_of_the_house_and_the_owner_with_consent(client: Client, home: Home) -> None:
    text = text_of(client, page(home))
    for words in ("12-3", "抵当権", "唐沢 梅", "0265-99-0001"):
        assert words in text


def withdraw(home: Home, owner: CaseFile, at: datetime) -> None:
    HomeConsent.objects.filter(home=home, purpose=HomeConsentPurpose.BROKERS).update(withdrawn_on=local_date(at))


def protect(home: Home, owner: CaseFile, at: datetime) -> None:
    casefiles.protect(file=owner, starts_on=local_date(at), basis="申出", by=BY, at=at)


def unanswered(home: Home, owner: CaseFile, at: datetime) -> None:
    Assignment.objects.filter(home=home).update(status=AssignmentStatus.ASKED)


@pytest.mark.parametrize("change", [withdraw, protect, unanswered])
def test_the_owner_is_not_named(
    change: Callable[..., None], client: Client, town: Organization, home: Home, owner: CaseFile, at: datetime
) -> None:
    with scope.of_organization(town.pk):
        change(home, owner, at)
    text = text_of(client, page(home))
    assert "唐沢" not in text
    assert "0265-99-0001" not in text
    assert ("12-3" in text) is (change is not unanswered)


def test_photos_are_shown_and_papers_are_not(client: Client, town: Organization, home: Home, at: datetime) -> None:
    with scope.of_organization(town.pk):
        photo, paper = make_picture(home, by=BY, at=at), make_picture(home, by=BY, at=at)
        Picture.objects.filter(pk=paper.pk).update(kind=PictureKind.PAPER)
    text = text_of(client, page(home))
    assert f"/ina/partner/pictures/{photo.pk}/" in text
    assert f"/ina/partner/pictures/{paper.pk}/" not in text
    response = client.get(f"/ina/partner/pictures/{photo.pk}/?small")
    assert response["Content-Type"].startswith("image/")
    b"".join(response.streaming_content)  # type: ignore[attr-defined]  # django-stubs knows plain responses only
    assert client.get(f"/ina/partner/pictures/{paper.pk}/").status_code == 404


@pytest.fixture
def asked(town: Organization, broker: Broker, owner: CaseFile, at: datetime) -> Home:
    """A surveyed house that Momiji is asked to take."""
    with scope.of_organization(town.pk):
        made = make_home(by=BY, at=at, status=HomeStatus.SURVEYED)
        give_to(broker, made, at=at)
    return made


@pytest.mark.parametrize(
    ("answer", "status", "home_status"),
    [
        ("take", AssignmentStatus.ACCEPTED, HomeStatus.ASSIGNED),
        ("decline", AssignmentStatus.DECLINED, HomeStatus.SURVEYED),
    ],
)
def test_the_broker_answers(
    client: Client, town: Organization, asked: Home, answer: str, status: AssignmentStatus, home_status: HomeStatus
) -> None:
    assert f"{page(asked)}take/" in text_of(client, "/ina/partner/homes/")
    assert client.get(page(asked, answer)).status_code == 200
    assert client.post(page(asked, answer), {"why": "遠い"}).status_code == 302
    with scope.of_organization(town.pk):
        row = Assignment.objects.get(home=asked)
        assert (row.status, Home.objects.get(pk=asked.pk).status) == (status, home_status)
        entry = Entry.objects.filter(action__endswith=f".{'accept' if answer == 'take' else 'decline'}").get()
        assert (entry.actor_kind, entry.actor_name) == (ActorKind.PARTNER, "もみじ不動産(架空) 紅葉 太郎")
    assert client.get(page(asked)).status_code == (200 if answer == "take" else 404)


def test_a_house_that_was_taken_is_not_taken_again(client: Client, home: Home) -> None:
    assert "いまの状態では" in client.post(page(home, "take"), follow=True).content.decode()


def test_the_survey_goes_to_the_office_and_not_into_the_file(
    client: Client, town: Organization, home: Home, broker: Broker
) -> None:
    assert "屋根" in text_of(client, page(home, "survey"))
    said = {
        "surveyed_on": "2026-11-19", "surveyor": "紅葉", "roof": "holes", "remark": "北側に雨漏り",
        "client_key": str(uuid4()),
        "photos": SimpleUploadedFile("a.jpg", picture("JPEG"), "image/jpeg"),
    }  # fmt: skip
    assert client.post(page(home, "survey"), said).status_code == 302
    del said["photos"]
    assert client.post(page(home, "survey"), said).status_code == 302  # sent twice is one
    with scope.of_organization(town.pk):
        survey = Survey.objects.get(home=home)
        assert (survey.by_whom, survey.broker, survey.remark) == ("broker", broker, "北側に雨漏り")
        assert survey.findings["roof"] == "holes"
        assert Home.objects.get(pk=home.pk).details["roof"] == "sound"
        assert not Picture.objects.get(home=home).is_public
        assert FollowUp.objects.filter(title__contains="業者の現地調査").count() == 1


def test_a_viewing_is_fixed_and_done(client: Client, town: Organization, home: Home, viewing: Viewing) -> None:
    text = text_of(client, "/ina/partner/viewings/")
    assert "土曜の朝" in text
    assert "山田" not in text  # a seeker is a number at the counter
    target = f"/ina/partner/viewings/{viewing.pk}/"
    assert "土曜の朝" in text_of(client, target)
    on = local_date(timezone.now()) + timedelta(days=3)
    said = {"on": on.isoformat(), "starts": "10:00", "ends": "11:00", "attended_by": "紅葉"}
    assert client.post(target, {**said, "ends": "09:00"}).status_code == 422
    assert client.post(target, said).status_code == 302
    with scope.of_organization(town.pk):
        fixed = Viewing.objects.get(pk=viewing.pk)
        assert fixed.starts_at is not None
        assert (fixed.status, local_time(fixed.starts_at).hour, fixed.attended_by) == ("fixed", 10, "紅葉")
        Viewing.objects.update(starts_at=datetime(2026, 11, 20, 10, tzinfo=JST))
    assert client.post(f"{target}done/").status_code == 302
    with scope.of_organization(town.pk):
        assert Viewing.objects.get(pk=viewing.pk).status == "done"
    assert client.get(target).status_code == 404


def test_a_viewing_is_called_off(client: Client, town: Organization, viewing: Viewing) -> None:
    assert client.post(f"/ina/partner/viewings/{viewing.pk}/call-off/", {"why": "大雪"}).status_code == 302
    with scope.of_organization(town.pk):
        assert (Viewing.objects.get().status, Viewing.objects.get().why) == ("cancelled", "大雪")


def test_viewings_of_protected_people_are_not_shown(
    client: Client, town: Organization, home: Home, viewing: Viewing, at: datetime
) -> None:
    with scope.of_organization(town.pk):
        protect(home, viewing.seeker.case_file, at)
    assert "土曜の朝" not in text_of(client, "/ina/partner/viewings/")
    assert client.get(f"/ina/partner/viewings/{viewing.pk}/").status_code == 404


def test_the_key_is_taken_and_brought_back(client: Client, town: Organization, home: Home) -> None:
    target = page(home, "key")
    assert client.post(target, {"due_on": "2026-12-01"}).status_code == 302
    assert client.post(target, {"due_on": "2026-12-01"}).status_code == 422  # it is out
    assert "鍵を借りています" in text_of(client, target)
    assert client.post(f"{target}return/").status_code == 302
    with scope.of_organization(town.pk):
        assert KeyLoan.objects.get().returned_at is not None


def test_a_key_of_somebody_else_is_not_brought_back(
    client: Client, town: Organization, home: Home, at: datetime
) -> None:
    with scope.of_organization(town.pk):
        services.lend_key(home=home, holder="所有者", due_on=local_date(at), by=BY, at=at)
    client.post(f"{page(home, 'key')}return/")
    with scope.of_organization(town.pk):
        assert KeyLoan.objects.get().returned_at is None


def test_a_contract_is_reported(client: Client, town: Organization, home: Home, at: datetime) -> None:
    with scope.of_organization(town.pk):
        make_inquiry(home, make_seeker(make_file(name="山田 花"), by=BY, at=at), by=BY, at=at)
    said = {"kind": "sale", "contracted_on": "2026-11-19", "persons": "2"}
    assert client.post(page(home, "contract"), {**said, "kind": "rent"}).status_code == 422  # it is for sale
    assert client.post(page(home, "contract"), said).status_code == 302
    with scope.of_organization(town.pk):
        contract = Contract.objects.get()
        assert (contract.reported_by, contract.persons) == ("もみじ不動産(架空) 紅葉 太郎", 2)
        assert Home.objects.get(pk=home.pk).status == HomeStatus.CONTRACTED


WORK = ["", "take", "decline", "survey", "key", "key/return", "contract"]


@pytest.mark.parametrize("name", WORK)
@pytest.mark.parametrize("whose", ["another", "ended"])
def test_houses_of_others_do_not_exist(
    client: Client, town: Organization, home: Home, at: datetime, name: str, whose: str
) -> None:
    with scope.of_organization(town.pk):
        if whose == "another":
            Assignment.objects.filter(home=home).update(broker=make_partner(town, by=BY, at=at))
        else:
            Assignment.objects.filter(home=home).update(status=AssignmentStatus.ENDED)
    for response in (client.get(page(home, name)), client.post(page(home, name), {"due_on": "2026-12-01"})):
        assert response.status_code in {404, 405}
    with scope.of_organization(town.pk):
        assert not KeyLoan.objects.exists()


@pytest.mark.parametrize("name", ["survey", "key", "key/return", "contract"])
def test_work_begins_when_the_house_is_taken(client: Client, asked: Home, name: str) -> None:
    assert client.post(page(asked, name), {"due_on": "2026-12-01"}).status_code == 404


@pytest.mark.parametrize("step", ["", "done/", "call-off/"])
def test_viewings_of_others_do_not_exist(
    client: Client, town: Organization, home: Home, viewing: Viewing, at: datetime, step: str
) -> None:
    with scope.of_organization(town.pk):
        Assignment.objects.filter(home=home).update(broker=make_partner(town, by=BY, at=at))
    assert client.post(f"/ina/partner/viewings/{viewing.pk}/{step}", {"why": "x"}).status_code == 404
    with scope.of_organization(town.pk):
        assert Viewing.objects.get().status == "asked"
