"""加算金: paid on a refund from the day of the receipt on, where the scheme asks for it; split as what was paid."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kayoi.engines.procedures.models import Letter, Procedure
from kayoi.engines.procedures.selectors.letters import letter_pdf
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import BudgetEntry, Grant, Recovery
from kayoi.programmes.schemes.selectors.budget import checks as budget_checks
from kayoi.programmes.schemes.selectors.recovery import checks
from kayoi.programmes.schemes.selectors.recovery.recoveries import owed
from kayoi.programmes.schemes.selectors.recovery.returned import returned_in
from kayoi.programmes.schemes.services import grants, recovery
from kayoi.programmes.schemes.states.budget import Payer
from kayoi.programmes.schemes.tests.budgets import make_line
from kayoi.programmes.schemes.tests.factories import LINK
from kayoi.programmes.schemes.tests.grants import make_claim, make_fixed, make_grant, make_terms
from kayoi.programmes.schemes.tests.recoveries import make_demanded, make_recovery, receive
from kayoi.programmes.schemes.tests.services.test_money import pay
from tests.cast import Member

PAID = 600_000
TERMS: dict[str, Any] = {"surcharge_percent": "10.95", "surcharge_source": "規則第19条第1項"}


@pytest.fixture
def row(in_ina: Organization, officer: Member, head: Member, at: datetime) -> Recovery:
    """A refund of what was paid on 20 November 2026, half by 国, a quarter by 県."""
    procedure: Procedure = make_procedure(at=at)
    make_terms(procedure, by=head.actor, at=at, **TERMS)
    make_line(1_000_000, at=at, procedure=procedure)
    grant = make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    make_fixed(in_ina, grant, by=officer.actor, head=head.actor, at=at)
    claim = make_claim(in_ina, grant, at=at)
    grants.check_claim(claim=claim, by=officer.actor, at=at)
    pay(claim, grants.Sender(in_ina, LINK), officer, head, at=at)
    return make_recovery(Grant.objects.get(), on=local_date(at), by=officer.actor, at=at)


def test_it_grows_with_what_is_held_and_is_split_as_what_was_paid(
    row: Recovery, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    make_demanded(in_ina, row, PAID, by=officer.actor, head=head.actor, at=at)
    letter = Letter.objects.latest("pk")
    assert "年10.95パーセントの割合で計算した加算金(規則第19条第1項)" in letter.values["surcharge"]
    # From 20 November to 10 December, both counted: 21 days.
    assert letter.values["surcharge_then"] == "金3,780円"
    assert letter_pdf(letter).startswith(b"%PDF")
    receive(row, 200_000, on=date(2026, 11, 29), by=head.actor, at=at + timedelta(days=9))
    assert owed(row, on=date(2026, 11, 29)).added_yen == 1_800
    receive(row, 400_000, on=date(2026, 12, 9), by=head.actor, at=at + timedelta(days=19))
    left = owed(row, on=date(2027, 3, 1))
    assert (row.status, left.rest_yen, left.surcharge_yen) == ("paid", 0, 1_800 + 1_200), "it grows no more"
    receive(row, 1_001, by=head.actor, at=at + timedelta(days=30))
    with pytest.raises(recovery.UnableToTake, match="more_than_due"):
        receive(row, 2_000, by=head.actor, at=at + timedelta(days=31))
    receive(row, 1_999, by=head.actor, at=at + timedelta(days=31))
    assert (row.status, row.surcharge_yen, row.interest_yen) == ("settled", 3_000, 0)
    entries = BudgetEntry.objects.filter(kind="surcharge")
    parts = [sum(entry.parts[payer] for entry in entries) for payer in Payer]
    assert parts == [1_500, 750, 0, 750]
    assert returned_in(2026).sum_yen == PAID + 3_000
    assert checks.received_unlike_repayments() == budget_checks.lines_unlike_ledger() == 0
    assert budget_checks.commitments_unlike_entries() == 0


def test_for_a_reason_none_is_asked(
    row: Recovery, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    make_demanded(
        in_ina, row, PAID, by=officer.actor, head=head.actor, at=at, no_surcharge=True, reason="入院のため",
    )  # fmt: skip
    assert (row.surcharge, Letter.objects.latest("pk").values["surcharge"]) == (None, "")
    receive(row, PAID, by=head.actor, at=at + timedelta(days=9))
    assert row.status == "settled"
