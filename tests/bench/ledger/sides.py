"""Budget lines and transfers in Kayoi and in django-hordak."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from random import Random
from typing import Any

LINES, PLENTY = 1_000, 10**12
AT, ON = datetime(2026, 11, 20, 1, 0, tzinfo=UTC), date(2026, 11, 20)
# One transfer of one yen, from a budget line out of so many to what is spent of another one.
Pay = Callable[[int, Random], None]


def fill_kayoi(count: int = LINES) -> None:
    """Open so many budget lines in Ina with plenty in them, and what is spent of each."""
    from kayoi.engines.ledger import services
    from kayoi.foundation.tenancy import scope
    from kayoi.foundation.tenancy.models import Organization
    from kayoi.kit.actor import system

    by, ina = system("bench"), Organization.objects.get(slug="ina")
    with scope.of_organization(ina.pk):
        source = services.open_account(key="bench-source", label="源", least=None, by=by, at=AT)
        budgets, _ = (
            [
                services.open_account(key=f"bench-{kind}-{number:04d}", label="勘定", by=by, at=AT)
                for number in range(count)
            ]
            for kind in ("budget", "spent")
        )
        for number, budget in enumerate(budgets):
            services.transfer(
                debit=budget.pk, credit=source.pk, amount=PLENTY, key=f"bench-{number}", cause="bench", reference="0",
                on=ON, by=by, at=AT,
            )  # fmt: skip


def pay_kayoi(client: str) -> Pay:
    """Pay by the service, as a request or a job does: in a scope of its own."""
    from kayoi.engines.ledger import services
    from kayoi.engines.ledger.models import Account
    from kayoi.foundation.tenancy import scope
    from kayoi.foundation.tenancy.models import Organization
    from kayoi.kit.actor import system

    by, ina, numbers = system("bench"), Organization.objects.get(slug="ina").pk, count()
    with scope.of_organization(ina):
        budgets, spent = (
            list(Account.objects.filter(key__startswith=f"bench-{kind}-").order_by("key").values_list("pk", flat=True))
            for kind in ("budget", "spent")
        )

    def pay(lines: int, chance: Random) -> None:
        with scope.of_organization(ina):
            services.transfer(
                debit=spent[chance.randrange(lines)], credit=budgets[chance.randrange(lines)], amount=1,
                key=f"{client}-{next(numbers)}", cause="bench", reference="1", on=ON, by=by, at=AT,
            )  # fmt: skip

    return pay


def fill_hordak() -> None:
    """Make the tables of django-hordak, and as many accounts."""
    from django.core.management import call_command
    from hordak.models import Account

    call_command("migrate", verbosity=0)
    for kind in ("budget", "spent"):
        for number in range(LINES):
            Account.objects.create(name=f"{kind}-{number:04d}", type="AS", currencies=["JPY"])


def pay_hordak(client: str) -> Pay:
    """Pay as its documentation does."""
    from django.db import transaction
    from djmoney.money import Money

    budgets, spent = _accounts_of_hordak()

    def pay(lines: int, chance: Random) -> None:
        with transaction.atomic():
            budgets[chance.randrange(lines)].transfer_to(
                spent[chance.randrange(lines)], Money(1, "JPY"), description=client
            )

    return pay


def pay_hordak_looking(client: str) -> Pay:
    """Pay only what is there: lock the account and add its balance up first."""
    from django.db import transaction
    from djmoney.money import Money
    from hordak.models import Account

    budgets, spent = _accounts_of_hordak()

    def pay(lines: int, chance: Random) -> None:
        with transaction.atomic():
            credit = Account.objects.select_for_update(no_key=True).get(pk=budgets[chance.randrange(lines)].pk)
            yen = Money(1, "JPY")
            if credit.get_balance()["JPY"] + Money(PLENTY, "JPY") >= yen:
                credit.transfer_to(spent[chance.randrange(lines)], yen, description=client)

    return pay


def _accounts_of_hordak() -> list[list[Any]]:
    from hordak.models import Account

    return [list(Account.objects.filter(name__startswith=kind).order_by("name")) for kind in ("budget", "spent")]


FILLS = {"kayoi": fill_kayoi, "hordak": fill_hordak}
PAYS = {"kayoi": pay_kayoi, "hordak": pay_hordak, "looking": pay_hordak_looking}
