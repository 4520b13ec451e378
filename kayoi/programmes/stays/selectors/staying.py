"""What a stay still owes when it begins or ends, and what goes back of its price when it ends early."""

from datetime import date

from django.db.models import Sum

from kayoi.engines.procedures.rules.questions import typed
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.rules.prices import quote
from kayoi.programmes.stays.rules.spans import Stay as Days
from kayoi.programmes.stays.rules.staying import IN_ADVANCE
from kayoi.programmes.stays.selectors.offers import adopted_rules_of
from kayoi.programmes.stays.states import ChargeKind

LEFT_EARLY = "cancel.left_early"


def unpaid_yen(stay: Stay) -> int:
    """Return what was asked for in advance and has not been paid."""
    rows = stay.charges.filter(kind__in=IN_ADVANCE, paid_on=None)
    return rows.aggregate(sum=Sum("amount_yen"))["sum"] or 0


def deposit_held_yen(stay: Stay) -> int:
    """Return what of a deposit was paid and has not gone back."""
    sums = dict(stay.charges.exclude(paid_on=None).values_list("kind").annotate(sum=Sum("amount_yen")).order_by())
    back = stay.charges.filter(kind=ChargeKind.DEPOSIT_BACK).aggregate(sum=Sum("amount_yen"))["sum"] or 0
    return int(sums.get(ChargeKind.DEPOSIT, 0)) - int(back)


def refund_yen(stay: Stay, *, on: date) -> int:
    """Return what of the price goes back to who leaves early: nothing, unless the town's ruleset speaks of it."""
    rules = adopted_rules_of(stay.room.house.cancel_rule)
    if rules is None or LEFT_EARLY not in rules.facts or stay.price_yen is None:
        return 0
    known = {
        LEFT_EARLY: True, "cancel.on": on.isoformat(), "cancel.reason": "own", "charge.price_yen": stay.price_yen,
        "stay.persons": stay.persons, "charge.rate_yen": stay.room.house.rate_yen,
    }  # fmt: skip
    fee = quote(rules, Days(stay.arrives_on, stay.leaves_on), typed(known, rules.facts), on=on).total_yen
    return 0 if fee is None else max(stay.price_yen - fee, 0)
