"""Binders for the auditor: what they find, tie and tell; made once, handed over with an entry, forgotten."""

from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.ledger.models import Account
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date, wareki
from kayoi.programmes.schemes.models import BudgetLine, Commitment, EnquiryRow, Grant, Obligation, PayeeAccount, Proof
from kayoi.programmes.schemes.selectors.binders.contents import Contents, contents
from kayoi.programmes.schemes.selectors.binders.files import Made, data_of, files_of
from kayoi.programmes.schemes.selectors.binders.papers import Papers
from kayoi.programmes.schemes.selectors.binders.story import story
from kayoi.programmes.schemes.services import binders, enquiries, grants, obligations
from kayoi.programmes.schemes.states.binders import BinderPart
from kayoi.programmes.schemes.states.enquiries import EnquiryKind
from kayoi.programmes.schemes.states.obligations import BreachKind, Duty, FoundBy
from kayoi.programmes.schemes.tests.budgets import BY, make_line, pots
from kayoi.programmes.schemes.tests.grants import make_claim, make_fixed, make_grant
from kayoi.programmes.schemes.tests.recoveries import make_demanded, receive
from kayoi.programmes.schemes.tests.services.test_money import pay
from tests.cast import Member, needs_owner
from tests.jobs import run_jobs

YEAR, CONFIRM = 2026, "schemes.payeeaccount.confirm"


@pytest.fixture
def procedure(in_ina: Organization, at: datetime) -> Procedure:
    return make_procedure(at=at)


@pytest.fixture
def line(procedure: Procedure, at: datetime) -> BudgetLine:
    return make_line(10_000_000, at=at, procedure=procedure)


@pytest.fixture
def sender(in_ina: Organization) -> grants.Sender:
    return grants.Sender(in_ina, "")


@pytest.fixture
def grant(
    line: BudgetLine, procedure: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> Grant:
    return make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)


@pytest.fixture
def paid(grant: Grant, sender: grants.Sender, officer: Member, head: Member, at: datetime) -> Grant:
    make_fixed(sender.organization, grant, by=officer.actor, head=head.actor, at=at)
    claim = make_claim(sender.organization, grant, at=at)
    grants.check_claim(claim=claim, by=officer.actor, at=at)
    pay(claim, sender, officer, head, at=at)
    grant.refresh_from_db()
    return grant


def kinds(found: Contents) -> list[str]:
    return [gap.kind.value for gap in found.gaps]


def bind(procedure: Procedure, town: Organization, at: datetime) -> Made:
    found, papers = contents(procedure, YEAR, on=local_date(at)), Papers()
    papers.gather(found.cases)
    return files_of(found, town, by_name="係長", papers=papers)


def test_a_case_from_application_to_payment_has_no_gap_and_ties_with_the_ledger(
    paid: Grant, procedure: Procedure, line: BudgetLine, at: datetime
) -> None:
    found = contents(procedure, YEAR, on=local_date(at))
    assert kinds(found) == []
    told = {one.label: (one.count, one.yen) for one in found.figures}
    assert told["申請"] == (1, None)
    assert told["交付決定"] == (1, 650_000)
    assert told["額の確定"] == told["支払"] == (1, 600_000)
    (tied,) = found.lines
    assert (tied.cases_paid_yen, tied.totals.paid) == (600_000, pots(line)[2])
    assert (tied.paid.national_yen, tied.paid.prefecture_yen, tied.paid.town_yen) == (300_000, 150_000, 150_000)


def test_a_refund_of_the_same_year_lowers_what_each_has_borne(
    paid: Grant, procedure: Procedure, head: Member, at: datetime
) -> None:
    grants.take_back_grant(grant=paid, to_return_yen=100_000, why="転出", by=head.actor, at=at)
    found = contents(procedure, YEAR, on=local_date(at))
    assert kinds(found) == ["not_returned"]
    grants.record_refund(grant=paid, amount_yen=100_000, on=local_date(at), by=head.actor, at=at)
    found = contents(procedure, YEAR, on=local_date(at))
    assert kinds(found) == []
    assert found.lines[0].paid.national_yen == 250_000
    assert {one.label: one.yen for one in found.figures}["返還"] == 100_000


def test_duties_and_refunds_are_told_after_the_payment(
    paid: Grant, procedure: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    by, today = officer.actor, local_date(at)
    until = today + timedelta(days=1824)
    duty = Obligation.objects.create(
        grant=paid, kind=Duty.RESIDENCE, years=5, starts_on=today - timedelta(days=1), until=until
    )
    Proof.objects.create(obligation=duty, year=1, proves_on=today, due_on=today)
    assert kinds(contents(procedure, YEAR, on=today)) == []
    assert kinds(contents(procedure, YEAR, on=today + timedelta(days=1))) == ["proof"]
    breach = obligations.report_breach(
        obligation=duty, kind=BreachKind.MOVED_OUT, happened_on=today, is_contested=False, found_by=FoundBy.VISIT,
        evidence="空き家だった", by=by, at=at,
    )  # fmt: skip
    assert kinds(contents(procedure, YEAR, on=today + timedelta(days=31))) == ["breach"]
    row = obligations.recover_after(breach=breach, by=by, at=at)
    make_demanded(in_ina, row, 300_000, by=by, head=head.actor, at=at)
    receive(row, 1_000, by=head.actor, at=at)
    found = contents(procedure, YEAR, on=today)
    assert kinds(found) == ["not_returned"]
    (case,) = found.cases
    parts = {part.title: part.rows for part in story(case)}
    ((what, _time, standing, proofs, breaches),) = parts["交付後の義務"]
    assert (what, standing, proofs) == ("居住", f"義務違反 {wareki(today)}", "1年目 未提出")
    assert breaches == f"転出 {wareki(today)}(返還の検討中)"
    ((ground, _status, yen, hands, _due, money, reason),) = parts["返還"]
    assert (ground, yen, reason) == (f"転出 {wareki(today)}", "300,000・0・300,000", "要件のとおり")
    assert hands == f"{wareki(today)} {by.name}・{wareki(today)} {head.actor.name}"
    assert money == f"{wareki(today)} 1,000"


def test_what_does_not_agree_is_found(paid: Grant, procedure: Procedure, line: BudgetLine, at: datetime) -> None:
    Grant.objects.filter(pk=paid.pk).update(fixed_yen=599_999)
    Account.objects.filter(pk=line.paid_id).update(balance=600_001)
    PayeeAccount.objects.update(proposed_by=Entry.objects.get(action=CONFIRM).actor_membership)
    found = contents(procedure, YEAR, on=local_date(at))
    assert kinds(found) == ["books", "fixed_yen", "bound", "overpaid", "payee"]
    assert found.gaps[0].case is None
    assert "599,999円" in found.gaps[1].words


def test_a_decision_that_was_touched_does_not_fit_its_fingerprint(
    grant: Grant, procedure: Procedure, at: datetime
) -> None:
    needs_owner()
    # No role of the house may do this: as somebody would who has got at the tables themselves.
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; RESET ROLE")
        cursor.execute("UPDATE procedures_decision SET fingerprint = repeat('0', 64)")
        cursor.execute(f"SET LOCAL ROLE {role}")
    assert kinds(contents(procedure, YEAR, on=local_date(at))) == ["frozen"]


def test_a_decision_that_did_not_wait_for_the_answer_of_an_office(
    grant: Grant, procedure: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    question = enquiries.Question(EnquiryKind.TAX, "税務課", "同意", "滞納の確認", local_date(at))
    enquiries.make_enquiry(procedure=procedure, question=question, by=officer.actor, at=at)
    make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at, name="別の人")
    assert kinds(contents(procedure, YEAR, on=local_date(at))) == ["unanswered", "not_asked"]
    EnquiryRow.objects.update(result="against", answered_on=local_date(at), answered_by="税務課")
    assert kinds(contents(procedure, YEAR, on=local_date(at))) == ["against", "not_asked"]


def test_what_is_asked_after_the_decision_is_no_gap_of_it(
    grant: Grant, procedure: Procedure, officer: Member, at: datetime
) -> None:
    later = at + timedelta(days=1)
    question = enquiries.Question(EnquiryKind.TAX, "税務課", "同意", "滞納の確認", local_date(at))
    enquiries.make_enquiry(procedure=procedure, question=question, by=officer.actor, at=later)
    assert EnquiryRow.objects.get().application_id == grant.application_id
    assert kinds(contents(procedure, YEAR, on=local_date(later))) == []


def test_money_bound_for_nothing_known_is_named(
    grant: Grant, procedure: Procedure, line: BudgetLine, at: datetime
) -> None:
    Commitment.objects.filter(reference=str(grant.pk)).update(reference="999999")
    found = contents(procedure, YEAR, on=local_date(at))
    assert kinds(found) == ["books", "stranger", "bound"]


def test_a_binder_is_of_one_year_and_one_scheme(grant: Grant, procedure: Procedure, at: datetime) -> None:
    other = make_procedure(at=at, key="other", title="別の補助金", with_rules=False)
    assert [len(contents(procedure, year, on=local_date(at)).cases) for year in (2025, 2026, 2027)] == [0, 1, 0]
    assert contents(other, YEAR, on=local_date(at)).cases == []


def test_the_paper_names_nobody_under_protection_and_no_account(
    paid: Grant, procedure: Procedure, in_ina: Organization, head: Member, at: datetime
) -> None:
    def told() -> str:
        found = contents(procedure, YEAR, on=local_date(at))
        return str(data_of(found, in_ina, by_name="係長", papers=Papers()))

    name = paid.case_file.name
    assert name in told()
    assert "*****67" in told()
    assert "1234567" not in told()
    assert paid.case_file.phone not in told()
    casefiles.protect(file=paid.case_file, starts_on=local_date(at), basis="DV", by=head.actor, at=at)
    assert name not in told()
    assert "*****67" not in told()


def test_three_cases_and_one_take_the_same_number_of_queries(
    paid: Grant,
    procedure: Procedure,
    in_ina: Organization,
    sender: grants.Sender,
    officer: Member,
    head: Member,
    at: datetime,
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            bind(procedure, in_ina, at)
        return len(caught)

    one = count()
    for name in ("二人目", "三人目"):
        more = make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at, name=name)
        make_fixed(in_ina, more, by=officer.actor, head=head.actor, at=at)
        make_claim(in_ina, more, at=at)
    assert count() == one


def test_two_presses_are_one_binder(procedure: Procedure, head: Member, at: datetime) -> None:
    first, second = (binders.ask_binder(procedure=procedure, fiscal_year=YEAR, by=head.actor, at=at) for _ in range(2))
    assert first.pk == second.pk
    assert Entry.objects.filter(action="schemes.ask_binder").count() == 1


def test_the_worker_makes_the_papers_and_they_are_handed_over_with_an_entry(
    paid: Grant, procedure: Procedure, head: Member, at: datetime
) -> None:
    binder = binders.ask_binder(procedure=procedure, fiscal_year=YEAR, by=head.actor, at=at)
    assert binders.hand_over_binder(binder=binder, part=BinderPart.PDF, by=head.actor, at=at) is None
    run_jobs()
    binder.refresh_from_db()
    assert (binder.status, binder.total, binder.done, binder.gaps) == ("ready", 1, 1, 0)
    data = binders.hand_over_binder(binder=binder, part=BinderPart.PDF, by=head.actor, at=at)
    assert data is not None
    with pikepdf.open(BytesIO(data)) as opened:
        assert len(opened.pages) == binder.pages >= 5
    assert sha256(data).hexdigest() == binder.fingerprint
    handed = Entry.objects.get(action="schemes.hand_over_binder")
    assert (handed.actor_name, handed.after) == (head.actor.name, {"part": "pdf"})


def test_an_attempt_that_was_overtaken_keeps_nothing(procedure: Procedure, head: Member, at: datetime) -> None:
    binder = binders.ask_binder(procedure=procedure, fiscal_year=YEAR, by=head.actor, at=at)
    first, second = (binders.begin_binder(binder_id=binder.pk, total=1, by=BY, at=at) for _ in range(2))
    assert first is not None
    assert second is not None
    assert not binders.note_progress(binder_id=binder.pk, attempt=first, done=1, by=BY, at=at)
    made = Made(b"old", b"old", 0, 1, "f" * 64)
    binders.finish_binder(binder_id=binder.pk, attempt=first, made=made, by=BY, at=at)
    binder.refresh_from_db()
    assert (binder.status, binder.pdf) == ("making", None)
    binders.fail_binder(binder_id=binder.pk, attempt=second, problem="ValueError", by=BY, at=at)
    binder.refresh_from_db()
    assert (binder.status, binder.problem) == ("failed", "ValueError")
    again = binders.ask_binder(procedure=procedure, fiscal_year=YEAR, by=head.actor, at=at)
    assert again.pk != binder.pk


def test_papers_are_forgotten_after_their_time_and_the_rest_stays(
    procedure: Procedure, head: Member, at: datetime
) -> None:
    binder = binders.ask_binder(procedure=procedure, fiscal_year=YEAR, by=head.actor, at=at)
    run_jobs()
    assert binders.forget_binders(before=at, by=BY, at=at) == 0
    assert binders.forget_binders(before=at + timedelta(seconds=1), by=BY, at=at) == 1
    binder.refresh_from_db()
    assert (binder.status, binder.pdf, binder.xlsx) == ("forgotten", None, None)
    assert len(binder.fingerprint) == 64
    assert binders.hand_over_binder(binder=binder, part=BinderPart.XLSX, by=head.actor, at=at) is None
