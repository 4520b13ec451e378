"""What it costs to give a stay up, shown before anybody presses."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from kayoi.engines.procedures.rules.questions import typed
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.rules.prices import Price, Settled, quote, refund_on_cancel
from kayoi.programmes.stays.rules.spans import Stay as Days
from kayoi.programmes.stays.selectors.offers import adopted_rules_of
from kayoi.programmes.stays.states import ChargeKind, StayStatus

PAID_IN = (ChargeKind.FEE, ChargeKind.DEPOSIT)


@dataclass(frozen=True)
class Cancelling:
    """The fee of cancelling on a day, line by line, and what goes back of what was paid.

    `fee_yen` is None where the ruleset cannot tell yet: then the town decides.
    """

    price: Price | None
    fee_yen: int | None
    settled: Settled | None


def cancelling(stay: Stay, *, on: date, reason: str = "") -> Cancelling:
    """Return what giving a stay up on a day costs; what nobody has allowed yet costs nothing."""
    rules = adopted_rules_of(stay.room.house.cancel_rule) if stay.status == StayStatus.ALLOWED else None
    paid = _paid(stay)
    if rules is None:
        return Cancelling(None, 0, refund_on_cancel(paid_yen=paid, fee_yen=0))
    known = {
        "cancel.on": on.isoformat(), "charge.price_yen": stay.price_yen, "stay.persons": stay.persons,
        "charge.rate_yen": stay.room.house.rate_yen,
    } | ({"cancel.reason": reason} if reason else {})  # fmt: skip
    price = quote(rules, Days(stay.arrives_on, stay.leaves_on), typed(known, rules.facts), on=on)
    fee = price.total_yen
    return Cancelling(price, fee, None if fee is None else refund_on_cancel(paid_yen=paid, fee_yen=fee))


def _paid(stay: Stay) -> int:
    """Return what was paid for a stay, deposit included, less what has gone back."""
    paid = Q(paid_on__isnull=False)
    sums = stay.charges.filter(paid).aggregate(
        had=Sum("amount_yen", filter=Q(kind__in=PAID_IN)),
        back=Sum("amount_yen", filter=Q(kind__in=[ChargeKind.REFUND, ChargeKind.DEPOSIT_BACK])),
    )
    return (sums["had"] or 0) - (sums["back"] or 0)
