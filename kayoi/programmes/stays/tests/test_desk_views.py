"""A person joins a space, books, comes and leaves, page by page; staff make plans, decide, note what was paid."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kayoi.engines.casefiles.models import CaseFile, Protection
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.messages.models import Message
from kayoi.engines.reservations.tests.factories import BY
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date, months_later
from kayoi.programmes.stays.models import DeskMember, DeskPayment, DeskPlan, DeskUse, Room
from kayoi.programmes.stays.selectors.monthly import FEES, standings
from kayoi.programmes.stays.services.desks_fees import charge_fees
from kayoi.programmes.stays.services.desks_members import end_member, new_desk_link
from kayoi.programmes.stays.services.staying import new_arrival_code
from kayoi.programmes.stays.tests.desks import a_desk, a_member, a_plan
from tests.cast import LogIn, Member

STAFF = "/ina/staff/desks/"


@pytest.fixture
def today() -> date:
    return local_date(timezone.now())


@pytest.fixture
def room(ina: Organization) -> Room:
    with scope.of_organization(ina.pk):
        return a_desk(at=timezone.now(), key="space", name="駅前の席")


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def post(client: Client, path: str, data: dict[str, Any] | None = None, status: int = 302) -> str:
    answer = client.post(path, data or {})
    assert answer.status_code == status, answer.content.decode()
    return answer["Location"] if status == 302 else answer.content.decode()


def joined(plan: DeskPlan, head: Member, file: CaseFile | None = None) -> tuple[DeskMember, str]:
    row = a_member(plan, by=head.actor, head=head.actor, at=timezone.now(), file=file or make_file())
    return row, f"/ina/desks/a/{new_desk_link(member=row, by=head.actor, at=timezone.now())}/"


def test_staff_make_a_plan_that_the_public_joins(
    client: Client, log_in: LogIn, ina: Organization, head: Member, room: Room, today: date
) -> None:
    staff = log_in(head.user)
    assert "駅前の席" in text(staff, STAFF)
    plan_fields: dict[str, Any] = {
        "name": "月20時間", "counted": "hours", "included": "20", "weekdays": ["0", "1", "2", "3", "4"],
        "opens_at": "09:00", "closes_at": "18:00", "part_months": "by_day", "least_months": "2", "notice_days": "30",
        "most_pause_months": "3", "most_members": "1", "due_day": "25", "rooms": [str(room.pk)],
    }  # fmt: skip
    new = f"{STAFF}houses/{room.house_id}/new/"
    wrong = post(staff, new, plan_fields | {"closes_at": "08:00", "most_members": "0", "due_day": "40"}, 422)
    assert wrong.count("使える時間の終わりは、始まりより後にしてください。") >= 1
    assert "定員は、1人以上にしてください。" in wrong
    path = post(staff, new, plan_fields)
    assert "同じ名称のプランが" in post(staff, new, plan_fields, 422)
    post(staff, f"{path}open/")
    assert "会費がまだありません。" in text(staff, path)
    month = f"{today.replace(day=1):%Y-%m}"
    price = {"starts_on": month, "fee_yen": "6000", "over_yen": "200", "article": ""}
    assert "2026-12のように" in post(staff, f"{path}price/", price | {"starts_on": "いつか"}, 422)
    post(staff, f"{path}price/", price)
    assert "すでに登録されています" in post(staff, f"{path}price/", price, 422)
    post(staff, f"{path}change/", plan_fields | {"words": "窓ぎわの席です。", "version": "1"})
    assert "ほかの人" in post(staff, f"{path}change/", plan_fields | {"words": "x", "version": "1"}, 422)
    post(staff, f"{path}open/")

    page = text(client, "/ina/stays/space/")
    assert "会員になる" in page
    assert "6,000円" in page
    shown = re.search(r"/ina/stays/plans/\d+/", page)
    assert shown
    first = months_later(today.replace(day=1), 1)
    cost = text(client, f"{shown[0]}?starts_on={first}")
    assert "合わせて12,000円" in cost
    you = {
        "starts_on": str(first), "name": "席 あゆみ", "phone": "090-1111-2222", "address": "長野県松本市1",
        "email": "seki@example.jp", "agree": "on", "client_key": str(uuid4()),
    }  # fmt: skip
    assert "個人情報の取り扱い" in post(client, shown[0], {**you, "agree": ""}, 422)
    own = post(client, shown[0], you)
    assert "申込み中" in text(client, post(client, shown[0], you))
    with scope.of_organization(ina.pk):
        assert Message.objects.filter(template="stays/mail/desk_news").count() == 1
    assert "申込み中" in text(client, own)
    listed = text(staff, STAFF)
    member = re.search(rf"{STAFF}\d+/", listed)
    assert member
    post(staff, f"{member[0]}decision/decide/", {"starts_on": str(first)})
    assert "満員です" in text(client, shown[0])
    assert "きょう申し出ると" in text(client, own)
    assert "この番号の個票はありません" in post(
        staff, f"{path}ask/",
        {"number": "x", "channel": "telephone", "starts_on": str(first), "client_key": str(uuid4())}, 422,
    )  # fmt: skip
    post(staff, f"{path}open/")
    assert client.get(shown[0]).status_code == 404


def test_a_member_books_comes_and_leaves(
    client: Client, ina: Organization, head: Member, room: Room, today: date
) -> None:
    with scope.of_organization(ina.pk):
        plan = a_plan(room, by=head.actor, at=timezone.now(), included=1)
        row, own = joined(plan, head)
        code = new_arrival_code(room=room, by=head.actor, at=timezone.now())
    book = {"room": str(room.pk), "on": str(today), "starts": "20:00", "ends": "22:00", "client_key": str(uuid4())}
    assert "300円を翌月に請求します" in post(client, f"{own}book/", book | {"look": "1"}, 200)
    assert "0円です" in post(client, f"{own}book/", book | {"ends": "21:00", "look": "1"}, 200)
    past = str(today - timedelta(days=1))
    assert "日が過ぎています" in post(client, f"{own}book/", book | {"on": past, "book": "1"}, 422)
    for _ in range(2):
        post(client, f"{own}book/", book | {"book": "1"})
    with scope.of_organization(ina.pk):
        [use] = DeskUse.objects.all()
    assert "ほかの予約があります" in post(
        client, f"{own}book/", book | {"client_key": str(uuid4()), "book": "1"}, 422
    )  # fmt: skip
    arrive = f"{own}uses/{use.pk}/arrive/"
    assert "合言葉が違います" in post(client, arrive, {"code": "xxxx"}, 422)
    post(client, arrive, {"code": code})
    assert "利用中" in text(client, own)
    later = book | {"on": str(today + timedelta(days=1)), "client_key": str(uuid4()), "book": "1"}
    post(client, f"{own}book/", later)
    with scope.of_organization(ina.pk):
        second = DeskUse.objects.latest("pk")
    for words in ("予約を取り消しました。", "すでに終わったか、取り消されています"):
        post(client, f"{own}uses/{second.pk}/cancel/")
        assert words in text(client, own)
    month = f"{months_later(today.replace(day=1), 1):%Y-%m}"
    assert "まだ始まっていない月" in post(client, f"{own}pause/", {"first": f"{today:%Y-%m}", "last": month}, 422)
    post(client, f"{own}pause/", {"first": month, "last": month})
    assert "休会:" in text(client, own)
    assert "退会は" in text(client, f"{own}leave/")
    post(client, f"{own}leave/", {"why": ""})
    assert "退会予定" in text(client, own)
    post(client, f"{own}withdraw/")
    assert "いまの段階では、取り下げられません" in text(client, own)
    with scope.of_organization(ina.pk):
        Protection.objects.create(case_file=row.case_file, starts_on=today, basis="支援措置")
    for path in (own, f"{own}book/", f"{own}leave/"):
        assert client.get(path).status_code == 404


def test_staff_note_payments_uses_and_steps(
    log_in: LogIn, ina: Organization, head: Member, officer: Member, room: Room, today: date
) -> None:
    staff = log_in(head.user)
    with scope.of_organization(ina.pk):
        row, _ = joined(a_plan(room, by=head.actor, at=timezone.now()), head)
        charge_fees(by=BY, at=timezone.now())
    path = f"{STAFF}{row.pk}/"
    paid = {"amount_yen": "500", "paid_on": str(today), "paid_by": "counter", "key": str(uuid4())}
    for _ in range(2):
        post(staff, f"{path}paid/", paid)
    post(staff, f"{path}paid/", paid | {"amount_yen": "0"}, 422)
    with scope.of_organization(ina.pk):
        [payment] = DeskPayment.objects.all()
    post(staff, f"{STAFF}payments/{payment.pk}/back/", {"why": "別の人"})
    assert "すでに取り消されています" in post(staff, f"{STAFF}payments/{payment.pk}/back/", {"why": "別の人"}, 422)
    post(staff, f"{path}remind/")
    assert "納期限を過ぎた会費はありません" in text(staff, path)
    book = {"room": str(room.pk), "on": str(today), "starts": "20:00", "ends": "22:00", "client_key": str(uuid4())}
    post(staff, f"{path}book/", book)
    with scope.of_organization(ina.pk):
        [use] = DeskUse.objects.all()
    for step in ("arrive", "arrive-back", "cancel"):
        post(staff, f"{STAFF}uses/{use.pk}/{step}/", {"why": "間違い"})
    assert staff.get(f"{STAFF}uses/{use.pk}/nothing/").status_code == 404
    post(staff, f"{STAFF}uses/{use.pk}/cancel/", {"why": "間違い"}, 422)
    for step, data in (
        ("notice", {"notice_on": str(today), "why": ""}), ("stay-on", {"why": "続ける"}), ("correct", {"why": "確認"}),
        ("end", {"last_on": str(today), "why": "転出"}),
    ):  # fmt: skip
        post(staff, f"{path}{step}/", data)
    assert "退会済み" in text(staff, path)
    assert staff.get(f"{path}nothing/").status_code == 404
    assert "延べ日数" in text(staff, f"{STAFF}figures/")
    child = f"{STAFF}rooms/{room.pk}/beside/"
    assert "なし" in text(staff, child)
    post(staff, child, {"beside": ""})


def test_the_other_town_and_the_protected(
    log_in: LogIn, ina: Organization, head: Member, sado_officer: Member, room: Room, today: date
) -> None:
    with scope.of_organization(ina.pk):
        row, _ = joined(a_plan(room, by=head.actor, at=timezone.now()), head, make_file(name="守られる人"))
        Protection.objects.create(case_file=row.case_file, starts_on=today, basis="支援措置")
    assert log_in(sado_officer.user).get(f"{STAFF}{row.pk}/").status_code == 404


def test_a_person_sees_own_memberships(
    log_in: LogIn, ina: Organization, head: Member, hana: Person, room: Room, today: date
) -> None:
    mine = log_in(hana.user)
    assert "ここにはありません" in text(mine, "/ina/desks/mine/")
    with scope.of_organization(ina.pk):
        row, _ = joined(a_plan(room, by=head.actor, at=timezone.now()), head, make_file(person=hana))
        other, _ = joined(a_plan(room, by=head.actor, at=timezone.now(), name="別"), head)
    page = text(mine, "/ina/desks/mine/")
    assert f"/ina/desks/a/{row.pk}/" in page
    assert "会員" in text(mine, f"/ina/desks/a/{row.pk}/")
    assert mine.get(f"/ina/desks/a/{other.pk}/").status_code == 404
    assert Client().get(f"/ina/desks/a/{row.pk}/").status_code == 404
    assert "わたしの席" in text(mine, "/me/")


def test_days_that_nobody_means_are_refused(
    client: Client, log_in: LogIn, ina: Organization, head: Member, room: Room, today: date
) -> None:
    with scope.of_organization(ina.pk):
        plan = a_plan(room, by=head.actor, at=timezone.now())
        _, own = joined(plan, head)
    last = months_later(today, 24)
    shown = f"/ina/stays/plans/{plan.pk}/"
    assert "合わせて" in text(client, f"{shown}?starts_on={last}")
    for day in ("9999-12-31", str(last + timedelta(days=1))):
        assert "2年先までの日を選んでください。" in text(client, f"{shown}?starts_on={day}")
        book = {"room": str(room.pk), "on": day, "starts": "09:00", "ends": "10:00", "client_key": str(uuid4())}
        assert "2年先までの日を選んでください。" in post(client, f"{own}book/", book, 422)
    assert "年を確かめてください。" in post(client, f"{own}pause/", {"first": "9999-12", "last": "9999-12"}, 422)
    assert client.get("/ina/desks/a/²/").status_code == 404
    assert client.get("/ina/stays/space/?first=9999-12-31").status_code == 200
    staff = log_in(head.user)
    asked = {"number": "x", "channel": "telephone", "starts_on": "9999-12-31", "client_key": str(uuid4())}
    assert "年を確かめてください。" in post(staff, f"{STAFF}plans/{plan.pk}/ask/", asked, 422)
    assert staff.get("/ina/staff/stays/figures/rows/?month=9999-12").status_code == 404


def test_what_somebody_owes_who_has_left_stays_on_the_list(
    log_in: LogIn, ina: Organization, head: Member, room: Room, today: date
) -> None:
    with scope.of_organization(ina.pk):
        row, _ = joined(a_plan(room, by=head.actor, at=timezone.now()), head, make_file(name="退会 済"))
        before = timezone.now() - timedelta(days=100)
        DeskMember.objects.filter(pk=row.pk).update(starts_on=local_date(before))
        charge_fees(by=BY, at=timezone.now())
        end_member(member=row, last_on=today, why="転出", by=head.actor, at=timezone.now())
        owed = standings(FEES, [row.pk], on=today)[row.pk].late_yen
    page = text(log_in(head.user), STAFF)
    assert owed
    assert "退会した人の未納" in page
    assert "退会 済" in page
    assert f"合わせて{owed:,}円" in page
