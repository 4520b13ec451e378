"""Whatever is given, spent, given back, taken back and run out at random: lots are the balance, never below zero."""

from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kayoi.engines.ledger import services
from kayoi.engines.ledger.models import Account, Lot
from kayoi.engines.ledger.selectors import checks
from kayoi.engines.ledger.services import UnableToTransfer
from kayoi.engines.ledger.tests.services.test_lots import BY, DAY, Purse
from tests.clock import NOW

RUNS = count(1)
STEP = st.tuples(
    st.sampled_from(["give", "spend", "back", "take", "night"]),
    st.integers(1, 60),
    st.integers(0, 20),
    st.integers(0, 9),
)


@pytest.mark.usefixtures("in_ina")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=5, max_size=30))
def test_lots_are_the_balance(steps: list[tuple[str, int, int, int]]) -> None:
    run = next(RUNS)
    purse, lots, spent, today, lacking = Purse(f"purse-{run}"), list[tuple[Lot, int]](), list[str](), DAY, 0
    for number, (what, amount, days, which) in enumerate(steps):
        key, today = f"{run}-{number}", today + timedelta(days=which % 3)
        with suppress(UnableToTransfer):
            if what == "give":
                lots.append((purse.give(amount, days=(today - DAY).days + days, key=key), amount))
            elif what == "spend":
                purse.spend(amount, key=key, on=today)
                spent.append(key)
            elif what == "back" and spent:
                purse.back(key=spent.pop(which % len(spent)), on=today)
            elif what == "take" and lots:
                lot, given_ = lots.pop(which % len(lots))
                why = services.Why(key, "p", "1", today)
                lacking = services.take_back(
                    lot=lot, accounts=[purse.mine], debit=purse.source, amount=given_, why=why, by=BY, at=NOW
                ).lacking
            elif what == "night":
                services.expire_lots(on=today, by=BY, at=NOW)
        assert lacking >= 0
        assert sum(purse.left) == purse.balance >= 0
        assert all(left >= 0 for left in purse.left)
    assert checks.lots_unlike_balances() == checks.balances_unlike_transfers() == checks.unbalanced() == 0
    assert Account.objects.get(pk=purse.mine).balance == purse.balance
