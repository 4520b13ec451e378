"""Open and close accounts."""

from datetime import date, datetime

from django.db import transaction

from kayoi.engines.ledger.models import Account
from kayoi.engines.ledger.states import Measure
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict


class UnableToClose(Refused):
    """Something is left in the account, or spoken for."""


@transaction.atomic
def open_account(
    *, key: str, label: str, measure: Measure = Measure.YEN, least: int | None = 0, on: date | None = None, by: Actor,
    at: datetime,
) -> Account:  # fmt: skip
    """Open an account (勘定を開く), or return the one that has the key. `least` None: it may go below zero."""
    account, made = Account.objects.get_or_create(
        key=key,
        defaults={"label": label, "measure": measure, "least": least, "opened_on": on or local_date(at)},
    )
    if made:
        audit.record("ledger.open", account, by=by, at=at, after={"key": key, "least": least})
    return account


@transaction.atomic
def close_account(*, account: Account, by: Actor, at: datetime) -> None:
    """Close an account that is empty (勘定を閉じる). Raises UnableToClose."""
    row = Account.objects.select_for_update().get(pk=account.pk)
    if row.balance or row.held:
        raise UnableToClose(verdict([Reason("ledger.not_empty", {"left": f"{row.balance:,}"})]))
    audit.change(row, {"closed_on": local_date(at)}, version=None, by=by, at=at)
