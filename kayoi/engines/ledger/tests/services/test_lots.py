"""Lots: given once, the nearest spent first, given back where they came from, run out once, never below zero."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kayoi.engines.ledger import selectors, services
from kayoi.engines.ledger.models import Account, Lot, LotMove, Transfer
from kayoi.engines.ledger.selectors import checks
from kayoi.engines.ledger.services import Given, UnableToTransfer, Why
from kayoi.engines.ledger.states import Measure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from tests.clock import NOW

BY = system("test")
DAY = date(2026, 11, 20)


class Purse:
    """Somebody's account, where its points come from and where they go."""

    def __init__(self, key: str = "mine") -> None:
        def account(name: str, least: int | None = 0) -> int:
            found = services.open_account(key=name, label=name, measure=Measure.POINT, least=least, by=BY, at=NOW)
            return found.pk

        self.mine, self.source = account(key), account("source", None)
        self.spent, self.expired = account("spent"), account("expired")

    def give(self, amount: int, *, days: int, key: str = "g") -> Lot:
        return services.give_lot(
            account=self.mine, credit=self.source, amount=amount, last_day=DAY + timedelta(days=days),
            over_to=self.expired, why=Why(key, "test", "1", DAY), by=BY, at=NOW,
        )  # fmt: skip

    def spend(self, amount: int, *, key: str = "s", on: date = DAY, also: int | None = None) -> None:
        services.spend_lots(
            accounts=[self.mine, *([also] if also else [])], debit=self.spent, amount=amount,
            why=Why(key, "test", "1", on), by=BY, at=NOW,
        )  # fmt: skip

    def back(self, *, key: str = "s", on: date = DAY) -> Given:
        return services.give_back(debit=self.spent, spent=key, why=Why(f"{key}:back", "test", "1", on), by=BY, at=NOW)

    def take(self, lot: Lot | None, amount: int, *, on: date = DAY) -> tuple[int, int]:
        back = services.take_back(
            lot=lot, accounts=[self.mine], debit=self.source, amount=amount, why=Why("t", "test", "1", on), by=BY,
            at=NOW,
        )  # fmt: skip
        return back.taken, back.lacking

    @property
    def left(self) -> list[int]:
        return list(Lot.objects.filter(account=self.mine).order_by("pk").values_list("left", flat=True))

    @property
    def balance(self) -> int:
        return Account.objects.get(pk=self.mine).balance


@pytest.fixture
def purse(in_ina: Organization) -> Purse:
    return Purse()


def sound() -> bool:
    return (checks.lots_unlike_balances(), checks.balances_unlike_transfers(), checks.unbalanced()) == (0, 0, 0)


def test_the_nearest_last_day_is_spent_first(purse: Purse) -> None:
    purse.give(50, days=300, key="far")
    purse.give(30, days=30, key="near")
    purse.spend(40)
    assert (purse.left, purse.balance) == ([40, 0], 40)
    assert sound()


def test_giving_and_spending_twice_is_once(purse: Purse) -> None:
    assert purse.give(50, days=30) == purse.give(50, days=30)
    purse.spend(20)
    purse.spend(20)
    assert (purse.left, purse.balance) == ([30], 30)


@pytest.mark.parametrize(("amount", "met"), [(50, True), (51, False), (0, False)])
def test_no_more_than_there_is(purse: Purse, amount: int, met: bool) -> None:
    purse.give(50, days=30)
    if met:
        purse.spend(amount)
        assert purse.left == [0]
    else:
        with pytest.raises(UnableToTransfer) as refused:
            purse.spend(amount)
        params = refused.value.verdict.reasons[0].params
        assert not amount or params == {"left": "50", "amount": "51"}
        assert purse.left == [50]


def test_what_is_over_is_not_spent_even_before_the_night(purse: Purse) -> None:
    purse.give(50, days=0)
    purse.spend(10)
    assert selectors.usable_by_account(["mine"], on=DAY) == {"mine": 40}
    tomorrow = DAY + timedelta(days=1)
    with pytest.raises(UnableToTransfer) as refused:
        purse.spend(10, key="late", on=tomorrow)
    assert refused.value.verdict.reasons[0].params["left"] == "0"
    assert selectors.usable_by_account(["mine"], on=tomorrow) == {}


def test_a_spending_taken_back_fills_the_lots_that_it_came_from(purse: Purse) -> None:
    purse.give(30, days=30, key="near")
    purse.give(50, days=300, key="far")
    purse.spend(40)
    assert purse.back() == Given(40, 0)
    assert purse.back() == Given(40, 0), "twice is once"
    assert purse.left == [30, 50]
    assert [lot.left for lot in selectors.lots_left(["mine"], on=DAY)] == [30, 50]
    assert sound()


def test_what_comes_back_too_late_is_said_and_runs_out(purse: Purse) -> None:
    purse.give(30, days=30, key="near")
    purse.give(50, days=300, key="far")
    purse.spend(40)
    later = DAY + timedelta(days=31)
    assert purse.back(on=later) == Given(40, 30)
    assert selectors.usable_by_account(["mine"], on=later) == {"mine": 50}
    services.expire_lots(on=later, by=BY, at=NOW)
    assert (purse.left, Account.objects.get(pk=purse.expired).balance) == ([0, 50], 30)
    assert sound()


def test_the_night_lets_run_out_once_and_not_a_day_early(purse: Purse) -> None:
    purse.give(30, days=30, key="near")
    purse.spend(10)
    last = DAY + timedelta(days=30)
    assert services.expire_lots(on=last, by=BY, at=NOW) == 0
    assert [services.expire_lots(on=last + timedelta(days=1), by=BY, at=NOW) for _ in range(2)] == [1, 0]
    assert (purse.balance, Account.objects.get(pk=purse.expired).balance) == (0, 20)
    assert sound()


def test_what_was_spent_is_lacking_when_it_is_taken_back(purse: Purse) -> None:
    lot = purse.give(100, days=30, key="one")
    purse.give(50, days=300, key="other")
    purse.spend(80)
    assert purse.take(lot, 100) == (70, 30), "20 of its own, 50 of the other"
    assert purse.take(lot, 100) == (70, 30), "twice is once"
    assert (purse.left, purse.balance) == ([0, 0], 0)
    assert sound()


def test_what_has_run_out_is_not_taken_back_again(purse: Purse) -> None:
    lot = purse.give(100, days=0, key="one")
    purse.spend(60)
    tomorrow = DAY + timedelta(days=1)
    services.expire_lots(on=tomorrow, by=BY, at=NOW)
    purse.give(50, days=300, key="other")
    assert purse.take(lot, 100, on=tomorrow) == (50, 10), "40 ran out, 50 of the other"
    assert sound()


def test_what_never_had_a_lot_is_taken_back_as_if_spent(purse: Purse) -> None:
    purse.give(30, days=30)
    assert purse.take(None, 50) == (30, 20)


def test_merged_people_spend_from_both_accounts(purse: Purse) -> None:
    other = Purse("other")
    purse.give(30, days=300, key="far")
    other.give(30, days=30, key="near")
    purse.spend(50, also=other.mine)
    purse.spend(50, also=other.mine)
    assert (purse.left, other.left) == ([10], [0])
    assert Transfer.objects.filter(debit=purse.spent).count() == 2
    assert sound()


def test_the_database_keeps_lots_above_zero_and_moves_as_they_are(purse: Purse) -> None:
    lot = purse.give(30, days=30)
    with pytest.raises(IntegrityError, match="ledger_lot_not_overdrawn"), transaction.atomic():
        Lot.objects.filter(pk=lot.pk).update(left=-1)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        LotMove.objects.update(amount=1)


def test_a_lot_unlike_its_account_is_found(purse: Purse) -> None:
    lot = purse.give(30, days=30)
    Lot.objects.filter(pk=lot.pk).update(left=29)
    assert checks.lots_unlike_balances() == 2, "the account, and the lot"
