"""The demonstration has budgets of three years in Ina, and payments in every state, all of it sound."""

from collections import Counter
from datetime import datetime

from django.db.models import Sum

from kayoi.doors.demo.services import budgets, schemes
from kayoi.engines.ledger.selectors import checks as ledger
from kayoi.engines.procedures.models import Procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import Batch, BudgetLine, Grant, Payment
from kayoi.programmes.schemes.selectors.budget import checks
from kayoi.programmes.schemes.selectors.budget.left import left_of_each
from kayoi.programmes.schemes.selectors.budget.lines import budget_lines, totals_of
from kayoi.programmes.schemes.selectors.payments import checks as payments
from tests.cast import Member, make_member


def test_three_years_of_budgets(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    for role in schemes.STEPS[1:]:
        make_member(in_ina, role, "上司")
    staff = [officer.membership, head.membership]
    for fill in (budgets.fill, schemes.fill):
        fill(town=in_ina, staff=staff, by=system("demo.load"), at=at)
    assert Counter(BudgetLine.objects.values_list("fiscal_year", flat=True)) == {2024: 3, 2025: 3, 2026: 3}
    assert all(one.decided and one.left > 0 for one in totals_of(budget_lines(2026)))
    assert Counter(Batch.objects.values_list("status", flat=True)) == {"paid": 9, "made": 1}
    assert Counter(Payment.objects.values_list("status", flat=True)) == {"paid": 10, "batched": 2, "due": 3}
    assert checks.lines_unlike_ledger() == checks.commitments_unlike_entries() == ledger.unbalanced() == 0
    assert payments.batches_unlike_fingerprint() == payments.payments_unlike_batches() == 0


def test_grants_agree_with_their_budget_line(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    for role in schemes.STEPS[1:]:
        make_member(in_ina, role, "上司")
    staff = [officer.membership, head.membership]
    for fill in (budgets.fill, schemes.fill):
        fill(town=in_ina, staff=staff, by=system("demo.load"), at=at)
    procedure = Procedure.objects.get(key="wakamono-settling")
    for totals in totals_of(BudgetLine.objects.filter(procedure=procedure).select_related("free", "committed", "paid")):
        mine = Grant.objects.filter(fiscal_year=totals.line.fiscal_year)
        bound, paid = mine.aggregate(bound=Sum("decided_yen"), paid=Sum("paid_yen")).values()
        assert (totals.decided, totals.paid) == (bound, paid)
    left = left_of_each([procedure], on=local_date(at))[procedure.pk]
    assert left.yen == totals.left == 9_200_000 - bound
