"""Keys of houses: lent, and back again."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.homes.models import Home, KeyLoan
from kayoi.programmes.homes.services.queue import finish_waiting
from kayoi.programmes.homes.states import KEY


class UnableToLend(Refused):
    """The key is with somebody else."""


@transaction.atomic
def lend_key(*, home: Home, holder: str, due_on: date, by: Actor, at: datetime) -> KeyLoan:
    """Lend the key of a house (鍵を貸し出す); on the day it is due somebody looks for it. Raises UnableToLend."""
    try:
        with transaction.atomic():
            loan = KeyLoan.objects.create(home=home, holder=holder, lent_at=at, due_on=due_on)
    except IntegrityError as error:
        if "homes_one_key" not in str(error):
            raise
        raise UnableToLend(verdict([Reason("homes.key_is_out")])) from error
    audit.record("homes.lend_key", loan, by=by, at=at, after={"home": home, "due_on": due_on})
    followups.plan_follow_up(
        title=f"{home.number}: 鍵が戻ったか確かめる", due_on=due_on, cause=KEY, reference=str(loan.pk), by=by, at=at
    )
    return loan


@transaction.atomic
def return_key(*, loan: KeyLoan, by: Actor, at: datetime) -> None:
    """Take a key back (鍵の返却を記録する). Raises ChangedMeanwhile where it has been."""
    if not KeyLoan.objects.filter(pk=loan.pk, returned_at=None).update(returned_at=at):
        raise ChangedMeanwhile
    audit.record("homes.return_key", loan, by=by, at=at)
    finish_waiting(cause=KEY, reference=str(loan.pk), by=by, at=at)
