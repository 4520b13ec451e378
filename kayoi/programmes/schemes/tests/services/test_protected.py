"""People under protection measures (支援措置): known by any merged file; nobody is told, nor who applies for them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Protection
from kayoi.engines.casefiles.selectors import protected_families
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures.selectors.applications import is_protected
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import Grant, PaymentFinding, Proof
from kayoi.programmes.schemes.rules.payments import Details, Names
from kayoi.programmes.schemes.selectors.grants import lists
from kayoi.programmes.schemes.selectors.guard.pages import check_page, held_lines
from kayoi.programmes.schemes.services import grants, obligations, payments
from kayoi.programmes.schemes.services.grants.telling import plan, tell
from kayoi.programmes.schemes.states.news import UNTOLD
from kayoi.programmes.schemes.tests.budgets import commit, make_line, make_payee, make_payment
from kayoi.programmes.schemes.tests.factories import LINK, OTHER
from kayoi.programmes.schemes.tests.obligations import make_obliged
from tests.cast import Member

pytestmark = pytest.mark.usefixtures("in_ina")


@pytest.fixture
def sender(ina: Organization) -> grants.Sender:
    return grants.Sender(ina, LINK)


def obliged(town: Organization, officer: Member, head: Member, at: datetime, **you: Any) -> Grant:
    terms = {"duties": ["job"]}
    return make_obliged(
        town, make_procedure(at=at), by=officer.actor, head=head.actor, at=at, terms=terms, email="y@example.jp", **you
    )


def protect(file: CaseFile, at: datetime) -> None:
    Protection.objects.create(case_file=file, starts_on=local_date(at), basis="支援措置")


def merge(source: CaseFile, target: CaseFile, by: Member, at: datetime) -> None:
    casefiles.merge_case_files(source=source, target=target, by=by.actor, at=at)


def asked(grant: Grant, sender: grants.Sender) -> int:
    """Let the first day of the duty come; return how many were written to."""
    day: date = Proof.objects.filter(obligation__grant=grant).earliest("proves_on").proves_on
    at = grant.decision.decided_at + (day - grant.decided_on)
    return obligations.follow_obligations(sender=sender, by=system("schemes.follow"), at=at)[0]


def test_a_family_is_protected_by_whichever_file_of_it(officer: Member, at: datetime) -> None:
    kept, marked, plain, stranger = (make_file() for _ in range(4))
    protect(marked, at)
    merge(marked, kept, officer, at)
    merge(plain, kept, officer, at)
    ids = [one.pk for one in (kept, marked, plain, stranger)]
    assert protected_families(ids, on=local_date(at)) == {kept.pk, marked.pk, plain.pk}
    assert protected_families([plain.pk], on=local_date(at)) == {plain.pk}
    assert protected_families(ids, on=local_date(at) - timedelta(days=1)) == set()


@pytest.mark.parametrize("marked", ["kept", "merged"])
def test_a_grant_of_a_merged_file_is_seen_to_be_protected(
    ina: Organization, officer: Member, head: Member, sender: grants.Sender, at: datetime, marked: str
) -> None:
    grant, kept, third = obliged(ina, officer, head, at), make_file(), make_file()
    protect({"kept": kept, "merged": third}[marked], at)
    merge(grant.case_file, kept, officer, at)
    merge(third, kept, officer, at)
    assert is_protected(grant.application, on=local_date(at))
    assert [line.protected for line in lists.lines([grant], on=local_date(at))] == [True]
    assert asked(grant, sender) == 0


def test_whoever_applied_for_somebody_protected_is_not_written_to(
    ina: Organization, officer: Member, head: Member, sender: grants.Sender, at: datetime
) -> None:
    grant, kept = obliged(ina, officer, head, at, **OTHER), make_file()
    assert grant.case_file != grant.application.case_file
    merge(grant.case_file, kept, officer, at)
    assert not is_protected(grant.application, on=local_date(at))
    protect(kept, at)
    before = Message.objects.count()
    assert is_protected(grant.application, on=local_date(at))
    assert asked(grant, sender) == 0
    assert Message.objects.count() == before


def test_news_of_somebody_protected_waits_for_staff_who_ask_how_to_tell(
    ina: Organization, officer: Member, head: Member, sender: grants.Sender, at: datetime
) -> None:
    grant = obliged(ina, officer, head, at, **OTHER)
    protect(grant.case_file, at)
    before = Message.objects.count()
    for news in ("refund_demanded", "fulfilled"):
        tell(grant=grant, news=news, sender=sender, by=officer.actor, at=at)
    assert Message.objects.count() == before
    plan(grant=grant, by=officer.actor, at=at)  # does not finish it
    (task,) = FollowUp.objects.open().filter(cause=UNTOLD)
    assert (task.title, task.case_file) == ("支援措置: 連絡の方法を確かめる: 定住補助金", grant.case_file)
    Protection.objects.all().delete()
    tell(grant=grant, news="fulfilled", sender=sender, by=officer.actor, at=at)
    assert Message.objects.count() == before + 1


def test_whose_name_an_account_is_in_is_not_kept_and_is_shown_unless_protected(
    officer: Member, head: Member, at: datetime
) -> None:
    file = make_payee(at)
    account = payments.propose_account(
        case_file=file, account=Details("0001", "002", "1", "1234567", "スズキ ケン"),
        names=Names("架空銀行", "本店"), why_other="委任状による", by=officer.actor, at=at,
    )  # fmt: skip
    payments.confirm_account(account=account, by=head.actor, at=at)
    payment = make_payment(commit(make_line(1_000_000, at=at), 300_000, at=at), file, 100, at=at)
    payments.check_payments(payments=[payment.pk], on=local_date(at), by=head.actor, at=at)
    finding = PaymentFinding.objects.get()
    assert (finding.code, finding.params) == ("other_holder", {"account": account.pk})
    assert "スズキ" not in str(Entry.objects.filter(action="schemes.find").values())

    def told() -> set[str]:
        page = check_page(payment.pk, on=local_date(at))
        assert page is not None
        shown = [*page.open, *(one for line in held_lines(on=local_date(at)) for one in line.findings)]
        assert len(shown) == 2
        return {one.told for one in shown}

    assert told() == {"本人と違う名義(スズキ ケン)の口座です。委任状を確かめてください。"}
    protect(file, at)
    assert told() == {"本人と違う名義(支援措置の対象のため伏せています)の口座です。委任状を確かめてください。"}
