"""Hand talk about a price to whom it belongs: the town has no part in it."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.selectors.seekers import broker_of
from kayoi.programmes.homes.services.telling_brokers import tell_broker_price_talk
from kayoi.programmes.homes.states import HOME


@transaction.atomic
def hand_to_broker(*, home: Home, by: Actor, at: datetime) -> bool:
    """Tell the broker that somebody wants to talk about the price (価格の相談を取り次ぐ): no sum, no name.

    False where no broker can be mailed: staff then call the broker, or tell both sides whom they may ask.
    """
    broker = broker_of(home)
    audit.record("homes.hand_to_broker", home, by=by, at=at, after={"broker": broker})
    if broker is not None and broker.email:
        tell_broker_price_talk(home=home, broker=broker, by=by, at=at)
        return True
    whom = (
        f"{broker.name}({broker.phone})に電話で" if broker else "取扱業者がいないので、宅建協会などの相談先を所有者に"
    )
    followups.plan_follow_up(
        title=f"{home.number}: 価格の相談があることを{whom}伝える(金額は伝えない)",
        due_on=local_date(at),
        cause=HOME,
        reference=str(home.pk),
        by=by,
        at=at,
    )
    return False
