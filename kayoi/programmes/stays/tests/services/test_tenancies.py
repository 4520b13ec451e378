"""A home from the application to the end: the room, the papers, the rent, the next contract, who comes next."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kayoi.engines.casefiles.models import Protection
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.ledger.models import Account
from kayoi.engines.ledger.selectors import checks as ledger
from kayoi.engines.messages.models import Message
from kayoi.engines.reservations.services import UnableToBook, UnableToChange, UnableToProceed
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import UnableToMove
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.models import RentCharge, RentPayment, Tenancy, Waiting
from kayoi.programmes.stays.selectors import tenancies as selectors
from kayoi.programmes.stays.selectors.tenancies_deposit import deposit_held, deposits_unsettled
from kayoi.programmes.stays.selectors.tenancies_houses import waiting_list
from kayoi.programmes.stays.services import tenancies as services
from kayoi.programmes.stays.services import tenancies_rent as rents
from kayoi.programmes.stays.services import tenancies_waiting as waiting
from kayoi.programmes.stays.services.monthly import Paid, UnableToCharge
from kayoi.programmes.stays.services.tenancies_deposit import note_deposit
from kayoi.programmes.stays.states import PaidBy
from kayoi.programmes.stays.states.tenancies import HEAD_LEASE, RENT, TENANCY, WAITING, Afterwards, Contract
from kayoi.programmes.stays.tests.tenancies import (
    FIRST,
    LAST,
    ONE_DAY,
    a_head_lease,
    a_home,
    a_tenancy,
    an_application,
    morning,
)
from tests.cast import Member, make_member

COUNTER = PaidBy.COUNTER


@pytest.fixture(autouse=True)
def in_town(in_ina: Organization) -> None:
    return None


def sound() -> None:
    assert selectors.days_unlike_bookings() == 0
    assert selectors.outlasting_head_lease() == 0
    assert selectors.rents_unlike_ledger() == deposits_unsettled() == 0
    assert ledger.balances_unlike_transfers() == ledger.unbalanced() == 0


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.verdict.reasons]


def balance(row: Tenancy) -> int:
    return selectors.debts([row], on=date.max)[0].balance_yen


def fresh(row: Tenancy) -> Tenancy:
    return Tenancy.objects.select_related("room__house", "booking", "case_file").get(pk=row.pk)


def test_the_room_is_theirs_step_by_step(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    row = an_application(by=officer.actor, at=at)
    assert (row.status, row.booking.status, row.booking.lapses_at, row.rent_yen) == ("applied", "held", None, 38_000)
    with pytest.raises(services.UnableToLet) as refused:
        services.decide_tenancy(tenancy=row, by=officer.actor, at=at)
    assert codes(refused) == ["tenancies.same_person"]
    with pytest.raises(UnableToMove):
        services.decide_tenancy(tenancy=row, by=make_member(in_ina, "contractor", "委託").actor, at=at)
    services.decide_tenancy(tenancy=row, by=head.actor, at=at)
    with pytest.raises(services.UnableToLet) as refused:
        services.move_in(tenancy=row, by=officer.actor, at=morning(FIRST))
    assert codes(refused) == ["tenancies.not_explained", "tenancies.not_signed"]
    day = at.date()
    with pytest.raises(services.UnableToLet):
        services.sign_tenancy(tenancy=row, explained_on=day + ONE_DAY, signed_on=day, by=officer.actor, at=at)
    services.sign_tenancy(tenancy=row, explained_on=day, signed_on=day, by=officer.actor, at=at)
    with pytest.raises(UnableToProceed):
        services.move_in(tenancy=row, by=officer.actor, at=morning(FIRST - ONE_DAY))
    assert fresh(row).status == "decided"
    services.move_in(tenancy=row, by=officer.actor, at=morning(FIRST))
    row = fresh(row)
    assert (row.status, row.booking.status) == ("living", "in_use")
    due = list(FollowUp.objects.open().filter(cause=TENANCY).order_by("due_on").values_list("due_on", flat=True))
    assert due == [date(2028, 3, 30), date(2028, 5, 30), date(2028, 10, 30)]
    sound()


def test_nobody_else_gets_the_room_meanwhile(officer: Member, head: Member, at: datetime) -> None:
    room = a_home(at=at)
    row = an_application(room, by=officer.actor, at=at)
    with pytest.raises(UnableToBook):
        an_application(room, first=LAST, last=date(2029, 1, 31), by=officer.actor, at=at)
    services.refuse_tenancy(tenancy=row, why="要件を満たさない", by=head.actor, at=at)
    assert fresh(row).booking.status == "cancelled"
    an_application(room, by=officer.actor, at=at)
    sound()


def test_the_limit_and_the_head_lease_are_said_at_once(officer: Member, at: datetime) -> None:
    room = a_home("managed", at=at)
    with pytest.raises(services.UnableToLet) as refused:
        an_application(room, contract="sublease", by=officer.actor, at=at)
    assert codes(refused) == ["tenancies.no_head_lease"]
    a_head_lease(room.house, ends_before=date(2038, 6, 1), by=officer.actor, at=at)
    asked = FollowUp.objects.filter(cause=HEAD_LEASE).order_by("due_on")
    assert next(one.due_on for one in asked) == date(2037, 6, 1)  # 31 May is a Sunday
    with pytest.raises(services.UnableToLet) as refused:
        an_application(room, contract="sublease", last=date(2038, 12, 1), by=officer.actor, at=at)
    assert codes(refused) == ["tenancies.beyond_limit", "tenancies.beyond_head_lease"]
    row = an_application(room, contract="sublease", last=date(2038, 5, 31), by=officer.actor, at=at)
    assert row.head_lease is not None
    sound()
    row.head_lease.ends_before = date(2038, 5, 31)
    row.head_lease.save()
    assert selectors.outlasting_head_lease() == 1


def test_rent_is_charged_once_for_each_month(officer: Member, head: Member, at: datetime) -> None:
    row = a_tenancy(first=date(2026, 12, 16), last=date(2027, 2, 10), by=officer.actor, head=head.actor, at=at)
    by = officer.actor
    assert rents.charge_rents(by=by, at=morning(date(2026, 12, 20))) == 1
    assert rents.charge_rents(by=by, at=morning(date(2027, 2, 1))) == 2
    assert rents.charge_rents(by=by, at=morning(date(2027, 2, 1))) == 0
    assert rents.charge_rents(by=by, at=morning(date(2027, 3, 1))) == 0
    found = RentCharge.objects.order_by("month").values_list("month__month", "amount_yen", "words", "due_on")
    assert list(found) == [
        (12, 19_612, "16日分(31日のうち)", date(2026, 12, 25)),
        (1, 38_000, "", date(2027, 1, 25)),
        (2, 13_571, "10日分(28日のうち)", date(2027, 2, 25)),
    ]
    rows, total, kept = selectors.closing(date(2027, 1, 1))
    assert ([one.tenancy_id for one in rows], total, kept) == ([row.pk], 38_000, 38_000)
    sound()


def test_payments_settle_the_oldest_month_and_are_taken_back(officer: Member, head: Member, at: datetime) -> None:
    row, by = a_tenancy(by=officer.actor, head=head.actor, at=at), officer.actor
    rents.charge_rents(by=by, at=morning(date(2027, 2, 1)))
    key, paid = uuid4(), Paid(50_000, date(2027, 1, 20), COUNTER, "母", "領収12")
    noted = rents.note_rent(tenancy=row, paid=paid, key=key, by=by, at=at)
    assert rents.note_rent(tenancy=row, paid=paid, key=key, by=by, at=at).pk == noted.pk
    assert (noted.noted_by, noted.payer) == (officer.actor.name, "母")
    [debt] = selectors.arrears(on=date(2027, 1, 26))
    assert [(one.month.month, one.left_yen) for one in debt.open] == [(1, 26_000), (2, 38_000)]
    assert (debt.balance_yen, debt.late_yen) == (64_000, 26_000)
    assert selectors.arrears(on=date(2027, 1, 25)) == []  # on the day itself it is not late
    rents.take_rent_back(payment=noted, why="別の人の入金", by=by, at=at)
    with pytest.raises(UnableToCharge):
        rents.take_rent_back(payment=noted, why="別の人の入金", by=by, at=at)
    assert balance(row) == 114_000
    assert RentPayment.objects.get().why == "別の人の入金"
    sound()
    RentPayment.objects.update(reversal=None)
    assert selectors.rents_unlike_ledger() == 1


def test_a_reduction_puts_charged_months_right_by_its_opposite(officer: Member, head: Member, at: datetime) -> None:
    row, by = a_tenancy(by=officer.actor, head=head.actor, at=at), officer.actor
    rents.charge_rents(by=by, at=morning(date(2027, 1, 1)))
    fields: Any = {"reduced_yen": 10_000, "reduced_article": "条例第16条", "reduced_until": date(2026, 12, 31)}
    services.change_rent(tenancy=row, fields=fields, version=row.version, by=head.actor, at=at)
    assert balance(row) == 76_000  # what was charged stands until somebody puts it right
    assert rents.correct_rents(tenancy=row, why="減額", by=by, at=at) == 1
    assert rents.correct_rents(tenancy=row, why="減額", by=by, at=at) == 0
    assert balance(row) == 66_000
    assert RentCharge.objects.filter(month=date(2026, 12, 1)).count() == 2
    assert selectors.closing(date(2026, 12, 1))[1:] == (28_000, 28_000)
    sound()


def test_without_a_rent_nothing_is_decided(officer: Member, head: Member, at: datetime) -> None:
    row = an_application(a_home(at=at, rate_yen=None), by=officer.actor, at=at)
    with pytest.raises(services.UnableToLet) as refused:
        services.decide_tenancy(tenancy=row, by=head.actor, at=at)
    assert codes(refused) == ["tenancies.rent_open"]


def test_a_reduction_needs_an_article(officer: Member, at: datetime) -> None:
    row = an_application(by=officer.actor, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tenancy.objects.filter(pk=row.pk).update(reduced_yen=10_000)


def test_a_home_is_let_again_within_its_limit(officer: Member, head: Member, at: datetime) -> None:
    row = a_tenancy(last=date(2027, 11, 30), by=officer.actor, head=head.actor, at=at)
    by, day = officer.actor, date(2027, 10, 1)
    papers: Any = {"explained_on": day, "signed_on": day, "by": by, "at": morning(day)}
    with pytest.raises(services.UnableToLet) as refused:
        services.renew_tenancy(tenancy=row, ends_before=date(2028, 12, 2), **papers)
    assert codes(refused) == ["tenancies.beyond_limit"]
    with pytest.raises(services.UnableToLet) as refused:
        services.renew_tenancy(tenancy=row, ends_before=date(2028, 12, 1), **(papers | {"explained_on": None}))
    assert codes(refused) == ["tenancies.not_explained"]
    services.renew_tenancy(tenancy=row, ends_before=date(2028, 12, 1), **papers)
    row = fresh(row)
    assert (row.starts_on, row.term_starts_on, row.ends_on) == (FIRST, date(2027, 12, 1), LAST)
    assert (row.booking.leaves_on, row.booking.status) == (date(2028, 12, 1), "in_use")
    due = list(FollowUp.objects.open().filter(cause=TENANCY).order_by("due_on").values_list("due_on", flat=True))
    assert due[-1] == date(2028, 10, 30)
    sound()


def test_the_next_household_stands_against_a_new_contract(officer: Member, head: Member, at: datetime) -> None:
    room = a_home(at=at)
    row = a_tenancy(room=room, last=date(2027, 11, 30), by=officer.actor, head=head.actor, at=at)
    an_application(room, first=date(2027, 12, 2), last=date(2028, 11, 30), by=officer.actor, at=at)
    with pytest.raises(UnableToChange):
        services.renew_tenancy(
            tenancy=row, ends_before=date(2028, 12, 1), explained_on=at.date(), signed_on=at.date(), by=officer.actor,
            at=at,
        )  # fmt: skip
    assert fresh(row).ends_on == date(2027, 11, 30)


def test_notice_inspection_and_the_end(officer: Member, head: Member, at: datetime) -> None:
    row, by = a_tenancy(by=officer.actor, head=head.actor, at=at), officer.actor
    note_deposit(tenancy=row, amount_yen=76_000, paid_on=at.date(), key=uuid4(), by=by, at=at)
    rents.charge_rents(by=by, at=morning(date(2027, 3, 1)))
    rents.note_rent(tenancy=row, paid=Paid(60_000, FIRST, COUNTER), key=uuid4(), by=by, at=at)
    last = date(2027, 2, 10)
    outside: Any = {"notice_on": at.date(), "inspection_on": last, "by": by, "at": at}
    with pytest.raises(services.UnableToLet):
        services.give_notice(tenancy=row, ends_on=LAST + ONE_DAY, **outside)
    services.give_notice(tenancy=row, ends_on=last, **outside)
    assert FollowUp.objects.open().filter(cause=TENANCY).count() == 2
    services.end_tenancy(
        tenancy=row, left_on=last, damage_yen=6_000, afterwards=Afterwards.BUILT, by=by, at=morning(last)
    )
    row = fresh(row)
    assert (row.status, row.ends_on, row.deposit_back_yen, row.afterwards) == ("ended", last, 40_429, "built")
    assert (row.booking.status, row.booking.leaves_on) == ("finished", date(2027, 2, 11))
    # March is taken back, February is for ten days: of 89,571 yen 29,571 are still owed, and taken from the deposit.
    assert (balance(row), deposit_held(row), RentPayment.objects.get(paid_by="deposit").amount_yen) == (0, 0, 29_571)
    [todo] = FollowUp.objects.open().filter(cause=TENANCY)
    assert todo.title.startswith("敷金の残り40,429円を返す")
    an_application(row.room, first=date(2027, 2, 12), last=date(2028, 2, 11), by=by, at=at)
    sound()


def test_reminded_by_mail_unless_under_protection(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    file, by, later = make_file(email="hana@example.jp"), officer.actor, morning(date(2027, 1, 5))
    row = a_tenancy(file=file, by=by, head=head.actor, at=at)
    rents.charge_rents(by=by, at=later)
    [debt] = selectors.arrears(on=later.date())
    assert rents.remind(organization=in_ina, debt=debt, by=by, at=later)
    assert "2026年12月分 38,000円" in Message.objects.get(cause=RENT).body
    assert fresh(row).reminded_on == date(2027, 1, 5)
    Protection.objects.create(case_file=file, starts_on=FIRST)
    assert not rents.remind(organization=in_ina, debt=debt, by=by, at=later)
    assert Message.objects.filter(cause=RENT).count() == 1
    assert FollowUp.objects.open().filter(cause=TENANCY, title__startswith="家賃の未納").exists()
    [line] = selectors.lines(on=later.date(), may_read_protected=False)
    assert line.name == f"個票{file.number}"


def wait(room: Any, by: Any, at: datetime, **fields: Any) -> Waiting:
    given: Any = {"is_mover": False, "persons": 2, "children": 0} | fields
    return waiting.wait_for_home(house=room.house, case_file=make_file(), **given, by=by, at=at)


def test_a_room_is_offered_in_order_and_moves_on(officer: Member, at: datetime) -> None:
    room, by = a_home(at=at), officer.actor
    local = wait(room, by, at)
    mover = wait(room, by, at + timedelta(hours=1), is_mover=True)
    assert [one.row.pk for one in waiting_list(room.house, on=at.date(), may_read_protected=True)] == [
        mover.pk, local.pk,
    ]  # fmt: skip
    offer: Any = {
        "room": room, "starts_on": FIRST, "ends_before": LAST + ONE_DAY, "answer_by": date(2026, 11, 25), "by": by,
        "at": at,
    }  # fmt: skip
    with pytest.raises(waiting.UnableToOffer) as refused:
        waiting.offer_room(waiting=local, **offer)
    assert codes(refused) == ["tenancies.others_first"]
    waiting.offer_room(waiting=mover, **offer)
    with pytest.raises(UnableToBook):
        waiting.offer_room(waiting=local, **offer)
    assert FollowUp.objects.open().get(cause=WAITING).due_on == date(2026, 11, 25)
    waiting.decline_offer(waiting=mover, why="職場から遠い", by=by, at=at)
    waiting.offer_room(waiting=local, **offer)
    made = waiting.accept_offer(waiting=local, contract=Contract.FIXED_LEASE, by=by, at=at)
    assert (made.status, made.booking.status, made.booking.lapses_at) == ("applied", "held", None)
    assert (made.starts_on, made.ends_on, made.case_file_id) == (FIRST, LAST, local.case_file_id)
    assert not FollowUp.objects.open().filter(cause=WAITING).exists()
    sound()


def test_an_offer_nobody_answers_lapses_after_its_day(officer: Member, at: datetime) -> None:
    room, by, last = a_home(at=at), officer.actor, date(2026, 11, 25)
    row = wait(room, by, at)
    waiting.offer_room(
        waiting=row, room=room, starts_on=FIRST, ends_before=LAST + ONE_DAY, answer_by=last, by=by, at=at
    )
    assert waiting.lapse_offers(by=by, at=morning(last)) == 0
    assert waiting.lapse_offers(by=by, at=morning(last + ONE_DAY)) == 1
    row.refresh_from_db()
    assert row.status == "lapsed"
    with pytest.raises(UnableToMove):
        waiting.accept_offer(waiting=row, contract=Contract.FIXED_LEASE, by=by, at=morning(last))
    an_application(room, by=by, at=morning(last + ONE_DAY))


def test_nobody_waits_twice_for_one_house(officer: Member, at: datetime) -> None:
    room = a_home(at=at)
    row = wait(room, officer.actor, at)
    again: Any = {"house": room.house, "case_file": row.case_file, "is_mover": False, "persons": 1, "children": 0}
    with pytest.raises(waiting.UnableToOffer):
        waiting.wait_for_home(**again, by=officer.actor, at=at)
    waiting.leave_list(waiting=row, why="家が見つかった", by=officer.actor, at=at)
    waiting.wait_for_home(**again, by=officer.actor, at=at)


def test_every_change_is_on_record(officer: Member, head: Member, at: datetime) -> None:
    row = a_tenancy(by=officer.actor, head=head.actor, at=at)
    rents.charge_rents(by=officer.actor, at=morning(FIRST))
    actions = set(Entry.objects.values_list("action", flat=True))
    assert {"stays.apply_tenancy", "stays.tenancy.decide", "stays.tenancy.move_in", "stays.charge_rent"} <= actions
    assert Account.objects.get(key=f"stays.rent:{row.pk}").balance == 38_000
