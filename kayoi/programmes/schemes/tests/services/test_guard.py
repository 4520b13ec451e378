"""Errors brought about in a town's own rows are stopped before money leaves; what is right goes through."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kayoi.engines.casefiles.models import CaseFile, Household
from kayoi.engines.procedures.tests.factories import BODY, GREEN, adopt, make_procedure, make_ruleset
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.audit.services import move
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date, months_later
from kayoi.kit.moves import UnableToMove
from kayoi.kit.sealing import seal
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.models import (
    Batch,
    BatchRow,
    BudgetLine,
    Claim,
    EnquiryRow,
    Grant,
    GrantTerms,
    Obligation,
    PayeeAccount,
    Payment,
    PaymentFinding,
    Report,
)
from kayoi.programmes.schemes.rules.payments import number_masked
from kayoi.programmes.schemes.selectors.guard.gathering import about_to_pay, payments_about
from kayoi.programmes.schemes.selectors.guard.standing import found_in
from kayoi.programmes.schemes.services import enquiries, grants, obligations, paying, payments
from kayoi.programmes.schemes.services.budget import UnableToBook
from kayoi.programmes.schemes.states.enquiries import EnquiryKind, Living
from kayoi.programmes.schemes.states.grants import GrantStatus
from kayoi.programmes.schemes.states.obligations import BreachKind, Duty, FoundBy
from kayoi.programmes.schemes.states.payments import SEALED_ACCOUNT, HandOut
from kayoi.programmes.schemes.tests.budgets import make_batch, make_line, make_payment
from kayoi.programmes.schemes.tests.desk import Desk
from kayoi.programmes.schemes.tests.grants import COST, make_claim, make_fixed, make_grant, make_terms
from kayoi.programmes.schemes.tests.services.test_claims import claim as claim_month
from kayoi.programmes.schemes.tests.services.test_claims import grant_monthly, make_monthly
from tests.cast import Member, make_member


@pytest.fixture
def desk(in_ina: Organization, officer: Member, head: Member, at: datetime) -> Desk:
    return Desk(in_ina, make_procedure(at=at), officer, head, make_member(in_ina, "division_head", "課長"), at)


@pytest.fixture
def line(desk: Desk) -> BudgetLine:
    return make_line(10_000_000, at=desk.at, procedure=desk.procedure)


@pytest.fixture
def due(desk: Desk, line: BudgetLine) -> Payment:
    payment = desk.claimed()
    assert payment.status == "due", PaymentFinding.objects.values("code", "params")
    return payment


def grant_of(payment: Payment) -> Grant:
    return Claim.objects.select_related("grant__application").get(pk=payment.key.removeprefix("claim:")).grant


def move_out(payment: Payment, desk: Desk) -> None:
    """The register answers that nobody lives there."""
    question = enquiries.Question(EnquiryKind.RESIDENCE, "住民課", "同意", "居住の確認", desk.on)
    enquiries.make_enquiry(procedure=desk.procedure, question=question, by=desk.officer.actor, at=desk.at)
    rows = EnquiryRow.objects.filter(application=grant_of(payment).application_id)
    rows.update(result="against", answered_on=desk.on, answered_by="住民課")


def refused(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in error.value.verdict.reasons]


def test_what_is_right_is_due_at_once_and_handed_out(due: Payment, desk: Desk) -> None:
    assert desk.check(due) == []
    batch = make_batch(due, at=desk.at, by=desk.head.actor)
    assert payments.give_file(batch=batch, which=HandOut.ORDER, cp932=False, by=desk.head.actor, at=desk.at)
    assert not PaymentFinding.objects.exists()


def test_a_version_put_into_force_late_stops_what_was_decided_by_the_one_before(due: Payment, desk: Desk) -> None:
    assert desk.procedure.ruleset is not None
    adopt(desk.procedure.ruleset, "2026改正", date(2026, 9, 1), BODY | {"amount": [{"start": 160_000}]})
    assert desk.check(due) == ["other_version"]
    assert due.status == "held"
    finding = PaymentFinding.objects.get()
    assert finding.params == {"used": "2026", "yen": "600,000", "right": "2026改正", "right_yen": "160,000"}
    with pytest.raises(payments.UnableToRelease) as error:
        payments.release_finding(finding=finding, why="急ぐため", by=desk.head.actor, at=desk.at)
    assert refused(error) == ["schemes.must_be_put_right"]
    with pytest.raises(UnableToBook):
        make_payment(due.commitment, due.case_file, 1, at=desk.at)


def test_a_claim_that_is_wrong_when_it_is_checked_is_held_at_once(desk: Desk, line: BudgetLine) -> None:
    assert desk.procedure.ruleset is not None
    grant = make_grant(desk.town, desk.procedure, by=desk.officer.actor, head=desk.head.actor, at=desk.at)
    make_fixed(desk.town, grant, by=desk.officer.actor, head=desk.head.actor, at=desk.at)
    grant.refresh_from_db()
    claim = make_claim(desk.town, grant, at=desk.at)
    Report.objects.filter(grant=grant).update(accepted={COST: 1_100_000})
    grants.check_claim(claim=claim, by=desk.officer.actor, at=desk.at)
    payment = Payment.objects.get()
    assert payment.status == "held"
    (finding,) = PaymentFinding.objects.all()
    assert (finding.code, finding.params) == ("not_recomputed", {"right": "550,000", "yen": "600,000"})
    assert "550,000円" in finding.told
    grants.return_claim(claim=claim, why="額の確定をやり直す", sender=desk.sender, by=desk.officer.actor, at=desk.at)
    payment.refresh_from_db()
    assert payment.status == "dropped"


def test_who_moved_out_is_held_and_a_second_person_gives_the_reason(desk: Desk, line: BudgetLine) -> None:
    gone, stays = desk.claimed(), desk.claimed("谷 澪", birth_on="1991-01-01")
    move_out(gone, desk)
    batch = payments.make_batch(
        payments=[gone.pk, stays.pk], pays_on=desk.on, client_key=uuid4(), by=desk.head.actor, at=desk.at
    )
    assert [row.payment_id for row in batch.rows.all()] == [stays.pk]
    gone.refresh_from_db()
    assert gone.status == "held"
    finding = PaymentFinding.objects.get()
    assert (finding.code, finding.found_by_id) == ("moved_out", desk.head.membership.pk)
    with pytest.raises(payments.UnableToRelease) as error:
        payments.release_finding(finding=finding, why="x", by=desk.head.actor, at=desk.at)
    assert refused(error) == ["schemes.found_by_same_person"]
    with pytest.raises(UnableToMove):
        payments.release_finding(finding=finding, why="x", by=desk.officer.actor, at=desk.at)
    payments.release_finding(finding=finding, why="家の所有者で、転出してよい", by=desk.chief.actor, at=desk.at)
    gone.refresh_from_db()
    assert gone.status == "due"
    second = make_batch(gone, at=desk.at, by=desk.head.actor)
    assert payments.give_file(batch=second, which=HandOut.ORDER, cp932=False, by=desk.head.actor, at=desk.at)
    actions = list(Entry.objects.filter(action__contains="find").order_by("pk").values_list("action", "why"))
    assert actions == [("schemes.find", ""), ("schemes.paymentfinding.release", "家の所有者で、転出してよい")]
    assert Entry.objects.filter(action__in=("schemes.payment.hold", "schemes.payment.let_go")).count() == 2


def test_a_batch_of_which_all_is_held_is_not_made(due: Payment, desk: Desk) -> None:
    move_out(due, desk)
    with pytest.raises(payments.UnableToBatch) as error:
        make_batch(due, at=desk.at, by=desk.head.actor)
    assert refused(error) == ["schemes.all_held"]
    due.refresh_from_db()
    assert due.status == "held", "that stays although no batch was made"
    assert not Batch.objects.exists()


def test_who_moves_out_between_batch_and_file_is_not_handed_out(due: Payment, desk: Desk) -> None:
    batch = make_batch(due, at=desk.at, by=desk.head.actor)
    move_out(due, desk)
    with pytest.raises(payments.UnableToBatch) as error:
        payments.give_file(batch=batch, which=HandOut.ORDER, cp932=False, by=desk.head.actor, at=desk.at)
    (reason,) = error.value.verdict.reasons
    assert (reason.code, reason.params["order"]) == ("schemes.batch_stopped", "令和8-命0001-001")
    assert not Entry.objects.filter(action="schemes.give_batch").exists()
    payments.void_batch(batch=batch, why="転出", by=desk.head.actor, at=desk.at)
    due.refresh_from_db()
    assert desk.check(due) == ["moved_out"]


def test_a_duty_broken_by_moving_away_holds_it_until_that_was_a_mistake(due: Payment, desk: Desk) -> None:
    starts_on = desk.on - timedelta(days=400)
    duty = Obligation.objects.create(
        grant=grant_of(due), kind=Duty.RESIDENCE, years=5, starts_on=starts_on, until=starts_on + timedelta(days=1826)
    )
    breach = obligations.report_breach(
        obligation=duty, kind=BreachKind.MOVED_OUT, happened_on=desk.on - timedelta(days=3), is_contested=False,
        found_by=FoundBy.REGISTER, evidence="転出者の一覧", by=desk.officer.actor, at=desk.at,
    )  # fmt: skip
    assert desk.check(due) == ["moved_out"]
    other = desk.claimed("谷 澪", birth_on="1991-01-01")
    assert desk.check(other) == []
    CaseFile.objects.filter(pk=due.case_file_id).update(merged_into=other.case_file)
    assert "moved_out" in desk.check(other), "of the same person, as it turned out"
    CaseFile.objects.filter(pk=due.case_file_id).update(merged_into=None)
    obligations.dismiss_breach(breach=breach, why="別の人", by=desk.head.actor, at=desk.at)
    assert desk.check(due) == []


def test_a_later_visit_that_finds_somebody_clears_it(due: Payment, desk: Desk) -> None:
    move_out(due, desk)
    assert desk.check(due) == ["moved_out"]
    grants.note_visit(
        application=grant_of(due).application, visited_on=desk.on + timedelta(days=1), finding=Living.LIVES,
        text="在宅", by=desk.officer.actor, at=desk.at,
    )  # fmt: skip
    assert desk.check(due) == []
    assert due.status == "due"
    assert PaymentFinding.objects.get().status == "cleared"
    assert desk.check(due) == [], "twice is once"


def test_the_tax_office_speaks_against_it(due: Payment, desk: Desk) -> None:
    question = enquiries.Question(EnquiryKind.TAX, "税務課", "同意", "滞納の確認", desk.on)
    enquiries.make_enquiry(procedure=desk.procedure, question=question, by=desk.officer.actor, at=desk.at)
    assert desk.check(due) == [], "not answered yet"
    EnquiryRow.objects.update(result="against", answered_on=desk.on, answered_by="税務課")
    assert desk.check(due) == ["spoken_against"]
    later = desk.at + timedelta(days=28)
    again = enquiries.make_enquiry(procedure=desk.procedure, question=question, by=desk.officer.actor, at=later)
    assert desk.check(due) == ["spoken_against"], "not answered yet"
    EnquiryRow.objects.filter(enquiry=again).update(result="clear", answered_on=local_date(later), answered_by="税務課")
    assert desk.check(due) == [], "the latest answer counts"


def test_an_account_replaced_after_the_batch_stops_its_file(due: Payment, desk: Desk) -> None:
    batch = make_batch(due, at=desk.at, by=desk.head.actor)
    desk.give_account(due.case_file, "7654321")
    with pytest.raises(payments.UnableToBatch) as error:
        payments.give_file(batch=batch, which=HandOut.ORDER, cp932=False, by=desk.head.actor, at=desk.at)
    assert "口座が変わった" in error.value.verdict.reasons[0].params["title"]


def test_an_account_of_another_household_is_looked_at(desk: Desk, line: BudgetLine) -> None:
    one, other = desk.claimed(), desk.claimed("谷 澪", birth_on="1991-01-01")
    desk.give_account(one.case_file, "5555555")
    desk.give_account(other.case_file, "1111155")
    assert desk.check(other) == [], "only the last digits are the same"
    desk.give_account(other.case_file, "5555555")
    assert desk.check(other) == ["account_shared"]
    household = Household.objects.create(made_at=desk.at)
    CaseFile.objects.filter(pk__in=(one.case_file_id, other.case_file_id)).update(household=household)
    assert desk.check(other) == []


def test_what_comes_back_is_told_of_and_may_be_paid(due: Payment, desk: Desk) -> None:
    batch = make_batch(due, at=desk.at, by=desk.head.actor)
    paying.settle_batch(batch=batch, paid_on=desk.on, sender=desk.sender, by=desk.head.actor, at=desk.at)
    due.refresh_from_db()
    paying.return_payment(payment=due, why="口座解約", on=desk.on, by=desk.head.actor, at=desk.at)
    desk.give_account(due.case_file, "7654321")
    assert desk.check(due) == ["account_after_return"]
    assert due.status == "due"
    payments.note_finding(finding=PaymentFinding.objects.get(), by=desk.head.actor, at=desk.at)
    assert desk.check(due) == []
    assert make_batch(due, at=desk.at, by=desk.head.actor).count == 1


def twice_by_another_file(due: Payment, desk: Desk) -> None:
    """Who came on paper has another file; only later its day of birth is known."""
    file = CaseFile.objects.get(pk=due.case_file_id)
    second = desk.claimed("別の 人", birth_on="1992-02-02")
    CaseFile.objects.filter(pk=second.case_file_id).update(name=file.name, birth_on=file.birth_on)


def test_the_same_person_by_another_way_is_paid_once(due: Payment, desk: Desk) -> None:
    make_terms(desk.procedure, by=desk.head.actor, at=desk.at, once=["person"])
    twice_by_another_file(due, desk)
    second = Payment.objects.exclude(pk=due.pk).get()
    assert desk.check(second) == ["granted_twice"]
    assert desk.check(due) == [], "the one that came first is paid"


def test_without_terms_the_same_amount_to_the_same_person_is_looked_at(due: Payment, desk: Desk) -> None:
    twice_by_another_file(due, desk)
    assert desk.check(Payment.objects.exclude(pk=due.pk).get()) == ["granted_twice"]
    Grant.objects.filter(pk=grant_of(due).pk).update(house_number="12")
    assert desk.check(Payment.objects.exclude(pk=due.pk).get()) == [], "for another house it is another thing"


def test_what_was_cancelled_does_not_stand_against_another(due: Payment, desk: Desk) -> None:
    twice_by_another_file(due, desk)
    payments.drop_payment(payment=due, why="重複", by=desk.head.actor, at=desk.at)
    Grant.objects.filter(pk=grant_of(due).pk).update(status=GrantStatus.CANCELLED)
    assert desk.check(Payment.objects.exclude(pk=due.pk).get()) == []


def test_two_schemes_for_the_same_cost(due: Payment, desk: Desk) -> None:
    other = make_procedure(at=desk.at, key="other", title="住宅取得の補助金")
    make_line(10_000_000, at=desk.at, procedure=other, label="別の補助金")
    second = replace(desk, procedure=other).claimed("谷 澪", birth_on="1991-01-01")
    household = Household.objects.create(made_at=desk.at)
    CaseFile.objects.filter(pk__in=(due.case_file_id, second.case_file_id)).update(household=household)
    assert desk.check(second) == []
    for procedure in (desk.procedure, other):
        make_terms(procedure, by=desk.head.actor, at=desk.at, cost="住宅取得費")
    assert desk.check(second) == ["cost_twice"]
    assert GrantTerms.objects.count() == 2


WITH_CHILDREN: dict[str, Any] = BODY | {
    "amount": [{"start": 600_000}, {"add": 50_000, "per": "household.members",
                                    "where": {"fact": "this.relation", "is": "child"}}],
}  # fmt: skip


@pytest.mark.parametrize(("name", "stops"), [("蔵持 花", True), ("谷 澪", False)])
def test_a_child_counts_in_one_household(desk: Desk, name: str, stops: bool) -> None:
    procedure = make_procedure(at=desk.at, key="family", ruleset=make_ruleset(key="family", body=WITH_CHILDREN))
    make_line(10_000_000, at=desk.at, procedure=procedure)
    family = replace(desk, procedure=procedure)
    facts = GREEN | {"household.members": [{"relation": "child", "born_on": "2019-06-01"}]}
    first = family.claimed("蔵持 実", facts=facts, phone="090-0000-0001")
    second = family.claimed(name, facts=facts, phone="090-0000-0002", birth_on="1991-01-01")
    assert first.amount_yen == 650_000
    assert desk.check(first) == []
    assert (desk.check(second) == ["child_twice"]) is stops


def cancel(payment: Payment, desk: Desk) -> None:
    Grant.objects.filter(pk=grant_of(payment).pk).update(status=GrantStatus.CANCELLED)


def note_as_paid(payment: Payment, desk: Desk) -> None:
    claim = Claim.objects.get(pk=payment.key.removeprefix("claim:"))
    move(claim, "pay", by=desk.head.actor, at=desk.at, also={"paid_on": desk.on})


def claim_less(payment: Payment, desk: Desk) -> None:
    Claim.objects.filter(grant=grant_of(payment)).update(amount_yen=599_999)


def start_early(payment: Payment, desk: Desk) -> None:
    make_terms(desk.procedure, by=desk.head.actor, at=desk.at, begins_after_decision=True)
    Report.objects.update(begun_on=desk.on - timedelta(days=1))


def pay_by_hand(payment: Payment, desk: Desk) -> None:
    Grant.objects.filter(pk=grant_of(payment).pk).update(paid_yen=1)


def give_line_to_another(payment: Payment, desk: Desk) -> None:
    BudgetLine.objects.update(procedure=make_procedure(at=desk.at, key="another", with_rules=False))


def give_grant_another_year(payment: Payment, desk: Desk) -> None:
    Grant.objects.filter(pk=grant_of(payment).pk).update(fiscal_year=2025)


def share_too_much(payment: Payment, desk: Desk) -> None:
    type(payment.commitment).objects.update(sources=[{"payer": "national", "rate": "1/2"},
                                                     {"payer": "prefecture", "yen": 300_001}])  # fmt: skip


def withdraw_the_version(payment: Payment, desk: Desk) -> None:
    desk.procedure.ruleset.versions.update(starts_on=date(2026, 11, 1))  # type: ignore[union-attr]  # it has rules


@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (cancel, "grant_ended"), (note_as_paid, "paid_already"), (claim_less, "unlike_claim"),
        (start_early, "started_early"), (pay_by_hand, "above_granted"), (give_line_to_another, "other_line"),
        (give_grant_another_year, "other_year"), (share_too_much, "shares_above_whole"),
        (withdraw_the_version, "other_version"),
    ],
)  # fmt: skip
def test_what_happens_after_the_claim_was_checked_holds_it_back(
    due: Payment, desk: Desk, happens: Callable[[Payment, Desk], None], code: str
) -> None:
    happens(due, desk)
    assert code in desk.check(due)
    assert due.status == "held"
    with pytest.raises(payments.UnableToBatch), transaction.atomic():
        make_batch(due, at=desk.at, by=desk.head.actor)


def test_the_books_are_closed(due: Payment, desk: Desk) -> None:
    late = datetime(2027, 6, 1, 9, tzinfo=desk.at.tzinfo)
    assert payments.check_payments(payments=[due.pk], on=local_date(late), by=desk.head.actor, at=late) == [due.pk]
    assert PaymentFinding.objects.get().code == "books_closed"


def test_one_that_is_as_much_as_all_others(desk: Desk, line: BudgetLine) -> None:
    file = desk.claimed().case_file
    commitment = Payment.objects.get().commitment
    type(commitment).objects.update(amount_yen=1_200_000)
    rows = [make_payment(commitment, file, yen, at=desk.at) for yen in (100_000, 200_000, 300_000)]
    batch = make_batch(*rows, at=desk.at, by=desk.head.actor)
    assert batch.count == 2
    finding = PaymentFinding.objects.get()
    assert (finding.code, finding.params) == ("whole_sum", {"yen": "300,000", "count": 2})
    payments.void_batch(batch=batch, why="やり直す", by=desk.head.actor, at=desk.at)
    payments.release_finding(finding=finding, why="三つの交付の額である", by=desk.chief.actor, at=desk.at)
    whole = make_batch(*rows, at=desk.at, by=desk.head.actor)
    assert whole.count == 3
    assert payments.give_file(batch=whole, which=HandOut.ORDER, cp932=False, by=desk.head.actor, at=desk.at)


def test_a_row_in_another_batch_is_stopped(due: Payment, desk: Desk) -> None:
    first = make_batch(due, at=desk.at, by=desk.head.actor)
    Payment.objects.update(status="due")
    row = BatchRow.objects.get(batch=first)
    assert desk.check(Payment.objects.get()) == ["in_two_batches"]
    assert row.payment_id == due.pk


def test_a_batch_that_is_not_as_it_was_made_is_not_handed_out(due: Payment, desk: Desk) -> None:
    batch = make_batch(due, at=desk.at, by=desk.head.actor)
    Batch.objects.update(total_yen=600_001)
    batch.refresh_from_db()
    with pytest.raises(payments.UnableToBatch) as error:
        payments.give_file(batch=batch, which=HandOut.ORDER, cp932=False, by=desk.head.actor, at=desk.at)
    assert "合計" in error.value.verdict.reasons[0].params["title"]


def test_months_of_a_commuter_pass(desk: Desk) -> None:
    grant = make_monthly(desk.town, by=desk.officer.actor, head=desk.head.actor, at=desk.at)
    make_line(100_000, at=desk.at, procedure=grant.procedure, label="通勤")
    CaseFile.objects.update(kana="くらもち みのる")
    desk.give_account(grant.case_file, "0000001")
    for number in range(3):
        month, at = months_later(date(2026, 11, 1), number), desk.at + timedelta(days=31 * number)
        claim = claim_month(grant, desk.sender, month, at=at)
        grants.check_claim(claim=claim, by=desk.officer.actor, at=at)
    assert list(Payment.objects.values_list("status", flat=True)) == ["due"] * 3
    Claim.objects.filter(number=2).update(amount_yen=9_999)
    assert desk.check(Payment.objects.order_by("pk")[1]) == ["unlike_claim"]
    assert desk.check(Payment.objects.order_by("pk")[2]) == ["not_recomputed"], "three months are 30,000 yen"


def test_months_that_were_claimed_elsewhere_or_are_too_many(desk: Desk) -> None:
    who: dict[str, Any] = {"by": desk.officer.actor, "head": desk.head.actor, "at": desk.at}
    first = make_monthly(desk.town, **who)
    second = grant_monthly(desk.town, first.procedure, **who)
    make_line(1_000_000, at=desk.at, procedure=first.procedure, label="通勤")
    CaseFile.objects.update(kana="くらもち みのる")
    desk.give_account(first.case_file, "0000001")
    month, at = date(2026, 11, 1), desk.at + timedelta(days=31)
    due = {}
    for name, grant, of in (("first", first, month), ("again", second, month), ("next", first, months_later(month, 1))):
        claim = claim_month(grant, desk.sender, of, at=at)
        grants.check_claim(claim=claim, by=desk.officer.actor, at=desk.at)
        due[name] = Payment.objects.get(key=f"claim:{claim.pk}")
    assert {name: desk.check(one) for name, one in due.items()} == {"first": [], "again": ["months_twice"], "next": []}
    Grant.objects.filter(pk=first.pk).update(most_months=1)
    assert [desk.check(due[name]) for name in ("first", "next")] == [[], ["too_many_months"]]


def many(payment: Payment, count: int) -> list[int]:
    """Copy a payment with all that stands behind it, each for somebody else."""
    claim = Claim.objects.get(pk=payment.key.removeprefix("claim:"))
    grant, file = claim.grant, payment.case_file
    marks = [uuid4().hex for _ in range(count)]
    files = copies(file, [{"number": one[:12], "name": f"写 {one}", "household": None} for one in marks])
    asked = copies(
        grant.application, [{"receipt": one[:14], "case_file": to} for one, to in zip(marks, files, strict=True)]
    )  # fmt: skip
    made = copies(grant.decision, [{"application": one} for one in asked])
    both = zip(asked, made, files, strict=True)
    granted = copies(grant, [{"application": one, "decision": two, "case_file": to} for one, two, to in both])
    copies(Report.objects.get(grant=grant), [{"grant": one} for one in granted])
    claims = copies(claim, [{"grant": one} for one in granted])
    due = [{"key": f"claim:{one.pk}", "case_file": to} for one, to in zip(claims, files, strict=True)]
    account = PayeeAccount.objects.get(case_file=file)
    numbers = [f"9{number:06}" for number in range(PayeeAccount.objects.count(), 10_000)]
    copies(
        account,
        [
            {"case_file": to, "number_sealed": seal(one, purpose=SEALED_ACCOUNT), "number_masked": number_masked(one)}
            for to, one in zip(files, numbers, strict=False)
        ],
    )
    return [one.pk for one in copies(payment, due)]


def copies(row: Any, changes: list[dict[str, Any]]) -> list[Any]:
    same = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name != "id"}
    model = type(row)
    return list(model.objects.bulk_create(model(**(same | changed)) for changed in changes))


def test_a_thousand_take_as_many_statements_as_three(due: Payment, desk: Desk) -> None:
    counts = []
    for count in (3, 1_000):
        ids = many(due, count)
        with CaptureQueriesContext(connection) as queries:
            rows = payments_about(ids)
            found = found_in(rows, on=desk.on)
        assert len(found) == count
        assert not any(found.values())
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30


def test_of_a_payment_without_a_claim_only_the_money_is_checked(due: Payment, desk: Desk) -> None:
    Payment.objects.update(key="by hand")
    assert about_to_pay(payments_about([due.pk]), on=desk.on)[due.pk].case is None
    assert desk.check(due) == []
