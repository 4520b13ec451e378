"""The life of a grant: decided, reported, inspected, fixed, claimed, paid; changed, stopped, cancelled, taken back."""

from datetime import date, datetime, timedelta

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures.models import Letter, Procedure
from kayoi.engines.procedures.selectors.letters import letter_pdf
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.moves import UnableToMove
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.models import Claim, Entitlement, Grant, GrantChange
from kayoi.programmes.schemes.selectors.binders.reading import read_cases
from kayoi.programmes.schemes.selectors.binders.story import story
from kayoi.programmes.schemes.services import grants
from kayoi.programmes.schemes.states.budget import GRANT
from kayoi.programmes.schemes.states.grants import ChangeKind
from kayoi.programmes.schemes.tests.factories import LINK, accept_papers, make_proposed, make_sent
from kayoi.programmes.schemes.tests.grants import (
    COST,
    make_claim,
    make_fixed,
    make_grant,
    make_report,
    make_terms,
)
from tests.cast import Member


@pytest.fixture
def sender(ina: Organization) -> grants.Sender:
    return grants.Sender(ina, LINK)


@pytest.fixture
def grant(in_ina: Organization, officer: Member, head: Member, at: datetime) -> Grant:
    return make_grant(in_ina, make_procedure(at=at), by=officer.actor, head=head.actor, at=at)


def due() -> list[tuple[str, date]]:
    return list(FollowUp.objects.open().filter(cause=GRANT).order_by("due_on").values_list("title", "due_on"))


def letters() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("title", flat=True))


def test_from_the_decision_to_the_payment(
    grant: Grant, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    assert (grant.status, grant.decided_yen, grant.applied_on) == ("decided", 650_000, local_date(at))
    assert due() == [("実績報告を待つ: 定住補助金", date(2027, 3, 31))]
    make_fixed(sender.organization, grant, by=officer.actor, head=head.actor, at=at)
    # Half of 1,200,000 by the rule that was frozen; it was 650,000 with the costs as planned.
    assert (grant.status, grant.fixed_yen) == ("fixed", 600_000)
    assert due() == [("請求を待つ: 定住補助金", local_date(at) + timedelta(days=30))]
    claim = make_claim(sender.organization, grant, at=at)
    grants.check_claim(claim=claim, by=officer.actor, at=at)
    assert due() == [("支払う: 定住補助金", local_date(at) + timedelta(days=30))]
    grants.record_payment(claim=claim, paid_on=date(2026, 12, 10), sender=sender, by=head.actor, at=at)
    grant.refresh_from_db()
    assert (grant.status, grant.paid_yen, due()) == ("ended", 600_000, [])
    assert letters() == ["交付決定通知書", "額の確定通知書"]
    assert "支払" in Message.objects.latest("pk").body
    assert letter_pdf(Letter.objects.latest("pk")).startswith(b"%PDF")


def test_where_the_scheme_asks_to_talk_first_nothing_is_granted_before(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    procedure, other = make_procedure(at=at), make_procedure(at=at, key="other", with_rules=False)
    make_terms(procedure, by=head.actor, at=at, needs_consultation=True)
    application = make_sent(in_ina, procedure, at=at).application
    accept_papers(application, by=officer.actor, at=at)
    # A file that was opened by telephone, and was found later to be the same person's.
    assert application.case_file is not None
    caller = make_file(name="蔵持 みのる")
    casefiles.merge_case_files(source=caller, target=application.case_file, by=head.actor, at=at)

    def propose() -> None:
        services.propose_application(
            application=application, outcome=ApplicationStatus.APPROVED, amount_yen=None, reasons=[], remark="",
            by=officer.actor, at=at,
        )  # fmt: skip

    def talk(about: Procedure) -> None:
        grants.note_consultation(
            procedure=about, case_file=caller, consulted_on=local_date(at), channel=Channel.TELEPHONE,
            text="着工は決定のあとと伝えた。", by=officer.actor, at=at,
        )  # fmt: skip

    talk(other)
    with pytest.raises(grants.UnableToGrant, match="consultation_missing"):
        propose()
    talk(procedure)
    propose()
    services.sign_application(organization=in_ina, application=application, link=LINK, by=head.actor, at=at)
    assert Grant.objects.get().decided_yen == 650_000
    (case,) = read_cases([application.pk], on=local_date(at))
    assert ("事前相談", f"{wareki(local_date(at))} 電話({officer.actor.name})") in story(case)[0].lines


def test_never_more_than_was_decided(
    grant: Grant, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    report = make_report(sender.organization, grant, at=at, costs={COST: 9_000_000})
    grants.inspect(report=report, accepted=report.costs, remark="", by=officer.actor, at=at)
    with pytest.raises(grants.UnableToFix, match="inspector_fixes"):
        grants.fix_grant(grant=grant, sender=sender, by=officer.actor, at=at)
    grants.fix_grant(grant=grant, sender=sender, by=head.actor, at=at)
    assert grant.fixed_yen == 650_000


def test_what_no_longer_meets_the_rule_is_not_fixed(
    grant: Grant, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    report = make_report(sender.organization, grant, at=at)
    accepted = report.costs | {"move.intends_5_years": False}
    grants.inspect(report=report, accepted=accepted, remark="", by=officer.actor, at=at)
    with pytest.raises(grants.UnableToFix, match="rule_no_longer_met"):
        grants.fix_grant(grant=grant, sender=sender, by=head.actor, at=at)
    grants.look_again(report=report, why="費用を見直す", by=head.actor, at=at)
    grant.refresh_from_db()
    assert (grant.status, due()[0][0]) == ("reported", "実績報告を検査する: 定住補助金")


def test_a_report_given_back_comes_again(grant: Grant, sender: grants.Sender, officer: Member, at: datetime) -> None:
    report = make_report(sender.organization, grant, at=at)
    grants.return_report(report=report, why="領収書が足りません。", sender=sender, by=officer.actor, at=at)
    assert "領収書が足りません。" in Message.objects.latest("pk").body
    again = make_report(sender.organization, grant, at=at, costs={COST: 1_000_000})
    assert (again.pk, again.costs, again.why) == (report.pk, {COST: 1_000_000}, "")


def test_the_report_is_due_thirty_days_after_the_work(grant: Grant, officer: Member, at: datetime) -> None:
    grants.finish_work(grant=grant, finished_on=date(2026, 12, 1), by=officer.actor, at=at)
    assert due() == [("実績報告を待つ: 定住補助金", date(2026, 12, 31))]


def test_a_fixed_sum_is_fixed_with_its_decision_and_obliges(
    in_ina: Organization, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    procedure = make_procedure(at=at)
    make_terms(procedure, by=head.actor, at=at, needs_report=False, obliged_years=5)
    grant = make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    assert (grant.status, grant.fixed_yen) == ("fixed", 650_000)
    claim = make_claim(in_ina, grant, at=at)
    with pytest.raises(UnableToMove):  # nobody has looked at it yet
        grants.record_payment(claim=claim, paid_on=local_date(at), sender=sender, by=head.actor, at=at)
    grants.return_claim(claim=claim, why="口座が違います。", sender=sender, by=officer.actor, at=at)
    claim = make_claim(in_ina, grant, at=at)
    grants.check_claim(claim=claim, by=officer.actor, at=at)
    grants.record_payment(claim=claim, paid_on=local_date(at), sender=sender, by=head.actor, at=at)
    grant.refresh_from_db()
    assert (grant.status, grant.paid_yen, Claim.objects.count()) == ("obliged", 650_000, 2)
    grants.bounce_payment(claim=claim, why="口座なし", by=head.actor, at=at)
    grant.refresh_from_db()
    assert (grant.status, grant.paid_yen) == ("claimed", 0)
    grants.record_payment(claim=claim, paid_on=local_date(at), sender=sender, by=head.actor, at=at)
    grant.refresh_from_db()
    assert (grant.status, grant.paid_yen) == ("obliged", 650_000)


def test_changed_by_the_frozen_rule(
    grant: Grant, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    change = grants.ask_change(
        grant=grant, kind=ChangeKind.CHANGE, why="屋根も直す", costs={COST: 1_400_000}, by=officer.actor, at=at
    )
    assert "変更・中止の申請を審査する: 定住補助金" in [title for title, _ in due()]
    with pytest.raises(grants.UnableToChange, match="change_open"):
        grants.ask_change(grant=grant, kind=ChangeKind.STOP, why="-", costs={}, by=officer.actor, at=at)
    grants.approve_change(change=change, sender=sender, by=head.actor, at=at)
    grant.refresh_from_db()
    assert (grant.decided_yen, grant.status, letters()[-1]) == (700_000, "decided", "変更承認通知書")


def test_not_approved_everything_stays(
    grant: Grant, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    change = grants.ask_change(
        grant=grant, kind=ChangeKind.CHANGE, why="増築", costs={COST: 1_400_000}, by=officer.actor, at=at
    )
    grants.refuse_change(change=change, why="予算の範囲を超えます。", sender=sender, by=head.actor, at=at)
    grant.refresh_from_db()
    assert (grant.decided_yen, letters()[-1]) == (650_000, "変更・中止不承認通知書")
    assert GrantChange.objects.get().status == "refused"


def test_stopped_it_may_be_granted_again(
    in_ina: Organization, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    procedure = make_procedure(at=at)
    make_terms(procedure, by=head.actor, at=at, once=["person"])
    grant = make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    with pytest.raises(grants.UnableToGrant, match="granted_already"):
        make_proposed(in_ina, procedure, by=officer.actor, at=at)  # on another file: known by name and day of birth
    change = grants.ask_change(grant=grant, kind=ChangeKind.STOP, why="工事の中止", costs={}, by=officer.actor, at=at)
    grants.approve_change(change=change, sender=sender, by=head.actor, at=at)
    grant.refresh_from_db()
    assert (grant.status, letters()[-1], due()) == ("stopped", "中止承認通知書", [])
    assert not Entitlement.objects.filter(ended_on=None).exists()
    make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)


def test_cancelled_before_payment_taken_back_after_it(
    in_ina: Organization, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    procedure = make_procedure(at=at)
    first, second = (make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at) for _ in range(2))
    make_fixed(in_ina, first, by=officer.actor, head=head.actor, at=at)
    make_claim(in_ina, first, at=at)
    grants.cancel_grant(grant=first, why="虚偽の申請", unheard_ground="条例第13条", by=head.actor, at=at)
    assert (first.status, Claim.objects.get().status, letters()[-1]) == ("cancelled", "returned", "交付決定取消通知書")
    make_fixed(in_ina, second, by=officer.actor, head=head.actor, at=at)
    claim = make_claim(in_ina, second, at=at)
    grants.check_claim(claim=claim, by=officer.actor, at=at)
    grants.record_payment(claim=claim, paid_on=local_date(at), sender=sender, by=head.actor, at=at)
    with pytest.raises(grants.UnableToCancel, match="paid_already"):
        grants.cancel_grant(grant=second, why="転出", unheard_ground="条例第13条", by=head.actor, at=at)
    on = date(2027, 1, 31)
    with pytest.raises(grants.UnableToCancel, match="more_than_paid"):
        grants.take_back_grant(grant=second, to_return_yen=600_001, why="転出", by=head.actor, at=at)
    grants.take_back_grant(grant=second, to_return_yen=300_000, why="転出", by=head.actor, at=at)
    grants.record_refund(grant=second, amount_yen=100_000, on=on, by=head.actor, at=at)
    assert second.status == "returning"
    with pytest.raises(grants.UnableToCancel, match="more_than_owed"):
        grants.record_refund(grant=second, amount_yen=200_001, on=on, by=head.actor, at=at)
    grants.record_refund(grant=second, amount_yen=200_000, on=on, by=head.actor, at=at)
    assert (second.status, second.returned_yen) == ("returned", 300_000)


def test_work_begins_after_the_decision_or_with_a_consent(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    procedure = make_procedure(at=at)
    make_terms(procedure, by=head.actor, at=at, begins_after_decision=True)
    grant = make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    before = local_date(at) - timedelta(days=1)
    with pytest.raises(grants.UnableToReport, match="begun_too_early"):
        make_report(in_ina, grant, at=at, begun_on=before)
    with pytest.raises(grants.UnableToConsent):
        grants.allow_early_start(application=grant.application, allowed_from=before, why="雨漏り", by=head.actor, at=at)
    grants.allow_early_start(
        application=grant.application, allowed_from=before, why="雨漏り", by=head.actor, at=at - timedelta(days=2)
    )
    make_report(in_ina, grant, at=at, begun_on=before)
    assert grant.begun_on == before
