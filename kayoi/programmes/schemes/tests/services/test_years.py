"""Grants over fiscal years: planned, promised within a vote, bound as each year begins, drawn by claims, let go."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.db import transaction

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.ledger.services import UnableToTransfer
from kayoi.engines.procedures.models import Letter, Procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.dates import JST
from kayoi.programmes.schemes.models import BudgetLine, Claim, Commitment, Grant, GrantYear, Payment, Provision
from kayoi.programmes.schemes.selectors.budget import checks
from kayoi.programmes.schemes.selectors.budget.provisions import provided
from kayoi.programmes.schemes.selectors.grants.due import due_of
from kayoi.programmes.schemes.selectors.grants.page import grant_page
from kayoi.programmes.schemes.services import carrying, grants
from kayoi.programmes.schemes.services.grants import UnableToPlan
from kayoi.programmes.schemes.states.actions import GrantAction
from kayoi.programmes.schemes.tests.budgets import BY, make_line, permit, pots
from kayoi.programmes.schemes.tests.factories import LINK, make_sent
from kayoi.programmes.schemes.tests.grants import make_grant
from kayoi.programmes.schemes.tests.services.test_claims import claim as claim_month
from kayoi.programmes.schemes.tests.services.test_claims import decide, make_fixed, make_monthly
from kayoi.programmes.schemes.tests.services.test_money import pay, reasons
from tests.cast import Member

APRIL = datetime(2027, 4, 1, 8, tzinfo=JST)
EACH = 500_000


@dataclass
class Desk:
    """A scheme that grants half a million a year for three years, and who grants it."""

    town: Organization
    procedure: Procedure
    officer: Member
    head: Member
    at: datetime

    @property
    def sender(self) -> grants.Sender:
        return grants.Sender(self.town, LINK)

    def line(self, yen: int, year: int) -> BudgetLine:
        return make_line(yen, year=year, at=self.at, procedure=self.procedure)

    def grant(self, name: str = "甲") -> Grant:
        application = make_sent(self.town, self.procedure, at=self.at, name=name, email="").application
        decide(self.town, application, self.officer, self.head, self.at)
        return Grant.objects.get(application=application)

    def claim(self, grant: Grant, year: int, *, at: datetime) -> Claim:
        found = grants.claim_year(
            grant=grant, fiscal_year=year, channel=Channel.LETTER, sender=self.sender, by=VISITOR, at=at
        )
        grants.check_claim(claim=found, by=self.officer.actor, at=at)
        return found

    def report(self, grant: Grant, year: int, *, at: datetime) -> None:
        done = grants.Done(words="案内板を直した")
        report = grants.report(
            grant=grant, fiscal_year=year, done=done, channel=Channel.LETTER, sender=self.sender, by=VISITOR, at=at
        )
        grants.inspect(report=report, accepted={}, remark="", by=self.officer.actor, at=at)


def make_desk(town: Organization, officer: Member, head: Member, at: datetime, later_years: str) -> Desk:
    terms: dict[str, Any] = {"shape": "yearly", "years": 3, "later_years": later_years}
    procedure = make_fixed(town, at=at, head=head.actor, key="model-area", yen=EACH, **terms)
    return Desk(town, procedure, officer, head, at)


@pytest.fixture
def desk(in_ina: Organization, officer: Member, head: Member, at: datetime) -> Desk:
    return make_desk(in_ina, officer, head, at, "burden")


@pytest.fixture
def yearly(in_ina: Organization, officer: Member, head: Member, at: datetime) -> Desk:
    return make_desk(in_ina, officer, head, at, "decision")


def burden(line: BudgetLine, yen: int, at: datetime, last_year: int = 2028) -> Provision:
    return permit(line, yen, kind="burden", last_year=last_year, at=at)


def plans(grant: Grant) -> list[tuple[int, int, str]]:
    rows = GrantYear.objects.filter(grant=grant).order_by("fiscal_year")
    return list(rows.values_list("fiscal_year", "planned_yen", "status"))


def sound() -> bool:
    return checks.commitments_unlike_entries() == checks.lines_unlike_ledger() == 0


def test_a_vote_promises_later_years_each_is_bound_as_it_begins_and_claims_draw_on_it(desk: Desk) -> None:
    first = desk.line(EACH, 2026)
    voted = burden(first, 2 * EACH, desk.at)
    grant = desk.grant()
    assert grant.provision == voted
    assert plans(grant) == [(year, EACH, "decided") for year in (2026, 2027, 2028)]
    assert pots(first) == (0, EACH, 0)
    assert [one.used_yen for one in provided(first)] == [2 * EACH]
    claim = desk.claim(grant, 2026, at=desk.at)
    pay(claim, desk.sender, desk.officer, desk.head, at=desk.at)
    assert pots(first) == (0, 0, EACH)
    second = desk.line(EACH, 2027)
    assert grants.bind_years(by=BY, at=desk.at) == 0
    assert pots(second) == (EACH, 0, 0), "nothing of a year is bound before it begins"
    assert grants.bind_years(by=BY, at=APRIL) == 1
    assert grants.bind_years(by=BY, at=APRIL) == 0
    assert pots(second) == (0, EACH, 0)
    desk.report(grant, 2026, at=APRIL)
    desk.claim(grant, 2027, at=APRIL)
    assert Payment.objects.last().commitment.line == second  # type: ignore[union-attr]
    assert pots(second) == (0, EACH, 0), "a claim binds nothing once more"
    assert sound()


def test_what_was_not_used_is_claimed_in_the_weeks_while_the_books_are_open(desk: Desk) -> None:
    first = desk.line(EACH, 2026)
    burden(first, 2 * EACH, desk.at)
    desk.line(EACH, 2027)
    grant = desk.grant()
    grants.bind_years(by=BY, at=APRIL)
    desk.claim(grant, 2026, at=APRIL)
    assert Payment.objects.get().commitment.line == first


def test_together_grants_promise_no_more_than_was_voted(desk: Desk) -> None:
    first = desk.line(10 * EACH, 2026)
    voted = burden(first, 4 * EACH - 1, desk.at)
    grant = desk.grant("甲")
    with pytest.raises(UnableToPlan) as refused, transaction.atomic():
        desk.grant("乙")
    assert reasons(refused) == ["schemes.above_burden"]
    assert pots(first) == (9 * EACH, EACH, 0)
    grants.cancel_grant(grant=grant, why="取下げ", unheard_ground="条例第13条", by=desk.head.actor, at=desk.at)
    assert [one.used_yen for one in provided(first)] == [0], "what will not be paid takes nothing of the limit"
    assert desk.grant("丙").provision == voted
    assert sound()


def test_without_a_vote_that_reaches_so_far_nothing_is_promised(desk: Desk) -> None:
    first = desk.line(10 * EACH, 2026)
    with pytest.raises(UnableToPlan) as refused, transaction.atomic():
        desk.grant()
    assert reasons(refused) == ["schemes.no_burden"]
    burden(first, 10 * EACH, desk.at, last_year=2027)
    with pytest.raises(UnableToPlan) as refused, transaction.atomic():
        desk.grant()
    assert reasons(refused) == ["schemes.beyond_burden"]
    assert not Grant.objects.exists()


def test_year_by_year_each_is_decided_once_it_has_begun_and_never_overdrawn(yearly: Desk) -> None:
    yearly.line(EACH, 2026)
    grant = yearly.grant()
    assert plans(grant) == [(2026, EACH, "decided"), (2027, EACH, "planned"), (2028, EACH, "planned")]
    due = {one.title: one.on for one in due_of(grant)}
    assert due["2027年度分の交付を決定する: model-area"] == date(2027, 4, 1)
    with pytest.raises(UnableToPlan) as refused:
        grants.decide_year(grant=grant, sender=yearly.sender, by=yearly.head.actor, at=yearly.at)
    assert reasons(refused) == ["schemes.other_year"]
    yearly.claim(grant, 2026, at=yearly.at)
    yearly.report(grant, 2026, at=APRIL)
    second = yearly.line(EACH - 1, 2027)
    with pytest.raises(UnableToPlan) as refused, transaction.atomic():
        yearly.claim(grant, 2027, at=APRIL)
    assert reasons(refused) == ["schemes.year_not_decided"]
    with pytest.raises(UnableToTransfer), transaction.atomic():
        grants.decide_year(grant=grant, sender=yearly.sender, by=yearly.head.actor, at=APRIL)
    assert plans(grant)[1] == (2027, EACH, "planned"), "nothing is decided beyond the budget"
    grants.plan_years(
        grant=grant, years={2026: EACH, 2027: EACH - 1, 2028: EACH}, by=yearly.head.actor, at=APRIL
    )  # fmt: skip
    grants.decide_year(grant=grant, sender=yearly.sender, by=yearly.head.actor, at=APRIL)
    assert pots(second) == (0, EACH - 1, 0)
    said = Letter.objects.get(template="schemes/letters/year_decided").values
    assert (said["year"], said["yen"], said["decided_on"]) == ("令和9年度", "金499,999円", "令和9年4月1日")
    assert "審査請求" in said["instruction"]
    assert sound()


def test_a_year_that_went_by_undecided_or_comes_to_nothing_holds_up_no_later_one(yearly: Desk) -> None:
    yearly.line(EACH, 2026)
    grant = yearly.grant()
    third = yearly.line(EACH, 2028)
    later = APRIL.replace(year=2028)
    grants.decide_year(grant=grant, sender=yearly.sender, by=yearly.head.actor, at=later)
    assert plans(grant)[1:] == [(2027, EACH, "planned"), (2028, EACH, "decided")]
    assert pots(third) == (0, EACH, 0)
    assert not [one for one in due_of(grant) if "交付を決定する" in one.title], "its money cannot be decided any more"
    assert GrantAction.DECIDE_YEAR not in grant_page(grant, on=later.date()).actions


def test_a_year_of_nothing_waits_for_no_decision(yearly: Desk) -> None:
    yearly.line(EACH, 2026)
    grant = yearly.grant()
    years = {2026: EACH, 2027: 0, 2028: EACH}
    grants.plan_years(grant=grant, years=years, by=yearly.head.actor, at=yearly.at)
    assert GrantAction.DECIDE_YEAR not in grant_page(grant, on=APRIL.date()).actions
    with pytest.raises(UnableToPlan) as refused:
        grants.decide_year(grant=grant, sender=yearly.sender, by=yearly.head.actor, at=APRIL)
    assert reasons(refused) == ["schemes.other_year"]


def test_nothing_is_planned_for_a_grant_that_was_cancelled_meanwhile(yearly: Desk) -> None:
    first = yearly.line(EACH, 2026)
    grant = yearly.grant()
    grants.cancel_grant(
        grant=Grant.objects.get(), why="取下げ", unheard_ground="条例第13条", by=yearly.head.actor, at=yearly.at
    )
    years = {2026: EACH, 2027: EACH, 2028: EACH}
    with pytest.raises(UnableToPlan) as refused, transaction.atomic():
        grants.plan_years(grant=grant, years=years, by=yearly.head.actor, at=yearly.at)
    assert reasons(refused) == ["schemes.years_over"]
    with pytest.raises(UnableToPlan) as refused, transaction.atomic():
        grants.decide_year(grant=grant, sender=yearly.sender, by=yearly.head.actor, at=APRIL)
    assert reasons(refused) == ["schemes.years_over"]
    assert pots(first) == (EACH, 0, 0)


def test_too_little_left_at_the_beginning_of_a_year_holds_back_one_grant_only(desk: Desk) -> None:
    burden(desk.line(10 * EACH, 2026), 4 * EACH, desk.at)
    one, two = desk.grant("甲"), desk.grant("乙")
    second = desk.line(EACH, 2027)
    assert grants.bind_years(by=BY, at=APRIL) == 1
    assert pots(second) == (0, EACH, 0)
    desk.report(two, 2026, at=APRIL)
    with pytest.raises(UnableToTransfer), transaction.atomic():
        desk.claim(two, 2027, at=APRIL)
    grants.cancel_grant(grant=one, why="取下げ", unheard_ground="条例第13条", by=desk.head.actor, at=APRIL)
    desk.claim(two, 2027, at=APRIL)
    assert pots(second) == (0, EACH, 0)
    assert sound()


def test_months_are_planned_by_fiscal_year_and_the_plan_is_put_right(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    grant = make_monthly(in_ina, by=officer.actor, head=head.actor, at=at)
    assert [(year, yen) for year, yen, _ in plans(grant)] == [
        (2026, 50_000), (2027, 120_000), (2028, 120_000), (2029, 70_000),
    ]  # fmt: skip
    letter = Letter.objects.get(template="procedures/letters/granted")
    assert letter.values["conditions"][-1] == (
        "年度ごとの予定額は、令和8年度 50,000円、令和9年度 120,000円、令和10年度 120,000円、令和11年度 70,000円です。"
        "次の年度からの分は、毎年度、予算の範囲内で決定して交付します。"
    )
    line = make_line(60_000, at=at, procedure=grant.procedure)
    claim = claim_month(grant, grants.Sender(in_ina, LINK), date(2026, 11, 1), at=at)
    grants.check_claim(claim=claim, by=officer.actor, at=at)
    assert pots(line) == (10_000, 50_000, 0)
    years = {2026: 60_001, 2027: 120_000, 2028: 119_999, 2029: 60_000}
    with pytest.raises(UnableToTransfer), transaction.atomic():
        grants.plan_years(grant=grant, years=years, by=head.actor, at=at)
    grants.plan_years(grant=grant, years=years | {2026: 10_000, 2030: 30_000}, by=head.actor, at=at)
    assert pots(line) == (50_000, 10_000, 0)
    assert plans(grant)[-1] == (2030, 30_000, "planned")
    second = claim_month(grant, grants.Sender(in_ina, LINK), date(2026, 12, 1), at=at.replace(month=12, day=20))
    with pytest.raises(UnableToPlan) as refused, transaction.atomic():
        grants.check_claim(claim=second, by=officer.actor, at=at.replace(month=12, day=20))
    assert reasons(refused) == ["schemes.above_plan"]
    grants.return_claim(claim=claim, why="写しがない", sender=grants.Sender(in_ina, LINK), by=officer.actor, at=at)
    assert pots(line) == (50_000, 10_000, 0), "it stays bound for the year"
    second.refresh_from_db()
    grants.check_claim(claim=second, by=officer.actor, at=at.replace(month=12, day=20))
    assert sound()


def test_a_year_that_was_carried_over_is_drawn_in_the_next_one(desk: Desk) -> None:
    first, second = desk.line(EACH, 2026), desk.line(EACH, 2027)
    burden(first, 2 * EACH, desk.at)
    grant = desk.grant()
    march = datetime(2027, 3, 25, 10, tzinfo=JST)
    carrying.carry_grant(commitment=Commitment.objects.get(), provision=permit(first, at=desk.at), on=march.date(),
                         by=BY, at=march)  # fmt: skip
    grants.bind_years(by=BY, at=APRIL)
    assert (pots(first), pots(second)) == ((0, 0, 0), (0, 2 * EACH, 0))
    desk.report(grant, 2026, at=APRIL)
    desk.claim(grant, 2027, at=APRIL)
    june = datetime(2027, 6, 10, 10, tzinfo=JST)
    desk.claim(grant, 2026, at=june)
    assert set(Payment.objects.values_list("commitment__line", flat=True)) == {second.pk}
    assert Payment.objects.values("commitment").distinct().count() == 2
    assert sound()


def test_a_grant_at_once_has_no_plan(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    procedure = make_fixed(in_ina, at=at, head=head.actor, key="once", yen=EACH)
    grant = make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    assert plans(grant) == []
