"""Claims by months and by years, rewards for a contract, and the figures of the source (伊那市 R5, 小山市)."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest

from kayoi.engines.casefiles.models import Household
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.procedures.tests.factories import make_procedure, make_ruleset
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import local_date, months_later
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.models import Claim, ClaimMonth, Entitlement, Grant
from kayoi.programmes.schemes.selectors.grants.before import grantable
from kayoi.programmes.schemes.selectors.grants.due import years_open
from kayoi.programmes.schemes.selectors.grants.grants import papers_of_report
from kayoi.programmes.schemes.services import grants
from kayoi.programmes.schemes.states.grants import Side
from kayoi.programmes.schemes.tests.factories import BODY, LINK, accept_papers, make_proposed, make_sent
from kayoi.programmes.schemes.tests.grants import make_fixed as make_fixed_grant
from kayoi.programmes.schemes.tests.grants import make_grant, make_terms
from tests.cast import Member

APPROVED = ApplicationStatus.APPROVED
FIRST = date(2026, 12, 1)
COMMUTING: dict[str, Any] = {
    "anchor": "move.moved_in_on", "counting": "civil_code", "source": "架空市通勤補助金交付要綱 第3条",
    "condition": {"fact": "move.intends_5_years", "is": True},
    "amount": [{
        "monthly": "commuting.claims", "most_months": 36, "gap_months": 12,
        "steps": [
            {"start": {"fact": "this.fare_yen"}},
            {"subtract": {"times": [{"fact": "this.allowance_yen"}, {"fact": "this.months"}]}},
            {"cap": {"times": [10000, {"fact": "this.months"}]}},
        ],
    }],
}  # fmt: skip
FIXED: dict[str, Any] = COMMUTING | {"amount": [{"start": 100_000}]}


@pytest.fixture
def sender(ina: Organization) -> grants.Sender:
    return grants.Sender(ina, LINK)


def make_monthly(town: Organization, *, by: Actor, head: Actor, at: datetime) -> Grant:
    """Grant 10,000 yen a month for 36 months; with a gap twelve months longer."""
    ruleset = make_ruleset(key="commuting", body=COMMUTING)
    procedure = make_procedure(at=at, key="commuting", title="通勤補助金", ruleset=ruleset)
    make_terms(procedure, by=head, at=at, shape="monthly", most_months=36, gap_months=12)
    return grant_monthly(town, procedure, by=by, head=head, at=at)


def grant_monthly(town: Organization, procedure: Procedure, *, by: Actor, head: Actor, at: datetime) -> Grant:
    """Apply for 36 months, propose and decide."""
    application = make_sent(town, procedure, at=at).application
    accept_papers(application, by=by, at=at)
    services.propose_application(
        application=application, outcome=APPROVED, amount_yen=360_000, reasons=[],
        remark="", by=by, at=at,
    )  # fmt: skip
    services.sign_application(organization=town, application=application, link="", by=head, at=at)
    return Grant.objects.get(application=application)


def claim(
    grant: Grant, sender: grants.Sender, month: date, *, at: datetime, months: int = 1, fare: int = 40_000
) -> Claim:
    row = {"month": month.isoformat(), "months": months, "fare_yen": fare * months, "allowance_yen": 20_000}
    return grants.claim_months(grant=grant, row=row, channel=Channel.PORTAL, sender=sender, by=VISITOR, at=at)


def later(at: datetime, month: date) -> datetime:
    return at.replace(year=month.year, month=month.month, day=28)


def test_ten_thousand_yen_for_36_months_and_not_one_more(
    in_ina: Organization, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    grant = make_monthly(in_ina, by=officer.actor, head=head.actor, at=at)
    for number in range(0, 36, 3):
        month = months_later(FIRST, number + (6 if number >= 18 else 0))  # half a year without a claim
        claim(grant, sender, month, months=3, at=later(at, months_later(month, 2)))
    assert ClaimMonth.objects.count() == 36
    assert sum(Claim.objects.values_list("amount_yen", flat=True)) == 360_000
    last = months_later(FIRST, 42)
    with pytest.raises(grants.UnableToClaim, match="month_too_late"):
        claim(grant, sender, last, at=later(at, last))


def test_the_rule_counts_and_a_month_is_claimed_once(
    in_ina: Organization, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    grant = make_monthly(in_ina, by=officer.actor, head=head.actor, at=at)
    november = date(2026, 11, 4)
    first = claim(grant, sender, november, fare=26_500, at=at)
    assert first.amount_yen == 6_500
    with pytest.raises(grants.UnableToClaim, match="month_twice"):
        claim(grant, sender, date(2026, 11, 20), at=at)
    with pytest.raises(grants.UnableToClaim, match="nothing_by_rule"):
        claim(grant, sender, date(2026, 10, 1), fare=20_000, at=at)
    grants.return_claim(claim=first, why="定期券の写しがない", sender=sender, by=officer.actor, at=at)
    again = claim(grant, sender, november, fare=26_500, at=at)
    grants.check_claim(claim=again, by=officer.actor, at=at)
    with pytest.raises(grants.UnableToClaim, match="claims_open"):
        grants.complete_grant(grant=grant, by=officer.actor, at=at)
    grants.record_payment(claim=again, paid_on=date(2026, 12, 10), sender=sender, by=head.actor, at=at)
    grants.complete_grant(grant=grant, by=officer.actor, at=at)
    assert (grant.status, grant.paid_yen, grant.fixed_yen) == ("ended", 6_500, 6_500)


def make_fixed(town: Organization, *, at: datetime, head: Actor, key: str, yen: int, **terms: Any) -> Procedure:
    ruleset = make_ruleset(key=key, body=FIXED | {"amount": [{"start": yen}]})
    procedure = make_procedure(at=at, key=key, title=key, ruleset=ruleset, limits={})
    make_terms(procedure, by=head, at=at, needs_report=False, **terms)
    return procedure


def test_a_local_organisation_gets_half_a_million_a_year_and_reports(
    in_ina: Organization, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    procedure = make_fixed(in_ina, at=at, head=head.actor, key="model-area", yen=500_000, shape="yearly", years=10)
    grant = make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    assert grant.decided_yen == 5_000_000
    came: dict[str, Any] = {"grant": grant, "channel": Channel.LETTER, "sender": sender, "by": officer.actor}
    first = grants.claim_year(fiscal_year=2026, at=at, **came)
    assert (first.amount_yen, first.about) == (500_000, "令和8年度分")
    with pytest.raises(grants.UnableToClaim, match="year_twice"):
        grants.claim_year(fiscal_year=2026, at=at, **came)
    april = at.replace(year=2027, month=4, day=2)
    with pytest.raises(grants.UnableToClaim, match="year_before_unreported"):
        grants.claim_year(fiscal_year=2027, at=april, **came)
    report = grants.report(fiscal_year=2026, done=grants.Done(words="案内板を直した"), at=april, **came)
    assert report.year_label == "令和8年度"
    grants.inspect(report=report, accepted={}, remark="", by=officer.actor, at=april)
    grants.claim_year(fiscal_year=2027, at=april, **came)
    assert grant.claims.count() == 2


@pytest.mark.parametrize(("count", "yen", "total"), [(48, 100_000, 4_800_000), (43, 300_000, 12_900_000)])
def test_figures_of_the_source(
    count: int, yen: int, total: int, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    """48 rewards of 100,000 yen, 43 lots of 300,000 yen (伊那市 令和5年度)."""
    procedure = make_fixed(in_ina, at=at, head=head.actor, key="reward", yen=yen, once=["contract"])
    for number in range(count):
        application = make_sent(in_ina, procedure, at=at, name=f"所有者{number}", email="").application
        grants.link_house(
            application=application, number=f"伊-{number}", side=Side.OWNER, contract_on=FIRST, by=officer.actor, at=at
        )
        decide(in_ina, application, officer, head, at)
    assert sum(one.fixed_yen or 0 for one in Grant.objects.filter(status="fixed")) == total


def decide(town: Organization, application: Application, officer: Member, head: Member, at: datetime) -> None:
    accept_papers(application, by=officer.actor, at=at)
    propose_and_decide(town, application, officer, head, at)


def propose_and_decide(
    town: Organization, application: Application, officer: Member, head: Member, at: datetime
) -> None:
    services.propose_application(
        application=application, outcome=APPROVED, amount_yen=None, reasons=[], remark="", by=officer.actor, at=at
    )
    services.sign_application(organization=town, application=application, link="", by=head.actor, at=at)


def test_a_reward_is_for_one_contract_of_a_house(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    procedure = make_fixed(in_ina, at=at, head=head.actor, key="reward", yen=100_000, once=["contract"])
    with pytest.raises(grants.UnableToGrant, match=r"house_missing, schemes\.contract_missing"):
        make_proposed(in_ina, procedure, by=officer.actor, at=at)
    first, second = (make_sent(in_ina, procedure, at=at, name=f"所有者{one}").application for one in "一二")
    house: dict[str, Any] = {"number": "伊-12", "side": Side.OWNER, "by": officer.actor, "at": at}
    for application in (first, second):
        grants.link_house(application=application, contract_on=FIRST, **house)
    decide(in_ina, first, officer, head, at)
    with pytest.raises(grants.UnableToGrant, match="granted_already"):
        decide(in_ina, second, officer, head, at)
    grants.link_house(application=second, contract_on=date(2027, 3, 1), **house)
    propose_and_decide(in_ina, second, officer, head, at)
    assert list(Grant.objects.values_list("house_number", flat=True)) == ["伊-12", "伊-12"]


def test_a_household_is_granted_once_whoever_applies(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    procedure = make_fixed(in_ina, at=at, head=head.actor, key="family", yen=1_000_000, once=["household"])
    household = Household.objects.create(made_at=at)
    wife, husband = (make_file(name=name, household=household, birth_on=None) for name in ("妻", "夫"))
    for file in (wife, husband):
        application = make_sent(in_ina, procedure, at=at, file=file, name=file.name).application
        if file == wife:
            decide(in_ina, application, officer, head, at)
        else:
            with pytest.raises(grants.UnableToGrant, match="granted_already"):
                decide(in_ina, application, officer, head, at)


def test_two_schemes_do_not_pay_for_the_same_cost(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    one, other, third = (
        make_fixed(in_ina, at=at, head=head.actor, key=key, yen=400_000, cost=cost)
        for key, cost in (("build", "住宅取得費"), ("smile", "住宅取得費"), ("clear", "家財の搬出"))
    )
    make_grant(in_ina, one, by=officer.actor, head=head.actor, at=at)
    with pytest.raises(grants.UnableToGrant, match="granted_already"):
        make_grant(in_ina, other, by=officer.actor, head=head.actor, at=at)
    make_grant(in_ina, third, by=officer.actor, head=head.actor, at=at)
    make_grant(in_ina, one, by=officer.actor, head=head.actor, at=at)  # only its own rule may forbid it again
    assert Entitlement.objects.count() == 5  # by three files, and by the name for each of two costs


@pytest.mark.usefixtures("uploads")
def test_the_papers_of_a_report_are_asked_for_every_year(
    in_ina: Organization, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    terms: dict[str, Any] = {"shape": "yearly", "years": 2, "report_papers": ["活動報告書", "収支の表"]}
    procedure = make_fixed(in_ina, at=at, head=head.actor, key="model-area", yen=500_000, **terms)
    grant = make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    came: dict[str, Any] = {"grant": grant, "channel": Channel.LETTER, "sender": sender, "by": officer.actor, "at": at}
    claim = grants.claim_year(fiscal_year=2026, **came)
    assert years_open(grant) == [2026]
    pages = [(BytesIO(picture()), "報告.jpg", len(picture()))]
    report = grants.report(fiscal_year=2026, done=grants.Done(papers={"活動報告書": pages}), **came)
    assert years_open(grant) == []
    assert [(one.label, one.status) for one in papers_of_report(report)] == [
        ("活動報告書", "received"), ("収支の表", "missing"),
    ]  # fmt: skip
    with pytest.raises(grants.UnableToInspect, match="report_paper_missing"):
        grants.inspect(report=report, accepted={}, remark="", by=officer.actor, at=at)
    grants.return_report(report=report, why="収支の表がありません。", sender=sender, by=officer.actor, at=at)
    assert years_open(grant) == [2026]
    grants.report(fiscal_year=2026, done=grants.Done(), **came)
    paper = papers_of_report(report)[1]
    procedures.send_paper(paper=paper, uploads=[], issued_on=None, received_on=local_date(at), by=officer.actor, at=at)
    claim.refresh_from_db()
    grants.check_claim(claim=claim, by=officer.actor, at=at)
    grants.record_payment(claim=claim, paid_on=local_date(at), sender=sender, by=officer.actor, at=at)
    with pytest.raises(grants.UnableToClaim, match="year_before_unreported"):
        grants.complete_grant(grant=grant, by=officer.actor, at=at)
    report.refresh_from_db()
    grants.inspect(report=report, accepted={}, remark="", by=officer.actor, at=at)
    grants.complete_grant(grant=grant, by=officer.actor, at=at)
    assert grant.status == "ended"


@pytest.mark.parametrize(("awaits", "codes"), [(True, ["schemes.unreported"]), (False, [])])
def test_the_decision_of_the_next_year_waits_for_the_report_of_the_last(
    awaits: bool, codes: list[str], in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    procedure = make_procedure(at=at, applicants="body", limits={})
    make_terms(procedure, by=head.actor, at=at, awaits_report=awaits)
    first = make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at, **BODY)
    again = make_sent(in_ina, procedure, at=at, **BODY).application
    other = make_sent(in_ina, procedure, at=at, **BODY | {"body_name": "別の会"}).application

    def against(application: Application, on: date) -> list[str]:
        return [one.code for one in grantable(application, amount_yen=1000, on=on).reasons]

    assert against(again, local_date(at)) == []  # in the same year both may run
    april = date(2027, 4, 1)
    assert against(again, april) == codes
    assert against(other, april) == []
    make_fixed_grant(in_ina, first, by=officer.actor, head=head.actor, at=at)
    assert against(again, april) == []
