"""A grant goes into the next fiscal year: its money goes along, is paid, lowered, let go and taken back there."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from kayoi.engines.followups.models import FollowUp
from kayoi.engines.ledger.services import UnableToTransfer
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import JST, local_date
from kayoi.programmes.schemes.models import BudgetLine, Commitment, Grant, Payment, Provision
from kayoi.programmes.schemes.selectors.binders.contents import contents
from kayoi.programmes.schemes.selectors.binders.reading import read_cases
from kayoi.programmes.schemes.selectors.binders.story import story
from kayoi.programmes.schemes.selectors.budget import checks
from kayoi.programmes.schemes.selectors.budget.closing import closing
from kayoi.programmes.schemes.selectors.budget.provisions import provided, rights_of
from kayoi.programmes.schemes.services import budget, carrying, grants
from kayoi.programmes.schemes.services.budget import UnableToBook
from kayoi.programmes.schemes.states.grants import ChangeKind
from kayoi.programmes.schemes.tests.budgets import BY, commit, make_line, permit, pots
from kayoi.programmes.schemes.tests.grants import COST, make_claim, make_fixed, make_grant, make_report
from kayoi.programmes.schemes.tests.services.test_money import pay, reasons
from tests.cast import Member

WHOLE, DECIDED, FIXED = 1_000_000, 650_000, 600_000
CARRY_ON = date(2027, 3, 25)
MARCH, MAY = datetime(2027, 3, 26, 10, tzinfo=JST), datetime(2027, 5, 10, 10, tzinfo=JST)


@pytest.fixture
def procedure(in_ina: Organization, at: datetime) -> Procedure:
    return make_procedure(at=at)


@pytest.fixture
def old(procedure: Procedure, at: datetime) -> BudgetLine:
    return make_line(WHOLE, at=at, procedure=procedure)


@pytest.fixture
def new(procedure: Procedure, old: BudgetLine, at: datetime) -> BudgetLine:
    return make_line(0, year=2027, at=at, procedure=procedure)


@pytest.fixture
def permitted(old: BudgetLine, at: datetime) -> Provision:
    return permit(old, at=at)


@pytest.fixture
def grant(
    old: BudgetLine, procedure: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> Grant:
    return make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)


@pytest.fixture
def carried(grant: Grant, new: BudgetLine, permitted: Provision) -> Grant:
    carrying.carry_grant(commitment=Commitment.objects.get(), provision=permitted, on=CARRY_ON, by=BY, at=MARCH)
    grant.refresh_from_db()
    return grant


@pytest.fixture
def sender(in_ina: Organization) -> grants.Sender:
    return grants.Sender(in_ina, "")


def sound() -> bool:
    return checks.commitments_unlike_entries() == checks.lines_unlike_ledger() == 0


def test_the_money_and_the_date_of_the_report_go_along_and_twice_is_once(
    carried: Grant, old: BudgetLine, new: BudgetLine, permitted: Provision
) -> None:
    assert (pots(old), pots(new)) == ((WHOLE - DECIDED, 0, 0), (0, DECIDED, 0))
    assert carried.report_due_on == date(2028, 3, 31)
    assert list(FollowUp.objects.open().filter(reference=str(carried.pk)).values_list("due_on", flat=True)) == [
        date(2028, 3, 31)
    ]
    first = Commitment.objects.get(line=old)
    carrying.carry_grant(commitment=first, provision=permitted, on=CARRY_ON, by=BY, at=MARCH)
    assert pots(new) == (0, DECIDED, 0)
    assert sound()
    page = closing(2026, on=CARRY_ON)
    assert ([one.grant for one in page.carried], page.carried_yen, list(page.unpaid)) == ([carried], DECIDED, [])


def test_it_is_lowered_and_paid_from_the_carried_money(
    carried: Grant, old: BudgetLine, new: BudgetLine, procedure: Procedure, sender: grants.Sender, officer: Member,
    head: Member,
) -> None:  # fmt: skip
    make_fixed(sender.organization, carried, by=officer.actor, head=head.actor, at=MAY)
    assert (pots(old), pots(new)) == ((WHOLE - DECIDED, 0, 0), (DECIDED - FIXED, FIXED, 0))
    claim = make_claim(sender.organization, carried, at=MAY)
    grants.check_claim(claim=claim, by=officer.actor, at=MAY)
    pay(claim, sender, officer, head, at=MAY)
    assert (pots(old), pots(new)) == ((WHOLE - DECIDED, 0, 0), (DECIDED - FIXED, 0, FIXED))
    assert sound()
    for year in (2026, 2027):
        found = contents(procedure, year, on=local_date(MAY))
        assert [one.gaps for one in found.lines] == [[]]
        assert [gap.kind.value for gap in found.gaps] == []
        assert len(found.cases) == 1


def test_what_is_fixed_before_the_new_year_begins_is_free_from_its_first_day(
    carried: Grant, new: BudgetLine, sender: grants.Sender, officer: Member, head: Member
) -> None:
    make_fixed(sender.organization, carried, by=officer.actor, head=head.actor, at=MARCH)
    assert pots(new) == (DECIDED - FIXED, FIXED, 0)
    assert new.entries.order_by("-pk")[0].on == date(2027, 4, 1)


def test_a_cancelled_grant_lets_the_carried_money_go(
    carried: Grant, old: BudgetLine, new: BudgetLine, head: Member
) -> None:
    grants.cancel_grant(grant=carried, why="取下げ", unheard_ground="条例第13条", by=head.actor, at=MAY)
    assert (pots(old), pots(new)) == ((WHOLE - DECIDED, 0, 0), (DECIDED, 0, 0))
    assert sound()


@pytest.mark.parametrize(
    ("on", "left", "paid"), [(date(2028, 5, 31), 150_000, 500_000), (date(2028, 6, 1), 50_000, FIXED)]
)
def test_a_refund_goes_to_the_line_that_has_paid_until_its_books_close(
    carried: Grant, old: BudgetLine, new: BudgetLine, sender: grants.Sender, officer: Member, head: Member, on: date,
    left: int, paid: int,
) -> None:  # fmt: skip
    make_fixed(sender.organization, carried, by=officer.actor, head=head.actor, at=MAY)
    claim = make_claim(sender.organization, carried, at=MAY)
    grants.check_claim(claim=claim, by=officer.actor, at=MAY)
    pay(claim, sender, officer, head, at=MAY)
    later = MAY + timedelta(days=365)
    carried.refresh_from_db()
    grants.take_back_grant(grant=carried, to_return_yen=100_000, why="転出", by=head.actor, at=later)
    grants.record_refund(grant=carried, amount_yen=100_000, on=on, by=head.actor, at=later)
    assert pots(old) == (WHOLE - DECIDED, 0, 0)
    assert pots(new) == (left, 0, paid)
    assert sound()


def test_a_change_raises_the_carried_money_from_what_is_free_there_and_never_more(
    carried: Grant, new: BudgetLine, sender: grants.Sender, head: Member
) -> None:
    change = grants.ask_change(
        grant=carried, kind=ChangeKind.CHANGE, why="工事が増えた", costs={COST: 1_400_000}, by=head.actor, at=MAY
    )
    with pytest.raises(UnableToTransfer), transaction.atomic():
        grants.approve_change(change=change, sender=sender, by=head.actor, at=MAY)
    assert pots(new) == (0, DECIDED, 0)
    budget.supplement(line=new, change_yen=50_000, on=local_date(MAY), key="6月補正", by=BY, at=MAY)
    change.refresh_from_db()
    grants.approve_change(change=change, sender=sender, by=head.actor, at=MAY)
    assert pots(new) == (0, 700_000, 0)
    assert sound()


def test_what_is_on_the_way_stays_and_without_a_line_nothing_goes(
    grant: Grant, old: BudgetLine, permitted: Provision, procedure: Procedure, sender: grants.Sender, officer: Member,
    head: Member, at: datetime,
) -> None:  # fmt: skip
    commitment = Commitment.objects.get()
    with pytest.raises(UnableToBook) as refused:
        carrying.carry_grant(commitment=commitment, provision=permitted, on=CARRY_ON, by=BY, at=MARCH)
    assert reasons(refused) == ["schemes.no_next_line"]
    make_line(0, year=2027, at=at, procedure=procedure)
    make_fixed(sender.organization, grant, by=officer.actor, head=head.actor, at=at)
    claim = make_claim(sender.organization, grant, at=at)
    grants.check_claim(claim=claim, by=officer.actor, at=at)
    with pytest.raises(UnableToBook) as refused:
        carrying.carry_grant(commitment=commitment, provision=permitted, on=CARRY_ON, by=BY, at=MARCH)
    assert reasons(refused) == ["schemes.payment_on_the_way"]
    assert Payment.objects.get().commitment == commitment
    assert pots(old) == (WHOLE - FIXED, FIXED, 0)


def test_a_line_is_carried_with_its_grants_or_not_at_all(
    grant: Grant, old: BudgetLine, new: BudgetLine, permitted: Provision
) -> None:
    def carry(amount_yen: int, key: str) -> None:
        carrying.carry_line(
            giver=old, taker=new, amount_yen=amount_yen, provision=permitted,
            commitments=Commitment.objects.filter(line=old), on=CARRY_ON, key=key, by=BY, at=MARCH,
        )  # fmt: skip

    with pytest.raises(UnableToTransfer), transaction.atomic():
        carry(WHOLE - DECIDED + 1, "a")
    assert (pots(old), pots(new)) == ((WHOLE - DECIDED, DECIDED, 0), (0, 0, 0))
    for _ in range(2):
        carry(WHOLE - DECIDED, "b")
    assert (pots(old), pots(new)) == ((0, 0, 0), (WHOLE - DECIDED, DECIDED, 0))
    assert sound()


def test_a_report_of_the_next_year_is_due_thirty_days_after_the_work(carried: Grant, officer: Member) -> None:
    grants.finish_work(grant=carried, finished_on=date(2027, 5, 1), by=officer.actor, at=MAY)
    carried.refresh_from_db()
    assert carried.report_due_on == date(2027, 5, 31)


def test_what_the_bank_sent_back_can_be_carried_too(
    old: BudgetLine, new: BudgetLine, permitted: Provision, at: datetime
) -> None:
    commitment = budget.commit_grant(line=old, reference="999", amount_yen=500_000, on=local_date(at), by=BY, at=at)
    paid = budget.pay_commitment(commitment=commitment, amount_yen=200_000, key="1", on=CARRY_ON, by=BY, at=MARCH)
    carrying.carry_grant(commitment=commitment, provision=permitted, on=CARRY_ON, by=BY, at=MARCH)
    budget.reopen_payment(entry=paid, on=CARRY_ON, by=BY, at=MARCH)
    carrying.carry_grant(commitment=commitment, provision=permitted, on=CARRY_ON, by=BY, at=MARCH)
    assert (pots(old), pots(new)) == ((500_000, 0, 0), (0, 500_000, 0))
    assert sound()


def test_nothing_open_is_not_carried(old: BudgetLine, new: BudgetLine, permitted: Provision, at: datetime) -> None:
    commitment = budget.commit_grant(line=old, reference="999", amount_yen=500_000, on=local_date(at), by=BY, at=at)
    budget.release_commitment(commitment=commitment, key="x", on=local_date(at), by=BY, at=at)
    with pytest.raises(UnableToBook) as refused:
        carrying.carry_grant(commitment=commitment, provision=permitted, on=CARRY_ON, by=BY, at=MARCH)
    assert reasons(refused) == ["schemes.nothing_open"]


def test_a_grant_that_is_reported_keeps_its_date(
    grant: Grant, new: BudgetLine, permitted: Provision, in_ina: Organization, at: datetime
) -> None:
    make_report(in_ina, grant, at=at)
    carrying.carry_grant(commitment=Commitment.objects.get(), provision=permitted, on=CARRY_ON, by=BY, at=MARCH)
    grant.refresh_from_db()
    assert grant.report_due_on == date(2027, 3, 31)


def test_together_no_more_is_carried_than_was_voted(old: BudgetLine, new: BudgetLine, at: datetime) -> None:
    first, second = (commit(old, 300_000, str(number), at=at) for number in (900, 901))
    voted = permit(old, 500_000, at=at)
    for _ in range(2):
        carrying.carry_grant(commitment=first, provision=voted, on=CARRY_ON, by=BY, at=MARCH)
    with pytest.raises(UnableToBook) as refused:
        carrying.carry_grant(commitment=second, provision=voted, on=CARRY_ON, by=BY, at=MARCH)
    assert reasons(refused) == ["schemes.above_limit"]
    with pytest.raises(UnableToBook) as refused:
        budget.change_provision(
            provision=voted, changes={"limit_yen": 299_999, "last_year": 2026}, version=1, by=BY, at=MARCH
        )
    assert reasons(refused) == ["schemes.below_used"]
    budget.change_provision(
        provision=voted, changes={"limit_yen": 600_000, "last_year": 2026}, version=1, by=BY, at=MARCH
    )
    carrying.carry_grant(commitment=second, provision=voted, on=CARRY_ON, by=BY, at=MARCH)
    assert (pots(old), pots(new)) == ((400_000, 0, 0), (0, 600_000, 0))
    assert [(one.used_yen, one.left_yen) for one in provided(old)] == [(600_000, 0)]
    assert sound()


def test_what_was_carried_by_vote_goes_on_by_accident_once_and_then_no_more(
    old: BudgetLine, new: BudgetLine, at: datetime
) -> None:
    def carry(what: Commitment, year: int, provision: Provision | None) -> Commitment:
        on, note = date(year + 1, 3, 25), "" if provision else "豪雪"
        return carrying.carry_grant(commitment=what, provision=provision, on=on, note=note, by=BY, at=MARCH)

    latest, last = make_line(0, year=2028, at=at), make_line(0, year=2029, at=at)
    once = carry(commit(old, 300_000, "900", at=at), 2026, permit(old, at=at))
    with pytest.raises(UnableToBook) as refused:
        carry(once, 2027, permit(new, at=at))
    assert reasons(refused) == ["schemes.carried_before"]
    twice = carry(once, 2027, None)
    assert (pots(new), pots(latest)) == ((0, 0, 0), (0, 300_000, 0))
    with pytest.raises(UnableToBook) as refused:
        carry(twice, 2028, None)
    assert reasons(refused) == ["schemes.accident_twice"]
    assert rights_of([once.pk, twice.pk])[twice.pk] == "事故繰越: 豪雪"
    assert pots(last) == (0, 0, 0)
    assert sound()


def test_money_of_several_years_goes_on_until_their_end(old: BudgetLine, new: BudgetLine, at: datetime) -> None:
    latest = make_line(0, year=2028, at=at)
    years = permit(old, WHOLE, kind="continued", last_year=2027, at=at)
    carry: dict[str, Any] = {"amount_yen": WHOLE, "provision": years, "by": BY, "at": MARCH}
    budget.carry_over(giver=old, taker=new, on=CARRY_ON, key="a", **carry)
    assert [one.provision for one in provided(new)] == [years]
    with pytest.raises(UnableToBook) as refused:
        budget.carry_over(giver=new, taker=latest, on=date(2028, 3, 25), key="b", **carry)
    assert reasons(refused) == ["schemes.last_year_of_continued"]
    with pytest.raises(UnableToBook) as refused:
        budget.carry_over(
            giver=make_line(10, at=at, label="別"), taker=new, amount_yen=10, provision=years, on=CARRY_ON, key="c",
            by=BY, at=MARCH,
        )  # fmt: skip
    assert "schemes.other_provision" in reasons(refused)


def test_the_binder_tells_by_what_right_money_was_carried(carried: Grant, procedure: Procedure) -> None:
    (case,) = read_cases([carried.application_id], on=CARRY_ON)
    (money,) = [part for part in story(case) if part.title == "予算"]
    assert [row[-1][:6] for row in money.rows] == ["", "繰越明許費("]
