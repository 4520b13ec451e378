"""What is asked for a stay, what was paid, why less is asked. Kayoi takes no money: the town's own desk does."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import Charge, Stay
from kayoi.programmes.stays.rules.charging import kept_less, may_relieve
from kayoi.programmes.stays.selectors.own import deposit_now, locked, price_now, stored_facts
from kayoi.programmes.stays.states import STAY, ChargeKind, PaidBy, Relief, StayStatus

LOOK_WITHIN_DAYS = 3


class UnableToCharge(Refused):
    """The stay is not at that point, or the money does not come out."""


@transaction.atomic
def charge(*, stay: Stay, kind: ChargeKind, amount_yen: int, words: str, by: Actor, at: datetime) -> Charge:
    """Note that something is asked for a stay, or goes back (請求・還付を記録する), with the day by which it is due."""
    due_on = local_date(at) + timedelta(days=stay.room.house.pay_within_days)
    row = Charge.objects.create(
        stay=stay, kind=kind, amount_yen=amount_yen, words=words, due_on=due_on, made_at=at
    )  # fmt: skip
    audit.record("stays.charge", row, by=by, at=at, after={"kind": kind, "amount_yen": amount_yen, "due_on": due_on})
    return row


@transaction.atomic
def charge_allowed(*, stay: Stay, by: Actor, at: datetime) -> None:
    """Ask for the price and the deposit of a stay that was allowed (許可に伴い請求する)."""
    deposit = deposit_now(stay, on=local_date(at))
    for kind, yen in ((ChargeKind.FEE, stay.price_yen), (ChargeKind.DEPOSIT, deposit)):
        if yen:
            charge(stay=stay, kind=kind, amount_yen=yen, words=stay.room.house.name, by=by, at=at)


@transaction.atomic
def note_payment(*, charge: Charge, paid_on: date, paid_by: PaidBy, note: str = "", by: Actor, at: datetime) -> None:
    """Note when and how something was paid (支払いを記録する). Raises UnableToCharge for what is noted already."""
    row = Charge.objects.select_for_update(of=("self",)).get(pk=charge.pk)
    if row.paid_on is not None:
        raise UnableToCharge(verdict([Reason("stays.paid_before")]))
    audit.change(row, {"paid_on": paid_on, "paid_by": paid_by, "note": note}, version=None, by=by, at=at)


@transaction.atomic
def take_payment_back(*, charge: Charge, why: str, by: Actor, at: datetime) -> None:
    """Take a note of a payment back that was a mistake (支払いの記録を取り消す)."""
    audit.change(charge, {"paid_on": None, "paid_by": "", "note": ""}, version=None, by=by, at=at, why=why)


@transaction.atomic
def relieve(
    *, stay: Stay, relief: Relief, article: str, why: str, amount_yen: int | None = None, by: Actor, at: datetime
) -> None:
    """Ask less for a stay, or nothing, by an article and with a reason (減額・免除する).

    The ruleset says how much; where it does not know the ground, `amount_yen` does. What was paid beyond goes back.
    Raises UnableToCharge.
    """
    row = locked(stay)
    before = row.price_yen
    fields = {"relief": relief, "relief_article": article, "relief_why": why}
    audit.change(row, fields, version=None, by=by, at=at, why=why)
    price = price_now(row, facts=stored_facts(row), on=local_date(at))
    by_rule: int | None = price["price_yen"]
    answer = may_relieve(
        StayStatus.of(row.status), relief=relief, before_yen=before, by_rule_yen=by_rule, amount_yen=amount_yen
    )
    if answer.refused:
        raise UnableToCharge(answer)
    assert before is not None
    if amount_yen is not None and price["price"] is not None:
        price = _by_hand(price["price"], less=(by_rule or 0) - amount_yen, stay=row)
    audit.change(row, price, version=None, by=by, at=at, why=why)
    adjust(stay=row, before_yen=before, words=f"減免({article})", by=by, at=at)


@transaction.atomic
def price_again(*, stay: Stay, why: str, by: Actor, at: datetime) -> None:
    """Work the price of a stay out anew (料金を計算し直す): other days, house or people.

    What was let off by hand stays let off, and staff are asked whether that is still right.
    """
    kept = stay.price
    price = price_now(stay, facts=stored_facts(stay), on=local_date(at))
    less = -sum(line["yen"] for line in kept["lines"] if line.get("by_hand")) if kept else 0
    if less and kept is not None and price["price"] is not None:
        before = kept["total_yen"] + less
        price = _by_hand(
            price["price"], less=kept_less(less, before_yen=before, after_yen=price["price_yen"]), stay=stay
        )
        file = stay.case_file
        assert file is not None
        followups.plan_follow_up(
            title=f"料金が変わりました。減免を見直す: {stay.room.house.name}", case_file=file, owner=file.assigned_to,
            due_on=business_days_later(local_date(at), LOOK_WITHIN_DAYS), cause=STAY, reference=str(stay.pk),
            by=by, at=at,
        )  # fmt: skip
    audit.change(stay, price, version=None, by=by, at=at, why=why)


def _by_hand(kept: dict[str, Any], *, less: int, stay: Stay) -> dict[str, Any]:
    article = stay.relief_article
    line = {
        "what": {"ja": f"減免({article})", "en": f"Reduction ({article})"}, "how": {"ja": "", "en": ""}, "yen": -less,
        "from_on": stay.arrives_on.isoformat(), "source": article, "by_hand": True,
    }  # fmt: skip
    total = (kept["total_yen"] or 0) - less
    return {"price": kept | {"lines": [*kept["lines"], line], "total_yen": total}, "price_yen": total}


@transaction.atomic
def adjust(*, stay: Stay, before_yen: int | None, words: str, by: Actor, at: datetime) -> None:
    """Ask for what a stay costs more than before, or give back what it costs less (請求を合わせる).

    What is not paid yet is asked for anew, in one sum; nothing is asked before a stay is allowed.
    """
    if stay.status == StayStatus.ASKED or before_yen is None or stay.price_yen is None:
        return
    difference = stay.price_yen - before_yen
    waiting = stay.charges.filter(kind=ChargeKind.FEE, paid_on=None).order_by("-made_at", "-pk").first()
    if waiting is not None:
        left = waiting.amount_yen + difference
        audit.record("stays.drop_charge", waiting, by=by, at=at, why=words, before={"amount_yen": waiting.amount_yen})
        waiting.delete()
        difference = left
    if difference:
        kind = ChargeKind.FEE if difference > 0 else ChargeKind.REFUND
        charge(stay=stay, kind=kind, amount_yen=abs(difference), words=words, by=by, at=at)
