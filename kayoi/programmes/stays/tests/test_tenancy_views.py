"""Staff let a home page by page; the public reads how to apply."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kayoi.engines.casefiles.models import CaseFile, Protection
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.reservations.tests.factories import BY
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.stays.models import HeadLease, RentPayment, Tenancy, Waiting
from kayoi.programmes.stays.services.monthly import Paid
from kayoi.programmes.stays.services.tenancies import decide_tenancy
from kayoi.programmes.stays.services.tenancies_rent import charge_rents, note_rent
from kayoi.programmes.stays.states import PaidBy
from kayoi.programmes.stays.tests.tenancies import a_home, a_tenancy, an_application
from tests.cast import LogIn, Member, make_member

HOMES = "/ina/staff/homes-to-live/"
YEAR = timedelta(days=365)


@pytest.fixture
def today() -> date:
    return local_date(timezone.now())


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_from_the_application_to_the_end(
    log_in: LogIn, ina: Organization, officer: Member, head: Member, today: date
) -> None:
    with scope.of_organization(ina.pk):
        room, file = a_home("managed", at=timezone.now()), make_file(name="鈴木 一")
    client, chief = log_in(officer.user), log_in(head.user)
    asked = {
        "number": file.number, "room": room.pk, "contract": "sublease", "starts_on": today, "ends_on": today + YEAR,
        "persons": 2,
    }  # fmt: skip
    refused = client.post(f"{HOMES}apply/", asked)
    assert refused.status_code == 422
    assert "先に借上げを登録してください" in refused.content.decode()
    lease = {
        "owner": "春日 守", "starts_on": today, "ends_on": today + 12 * YEAR, "rent_yen": 20_000, "works": "屋根",
        "works_yen": 1_000_000, "recovered_yen": 1_000,
    }  # fmt: skip
    page = chief.post(f"{HOMES}houses/{room.house_id}/lease/", lease).headers["Location"]
    assert "足りません" in text(chief, page)
    assert "春日 守" in text(client, f"{HOMES}head-leases/")
    page = client.post(f"{HOMES}apply/", asked).headers["Location"]
    assert "鈴木 一" in text(client, page)
    own = client.post(f"{page}decision/decide/", {"why": ""})
    assert "申込みを受けた人は、決定できません" in own.content.decode()
    assert chief.post(f"{page}decision/decide/", {"why": "適当"}).status_code == 302
    early = client.post(f"{page}move-in/")
    assert "事前説明書を渡した日がない" in early.content.decode()
    assert "事前説明書を作る" in text(client, page)
    first = client.post(f"{page}write-contract/", {"next_ends_on": ""})
    assert "先に事前説明書を作り" in first.content.decode()
    for paper in ("explanation", "contract"):
        assert client.post(f"{page}write-{paper}/", {"next_ends_on": ""}).status_code == 302
    letter = re.search(r"/ina/staff/letters/\d+/", text(client, page))
    assert letter is not None
    assert client.get(letter[0]).content[:4] == b"%PDF"
    deposit = {"amount_yen": 76_000, "paid_on": today, "key": uuid4()}
    assert client.post(f"{page}deposit/", deposit).status_code == 302
    assert "預かっている額 76,000円" in text(client, page)
    undo = re.search(r"/ina/staff/homes-to-live/\d+/deposits/\d+/back/", text(client, page))
    assert undo is not None
    assert client.post(undo[0], {"why": "別の人の入金"}).status_code == 302
    assert "預かっている額 0円" in text(client, page)
    again = client.post(undo[0], {"why": "もう一度"})
    assert (again.status_code, "すでに取り消されています" in again.content.decode()) == (422, True)
    client.post(f"{page}sign/", {"explained_on": today, "signed_on": today})
    assert client.post(f"{page}move-in/").status_code == 302
    assert "借地借家法38条6項" in text(client, page)
    assert client.post(f"{page}nothing/").status_code == 404
    notice = {"notice_on": today, "ends_on": today, "inspection_on": today, "why": "家を建てた"}
    client.post(f"{page}notice/", notice)
    client.post(f"{page}end/", {"left_on": today, "damage_yen": 0, "afterwards": "built"})
    assert "町内に家を建てた" in text(client, page)
    with scope.of_organization(ina.pk):
        assert Tenancy.objects.get().status == "ended"
        assert HeadLease.objects.count() == 1


def test_rent_is_paid_once_though_pressed_twice(
    log_in: LogIn, ina: Organization, officer: Member, head: Member, today: date
) -> None:
    with scope.of_organization(ina.pk):
        row = a_tenancy(
            first=today - timedelta(days=70), last=today + YEAR, by=officer.actor, head=head.actor, at=timezone.now()
        )
        charge_rents(by=officer.actor, at=timezone.now())
    client, page = log_in(officer.user), f"{HOMES}{row.pk}/"
    assert "納期限を過ぎた分" in text(client, page)
    paid: dict[str, Any] = {"amount_yen": 1_000, "paid_on": today, "paid_by": "counter", "key": uuid4()}
    for _ in range(2):
        assert client.post(f"{page}paid/", paid).status_code == 302
    assert client.post(f"{page}paid/", paid | {"amount_yen": 0}).status_code == 422
    with scope.of_organization(ina.pk):
        payment = RentPayment.objects.get()
    assert "1,000円" in text(client, page)
    back = f"{HOMES}payments/{payment.pk}/back/"
    assert client.post(back, {"why": "別の人の入金"}).status_code == 302
    assert "すでに取り消されています" in client.post(back, {"why": "もう一度"}).content.decode()
    month = text(client, f"{HOMES}rent/?month={row.starts_on:%Y-%m}")
    assert "勘定の合計と合っています" in month
    assert row.room.house.name in month
    assert f"{row.starts_on.year}年{row.starts_on.month}月" in month.partition(">滞納<")[2]  # which months are late
    assert "この月の請求はありません" in text(client, f"{HOMES}rent/?month=2020-01")
    for wrong in ("x", "9999-12", "0001-01"):
        assert f"{today.year}年{today.month}月" in text(client, f"{HOMES}rent/?month={wrong}")
    assert client.post(f"{page}remind/", follow=True).status_code == 200
    rent: dict[str, Any] = {"rent_yen": 38_000, "reduced_yen": 10_000, "due_day": 25, "version": row.version}
    assert client.post(f"{page}rent/", rent).status_code == 422
    with scope.of_organization(ina.pk):
        rent |= {"reduced_article": "条例第16条", "version": Tenancy.objects.get().version}
    assert client.post(f"{page}rent/", rent).status_code == 302
    assert client.post(f"{page}rent/", rent | {"rent_yen": 40_000}).status_code == 422  # an old page
    assert client.post(f"{page}correct/", {"why": "減額"}).status_code == 302
    assert "取消し: 減額" in text(client, page)


def test_the_waiting_list_is_gone_through_in_order(
    log_in: LogIn, ina: Organization, officer: Member, today: date
) -> None:
    with scope.of_organization(ina.pk):
        room = a_home("municipal", at=timezone.now())
        local, mover = make_file(name="地元 町子"), make_file(name="移住 花子")
    client, page = log_in(officer.user), f"{HOMES}houses/{room.house_id}/"
    for file, is_mover in ((local, ""), (mover, "on")):
        wish = {"number": file.number, "is_mover": is_mover, "persons": 2, "children": 0}
        assert client.post(f"{page}wait/", wish).status_code == 302
        assert client.post(f"{page}wait/", wish).status_code == 422
    assert client.post(f"{page}wait/", wish | {"number": "なし"}).status_code == 422
    shown = text(client, f"{page}waiting/")
    assert shown.index("移住 花子") < shown.index("地元 町子")
    assert "移住者が先" in shown
    with scope.of_organization(ina.pk):
        first, second = Waiting.objects.get(case_file=mover), Waiting.objects.get(case_file=local)
    offer = {"room": room.pk, "starts_on": today, "ends_on": today + YEAR, "answer_by": today + timedelta(days=7)}
    refused = client.post(f"{HOMES}waiting/{second.pk}/offer/", offer)
    assert "先に1組待っています" in refused.content.decode()
    assert client.post(f"{HOMES}waiting/{first.pk}/offer/", offer).status_code == 302
    assert "返事は" in text(client, f"{page}waiting/")
    client.post(f"{HOMES}waiting/{first.pk}/decline/", {"why": "遠い"})
    client.post(f"{HOMES}waiting/{second.pk}/offer/", offer)
    assert client.post(f"{HOMES}waiting/{second.pk}/accept/", {"contract": "use_permit"}).status_code == 302
    assert client.get(f"{HOMES}waiting/{second.pk}/").headers["Location"] == f"{page}waiting/"
    assert "地元 町子" in text(client, HOMES)


def test_a_protected_name_is_not_in_lists(
    log_in: LogIn, ina: Organization, officer: Member, head: Member, today: date
) -> None:
    with scope.of_organization(ina.pk):
        file = make_file(name="守 秘子")
        a_tenancy(first=today, last=today + YEAR, file=file, by=officer.actor, head=head.actor, at=timezone.now())
        charge_rents(by=officer.actor, at=timezone.now())
        Protection.objects.create(case_file=file, starts_on=today)
    contractor = log_in(make_member(ina, "contractor", "委託").user)
    for path in (HOMES, f"{HOMES}rent/"):
        assert "守 秘子" not in text(contractor, path)
        assert f"個票{file.number}" in text(contractor, path)
    assert "守 秘子" in text(log_in(officer.user), HOMES)


def test_the_diary_of_a_share_house(log_in: LogIn, ina: Organization, officer: Member, today: date) -> None:
    with scope.of_organization(ina.pk):
        room = a_home("shared", at=timezone.now())
    client, page = log_in(officer.user), f"{HOMES}houses/{room.house_id}/log/"
    assert "空き" in text(client, page)
    assert client.post(page, {"on": today, "work": "meeting", "words": "月の話合い"}).status_code == 302
    assert "月の話合い" in text(client, page)


def test_the_public_reads_how_to_apply(ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        a_home("managed", at=timezone.now(), name="伊那の家")
        a_home("shared", at=timezone.now(), name="準備中の家", status="draft")
    shown = Client().get("/ina/homes-to-live/").content.decode()
    assert "伊那の家" in shown
    assert "最長12年" in shown
    assert "38,000円" in shown
    assert "/ina/ask/" in shown
    assert "準備中の家" not in shown


def test_who_lives_there_sees_term_rent_and_papers(
    log_in: LogIn, ina: Organization, officer: Member, head: Member, hana: Person, today: date
) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        file = make_file()
        CaseFile.objects.filter(pk=file.pk).update(person=hana)
        mine = a_tenancy(by=officer.actor, head=head.actor, at=now, first=today, last=today + 2 * YEAR, file=file)
        charge_rents(by=BY, at=now)
        note_rent(tenancy=mine, paid=Paid(1_000, today, PaidBy.COUNTER, ""), key=uuid4(), by=officer.actor, at=now)
        other = a_tenancy(by=officer.actor, head=head.actor, at=now, first=today, last=today + 2 * YEAR)
        theirs, paper, other_room = other.papers.get(), mine.papers.get(), other.room.unit.name
    client, page = log_in(hana.user), "/ina/homes-to-live/mine/"
    assert page in text(client, "/me/")
    shown = text(client, page)
    for words in (
        "高遠町1番地",
        "家賃 月38,000円",
        "これから払う家賃",
        "受け取った家賃",
        "1,000円",
        "入居決定通知書",
    ):
        assert words in shown, words
    assert other_room not in shown
    assert client.get(f"{page}papers/{paper.pk}/").content.startswith(b"%PDF")
    assert client.get(f"{page}papers/{theirs.pk}/").status_code == 404
    with scope.of_organization(ina.pk):
        Protection.objects.create(case_file=file, starts_on=today)
    hidden = text(client, page)
    assert "高遠町1番地" not in hidden
    assert "ここにはありません" in hidden
    assert client.get(f"{page}papers/{paper.pk}/").status_code == 404


def test_a_deposit_that_was_settled_is_not_taken_back(
    log_in: LogIn, ina: Organization, officer: Member, head: Member, today: date
) -> None:
    with scope.of_organization(ina.pk):
        row = an_application(first=today, last=today + YEAR, by=officer.actor, at=timezone.now())
        decide_tenancy(tenancy=row, by=head.actor, at=timezone.now())
    client, page = log_in(officer.user), f"{HOMES}{row.pk}/"
    client.post(f"{page}deposit/", {"amount_yen": 76_000, "paid_on": today, "key": uuid4()})
    undo = re.search(rf"{page}deposits/\d+/back/", text(client, page))
    assert undo is not None
    assert client.post(f"{page}withdraw/", {"why": "転勤がなくなった"}).status_code == 302
    late = client.post(undo[0], {"why": "別の人の入金"})
    assert (late.status_code, "終わったあとは、できません" in late.content.decode()) == (422, True)
    assert undo[0] not in text(client, page)
