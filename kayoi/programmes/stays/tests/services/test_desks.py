"""Members of a space: asked, decided, charged, booked with a child's place, paused, given up; all of it sound."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kayoi.engines.casefiles.models import Engagement, Protection
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.ledger.selectors import checks as ledger
from kayoi.engines.messages.models import Message
from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.states import Measure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.dates import months_later
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.models import DeskFee, DeskMember, DeskPayment, DeskUse
from kayoi.programmes.stays.rules.desks import Use
from kayoi.programmes.stays.selectors import desks as selectors
from kayoi.programmes.stays.selectors.monthly import FEES, standings
from kayoi.programmes.stays.services import desks_fees as fees
from kayoi.programmes.stays.services import desks_members as services
from kayoi.programmes.stays.services import desks_plans as plans
from kayoi.programmes.stays.services import desks_uses as uses
from kayoi.programmes.stays.services.monthly import Paid, UnableToCharge
from kayoi.programmes.stays.services.staying import new_arrival_code
from kayoi.programmes.stays.states import PaidBy
from kayoi.programmes.stays.states.desks import DESK_MEMBER
from kayoi.programmes.stays.tests.desks import a_desk, a_member, a_plan, an_asker, hours
from kayoi.programmes.stays.tests.factories import a_room
from tests.cast import Member, make_member

TODAY = date(2026, 11, 20)
ONE_DAY = timedelta(days=1)
TOMORROW = TODAY + ONE_DAY
COUNTER = PaidBy.COUNTER


@pytest.fixture(autouse=True)
def in_town(in_ina: Organization) -> None:
    return None


def sound() -> None:
    assert selectors.uses_unlike_bookings() == selectors.members_beyond_places() == 0
    assert selectors.days_uncounted() == selectors.fees_unlike_ledger() == 0
    assert ledger.balances_unlike_transfers() == ledger.unbalanced() == 0


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.verdict.reasons]


def fresh(row: DeskMember) -> DeskMember:
    return selectors.members_to_show().get(pk=row.pk)


def charged(row: DeskMember) -> list[tuple[date, str, int]]:
    rows = DeskFee.objects.filter(member=row, reversal=None).order_by("month", "kind")
    return [(one.month, one.kind, one.amount_yen) for one in rows]


def morning(on: date) -> datetime:
    return hours(on, 9, 10).starts_at


def test_a_plan_opens_with_a_fee_on_a_ground_and_a_desk(head: Member, at: datetime) -> None:
    room = a_desk(at=at)
    type(room.house).objects.filter(pk=room.house_id).update(basis="public_facility", basis_detail="3条")
    fields: Any = {"name": "月極め", "most_members": 1}
    plan = plans.add_plan(house=room.house, fields=fields, rooms=[], by=head.actor, at=at)
    with pytest.raises(plans.UnableToPlan) as refused:
        plans.open_plan(plan=plan, by=head.actor, at=at)
    assert codes(refused) == ["desks.no_price", "desks.no_rooms"]
    month = date(2026, 11, 1)
    fee: Any = {"plan": plan, "starts_on": month, "fee_yen": 5_000, "over_yen": None, "by": head.actor, "at": at}
    with pytest.raises(plans.UnableToPlan) as refused:
        plans.set_price(**fee, article="")
    assert codes(refused) == ["desks.price_without_article"]
    plans.set_price(**fee, article="条例 別表第2")
    with pytest.raises(plans.UnableToPlan) as refused:
        plans.set_price(**fee, article="条例 別表第2")
    assert codes(refused) == ["desks.price_twice"]
    plans.change_plan(plan=plan, fields=fields, rooms=[room], version=1, by=head.actor, at=at)
    with pytest.raises(ChangedMeanwhile):
        plans.change_plan(plan=plan, fields=fields | {"name": "x"}, rooms=[room], version=7, by=head.actor, at=at)
    plans.open_plan(plan=plan, by=head.actor, at=at)
    a_member(plan, by=head.actor, head=head.actor, at=at)
    with pytest.raises(plans.UnableToPlan) as refused:
        plans.change_plan(plan=plan, fields=fields | {"most_members": 0}, rooms=[room], version=1, by=head.actor, at=at)
    assert codes(refused) == ["desks.fewer_places"]
    plans.close_plan(plan=plan, by=head.actor, at=at)
    with pytest.raises(services.UnableToJoin) as joining:
        an_asker(plan, by=head.actor, at=at)
    assert codes(joining) == ["desks.not_open", "desks.full"]


def test_a_person_asks_once_and_staff_decide(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    plan, key = a_plan(by=head.actor, at=at), uuid4()
    you = {"name": "席 あゆみ", "email": "seki@example.jp", "phone": "090-0000-0000"}
    given: Any = {"you": you, "channel": Channel.PORTAL, "client_key": key, "by": VISITOR, "at": at}
    row = an_asker(plan, **given)
    assert an_asker(plan, **given).pk == row.pk
    with pytest.raises(services.UnableToJoin) as refused:
        an_asker(plan, **given | {"client_key": uuid4()}, starts_on=TODAY - ONE_DAY)
    assert codes(refused) == ["desks.past"]
    with pytest.raises(services.UnableToJoin) as refused:
        an_asker(plan, file=row.case_file, by=officer.actor, at=at)
    assert codes(refused) == ["desks.member_already"]
    assert FollowUp.objects.open().filter(cause=DESK_MEMBER, reference=str(row.pk)).count() == 1
    with pytest.raises(UnableToMove):
        services.decide_member(member=row, by=make_member(in_ina, "contractor", "委託").actor, at=at)
    services.decide_member(member=row, by=head.actor, at=at)
    assert (fresh(row).status, fresh(row).place) == ("member", 1)
    assert not FollowUp.objects.open().filter(cause=DESK_MEMBER).exists()
    link = "https://kayoi.example/ina/desks/a/{token}/"
    assert services.tell_member(organization=in_ina, member=fresh(row), link=link, by=head.actor, at=at)
    mail = Message.objects.get(template="stays/mail/desk_news")
    token = mail.body.split("/desks/a/")[1].split("/")[0]
    assert selectors.member_by_token(token) == row
    assert selectors.member_by_token("x") is None
    sound()


def test_nothing_goes_by_mail_to_the_protected(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    row = a_member(a_plan(by=head.actor, at=at), by=officer.actor, head=head.actor, at=at)
    Protection.objects.create(case_file=row.case_file, starts_on=TODAY, basis="支援措置")
    assert not services.tell_member(organization=in_ina, member=row, link="{token}", by=head.actor, at=at)
    assert FollowUp.objects.open().get(cause=DESK_MEMBER).title.startswith("入会の結果を電話で知らせる")


def test_nobody_is_called_about_an_application_that_is_not_decided(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    row = an_asker(a_plan(by=head.actor, at=at), by=officer.actor, at=at)
    assert not services.tell_member(organization=in_ina, member=row, link="{token}", by=head.actor, at=at)
    assert FollowUp.objects.open().get(cause=DESK_MEMBER).title.startswith("席の会員の申込みを決める")


def test_the_last_place_is_given_once(officer: Member, head: Member, at: datetime) -> None:
    plan = a_plan(by=head.actor, at=at, most_members=1)
    first, second = an_asker(plan, by=officer.actor, at=at), an_asker(plan, by=officer.actor, at=at)
    services.decide_member(member=first, by=head.actor, at=at)
    with pytest.raises(services.UnableToJoin) as refused:
        services.decide_member(member=second, by=head.actor, at=at)
    assert codes(refused) == ["desks.full"]
    services.refuse_member(member=second, why="満員", by=head.actor, at=at)
    assert fresh(second).why == "満員"
    services.end_member(member=first, last_on=TODAY, why="転出", by=officer.actor, at=at)
    third = an_asker(plan, by=officer.actor, at=at)
    services.withdraw_member(member=third, by=VISITOR, at=at)
    services.decide_member(member=an_asker(plan, by=officer.actor, at=at), by=head.actor, at=at)
    sound()


def test_fees_are_charged_once_and_paid(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    plan = a_plan(by=head.actor, at=at)
    row = a_member(plan, by=officer.actor, head=head.actor, at=at, starts_on=date(2026, 11, 16))
    plans.set_price(
        plan=plan, starts_on=date(2027, 1, 1), fee_yen=9_000, over_yen=300, article="", by=head.actor, at=at
    )
    later = morning(date(2027, 1, 28))
    assert fees.charge_fees(by=officer.actor, at=later) == 3
    assert fees.charge_fees(by=officer.actor, at=later) == 0
    assert charged(row) == [
        (date(2026, 11, 1), "month", 4_000), (date(2026, 12, 1), "month", 8_000), (date(2027, 1, 1), "month", 9_000),
    ]  # fmt: skip
    key, paid = uuid4(), Paid(4_000, TODAY, COUNTER)
    once = fees.note_fee(member=row, paid=paid, key=key, by=officer.actor, at=at)
    assert fees.note_fee(member=row, paid=paid, key=key, by=officer.actor, at=at).pk == once.pk
    owed = standings(FEES, [row.pk], on=later.date())[row.pk]
    assert (owed.balance_yen, owed.late_yen, len(owed.open)) == (17_000, 17_000, 2)
    assert not fees.remind_member(organization=in_ina, member=fresh(row), owed=owed, by=officer.actor, at=later)
    assert FollowUp.objects.open().filter(cause=DESK_MEMBER, title__contains="会費の未納(17,000円)").count() == 1
    sound()
    fees.take_fee_back(payment=once, why="別の人", by=officer.actor, at=at)
    with pytest.raises(UnableToCharge):
        fees.take_fee_back(payment=once, why="もう一度", by=officer.actor, at=at)
    assert standings(FEES, [row.pk], on=TODAY)[row.pk].balance_yen == 21_000
    assert DeskPayment.objects.count() == 1
    sound()


def test_within_what_is_included_a_desk_costs_nothing(officer: Member, head: Member, at: datetime) -> None:
    room = a_desk(at=at)
    plan = a_plan(room, by=head.actor, at=at, included=4)
    row = a_member(plan, by=officer.actor, head=head.actor, at=at)
    assert selectors.extra_of(fresh(row), Use(TOMORROW, 240)) == selectors.Extra(0, 0)
    book: Any = {"member": row, "room": room, "by": VISITOR, "at": at}
    first = uses.book_desk(**book, span=hours(TOMORROW, 9, 13), key="a")
    assert uses.book_desk(**book, span=hours(TOMORROW, 9, 13), key="a").pk == first.pk
    assert selectors.extra_of(fresh(row), Use(TOMORROW, 61)) == selectors.Extra(600, 2)
    with pytest.raises(uses.UnableToUse) as refused:
        uses.book_desk(**book, span=hours(TOMORROW, 12, 14), key="b")
    assert codes(refused) == ["reservations.taken"]
    second = uses.book_desk(**book, span=hours(TOMORROW, 13, 15), key="c")
    assert selectors.over_of_month(fresh(row), TODAY.replace(day=1)).yen == 600
    uses.cancel_desk(use=second, by=VISITOR, at=at)
    with pytest.raises(uses.UnableToUse):
        uses.cancel_desk(use=second, by=VISITOR, at=at)
    uses.book_desk(**book, span=hours(TOMORROW, 15, 16), key="d")
    next_month = morning(date(2026, 12, 1))
    fees.charge_fees(by=officer.actor, at=next_month)
    over = DeskFee.objects.get(member=row, kind="over")
    assert (over.month, over.amount_yen, over.words) == (date(2026, 11, 1), 300, "超えた1時間")
    assert over.due_on == date(2026, 12, 25)
    sound()


def test_a_desk_of_another_plan_and_a_closed_membership(officer: Member, head: Member, at: datetime) -> None:
    plan, other = a_plan(by=head.actor, at=at, over_yen=None), a_desk(at=at)
    row = an_asker(plan, by=officer.actor, at=at)
    with pytest.raises(uses.UnableToUse) as refused:
        uses.book_desk(member=row, room=other, span=hours(TOMORROW, 0, 23), with_child=True, key="a", by=VISITOR, at=at)
    assert codes(refused) == ["desks.not_member", "desks.no_more", "desks.other_room"]


def test_a_childs_place_is_booked_with_the_desk_or_neither(officer: Member, head: Member, at: datetime) -> None:
    room = a_desk(at=at)
    plan = a_plan(room, by=head.actor, at=at)
    row = a_member(plan, by=officer.actor, head=head.actor, at=at)
    book: Any = {"member": row, "room": room, "with_child": True, "by": VISITOR, "at": at}
    with pytest.raises(uses.UnableToUse) as refused:
        uses.book_desk(**book, span=hours(TOMORROW, 9, 12), key="a")
    assert codes(refused) == ["desks.no_place_beside"]
    child = a_room(room.house, measure=Measure.MINUTE, at=at, capacity=1)
    plans.set_beside(room=room, beside=child, by=head.actor, at=at)
    use = uses.book_desk(**book, span=hours(TOMORROW, 9, 12), key="b")
    assert use.beside is not None
    assert (use.booking.unit_id, use.beside.unit_id) == (room.unit_id, child.unit_id)
    other_desk = a_room(room.house, measure=Measure.MINUTE, at=at, capacity=1)
    plans.set_beside(room=other_desk, beside=child, by=head.actor, at=at)
    plans.change_plan(
        plan=plan, fields={"most_members": 2}, rooms=[room, other_desk], version=plan.version, by=head.actor, at=at
    )
    count = Booking.objects.count()
    with pytest.raises(uses.UnableToUse):
        uses.book_desk(**book | {"room": other_desk}, span=hours(TOMORROW, 11, 13), key="c")
    assert Booking.objects.count() == count
    uses.cancel_desk(use=use, by=VISITOR, at=at)
    assert {one.status for one in Booking.objects.all()} == {"cancelled"}
    sound()


def test_a_day_is_counted_once_however_often_they_come(officer: Member, head: Member, at: datetime) -> None:
    room = a_desk(at=at)
    row = a_member(a_plan(room, by=head.actor, at=at), by=officer.actor, head=head.actor, at=at)
    code = new_arrival_code(room=room, by=officer.actor, at=at)
    book: Any = {"member": row, "room": room, "by": VISITOR, "at": at}
    first = uses.book_desk(**book, span=hours(TODAY, 13, 14), key="a")
    second = uses.book_desk(**book, span=hours(TODAY, 15, 16), key="b")
    ahead = uses.book_desk(**book, span=hours(TOMORROW, 15, 16), key="c")
    with pytest.raises(uses.UnableToUse) as refused:
        uses.arrive_at_desk(use=ahead, code="wrong", by=VISITOR, at=at)
    assert codes(refused) == ["desks.another_day", "stays.wrong_code"]
    for _ in range(2):
        uses.arrive_at_desk(use=first, code=code.lower(), by=VISITOR, at=at)
    uses.arrive_at_desk(use=second, code=None, by=officer.actor, at=at)
    assert Engagement.objects.filter(kind="workday").count() == 1
    [(_, found)] = selectors.turnovers([row.plan.house_id], months=[TODAY.replace(day=1)])[row.plan.house_id]
    assert (found.members, found.uses, found.days, found.persons) == (1, 2, 1, 1)
    uses.take_arrival_back(use=second, why="間違い", by=officer.actor, at=at)
    assert not Engagement.objects.filter(kind="workday_withdrawn").exists()
    uses.take_arrival_back(use=first, why="間違い", by=officer.actor, at=at)
    assert Engagement.objects.filter(kind="workday_withdrawn").count() == 1
    with pytest.raises(uses.UnableToUse):
        uses.take_arrival_back(use=first, why="もう一度", by=officer.actor, at=at)
    sound()
    uses.arrive_at_desk(use=first, code=code, by=VISITOR, at=at)
    assert uses.close_desk_uses(by=officer.actor, at=morning(TOMORROW + ONE_DAY)) == 3
    states = dict(DeskUse.objects.values_list("pk", "booking__status"))
    assert states == {first.pk: "finished", second.pk: "no_show", ahead.pk: "no_show"}
    assert len(selectors.uses_of_month(fresh(row), TODAY.replace(day=1))) == 3
    sound()


def test_a_pause_frees_desks_and_costs_nothing(officer: Member, head: Member, at: datetime) -> None:
    room = a_desk(at=at)
    row = a_member(a_plan(room, by=head.actor, at=at), by=officer.actor, head=head.actor, at=at)
    use = uses.book_desk(
        member=row, room=room, span=hours(date(2026, 12, 3), 9, 10), key="a", by=VISITOR, at=at
    )  # fmt: skip
    pause: Any = {"member": row, "starts_on": date(2026, 12, 1), "ends_before": date(2027, 1, 1), "at": at}
    services.pause_member(**pause, by=VISITOR)
    use.booking.refresh_from_db()
    assert use.booking.status == "cancelled"
    with pytest.raises(services.UnableToChangeMember) as refused:
        services.pause_member(**pause, by=VISITOR)
    assert codes(refused) == ["desks.pause_twice"]
    fees.charge_fees(by=officer.actor, at=morning(date(2027, 1, 5)))
    assert [(month.month, yen) for month, _, yen in charged(row)] == [(11, 2_933), (1, 8_000)]
    services.end_member(member=row, last_on=TODAY, why="転出", by=officer.actor, at=at)
    with pytest.raises(services.UnableToChangeMember) as refused:
        services.pause_member(**pause | {"starts_on": date(2027, 2, 1), "ends_before": date(2027, 3, 1)}, by=VISITOR)
    assert codes(refused) == ["desks.not_member", "desks.pause_after_end"]
    sound()


def test_a_member_leaves_by_notice_and_is_settled(officer: Member, head: Member, at: datetime) -> None:
    room = a_desk(at=at)
    plan = a_plan(room, by=head.actor, at=at, included=1)
    row = a_member(plan, by=officer.actor, head=head.actor, at=at)
    with pytest.raises(services.UnableToChangeMember) as refused:
        services.give_member_notice(member=row, notice_on=TOMORROW, by=VISITOR, at=at)
    assert codes(refused) == ["desks.notice_ahead"]
    book: Any = {"member": row, "room": room, "by": VISITOR, "at": at}
    kept = uses.book_desk(**book, span=hours(date(2026, 12, 31), 9, 11), key="a")
    gone = uses.book_desk(**book, span=hours(date(2027, 1, 4), 9, 11), key="b")
    assert services.give_member_notice(member=row, notice_on=TODAY, by=VISITOR, at=at) == date(2026, 12, 31)
    for use, status in ((kept, "confirmed"), (gone, "cancelled")):
        use.booking.refresh_from_db()
        assert use.booking.status == status
    services.stay_member(member=row, why="続ける", by=officer.actor, at=at)
    assert fresh(row).ends_before is None
    services.give_member_notice(member=row, notice_on=TODAY, by=VISITOR, at=at)
    first = morning(date(2027, 1, 1))
    assert services.end_due_members(by=officer.actor, at=first - ONE_DAY) == 0
    assert services.end_due_members(by=officer.actor, at=first) == 1
    assert fees.charge_fees(by=officer.actor, at=first) == 3
    assert [yen for _, _, yen in charged(row)] == [2_933, 8_000, 300]
    sound()


def test_an_early_end_puts_the_charged_month_right(officer: Member, head: Member, at: datetime) -> None:
    row = a_member(a_plan(by=head.actor, at=at), by=officer.actor, head=head.actor, at=at, starts_on=date(2026, 11, 1))
    fees.charge_fees(by=officer.actor, at=at)
    assert charged(row) == [(date(2026, 11, 1), "month", 8_000)]
    with pytest.raises(services.UnableToChangeMember):
        services.end_member(member=row, last_on=TOMORROW, why="先", by=officer.actor, at=at)
    services.end_member(member=row, last_on=date(2026, 11, 15), why="転出", by=officer.actor, at=at)
    assert charged(row) == [(date(2026, 11, 1), "month", 4_000)]
    assert fees.correct_fees(member=row, why="もう一度", by=officer.actor, at=at) == 0
    sound()


def test_what_a_plan_costs_is_worked_out(head: Member, at: datetime) -> None:
    plan = a_plan(by=head.actor, at=at, least_months=3)
    found = selectors.worked_out(plan, date(2026, 11, 16))
    assert found is not None
    assert (found.first.yen, found.second.yen, found.ends_on) == (4_000, 8_000, date(2027, 2, 28))
    assert found.least_yen == 4_000 + 3 * 8_000
    assert selectors.worked_out(plan, months_later(TODAY, -24)) is None


def test_uses_of_somebody_who_leaves_are_given_up(officer: Member, head: Member, at: datetime) -> None:
    room = a_desk(at=at)
    row = a_member(a_plan(room, by=head.actor, at=at), by=officer.actor, head=head.actor, at=at, file=make_file())
    use = uses.book_desk(member=row, room=room, span=hours(TOMORROW, 9, 10), key="a", by=VISITOR, at=at)
    days: Any = {"starts_on": TOMORROW, "ends_before": TOMORROW + ONE_DAY}
    assert fees.give_up_uses(member=row, **days, why="休館", by=officer.actor, at=at) == 1
    with pytest.raises(UnableToMove):
        fees.give_up(use=DeskUse.objects.get(pk=use.pk), why="もう一度", by=officer.actor, at=at)


def test_a_changed_plan_charges_nobody_for_months_that_are_over(officer: Member, head: Member, at: datetime) -> None:
    room, september = a_desk(at=at), morning(date(2026, 9, 1))
    plan = a_plan(room, by=head.actor, at=at, included=4)
    row = a_member(plan, by=officer.actor, head=head.actor, at=september, starts_on=date(2026, 9, 16))
    for month in (9, 10):
        uses.book_desk(
            member=row, room=room, span=hours(date(2026, month, 28), 9, 12), key=f"{month}", by=VISITOR, at=september
        )  # fmt: skip
    for month in (10, 11):
        fees.charge_fees(by=officer.actor, at=morning(date(2026, month, 1)))
    before = [(date(2026, month, 1), "month", yen) for month, yen in ((9, 4_000), (10, 8_000), (11, 8_000))]
    assert charged(row) == before
    fields: Any = {"included": 1, "part_months": "whole", "most_members": 2}
    plans.change_plan(plan=plan, fields=fields, rooms=[room], version=plan.version, by=head.actor, at=at)
    fees.charge_fees(by=officer.actor, at=morning(date(2026, 12, 1)))
    days: Any = {"starts_on": date(2027, 1, 1), "ends_before": date(2027, 2, 1)}
    services.pause_member(member=row, **days, by=VISITOR, at=at)
    services.end_member(member=row, last_on=TODAY, why="転出", by=officer.actor, at=at)
    assert charged(row) == before
    assert fees.correct_fees(member=row, why="規約", by=officer.actor, at=at) == 1
    assert charged(row)[0] == (date(2026, 9, 1), "month", 8_000)
    sound()


def test_a_month_that_was_charged_keeps_its_fee(officer: Member, head: Member, at: datetime) -> None:
    plan = a_plan(by=head.actor, at=at)
    a_member(plan, by=officer.actor, head=head.actor, at=at)
    fees.charge_fees(by=officer.actor, at=at)
    fee: Any = {"plan": plan, "fee_yen": 9_000, "over_yen": None, "article": "要綱", "by": head.actor, "at": at}
    with pytest.raises(plans.UnableToPlan) as refused:
        plans.set_price(**fee, starts_on=date(2026, 11, 1))
    assert codes(refused) == ["desks.price_charged"]
    plans.set_price(**fee, starts_on=date(2026, 12, 1))


def test_a_desk_and_the_childs_place_are_locked_together(officer: Member, head: Member, at: datetime) -> None:
    room = a_desk(at=at)
    child = a_room(room.house, measure=Measure.MINUTE, at=at, capacity=1)
    plans.set_beside(room=room, beside=child, by=head.actor, at=at)
    row = a_member(a_plan(room, by=head.actor, at=at), by=officer.actor, head=head.actor, at=at)
    made = [
        uses.book_desk(
            member=row, room=room, with_child=True, span=hours(on, 13, 14), key=str(on), by=VISITOR, at=at
        ) for on in (TODAY, TOMORROW, TOMORROW + ONE_DAY)
    ]  # fmt: skip
    days: Any = {"starts_on": TOMORROW, "ends_before": TOMORROW + ONE_DAY, "why": "休館"}
    for do in (
        lambda: uses.arrive_at_desk(use=made[0], code=None, by=officer.actor, at=at),
        lambda: uses.take_arrival_back(use=made[0], why="間違い", by=officer.actor, at=at),
        lambda: fees.give_up_uses(member=row, **days, by=officer.actor, at=at),
        lambda: uses.cancel_desk(use=made[2], by=VISITOR, at=at),
        lambda: uses.close_desk_uses(by=officer.actor, at=morning(TOMORROW)),
    ):
        with CaptureQueriesContext(connection) as asked:
            do()
        first = next(
            one["sql"] for one in asked if "reservations_unit" in one["sql"] and one["sql"].endswith("FOR UPDATE")
        )
        ids = first.partition(" IN (")[2].partition(")")[0].split(", ")
        assert sorted(map(int, ids)) == sorted([room.unit_id, child.unit_id])


def test_a_day_of_somebody_with_two_plans_is_counted_once(officer: Member, head: Member, at: datetime) -> None:
    room, file = a_desk(at=at), make_file()
    made = []
    for number, name in enumerate(("平日", "休日")):
        plan = a_plan(room, by=head.actor, at=at, name=name)
        row = a_member(plan, by=officer.actor, head=head.actor, at=at, file=file)
        span = hours(TODAY, 13 + number, 14 + number)
        made.append(uses.book_desk(member=row, room=room, span=span, key=name, by=VISITOR, at=at))
    for use in made:
        with CaptureQueriesContext(connection) as asked:
            uses.arrive_at_desk(use=use, code=None, by=officer.actor, at=at)
        assert any("casefiles_casefile" in one["sql"] and "FOR NO KEY UPDATE" in one["sql"] for one in asked)
    assert Engagement.objects.filter(kind="workday").count() == 1
    sound()
    for use in made:
        uses.take_arrival_back(use=use, why="間違い", by=officer.actor, at=at)
    assert Engagement.objects.filter(kind="workday_withdrawn").count() == 1
    sound()
