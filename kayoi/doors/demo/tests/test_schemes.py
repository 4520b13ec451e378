"""The demonstration opens a grant in Ina whose applications stand in every state, with sound decisions."""

from collections import Counter
from datetime import datetime

import time_machine

from kayoi.doors.demo.services import budgets, schemes, trials
from kayoi.engines.procedures.models import Application, Decision, Stamp
from kayoi.engines.procedures.selectors import checks
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import JST
from kayoi.programmes.schemes.models import Grant, Trial
from kayoi.programmes.schemes.selectors.checks import fixed_unlike_their_inputs
from kayoi.programmes.schemes.selectors.trials.results import result_of
from kayoi.programmes.schemes.states.trials import Change
from tests.cast import Member, make_member


def test_every_state_is_shown(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    for role in schemes.STEPS[1:]:
        make_member(in_ina, role, "上司")
    staff = [officer.membership, head.membership]
    for fill in (budgets.fill, schemes.fill):
        fill(town=in_ina, staff=staff, by=system("demo.load"), at=at)
    assert Counter(Application.objects.values_list("status", flat=True)) == {
        "approved": 16, "proposed": 2, "submitted": 2, "refused": 2, "returned": 1, "withdrawn": 1,
    }  # fmt: skip
    amounts = {one.amount_yen for one in Decision.objects.filter(outcome="approved")}
    assert amounts == {400_000, 500_000, 600_000, 700_000}
    assert list(Grant.objects.order_by("pk").values_list("status", flat=True)) == [
        *["obliged"] * 7, "fixed", "fixed", "decided", "reported", "fixed", "claimed", "claimed", "obliged", "decided",
    ]  # fmt: skip
    assert fixed_unlike_their_inputs() == 0
    assert Counter(Application.objects.filter(status="proposed").values_list("waits_for", flat=True)) == {
        "section_head": 1, "division_head": 1,
    }  # fmt: skip
    assert [Stamp.objects.filter(application__status=one).count() for one in ("approved", "refused")] == [62, 4]
    assert checks.decisions_unlike_their_inputs() == checks.decided_without_decision() == 0
    trials.fill(town=in_ina, staff=staff, by=system("demo.load"), at=at)
    found = result_of(Trial.objects.get())
    assert found.differences == []
    assert [found.totals.counts[one] for one in (Change.NEWLY, Change.MORE, Change.LESS, Change.SAME)] == [1, 1, 15, 1]
    assert found.totals.difference_yen == -1_000_000
    assert len(found.districts) == len(schemes.DISTRICTS)


@time_machine.travel(datetime(2029, 4, 1, 14, tzinfo=JST))
def test_who_applied_before_the_year_began_is_paid_from_its_line(
    in_ina: Organization, officer: Member, head: Member
) -> None:
    """In spring most have applied in the year before; ages and the dates of cases are those of the day, whichever."""
    for role in schemes.STEPS[1:]:
        make_member(in_ina, role, "上司")
    staff, at = [officer.membership, head.membership], datetime.now(JST)
    for fill in (budgets.fill, schemes.fill):
        fill(town=in_ina, staff=staff, by=system("demo.load"), at=at)
    assert Counter(Grant.objects.values_list("fiscal_year", flat=True))[2028] > len(schemes.BEFORE)
    assert Counter(Application.objects.values_list("status", flat=True))["approved"] == 16
    assert checks.decisions_unlike_their_inputs() == 0
