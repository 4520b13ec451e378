"""Whatever passes, is held, taken and reversed at random: nothing is lost, made, or overdrawn."""

from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kayoi.engines.ledger import services
from kayoi.engines.ledger.models import Account, Hold, Transfer
from kayoi.engines.ledger.selectors import checks
from kayoi.engines.ledger.states import HoldStatus
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.moves import UnableToMove

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
RUNS = count(1)
BY, ON = system("property"), local_date(AT)
STEP = st.tuples(
    st.sampled_from(["transfer", "hold", "take", "release", "reverse"]),
    st.integers(0, 3), st.integers(0, 3), st.integers(1, 60), st.integers(0, 30),
)  # fmt: skip


@pytest.mark.usefixtures("in_ina")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=5, max_size=40))
def test_nothing_is_lost_made_or_overdrawn(in_ina: Organization, steps: list[tuple[str, int, int, int, int]]) -> None:
    run = next(RUNS)
    ids = [
        services.open_account(key=f"{run}-{number}", label="勘定", least=0 if number else None, by=BY, at=AT).pk
        for number in range(4)
    ]
    holds: list[Hold] = []
    for number, (what, one, other, amount, which) in enumerate(steps):
        key = f"{run}-{number}"
        try:
            if what == "transfer":
                services.transfer(
                    debit=ids[one], credit=ids[other], amount=amount, key=key, cause="p", reference="1", on=ON, by=BY,
                    at=AT,
                )  # fmt: skip
            elif what == "hold":
                holds.append(
                    services.hold(account=ids[one], amount=amount, key=key, cause="p", reference="1", by=BY, at=AT)
                )
            elif what == "reverse":
                made = list(Transfer.objects.filter(key__startswith=f"{run}-").order_by("pk"))
                if made:
                    original = made[which % len(made)]
                    services.reverse(original=original, key=key, cause="p", reference="1", on=ON, by=BY, at=AT)
            elif holds:
                held = holds[which % len(holds)]
                held.refresh_from_db()
                if what == "take":
                    services.take_hold(held=held, debit=ids[one], amount=amount, key=key, on=ON, by=BY, at=AT)
                else:
                    services.release_hold(held=held, by=BY, at=AT)
        except (services.UnableToTransfer, UnableToMove):
            pass
    rows = Account.objects.filter(pk__in=ids)
    assert sum(row.balance for row in rows) == 0
    assert all(row.least is None or row.free >= row.least for row in rows)
    assert all(row.held >= 0 for row in rows)
    assert checks.balances_unlike_transfers() == checks.held_unlike_holds() == checks.unbalanced() == 0
    open_holds = sum(held.amount for held in Hold.objects.filter(status=HoldStatus.HELD, account__in=ids))
    assert sum(row.held for row in rows) == open_holds
