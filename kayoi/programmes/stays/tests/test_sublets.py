"""A partner lets homes under its own name: rules, its counter, the second wall, the town's pages, a whole way."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kayoi.engines.casefiles.models import Protection
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures.selectors.letters import letter_pdf
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date, months_later
from kayoi.kit.tests.pdf_text import words_of_pages
from kayoi.programmes.stays.models import (
    HeadLease,
    House,
    PartnerPayment,
    Proposal,
    Room,
    SubLessor,
    SubletInspection,
    SubletReceipt,
    SubletRent,
    Tenancy,
    TenancyPaper,
)
from kayoi.programmes.stays.rules.sublets import may_end_head_lease, may_lease, todos_of_head_lease
from kayoi.programmes.stays.selectors.sublets import let_page
from kayoi.programmes.stays.services.sublets_rent import charge_sublets
from kayoi.programmes.stays.services.tenancies import Wanted, apply_tenancy, refuse_tenancy
from kayoi.programmes.stays.services.tenancies_papers import write_paper
from kayoi.programmes.stays.states.sublets import SUBLESSOR_ROLE
from kayoi.programmes.stays.states.tenancies import Contract, PaperKind
from kayoi.programmes.stays.tests.sublets import a_lessor, a_sublet, a_sublet_home, rows_of_sublets
from kayoi.programmes.stays.tests.test_rules import cases
from tests.cast import LogIn, Member, make_member

COUNTER, HOMES = "/ina/partner/lettings/", "/ina/staff/homes-to-live/"
ONE_DAY = timedelta(days=1)
Row = dict[str, str]


def day(text: str) -> date:
    return date.fromisoformat(text)


@cases("sublets_todos")
def test_what_comes_before_the_end_of_a_head_lease(row: Row) -> None:
    found = todos_of_head_lease(starts_on=day(row["初日"]), ends_before=day(row["最終日"]) + ONE_DAY)
    assert " ".join(one.due_on.isoformat() for one in found) == row["いつ"]


@cases("sublets_may_end")
def test_when_a_head_lease_may_end(row: Row) -> None:
    let = [day(row["貸した最終日"]) + ONE_DAY] if row["貸した最終日"] else []
    answer = may_end_head_lease(
        starts_on=day(row["借上げの初日"]), ends_before=day(row["新しい最終日"]) + ONE_DAY, let_until=let
    )
    assert " ".join(one.code for one in answer.reasons) == row["理由"]


@cases("sublets_may_lease")
def test_a_house_is_leased_by_one_at_a_time(row: Row) -> None:
    others = [(day(row["ほかの初日"]), day(row["ほかの最終日"]) + ONE_DAY)] if row["ほかの初日"] else []
    answer = may_lease(day(row["初日"]), day(row["最終日"]) + ONE_DAY, others=others)
    assert " ".join(one.code for one in answer.reasons) == row["理由"]


@pytest.fixture
def today() -> date:
    return local_date(timezone.now())


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def partner_of(lessor: SubLessor) -> Member:
    assert lessor.partner is not None
    return make_member(lessor.partner, SUBLESSOR_ROLE, "島 窓口")


def test_the_database_shows_a_partner_its_own_rows_only(ina: Organization, officer: Member, head: Member) -> None:
    """The second wall alone: no filter stands between the partner's scope and the tables."""
    now = timezone.now()
    with scope.of_organization(ina.pk):
        mine, theirs = (
            rows_of_sublets(ina, make_file(), words=words, by=officer.actor, head=head.actor, at=now)
            for words in ("わ", "よそ")
        )
    every: tuple[tuple[Any, str], ...] = (
        (SubLessor, "sub_lessor"), (Tenancy, "sublet"), (SubletReceipt, "sublet_receipt"), (Proposal, "proposal"),
        (PartnerPayment, "partner_payment"), (TenancyPaper, "sublet_paper"),
    )  # fmt: skip
    with scope.of_partner(ina.pk, mine["sublet_partner"]):
        for model, name in every:
            assert list(model.objects.values_list("pk", flat=True)) == [mine[name]], name
        assert SubletRent.objects.count() == SubletInspection.objects.count() == 1
        assert HeadLease.objects.count() == House.objects.count() == Room.objects.count() == 2
        assert not TenancyPaper.objects.filter(kind="allowed").exists()  # what the town decided
    assert theirs["sublet_partner"] != mine["sublet_partner"]


def test_another_partner_and_the_towns_staff_find_nothing_at_the_counter(
    log_in: LogIn, ina: Organization, officer: Member, head: Member
) -> None:
    with scope.of_organization(ina.pk):
        rows = rows_of_sublets(ina, make_file(), words="わ", by=officer.actor, head=head.actor, at=timezone.now())
        other = a_lessor(ina, "よその団体", by=head.actor)
    stranger, staff = log_in(partner_of(other).user), log_in(officer.user)
    for path in (
        f"{rows['sublet']}/", f"{rows['sublet']}/received/", f"{rows['sublet']}/inspect/",
        f"receipts/{rows['sublet_receipt']}/back/", f"papers/{rows['sublet_paper']}/",
    ):  # fmt: skip
        for client in (stranger, staff):
            assert client.get(COUNTER + path).status_code == 404, path
    assert "まだ貸していません" in text(stranger, COUNTER)


def test_a_partner_keeps_its_book_and_the_towns_ledger_holds_none_of_it(
    log_in: LogIn, ina: Organization, officer: Member, head: Member, today: date
) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        lessor = a_lessor(ina, by=head.actor)
        file = make_file(name="島 渚")
        row = a_sublet(lessor, by=officer.actor, head=head.actor, at=now, first=months_later(today, -3), file=file)
        charge_sublets(by=officer.actor, at=now)
        room = row.room
    client, page = log_in(partner_of(lessor).user), f"{COUNTER}{row.pk}/"
    shown = text(client, COUNTER)
    for words in ("島 渚", "納期限を過ぎた家賃があります", room.house.name):
        assert words in shown, words
    received = {"amount_yen": 38_000, "paid_on": today, "paid_by": "transfer", "note": "", "key": uuid4()}
    for _ in range(2):
        assert client.post(f"{page}received/", received).status_code == 302
    assert client.post(f"{page}received/", received | {"amount_yen": 0}).status_code == 422
    with scope.of_organization(ina.pk):
        receipt = SubletReceipt.objects.get()
    back = f"{COUNTER}receipts/{receipt.pk}/back/"
    assert client.post(back, {"why": "別の人"}).status_code == 302
    assert "すでに取り消されています" in client.post(back, {"why": "もう一度"}).content.decode()
    looked = {"occasion": "during", "inspected_on": today, "found": "mend", "words": "雨どい", "key": uuid4()}
    for _ in range(2):
        assert client.post(f"{page}inspect/", looked).status_code == 302
    assert "雨どい" in text(client, page)
    assert "受け取った額 0円" in text(client, f"{COUNTER}month/")
    assert "この月の家賃はありません" in text(client, f"{COUNTER}month/?month=2020-01")
    staff = log_in(officer.user)
    assert "雨どい" in text(staff, f"{HOMES}{row.pk}/")
    assert lessor.name in text(staff, f"{HOMES}{row.pk}/")
    paid = {"amount_yen": 1_000, "paid_on": today, "paid_by": "counter", "key": uuid4()}
    refused = staff.post(f"{HOMES}{row.pk}/paid/", paid)
    assert "町の勘定には記録しません" in refused.content.decode()
    for step, values in (
        ("deposit", {"amount_yen": 1_000, "paid_on": today, "key": uuid4()}),
        ("claim", {"amount_yen": 1_000, "words": "鍵", "due_on": today, "key": uuid4()}),
    ):
        assert "町の勘定には記録しません" in staff.post(f"{HOMES}{row.pk}/{step}/", values).content.decode(), step
    assert "納期限を過ぎた家賃はありません" in text(staff, f"{HOMES}rent/")
    with scope.of_organization(ina.pk):
        Protection.objects.create(case_file=file, starts_on=today)
    assert "島 渚" not in text(client, COUNTER) + text(client, page)


def test_from_the_proposal_to_the_lease_in_the_partners_name(
    log_in: LogIn, ina: Organization, officer: Member, head: Member, today: date
) -> None:
    """The whole way: registered, invited, leased, proposed, taken, decided, explained, signed, moved in, rent."""
    chief, clerk = log_in(head.user), log_in(officer.user)
    given = {
        "name": "空き家ラボ", "representative": "代表理事 島 守", "address": "島内1番地", "phone": "0997-00-0000",
        "pay_to": "島の信用組合 普通 1234567", "agreed_on": today,
    }  # fmt: skip
    lessor_page = chief.post(f"{HOMES}lessors/new/", given).headers["Location"]
    assert "すでに登録されています" in chief.post(f"{HOMES}lessors/new/", given).content.decode()
    assert chief.post(f"{lessor_page}invite/", {"name": "島 窓口", "email": "lab@example.org"}).status_code == 302
    with scope.of_organization(ina.pk):
        assert Message.objects.filter(template="stays/mail/sub_lessor_invited").count() == 1
        lessor = SubLessor.objects.get()
        room = a_sublet_home(lessor, by=head.actor, at=timezone.now(), first=today)
    partner = log_in(partner_of(lessor).user)
    asked = {
        "room": room.pk, "name": "島 渚", "phone": "090-0000-0000", "persons": 2, "starts_on": today,
        "ends_on": months_later(today, 36), "words": "漁協で働く人", "consents": "on", "key": uuid4(),
    }  # fmt: skip
    beyond = partner.post(f"{COUNTER}propose/", asked)
    assert "借上げは" in beyond.content.decode()
    assert partner.post(f"{COUNTER}propose/", asked | {"consents": ""}).status_code == 422
    asked["ends_on"] = months_later(today, 24)
    for _ in range(2):
        assert partner.post(f"{COUNTER}propose/", asked).status_code == 302
    assert "町の返事待ち" in text(partner, COUNTER)
    with scope.of_organization(ina.pk):
        proposal, file = Proposal.objects.get(), make_file(name="島 渚")
    answer = f"{HOMES}proposals/{proposal.pk}/"
    assert "漁協で働く人" in text(clerk, answer)
    page = clerk.post(answer, {"number": file.number}).headers["Location"]
    assert clerk.post(answer, {"number": file.number}).status_code == 422
    with scope.of_organization(ina.pk):
        proposal.refresh_from_db()
        assert (proposal.status, proposal.name, proposal.phone) == ("taken", "", "")
    assert chief.post(f"{page}decision/decide/", {"why": ""}).status_code == 302
    for paper in ("explanation", "contract"):
        assert clerk.post(f"{page}write-{paper}/", {"next_ends_on": ""}).status_code == 302
    assert clerk.post(f"{page}sign/", {"explained_on": today, "signed_on": today}).status_code == 302
    assert clerk.post(f"{page}move-in/").status_code == 302
    with scope.of_organization(ina.pk):
        papers = {one.kind: one for one in TenancyPaper.objects.select_related("letter")}
        said = {kind: "".join(words_of_pages(letter_pdf(one.letter))) for kind, one in papers.items()}
        assert charge_sublets(by=officer.actor, at=timezone.now()) == 1
    for kind in ("explanation", "contract"):
        assert "代表理事 島 守" in said[kind], kind
        assert "島内1番地" in said[kind], kind
        assert "伊那市長" not in said[kind], kind
    assert "島の信用組合 普通 1234567" in said["contract"]
    assert "伊那市長" in said["allowed"]  # the town has decided
    assert "空き家ラボ" in said["allowed"]
    assert partner.get(f"{COUNTER}papers/{papers['contract'].pk}/").content.startswith(b"%PDF")
    assert partner.get(f"{COUNTER}papers/{papers['allowed'].pk}/").status_code == 404


def test_staff_pay_a_partner_end_its_lease_and_close_its_counter(
    log_in: LogIn, ina: Organization, officer: Member, head: Member, today: date
) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        lessor = a_lessor(ina, by=head.actor)
        a_sublet(lessor, by=officer.actor, head=head.actor, at=now, first=today)
    chief, clerk, partner = log_in(head.user), log_in(officer.user), log_in(partner_of(lessor).user)
    lessor_page = f"{HOMES}lessors/{lessor.pk}/"
    given = {name: getattr(lessor, name) for name in ("name", "representative", "address", "phone", "agreed_on")}
    money = {"kind": "guarantee", "amount_yen": 20_000, "paid_on": today, "note": "", "key": uuid4()}
    for _ in range(2):
        assert chief.post(f"{lessor_page}money/", money).status_code == 302
    assert "家賃の保証(町が払う)" in text(partner, COUNTER)
    with scope.of_organization(ina.pk):
        back, head_lease = PartnerPayment.objects.get().pk, HeadLease.objects.get().pk
    assert chief.post(f"{HOMES}lessors/money/{back}/back/", {"why": "二重"}).status_code == 302
    assert chief.post(f"{HOMES}lessors/money/{back}/back/", {"why": "二重"}).status_code == 422
    end = f"{HOMES}head-leases/{head_lease}/end/"
    short = chief.post(end, {"ends_on": months_later(today, 23), "why": "解約"})
    assert "貸している世帯があります" in short.content.decode()
    assert chief.post(end, {"ends_on": months_later(today, 24), "why": "解約"}).status_code == 302
    assert "空き家ラボ" in text(clerk, f"{HOMES}lessors/")
    changed = given | {"phone": "0997-00-0001", "version": lessor.version}
    assert chief.post(f"{lessor_page}change/", changed | {"version": 99}).status_code == 422
    assert chief.post(f"{lessor_page}change/", changed).status_code == 302
    for words in ("島 窓口", "窓口を閉じる", "家賃の保証(町が払う)", "代表理事 島 守"):
        assert words in text(chief, lessor_page), words
    assert chief.post(f"{lessor_page}close/").status_code == 302
    assert partner.get(COUNTER).status_code == 404  # at once


def test_a_proposal_is_declined_with_a_reason(log_in: LogIn, ina: Organization, officer: Member, head: Member) -> None:
    with scope.of_organization(ina.pk):
        rows = rows_of_sublets(ina, make_file(), words="わ", by=officer.actor, head=head.actor, at=timezone.now())
        lessor = SubLessor.objects.get()
    page = f"{HOMES}proposals/{rows['proposal']}/decline/"
    clerk = log_in(officer.user)
    assert clerk.post(page, {"why": "先に待つ世帯がいる"}).status_code == 302
    assert clerk.post(page, {"why": "もう一度"}).status_code == 422
    assert "先に待つ世帯がいる" in text(log_in(partner_of(lessor).user), COUNTER)


def test_one_person_of_a_partner_is_shut_out_and_closing_shuts_out_all(
    log_in: LogIn, ina: Organization, head: Member
) -> None:
    with scope.of_organization(ina.pk):
        lessor = a_lessor(ina, by=head.actor)
        other = a_lessor(ina, "よその団体", by=head.actor)
    left, stays = partner_of(lessor), partner_of(lessor)
    chief, gone, page = log_in(head.user), log_in(left.user), f"{HOMES}lessors/{lessor.pk}/"
    end = f"people/{left.membership.pk}/end/"
    assert end in text(chief, page)
    assert chief.post(f"{HOMES}lessors/{other.pk}/{end}").status_code == 404
    assert chief.post(page + end).status_code == 302
    assert gone.get(COUNTER).status_code == 404
    assert text(log_in(stays.user), COUNTER)
    assert chief.post(f"{page}close/").status_code == 302
    assert chief.post(f"{page}invite/", {"name": "新しい人", "email": "new@example.org"}).status_code == 302
    assert log_in(stays.user).get(COUNTER).status_code == 404  # opened anew for others


def test_a_partner_sees_nothing_of_whom_the_town_refused(
    log_in: LogIn, ina: Organization, officer: Member, head: Member, today: date
) -> None:
    now, by = timezone.now(), officer.actor
    with scope.of_organization(ina.pk):
        lessor = a_lessor(ina, by=head.actor)
        room = a_sublet_home(lessor, by=by, at=now, first=today)
        wanted = Wanted(room, Contract.SUBLEASE, today, months_later(today, 12))
        row = apply_tenancy(wanted=wanted, case_file=make_file(name="応募 三郎"), by=by, at=now)
    client, page = log_in(partner_of(lessor).user), f"{COUNTER}{row.pk}/"
    assert "応募 三郎" in text(client, COUNTER)
    received = {"amount_yen": 1, "paid_on": today, "paid_by": "transfer", "note": "", "key": uuid4()}
    looked = {"occasion": "before", "inspected_on": today, "found": "good", "words": "", "key": uuid4()}
    for step, values in (("received", received), ("inspect", looked)):
        answer = client.post(f"{page}{step}/", values)
        assert answer.status_code == 422, step
        assert "まだ入居していない世帯" in answer.content.decode(), step
    with scope.of_organization(ina.pk):
        refuse_tenancy(tenancy=row, why="条件", by=head.actor, at=now)
    assert "応募 三郎" not in text(client, COUNTER)
    for path in ("", "received/", "inspect/"):
        assert client.get(page + path).status_code == 404, path


def test_papers_of_somebody_protected_stay_hidden_even_without_a_name(
    ina: Organization, officer: Member, head: Member, today: date
) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        file = make_file(name="")
        row = a_sublet(a_lessor(ina, by=head.actor), by=officer.actor, head=head.actor, at=now, first=today, file=file)
        write_paper(tenancy=row, kind=PaperKind.EXPLANATION, by=officer.actor, at=now)
        assert len(let_page(row.pk, on=today)["papers"]) == 1
        Protection.objects.create(case_file=file, starts_on=today)
        assert list(let_page(row.pk, on=today)["papers"]) == []
