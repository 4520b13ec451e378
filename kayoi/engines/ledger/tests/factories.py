"""Accounts for tests."""

from datetime import datetime

from kayoi.engines.ledger import services
from kayoi.engines.ledger.models import Account
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date


def make_budget(amount: int, *, held: int = 0, key: str = "budget", by: Actor, at: datetime) -> Account:
    """Return an account that is never overdrawn, with so much in it, of which some is held."""
    source = services.open_account(key="source", label="予算の源", least=None, by=by, at=at)
    budget = services.open_account(key=key, label="予算", by=by, at=at)
    services.transfer(
        debit=budget.pk, credit=source.pk, amount=amount, key=f"{key}-given", cause="test", reference="1",
        on=local_date(at), by=by, at=at,
    )  # fmt: skip
    if held:
        services.hold(account=budget.pk, amount=held, key=f"{key}-held", cause="test", reference="1", by=by, at=at)
    budget.refresh_from_db()
    return budget
