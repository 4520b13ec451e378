"""Guarantees and claims: the tables of cases; staff note them page by page; the household reads them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from kayoi.engines.casefiles.models import CaseFile, Protection
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.messages.models import Message
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.stays.models import DamageClaim, Guarantee
from kayoi.programmes.stays.rules.securities import Given, is_secured, may_guarantee
from kayoi.programmes.stays.services.tenancies import decide_tenancy
from kayoi.programmes.stays.services.tenancies_papers import write_paper
from kayoi.programmes.stays.states.tenancies import Guarantor, Guaranty, PaperKind
from kayoi.programmes.stays.tests.tenancies import a_home, a_tenancy, an_application
from kayoi.programmes.stays.tests.test_rules import cases
from tests.cast import LogIn, Member

HOMES = "/ina/staff/homes-to-live/"
YEAR, ONE_DAY = timedelta(days=365), timedelta(days=1)
Row = dict[str, str]


def given(row: Row, first: str, last: str) -> Given:
    start = date.fromisoformat(row[first])
    most = int(row["極度額"]) if row["極度額"] else None
    return Given(Guarantor.of(row["種類"]), most, start, start, date.fromisoformat(row[last]) + ONE_DAY)


@cases("tenancies_may_guarantee")
def test_which_guarantee_holds(row: Row) -> None:
    answer = may_guarantee(given(row, "初日", "最終日"))
    assert " ".join(one.code for one in answer.reasons) == row["理由"]


@cases("tenancies_is_secured")
def test_whether_the_guarantee_is_there(row: Row) -> None:
    held = [given(row, "保証の初日", "保証の最終日")] if row["種類"] else []
    answer = is_secured(Guaranty.of(row["家の決まり"]), held, starts_on=date.fromisoformat(row["契約の初日"]))
    assert " ".join(one.code for one in answer.reasons) == row["理由"]


@pytest.fixture
def today() -> date:
    return local_date(timezone.now())


def test_a_house_asks_for_a_guarantor(
    log_in: LogIn, ina: Organization, officer: Member, head: Member, today: date
) -> None:
    with scope.of_organization(ina.pk):
        room = a_home(at=timezone.now(), guaranty="person")
        row = an_application(room, first=today, last=today + YEAR, by=officer.actor, at=timezone.now())
        decide_tenancy(tenancy=row, by=head.actor, at=timezone.now())
    client, page = log_in(officer.user), f"{HOMES}{row.pk}/"
    assert "保証(連帯保証人)を求めます" in client.get(page).content.decode()
    client.post(f"{page}write-explanation/", {"next_ends_on": ""})
    for step, values in (
        ("write-contract", {"next_ends_on": ""}),
        ("sign", {"explained_on": today, "signed_on": today}),
    ):
        refused = client.post(f"{page}{step}/", values)
        assert "有効な保証を、先に記録してください" in refused.content.decode(), step
    stands = {
        "kind": "person", "name": "鈴木 稔", "address": "松本市1番地", "most_yen": "", "agreed_on": today,
        "starts_on": today, "ends_on": today + YEAR,
    }  # fmt: skip
    without = client.post(f"{page}guarantee/", stands)
    assert (without.status_code, "極度額が要ります" in without.content.decode()) == (422, True)
    stands["most_yen"] = "912000"
    assert client.post(f"{page}guarantee/", stands).status_code == 302
    again = client.post(f"{page}guarantee/", stands)
    assert "すでに記録されています" in again.content.decode()
    shown = client.get(page).content.decode()
    assert "鈴木 稔" in shown
    assert "912,000円" in shown
    assert client.post(f"{page}write-contract/", {"next_ends_on": ""}).status_code == 302
    assert client.post(f"{page}sign/", {"explained_on": today, "signed_on": today}).status_code == 302
    with scope.of_organization(ina.pk):
        end = f"{HOMES}guarantees/{Guarantee.objects.get().pk}/end/"
    late = client.post(end, {"ends_on": today + YEAR, "why": "交代"})
    assert (late.status_code, "より前までに" in late.content.decode()) == (422, True)
    assert client.post(end, {"ends_on": today - ONE_DAY, "why": "別の人"}).status_code == 302
    assert "記録の間違い" in client.get(page).content.decode()


def test_a_damage_is_a_debt_until_it_is_paid_or_taken_back(
    log_in: LogIn, ina: Organization, officer: Member, head: Member, today: date
) -> None:
    with scope.of_organization(ina.pk):
        row = a_tenancy(first=today, last=today + YEAR, by=officer.actor, head=head.actor, at=timezone.now())
    client, page = log_in(officer.user), f"{HOMES}{row.pk}/"
    claim = {"amount_yen": 60_000, "words": "ふすま4枚の張替え", "due_on": today + YEAR, "key": uuid4()}
    past = client.post(f"{page}claim/", claim | {"due_on": today - ONE_DAY})
    assert "納期限が過ぎています" in past.content.decode()
    for _ in range(2):  # pressed twice
        assert client.post(f"{page}claim/", claim).status_code == 302
    shown = client.get(page).content.decode()
    assert "ふすま4枚の張替え" in shown
    assert "残り 60,000円" in shown
    paid = {"amount_yen": 20_000, "paid_on": today, "paid_by": "counter", "key": uuid4()}
    assert client.post(f"{page}paid/", paid).status_code == 302
    assert "残り 40,000円" in client.get(page).content.decode()
    with scope.of_organization(ina.pk):
        back = f"{HOMES}claims/{DamageClaim.objects.get().pk}/back/"
    assert client.post(back, {"why": "経年の傷みだった"}).status_code == 302
    assert client.post(back, {"why": "もう一度"}).status_code == 422
    assert "払いすぎ" in client.get(page).content.decode()


def test_the_household_is_told_of_a_new_paper(
    ina: Organization, officer: Member, head: Member, hana: Person, today: date
) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        file, nobody = make_file(email="hana@example.org"), make_file(email="nobody@example.org")
        CaseFile.objects.filter(pk=file.pk).update(person=hana)
        mine, other = (
            an_application(first=today, last=today + YEAR, file=one, by=officer.actor, at=now) for one in (file, nobody)
        )
        for one in (mine, other):
            decide_tenancy(tenancy=one, by=head.actor, at=now)
        told = Message.objects.get(template="stays/mail/paper")
        assert told.to_address == "hana@example.org"
        assert "入居決定通知書" in told.body
        assert "/ina/homes-to-live/mine/" in told.body
        Protection.objects.create(case_file=file, starts_on=today)
        write_paper(tenancy=mine, kind=PaperKind.EXPLANATION, by=officer.actor, at=now)
        assert Message.objects.filter(template="stays/mail/paper").count() == 1  # they call: their page shows nothing
