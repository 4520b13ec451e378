"""What passes between accounts: once, whole, never more than there is; reversed by its opposite."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kayoi.engines.ledger import selectors, services
from kayoi.engines.ledger.models import Account, Transfer
from kayoi.engines.ledger.selectors import checks
from kayoi.engines.ledger.services.accounts import UnableToClose
from kayoi.engines.ledger.states import Measure
from kayoi.engines.ledger.tests.factories import make_budget
from kayoi.engines.ledger.tests.test_rules import ON, state, table
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date

pytestmark = pytest.mark.usefixtures("in_ina")
BY = system("test")


@pytest.fixture
def budget(in_ina: Organization, at: datetime) -> Account:
    return make_budget(1_000, by=BY, at=at)


@pytest.fixture
def paid(budget: Account, at: datetime) -> Account:
    return services.open_account(key="paid", label="支出済み", by=BY, at=at)


def pay(budget: Account, paid: Account, amount: int, key: str, at: datetime) -> int:
    return services.transfer(
        debit=paid.pk, credit=budget.pk, amount=amount, key=key, cause="test", reference="1", on=local_date(at), by=BY,
        at=at,
    )  # fmt: skip


def reason(error: pytest.ExceptionInfo[services.UnableToTransfer]) -> list[tuple[str, dict[str, str]]]:
    return [(one.code, dict(one.params)) for one in error.value.verdict.reasons]


def balances() -> dict[str, int]:
    return dict(Account.objects.values_list("key", "balance"))


@pytest.mark.parametrize(("amount", "left"), [(1, 999), (999, 1), (1_000, 0)])
def test_what_is_there_passes(budget: Account, paid: Account, at: datetime, amount: int, left: int) -> None:
    pay(budget, paid, amount, "a", at)
    assert balances() == {"source": -1_000, "budget": left, "paid": amount}
    assert (checks.balances_unlike_transfers(), checks.held_unlike_holds(), checks.unbalanced()) == (0, 0, 0)


def test_more_than_there_is_does_not_pass_and_leaves_nothing(budget: Account, paid: Account, at: datetime) -> None:
    with pytest.raises(services.UnableToTransfer) as refused:
        pay(budget, paid, 1_001, "a", at)
    assert reason(refused) == [("ledger.not_enough", {"left": "1,000", "amount": "1,001"})]
    assert (balances()["paid"], Transfer.objects.count()) == (0, 1)


def test_the_same_key_is_one_transfer_and_another_one_is_a_mistake(
    budget: Account, paid: Account, at: datetime
) -> None:
    first = pay(budget, paid, 400, "a", at)
    assert pay(budget, paid, 400, "a", at) == first
    assert balances()["budget"] == 600
    with pytest.raises(services.KeyReused):
        pay(budget, paid, 401, "a", at)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_and_less_than_nothing_are_refused(budget: Account, paid: Account, at: datetime, amount: int) -> None:
    with pytest.raises(services.UnableToTransfer):
        pay(budget, paid, amount, "a", at)


def test_accounts_of_two_measures_do_not_fit(budget: Account, at: datetime) -> None:
    points = services.open_account(key="points", label="ポイント", measure=Measure.POINT, by=BY, at=at)
    with pytest.raises(services.UnableToTransfer) as refused:
        pay(budget, points, 1, "a", at)
    assert reason(refused) == [("ledger.do_not_fit", {})]


@pytest.mark.parametrize("row", table("may_transfer"))
def test_the_database_decides_as_the_rule_does(in_ina: Organization, at: datetime, row: dict[str, str]) -> None:
    """The function that writes compares for itself; what it refuses the rule explains."""
    measure = next(one for one in Measure if one.value == row["measure"])
    other = services.open_account(key="other", label="勘定", measure=measure, least=None, by=BY, at=at)
    one, limits = services.open_account(key="one", label="勘定", by=BY, at=at), state(row)
    balance = limits.free + 5
    Account.objects.filter(pk=one.pk).update(balance=balance, held=5, least=limits.least, closed_on=limits.closed_on)
    why: list[str] = []
    try:
        services.transfer(
            debit=other.pk, credit=one.pk, amount=int(row["amount"]), key="a", cause="test", reference="1", on=ON,
            by=BY, at=at,
        )  # fmt: skip
    except services.UnableToTransfer as refused:
        why = [reason.code for reason in refused.verdict.reasons]
    assert why == [code for code in [row["why"]] if code]
    assert (Account.objects.get(pk=one.pk).balance == balance) is bool(why)


def test_an_account_to_itself_does_not_fit(budget: Account, at: datetime) -> None:
    with pytest.raises(services.UnableToTransfer):
        pay(budget, budget, 1, "a", at)


def test_what_is_held_does_not_pass_to_others(budget: Account, paid: Account, at: datetime) -> None:
    held = services.hold(account=budget.pk, amount=700, key="h", cause="test", reference="1", by=BY, at=at)
    assert services.hold(account=budget.pk, amount=700, key="h", cause="test", reference="1", by=BY, at=at) == held
    with pytest.raises(services.UnableToTransfer) as refused:
        pay(budget, paid, 301, "a", at)
    assert reason(refused)[0][1]["left"] == "300"
    with pytest.raises(services.UnableToTransfer):
        services.hold(account=budget.pk, amount=301, key="i", cause="test", reference="1", by=BY, at=at)
    services.take_hold(held=held, debit=paid.pk, amount=650, key="t", on=local_date(at), by=BY, at=at)
    assert balances() == {"source": -1_000, "budget": 350, "paid": 650}
    assert Account.objects.get(key="budget").held == 0
    with pytest.raises(services.UnableToTransfer):
        services.take_hold(held=held, debit=paid.pk, amount=701, key="u", on=local_date(at), by=BY, at=at)


def test_holds_lapse_at_their_time_and_not_before(budget: Account, at: datetime) -> None:
    over = at + timedelta(hours=1)
    services.hold(account=budget.pk, amount=700, key="h", cause="t", reference="1", expires_at=over, by=BY, at=at)
    assert services.lapse_holds(by=BY, at=over - timedelta(seconds=1)) == 0
    assert services.lapse_holds(by=BY, at=over) == 1
    assert Account.objects.get(key="budget").free == 1_000


def test_a_transfer_is_reversed_once_by_its_opposite(budget: Account, paid: Account, at: datetime) -> None:
    original = Transfer.objects.get(pk=pay(budget, paid, 400, "a", at))
    day = local_date(at)
    back = services.reverse(original=original, key="b", cause="t", reference="1", on=day, by=BY, at=at)
    assert services.reverse(original=original, key="b", cause="t", reference="1", on=day, by=BY, at=at) == back
    assert balances()["budget"] == 1_000
    with pytest.raises(services.UnableToTransfer) as refused:
        services.reverse(original=original, key="c", cause="t", reference="1", on=day, by=BY, at=at)
    assert reason(refused) == [("ledger.reversed_before", {})]


def test_the_database_refuses_what_the_service_would(budget: Account, at: datetime) -> None:
    with pytest.raises(IntegrityError, match="ledger_not_overdrawn"), transaction.atomic():
        Account.objects.filter(pk=budget.pk).update(balance=-1)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Transfer.objects.update(amount=1)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Transfer.objects.all().delete()


def test_statements_and_balances_of_a_day(budget: Account, paid: Account, at: datetime) -> None:
    pay(budget, paid, 400, "a", at + timedelta(days=1))
    assert [row.amount for row in selectors.statement(budget)] == [1_000, 400]
    day = local_date(at)
    assert [selectors.balance_on(budget, day + timedelta(days=days)) for days in (-1, 0, 1)] == [0, 1_000, 600]
    assert set(selectors.accounts(["paid", "none"])) == {"paid"}


def test_closed_accounts_take_nothing_and_full_ones_do_not_close(budget: Account, paid: Account, at: datetime) -> None:
    with pytest.raises(UnableToClose):
        services.close_account(account=budget, by=BY, at=at)
    services.close_account(account=paid, by=BY, at=at)
    with pytest.raises(services.UnableToTransfer) as refused:
        pay(budget, paid, 1, "a", at)
    assert reason(refused) == [("ledger.closed", {})]


def test_a_transfer_is_one_statement(budget: Account, paid: Account, at: datetime) -> None:
    with CaptureQueriesContext(connection) as seen:
        pay(budget, paid, 1, "a", at)
    assert [query["sql"].partition("(")[0] for query in seen] == ["SELECT ledger_transfer"]
