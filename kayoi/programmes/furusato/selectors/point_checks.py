"""Checks of points for `manage.py verify`: how many rows of the open organization are not sound."""

from collections import Counter

from django.db.models import Q, Sum

from kayoi.engines.ledger.models import Account, Transfer
from kayoi.engines.ledger.states import Measure
from kayoi.programmes.furusato.models import BenefitUse, PointsEarned
from kayoi.programmes.furusato.selectors.points import account_key
from kayoi.programmes.furusato.states import BENEFIT_USE, EXPIRED, ISSUED, POINTS_EARNED, SPENT, UseStatus

OF_TOWN = [account_key(name) for name in (ISSUED, SPENT, EXPIRED)]


def points_unlike_ledger() -> int:
    """Count earnings and uses whose points are not what passed in the ledger, and what people have unlike the rest."""
    earned, spent = _passed(POINTS_EARNED, ISSUED), _passed(BENEFIT_USE, SPENT)
    rows = PointsEarned.objects.values_list("pk", "points", "set_off", "taken")
    wrong = sum(-earned[str(pk)] != points - set_off - taken for pk, points, set_off, taken in rows)
    uses = BenefitUse.objects.filter(Q(points__gt=0) | Q(pk__in=map(int, spent)))
    wrong += sum(
        spent[str(one.pk)] != (0 if one.status == UseStatus.REVERSED or _is_short(one) else one.points) for one in uses
    )
    return wrong + (outstanding() != -_balance(OF_TOWN))


def outstanding() -> int:
    """Return what all people together have (未使用の残高)."""
    people = Account.objects.filter(key__startswith=account_key("of:"))
    return int(people.aggregate(total=Sum("balance", default=0))["total"])


def _passed(cause: str, name: str) -> Counter[str]:
    """Return what has come into the town's account, less what has gone out, by what caused it."""
    found: Counter[str] = Counter()
    rows = Transfer.objects.filter(cause=cause, debit__measure=Measure.POINT)
    for reference, debit, amount in rows.values_list("reference", "debit__key", "amount"):
        found[reference] += amount if debit == account_key(name) else -amount
    return found


def _is_short(use: BenefitUse) -> bool:
    return "furusato.use_not_covered" in use.beyond.split()


def _balance(keys: list[str]) -> int:
    return int(Account.objects.filter(key__in=keys).aggregate(total=Sum("balance", default=0))["total"])
