"""The demonstration has budgets of three years in Ina, and payments in every state, all of it sound."""

from collections import Counter
from datetime import datetime

from kayoi.doors.demo.services import budgets
from kayoi.engines.ledger.selectors import checks as ledger
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.schemes.models import Batch, BudgetLine, Payment
from kayoi.programmes.schemes.selectors.budget import checks
from kayoi.programmes.schemes.selectors.budget.lines import budget_lines, totals_of
from kayoi.programmes.schemes.selectors.payments import checks as payments
from tests.cast import Member


def test_three_years_of_budgets(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    staff = [officer.membership, head.membership]
    budgets.fill(town=in_ina, staff=staff, by=system("demo.load"), at=at)
    assert Counter(BudgetLine.objects.values_list("fiscal_year", flat=True)) == {2024: 3, 2025: 3, 2026: 3}
    assert all(one.decided and one.left > 0 for one in totals_of(budget_lines(2026)))
    assert Counter(Batch.objects.values_list("status", flat=True)) == {"paid": 1, "made": 1}
    assert Counter(Payment.objects.values_list("status", flat=True)) == {"paid": 2, "batched": 2, "due": 2}
    assert checks.lines_unlike_ledger() == checks.commitments_unlike_entries() == ledger.unbalanced() == 0
    assert payments.batches_unlike_fingerprint() == payments.payments_unlike_batches() == 0
