"""The journey: March with grants in every state, until the books close on 31 May; every yen is accounted for."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.ledger.selectors import checks as ledger
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.procedures.tests.factories import GREEN, make_procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.dates import JST
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.models import BudgetLine, Claim, Grant, Payment
from kayoi.programmes.schemes.selectors.budget import checks
from kayoi.programmes.schemes.selectors.budget.closing import closing
from kayoi.programmes.schemes.selectors.budget.commitments import open_commitments
from kayoi.programmes.schemes.selectors.budget.summary import Summary, summaries
from kayoi.programmes.schemes.services import budget, grants, paying, payments
from kayoi.programmes.schemes.states.grants import ChangeKind
from kayoi.programmes.schemes.tests.budgets import make_account, make_line, permit
from kayoi.programmes.schemes.tests.factories import LINK, make_sent
from kayoi.programmes.schemes.tests.grants import COST, make_terms
from tests.cast import Member

WHOLE = 150_000_000
# How far grants have come in March, one after the other; what is not stopped goes on from one to the next.
STATES = ("stopped", "cancelled", "decided", "reported", "fixed", "claimed", "due", "paid")
MARCH = datetime(2027, 3, 15, 10, 0, tzinfo=JST)
MAY = datetime(2027, 5, 20, 10, 0, tzinfo=JST)


class Desk:
    """The town's staff, and what they do with grants."""

    def __init__(self, town: Organization, officer: Member, head: Member) -> None:
        self.town, self.officer, self.head = town, officer.actor, head.actor
        self.sender = grants.Sender(town, LINK)

    def decide(self, procedure: Procedure, number: int, *, at: datetime) -> Grant:
        facts = GREEN | {COST: 1_000_000 + 2_000 * number}
        application = make_sent(
            self.town, procedure, at=at, facts=facts, name=f"世帯{number}", kana="せたい", email=""
        ).application
        services.propose_application(
            application=application, outcome=ApplicationStatus.APPROVED, amount_yen=None, reasons=[], remark="",
            by=self.officer, at=at,
        )  # fmt: skip
        services.sign_application(organization=self.town, application=application, link="", by=self.head, at=at)
        return Grant.objects.get(application=application)

    def go_on(self, grant: Grant, state: str, *, at: datetime) -> None:
        """Take a grant from where it stands to a state."""
        if state == "stopped":
            change = grants.ask_change(
                grant=grant, kind=ChangeKind.STOP, why="工事の中止", costs={}, by=self.officer, at=at
            )
            grants.approve_change(change=change, sender=self.sender, by=self.head, at=at)
        elif state == "cancelled":
            grants.cancel_grant(grant=grant, why="転入しなかった", unheard_ground="本人の申出", by=self.head, at=at)
        elif state == "reported":
            spent = {COST: grant.decided_yen * 2 - 10_000}  # a little less than planned
            done = grants.Done("直した", None, at.date(), spent)
            grants.report(
                grant=grant, fiscal_year=2026, done=done, channel=Channel.LETTER, sender=self.sender, by=self.officer,
                at=at,
            )  # fmt: skip
        elif state == "fixed":
            report = grant.reports.get()
            grants.inspect(report=report, accepted=report.costs, remark="", by=self.officer, at=at)
            grants.fix_grant(grant=grant, sender=self.sender, by=self.head, at=at)
        elif state == "claimed":
            grants.claim_all(grant=grant, channel=Channel.LETTER, sender=self.sender, by=VISITOR, at=at)
        elif state == "due":
            account = make_account(grant.case_file, by=self.officer, at=at, number=f"{grant.pk:07}")
            payments.confirm_account(account=account, by=self.head, at=at)
            grants.check_claim(claim=Claim.objects.get(grant=grant), by=self.officer, at=at)

    def pay(self, chosen: Sequence[Grant], *, key: int, at: datetime) -> None:
        """Pay what is due of grants in one batch."""
        mine = [f"claim:{pk}" for pk in Claim.objects.filter(grant__in=chosen).values_list("pk", flat=True)]
        due = list(Payment.objects.filter(key__in=mine, status="due").values_list("pk", flat=True))
        batch = payments.make_batch(
            payments=due, pays_on=at.date(), client_key=UUID(int=key), by=self.head, at=at
        )  # fmt: skip
        paying.settle_batch(batch=batch, paid_on=at.date(), sender=self.sender, by=self.head, at=at)


def after(state: str) -> Sequence[str]:
    """Return the steps that lead to a state, from the decision on."""
    if state in STATES[:2]:
        return [state]
    return STATES[3 : STATES.index(state) + 1]


def queries_of_closing() -> int:
    with CaptureQueriesContext(connection) as found:
        closing(2026, on=MARCH.date())
        summaries(2026)
    return len(found)


def accounted(row: Summary) -> None:
    """Every yen that was given is paid, waits, is carried over, or is not used; the ledger says the same."""
    assert row.given == row.totals.paid + row.totals.waiting + row.carried + row.totals.left == WHOLE
    assert checks.lines_unlike_ledger() == checks.commitments_unlike_entries() == ledger.unbalanced() == 0


@pytest.fixture
def desk(in_ina: Organization, officer: Member, head: Member) -> Desk:
    return Desk(in_ina, officer, head)


def sum_of(state: str, cases: dict[str, list[Grant]], field: str) -> int:
    pks = [one.pk for one in cases[state]]
    return sum(getattr(one, field) or 0 for one in Grant.objects.filter(pk__in=pks))


@pytest.mark.parametrize("count", [16, pytest.param(200, marks=pytest.mark.proof)])
def test_grants_in_every_state_until_the_books_are_closed(desk: Desk, at: datetime, count: int) -> None:
    procedure = make_procedure(at=at, documents=[], limits={})
    make_terms(procedure, by=desk.head, at=at)
    make_line(WHOLE, at=at, procedure=procedure)
    following = make_line(0, year=2027, at=at, procedure=procedure)
    cases: dict[str, list[Grant]] = {state: [] for state in STATES}
    queries = 0
    for number in range(count):
        state = STATES[number % len(STATES)]
        grant = desk.decide(procedure, number, at=at)
        for one in after(state):
            desk.go_on(grant, one, at=at)
        cases[state].append(grant)
        if number == len(STATES) - 1:
            queries = queries_of_closing()
    desk.pay(cases["paid"], key=1, at=at)
    assert queries_of_closing() == queries, f"{count} cases take as many queries as 8"
    march(cases)
    may(desk, following, cases)


def march(cases: dict[str, list[Grant]]) -> None:
    """What the page says on 15 March, from the grants themselves."""
    waiting = sum_of("decided", cases, "decided_yen") + sum_of("reported", cases, "decided_yen")
    waiting += sum(sum_of(state, cases, "fixed_yen") for state in ("fixed", "claimed", "due"))
    paid = sum_of("paid", cases, "paid_yen")
    let_go = sum(sum_of(state, cases, "decided_yen") for state in ("stopped", "cancelled"))
    let_go += sum(
        sum_of(one, cases, "decided_yen") - sum_of(one, cases, "fixed_yen")
        for one in ("fixed", "claimed", "due", "paid")
    )
    (row,) = summaries(2026)
    accounted(row)
    assert (row.totals.waiting, row.totals.paid, row.let_go) == (waiting, paid, let_go)
    page = closing(2026, on=MARCH.date())
    assert (len(page.unpaid), page.unpaid_yen, page.carries) == (5 * len(cases["due"]), waiting, True)
    assert sum(one.on_the_way for one in page.unpaid) == len(cases["due"])
    assert all(one.grant for one in page.unpaid)


def may(desk: Desk, following: BudgetLine, cases: dict[str, list[Grant]]) -> None:
    """Carry over what is not reported, pay all else by 31 May: paid, carried over and not used are the whole."""
    carried_yen = sum_of("decided", cases, "decided_yen")
    carried = [str(one.pk) for one in cases["decided"]]
    voted = permit(BudgetLine.objects.get(fiscal_year=2026), carried_yen, at=MARCH)
    for commitment in open_commitments(2026).filter(reference__in=carried):
        budget.carry_commitment_over(
            commitment=commitment, taker=following, provision=voted, on=MARCH.date(), by=desk.head, at=MARCH
        )  # fmt: skip
    rest = [(grant, state) for state in ("reported", "fixed", "claimed", "due") for grant in cases[state]]
    for grant, state in rest:
        grant.refresh_from_db()
        for one in STATES[STATES.index(state) + 1 : -1]:
            desk.go_on(grant, one, at=MAY)
    desk.pay([grant for grant, _ in rest], key=2, at=MAY)
    (row,) = summaries(2026)
    accounted(row)
    assert (row.totals.waiting, row.carried) == (0, carried_yen)
    paid = sum(Grant.objects.values_list("paid_yen", flat=True))
    assert (row.totals.paid, row.totals.left) == (paid, WHOLE - paid - carried_yen)
    (next_year,) = summaries(2027)
    assert (next_year.given, next_year.totals.waiting) == (carried_yen, carried_yen)
    assert closing(2026, on=MAY.date()).unpaid == []
