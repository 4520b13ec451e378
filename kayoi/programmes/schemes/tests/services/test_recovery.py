"""Refunds: from a broken obligation to the last yen, decided by two persons, booked to who bore it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures.models import Letter, Procedure
from kayoi.engines.procedures.selectors.letters import letter_pdf
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.programmes.schemes.models import BudgetEntry, Grant, Recovery, Repayment
from kayoi.programmes.schemes.rules.recovery.deciding import Proposal
from kayoi.programmes.schemes.selectors.budget import checks as budget_checks
from kayoi.programmes.schemes.selectors.recovery import checks
from kayoi.programmes.schemes.selectors.recovery.page import recovery_page
from kayoi.programmes.schemes.selectors.recovery.recoveries import owed, parts_of_plan
from kayoi.programmes.schemes.selectors.recovery.returned import returned_in, sheet_of_returns
from kayoi.programmes.schemes.services import grants, recovery
from kayoi.programmes.schemes.states.budget import Payer
from kayoi.programmes.schemes.states.recovery import RECOVERY, Ground, Loss
from kayoi.programmes.schemes.tests.budgets import make_line
from kayoi.programmes.schemes.tests.factories import LINK
from kayoi.programmes.schemes.tests.grants import make_claim, make_fixed, make_grant, make_terms
from kayoi.programmes.schemes.tests.recoveries import (
    PENALTY,
    make_demanded,
    make_paid,
    make_recovery,
    make_refund_rules,
    receive,
)
from kayoi.programmes.schemes.tests.services.test_money import pay
from tests.cast import Member, make_member

PAID = 600_000
MOVED = date(2027, 3, 31)


@pytest.fixture
def sender(ina: Organization) -> grants.Sender:
    return grants.Sender(ina, LINK)


@pytest.fixture
def procedure(in_ina: Organization, officer: Member, head: Member, at: datetime) -> Procedure:
    """A procedure whose grants are refunded by the civil code, in a town that asks 10.95 % for being late."""
    rules = make_refund_rules("civil-code", by=officer.actor, head=head.actor, at=at)
    procedure = make_procedure(at=at)
    make_terms(procedure, by=head.actor, at=at, refund_rules=rules, obliged_years=5)
    recovery.define_recovery_terms(fields=PENALTY, version=1, by=head.actor, at=at)
    return procedure


@pytest.fixture
def grant(procedure: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime) -> Grant:
    return make_paid(in_ina, procedure, by=officer.actor, head=head.actor, at=at)


@pytest.fixture
def demanded(grant: Grant, in_ina: Organization, officer: Member, head: Member, at: datetime) -> Recovery:
    """All of it is demanded on 20 November 2026, by 10 December."""
    row = make_recovery(grant, on=local_date(at), by=officer.actor, at=at)
    make_demanded(in_ina, row, PAID, by=officer.actor, head=head.actor, at=at)
    return row


@pytest.fixture
def contractor(ina: Organization) -> Member:
    """Takes calls and writes things down; decides nothing."""
    return make_member(ina, "contractor", "委託 相談員")


def due() -> list[tuple[str, date]]:
    return list(FollowUp.objects.open().filter(cause=RECOVERY).values_list("title", "due_on"))


def later(at: datetime, days: int) -> datetime:
    return at + timedelta(days=days)


def test_a_rule_that_is_certain_is_demanded_by_a_second_person(
    grant: Grant, sender: grants.Sender, officer: Member, head: Member, contractor: Member, at: datetime
) -> None:
    row = make_recovery(grant, on=MOVED, by=officer.actor, at=at)
    (told,) = recovery_page(row, by=officer.actor, on=local_date(at)).told
    assert told.sentence == (
        "申請日 2026-11-20、転出日 2027-03-31:申請日から3年たたないうちに転出したこと → 全額(600,000円)"
    )
    assert "3年の末日 2029-11-20" in told.counting
    assert due() == [("返還が要るか決める: 定住補助金", date(2026, 11, 30))]
    recovery.propose_recovery(recovery=row, proposal=Proposal(PAID), by=head.actor, at=at)
    row.refresh_from_db()
    with pytest.raises(recovery.UnableToDecide, match="same_person"):
        recovery.approve_proposal(recovery=row, version=row.version, sender=sender, by=head.actor, at=at)
    with pytest.raises(UnableToMove):
        recovery.approve_proposal(recovery=row, version=row.version, sender=sender, by=contractor.actor, at=at)
    recovery.send_back_proposal(recovery=row, why="日を確かめる", version=row.version, by=head.actor, at=at)
    make_demanded(sender.organization, row, PAID, by=officer.actor, head=head.actor, at=at)
    assert (row.status, row.demanded_yen, row.due_on, row.by_rule_yen) == ("demanded", PAID, date(2026, 12, 10), PAID)
    grant.refresh_from_db()
    assert (grant.status, grant.to_return_yen) == ("returning", PAID)
    letter = Letter.objects.latest("pk")
    assert letter.title == "交付決定取消・返還命令書"
    assert letter.values["ground"] == PENALTY["ordinance"]
    assert (letter.values["extent"], letter.values["cancelled"]) == ("の全部", "金600,000円")
    assert "転出(転出日 令和9年3月31日)" in letter.values["reasons"]
    assert "年10.95パーセント" in letter.values["arrears"]
    assert letter_pdf(letter).startswith(b"%PDF")
    assert Message.objects.filter(body__contains="返還をお願いする").exists()
    assert due() == [("返還の納付を確かめる: 定住補助金", date(2026, 12, 11))]


def test_only_the_proposal_that_was_read_is_decided(
    grant: Grant, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    row = make_recovery(grant, on=MOVED, by=officer.actor, at=at)
    recovery.propose_recovery(recovery=row, proposal=Proposal(PAID), by=officer.actor, at=at)
    row.refresh_from_db()
    read = row.version
    recovery.send_back_proposal(recovery=row, why="額を直す", version=read, by=head.actor, at=at)
    other = Proposal(1, reason="ほぼ免れる")
    recovery.propose_recovery(recovery=row, proposal=other, by=officer.actor, at=at)
    with pytest.raises(ChangedMeanwhile):
        recovery.approve_proposal(recovery=row, version=read, sender=sender, by=head.actor, at=at)
    with pytest.raises(ChangedMeanwhile):
        recovery.send_back_proposal(recovery=row, why="直す", version=read, by=head.actor, at=at)
    assert Recovery.objects.get().status == "proposed"


def test_an_undeclared_way_of_counting_waits_for_a_person_with_a_reason(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    rules = make_refund_rules("undeclared", by=officer.actor, head=head.actor, at=at)
    procedure = make_procedure(at=at)
    make_terms(procedure, by=head.actor, at=at, refund_rules=rules)
    grant = make_paid(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    row = make_recovery(grant, on=date(2029, 11, 20), by=officer.actor, at=at)
    page = recovery_page(row, by=officer.actor, on=local_date(at))
    assert [one.reckoned.yen for one in page.told] == [PAID, PAID // 2]
    assert page.by_person
    with pytest.raises(recovery.UnableToDecide, match="reason_missing"):
        recovery.propose_recovery(recovery=row, proposal=Proposal(PAID // 2), by=officer.actor, at=at)
    make_demanded(
        in_ina,
        row,
        PAID // 2,
        by=officer.actor,
        head=head.actor,
        at=at,
        reason="要綱の定めがなく、本人に有利に数えた。",
    )
    assert (row.by_rule_yen, row.demanded_yen, row.reason) == (
        None,
        PAID // 2,
        "要綱の定めがなく、本人に有利に数えた。",
    )


def test_the_version_of_the_day_of_the_application_stays(
    grant: Grant, procedure: Procedure, officer: Member, head: Member, at: datetime
) -> None:
    row = make_recovery(grant, on=date(2029, 11, 20), by=officer.actor, at=at)
    other = make_refund_rules("day-before", by=officer.actor, head=head.actor, at=at)
    terms = grants.define_terms(procedure=procedure, fields={}, version=1, by=head.actor, at=at)
    grants.define_terms(
        procedure=procedure, fields={"refund_rules": other}, version=terms.version, by=head.actor, at=at
    )
    page = recovery_page(Recovery.objects.get(pk=row.pk), by=officer.actor, on=local_date(at))
    assert [one.reckoned.yen for one in page.told] == [PAID], "3 years are not over by the civil code"


def test_another_day_that_the_grantee_names_stands_beside(grant: Grant, officer: Member, at: datetime) -> None:
    row = make_recovery(grant, on=date(2029, 11, 20), by=officer.actor, at=at)
    recovery.correct_recovery(
        recovery=row, ground=Ground.MOVED_OUT, happened_on=row.happened_on, said_on=date(2029, 11, 21),
        why="本人の申立て", version=row.version, by=officer.actor, at=at,
    )  # fmt: skip
    page = recovery_page(Recovery.objects.get(), by=officer.actor, on=local_date(at))
    assert [one.reckoned.yen for one in page.told] == [PAID, PAID // 2]
    assert page.by_person


def test_one_refund_at_a_time_of_what_was_paid(
    procedure: Procedure, grant: Grant, demanded: Recovery, in_ina: Organization, officer: Member, head: Member,
    at: datetime,
) -> None:  # fmt: skip
    with pytest.raises(recovery.UnableToRecover, match="demanded_already"):
        make_recovery(grant, on=MOVED, by=officer.actor, at=at)
    unpaid = make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    with pytest.raises(recovery.UnableToRecover, match="nothing_paid"):
        make_recovery(unpaid, on=MOVED, by=officer.actor, at=at)
    second = make_paid(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    make_recovery(second, on=MOVED, by=officer.actor, at=at)
    with pytest.raises(recovery.UnableToRecover, match="recovery_open"):
        make_recovery(second, on=MOVED, by=officer.actor, at=at)


def test_exempted_in_all_or_in_part(
    procedure: Procedure, grant: Grant, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    why = {"hardship": "bankruptcy", "reason": "勤め先の倒産による離職", "evidence": "破産手続開始決定の写し"}
    row = make_recovery(grant, ground=Ground.LEFT_JOB, on=MOVED, by=officer.actor, at=at)
    make_demanded(in_ina, row, PAID, by=officer.actor, head=head.actor, at=at, exempted_yen=PAID, **why)
    grant.refresh_from_db()
    letter = Letter.objects.latest("pk")
    assert (row.status, row.demanded_yen, grant.to_return_yen) == ("exempted", 0, 0)
    assert (letter.title, letter.values["hardship"]) == ("返還免除決定通知書", "勤め先の倒産")
    assert letter_pdf(letter).startswith(b"%PDF")
    assert due() == []
    other = make_paid(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    part = make_recovery(other, ground=Ground.LEFT_JOB, on=MOVED, by=officer.actor, at=at)
    make_demanded(in_ina, part, PAID, by=officer.actor, head=head.actor, at=at, exempted_yen=200_000, **why)
    assert (part.status, part.demanded_yen) == ("demanded", 400_000)
    letter = Letter.objects.latest("pk")
    assert (letter.values["extent"], letter.values["cancelled"]) == ("の一部", "金400,000円")
    assert letter_pdf(letter).startswith(b"%PDF")


def test_nothing_is_due_after_five_years(
    grant: Grant, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    row = make_recovery(grant, on=date(2031, 11, 21), by=officer.actor, at=at)
    make_demanded(in_ina, row, 0, by=officer.actor, head=head.actor, at=at, reason="")
    assert (row.status, row.by_rule_yen) == ("nothing_due", 0)
    make_recovery(grant, on=MOVED, by=officer.actor, at=at)


def test_money_comes_in_part_by_part_each_once(
    demanded: Recovery, officer: Member, head: Member, contractor: Member, at: datetime
) -> None:
    for nobody in (officer, contractor):
        with pytest.raises(recovery.UnableToTake, match="takes_no_money"):
            receive(demanded, 1, by=nobody.actor, at=at)
    key, on = uuid4(), local_date(at)
    for _ in range(2):
        recovery.receive_repayment(recovery=demanded, amount_yen=250_000, on=on, key=key, by=head.actor, at=at)
    demanded.refresh_from_db()
    assert (demanded.received_yen, Repayment.objects.count()) == (250_000, 1)
    with pytest.raises(recovery.UnableToTake, match="more_than_due"):
        receive(demanded, 350_001, by=head.actor, at=at)
    with pytest.raises(recovery.UnableToTake, match="nothing_to_take"):
        recovery.receive_repayment(recovery=demanded, amount_yen=1, on=on, key=key, by=head.actor, at=at)
    receive(demanded, 350_000, by=head.actor, at=at)
    grant = Grant.objects.get()
    assert (demanded.status, grant.status, grant.returned_yen, due()) == ("settled", "returned", PAID, [])
    with pytest.raises(recovery.UnableToTake, match="nothing_to_take"):
        receive(demanded, 1, by=head.actor, at=at)
    assert checks.received_unlike_repayments() == checks.returning_without_recovery() == 0


def test_being_late_is_reminded_and_costs(
    demanded: Recovery, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    on_time = later(at, 20)
    with pytest.raises(recovery.UnableToDecide, match="nothing_late"):
        recovery.remind(recovery=demanded, sender=sender, by=officer.actor, at=on_time)
    recovery.remind(recovery=demanded, sender=sender, by=officer.actor, at=later(at, 25))
    letter = Letter.objects.latest("pk")
    assert (letter.title, letter.values["late"]) == ("督促状", "金600,000円")
    assert letter_pdf(letter).startswith(b"%PDF")
    assert due()[0][0].startswith("督促のあとの納付")
    # 10 days late: 600,000 x 10.95 % x 10 / 365.
    day = later(at, 30)
    demanded.refresh_from_db()
    assert owed(demanded, on=local_date(day)).interest_yen == 1_800
    receive(demanded, PAID, by=head.actor, at=day)
    assert (demanded.status, Grant.objects.get().status) == ("paid", "returned")
    assert owed(demanded, on=local_date(later(at, 300))).interest_yen == 1_800, "it grows no more"
    receive(demanded, 1_800, by=head.actor, at=later(at, 40))
    assert (demanded.status, demanded.interest_yen) == ("settled", 1_800)


def test_a_second_membership_of_the_same_user_is_the_same_person(
    grant: Grant, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    row = make_recovery(grant, on=MOVED, by=officer.actor, at=at)
    recovery.propose_recovery(recovery=row, proposal=Proposal(PAID), by=head.actor, at=at)
    row.refresh_from_db()
    again = replace(head.actor, membership_id=officer.membership.pk)
    with pytest.raises(recovery.UnableToDecide, match="same_person"):
        recovery.approve_proposal(recovery=row, version=row.version, sender=sender, by=again, at=at)


def test_an_earlier_payment_that_is_booked_later_leaves_what_is_for_being_late(
    demanded: Recovery, head: Member, at: datetime
) -> None:
    day = later(at, 30)
    # 10 days late: 600,000 x 10.95 % x 10 / 365 before the other payment is known, of 300,000 after it.
    receive(demanded, 300_000, by=head.actor, at=day)
    assert owed(demanded, on=local_date(day)).interest_yen == 1_800
    receive(demanded, 300_000, on=local_date(at), by=head.actor, at=day)
    assert (demanded.status, owed(demanded, on=local_date(day)).interest_yen) == ("paid", 900)
    receive(demanded, 900, on=local_date(at), by=head.actor, at=day)
    assert (demanded.status, demanded.settled_on) == ("settled", local_date(day))


def test_parts_take_the_place_of_the_due_date(
    demanded: Recovery, sender: grants.Sender, officer: Member, head: Member, contractor: Member, at: datetime
) -> None:
    receive(demanded, 100_000, by=head.actor, at=at)
    first = date(2026, 12, 1)
    plan: dict[str, Any] = {"count": 3, "first_month": first, "why": "収入が少ない", "sender": sender}
    with pytest.raises(UnableToMove):
        recovery.allow_instalments(recovery=demanded, **plan, by=contractor.actor, at=at)
    # Five days late before the parts are allowed.
    allowed = later(at, 25)
    recovery.allow_instalments(recovery=demanded, **plan, by=head.actor, at=allowed)
    demanded.refresh_from_db()
    assert [(one.part.yen, one.part.due_on) for one in parts_of_plan(demanded)] == [
        (166_668, date(2027, 1, 4)), (166_666, date(2027, 2, 1)), (166_666, date(2027, 3, 1)),
    ]  # fmt: skip
    assert (demanded.status, demanded.late_yen_days) == ("in_instalments", 5 * 500_000)
    assert letter_pdf(Letter.objects.latest("pk")).startswith(b"%PDF")
    receive(demanded, 170_000, by=head.actor, at=later(at, 30))
    assert demanded.next_due_on == date(2027, 2, 1)
    assert parts_of_plan(demanded)[1].paid_yen == 170_000 - 166_668
    # The second part comes ten days late, the third in time: 5 x 500,000 and 10 x 163,334 yen-days.
    receive(demanded, 330_000, on=date(2027, 2, 11), by=head.actor, at=later(at, 90))
    assert owed(demanded, on=date(2027, 6, 1)).late_yen == int((5 * 500_000 + 10 * 163_334) * 0.1095 / 365)
    assert (demanded.status, checks.parts_unlike_rest()) == ("paid", 0)


def test_what_is_contested_is_not_reminded_until_it_is_upheld(
    demanded: Recovery, officer: Member, head: Member, at: datetime
) -> None:
    recovery.contest_recovery(recovery=demanded, why="審査請求", by=officer.actor, at=at)
    assert due() == [("審査請求などの結果を確かめる: 定住補助金", date(2027, 2, 18))]
    receive(demanded, 100_000, by=head.actor, at=at)
    assert demanded.status == "contested"
    recovery.uphold_recovery(recovery=demanded, why="棄却", by=head.actor, at=at)
    demanded.refresh_from_db()
    assert demanded.status == "demanded"


def test_a_demand_that_does_not_stand_is_withdrawn_and_considered_again(
    demanded: Recovery, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    with pytest.raises(UnableToMove):
        recovery.withdraw_demand(recovery=demanded, why="認容", sender=sender, by=head.actor, at=at)
    recovery.contest_recovery(recovery=demanded, why="審査請求", by=officer.actor, at=at)
    with pytest.raises(recovery.UnableToDecide, match="same_person"):
        recovery.withdraw_demand(recovery=demanded, why="認容", sender=sender, by=officer.actor, at=at)
    recovery.withdraw_demand(recovery=demanded, why="認容", sender=sender, by=head.actor, at=at)
    demanded.refresh_from_db()
    grant = Grant.objects.get()
    assert (demanded.status, demanded.demanded_yen) == ("considering", 0)
    assert (grant.status, grant.to_return_yen) == ("obliged", 0), "the obligations go on"
    assert Letter.objects.latest("pk").title == "返還命令取消通知書"
    # Whoever decided then may propose now.
    make_demanded(sender.organization, demanded, PAID, by=head.actor, head=officer.actor, at=at)
    recovery.contest_recovery(recovery=demanded, why="審査請求", by=officer.actor, at=at)
    receive(demanded, 1, by=head.actor, at=at)
    with pytest.raises(recovery.UnableToDecide, match="paid_in_already"):
        recovery.withdraw_demand(recovery=demanded, why="認容", sender=sender, by=officer.actor, at=at)


def test_what_will_not_come_is_written_off_with_the_reason(
    demanded: Recovery, sender: grants.Sender, officer: Member, head: Member, contractor: Member, at: datetime
) -> None:
    receive(demanded, 100_000, by=head.actor, at=at)
    late = later(at, 25)
    lost: dict[str, Any] = {"loss": Loss.DISCHARGED, "lost_on": local_date(at), "why": "破産免責"}
    for day in (at, late):
        with pytest.raises(recovery.UnableToDecide, match="not_reminded"):
            recovery.write_off(recovery=demanded, **lost, by=head.actor, at=day)
    recovery.remind(recovery=demanded, sender=sender, by=officer.actor, at=late)
    with pytest.raises(recovery.UnableToDecide, match="loss_to_come"):
        to_come = lost | {"lost_on": local_date(later(at, 26))}
        recovery.write_off(recovery=demanded, **to_come, by=head.actor, at=late)
    with pytest.raises(UnableToMove):
        recovery.write_off(recovery=demanded, **lost, by=contractor.actor, at=late)
    with pytest.raises(recovery.UnableToDecide, match="same_person"):
        recovery.write_off(recovery=demanded, **lost, by=officer.actor, at=late)
    recovery.write_off(recovery=demanded, **lost, by=head.actor, at=late)
    demanded.refresh_from_db()
    assert (demanded.loss, demanded.lost_on) == ("discharged", local_date(at))
    assert (demanded.status, demanded.closing, Grant.objects.get().status) == ("written_off", "破産免責", "ended")
    assert due() == []
    assert checks.received_unlike_repayments() == 0


def test_each_yen_goes_back_to_who_bore_it(
    procedure: Procedure, in_ina: Organization, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    make_line(1_000_000, at=at, procedure=procedure)
    grant = make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    make_fixed(in_ina, grant, by=officer.actor, head=head.actor, at=at)
    claim = make_claim(in_ina, grant, at=at)
    grants.check_claim(claim=claim, by=officer.actor, at=at)
    pay(claim, sender, officer, head, at=at)
    row = make_recovery(Grant.objects.get(), on=MOVED, by=officer.actor, at=at)
    make_demanded(in_ina, row, PAID, by=officer.actor, head=head.actor, at=at)
    receive(row, 100_001, by=head.actor, at=at)
    receive(row, 499_999, on=date(2027, 6, 1), by=head.actor, at=later(at, 200))
    left = owed(row, on=date(2027, 6, 1))
    receive(row, left.interest_yen, on=date(2027, 6, 2), by=head.actor, at=later(at, 201))
    assert row.status == "settled"
    first, second = returned_in(2026), returned_in(2027)
    assert (first.sum_yen, second.sum_yen) == (100_001, 499_999 + left.interest_yen)
    for payer, share in ((Payer.NATIONAL, 300_000), (Payer.PREFECTURE, 150_000)):
        assert first.sums[payer] + second.sums[payer] == share
    for entry in BudgetEntry.objects.filter(kind__in=("taken_back", "revenue", "interest")):
        assert sum(entry.parts.values()) == entry.amount_yen
    interest = BudgetEntry.objects.get(kind="interest")
    assert interest.parts[Payer.TOWN] == left.interest_yen > 0, "being late is the town's own revenue"
    assert budget_checks.commitments_unlike_entries() == budget_checks.lines_unlike_ledger() == 0
    sheet = sheet_of_returns(second, xlsx=False).decode("utf-8-sig")
    assert sheet.splitlines()[1].startswith(f"2027-06-01,{grant.application.receipt},")
    assert sheet_of_returns(second, xlsx=True).startswith(b"PK")


def test_nobody_sees_the_refunds_of_another_town(demanded: Recovery, sado: Organization) -> None:
    with scope.of_organization(sado.pk):
        assert not Recovery.objects.exists()
        assert not Repayment.objects.exists()
