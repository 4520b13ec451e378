"""Give a stay another room or other days: from the board, or because the town has to."""

from datetime import date, datetime

from django.db import transaction

from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.rules import Span
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.programmes.stays.models import Room, Stay
from kayoi.programmes.stays.selectors.own import locked
from kayoi.programmes.stays.services.changing import UnableToChangeStay
from kayoi.programmes.stays.services.charging import adjust, price_again
from kayoi.programmes.stays.states import StayStatus


@transaction.atomic
def move_stay(
    *, stay: Stay, room: Room, first: date, why: str, keeps_price: bool = False, by: Actor, at: datetime
) -> None:
    """Give a stay another room or first day (予約を移す), as long as before; one that goes on only another room, now.

    The price is worked out anew where days or house are others, unless the town has to move it. Raises
    UnableToChangeStay with the reasons, or UnableToMove; nothing has changed then.
    """
    row = locked(stay)
    house = row.room.house_id
    try:
        if row.status == StayStatus.STAYING:
            _rehouse(row, room, why=why, by=by, at=at)
            return
        booking, by_days = row.booking, first - row.booking.arrives_on
        span = Span(booking.starts_at + by_days, booking.ends_before + by_days)
        reservations.move(booking=booking, unit=room.unit, span=span, why=why, by=by, at=at)
    except reservations.UnableToChange as refused:
        raise UnableToChangeStay(refused.verdict) from refused
    days = {"arrives_on": row.arrives_on + by_days, "leaves_on": row.leaves_on + by_days}
    audit.change(row, {"room": room, **days}, version=None, by=by, at=at, why=why)
    if (by_days or room.house_id != house) and not keeps_price:
        before = row.price_yen
        fresh = locked(row)
        price_again(stay=fresh, why=why, by=by, at=at)
        adjust(stay=fresh, before_yen=before, words="予約の変更", by=by, at=at)


def _rehouse(stay: Stay, room: Room, *, why: str, by: Actor, at: datetime) -> None:
    if room.pk == stay.room_id:
        return
    new = reservations.rehouse(booking=stay.booking, unit=room.unit, moved_at=at, why=why, by=by, at=at)
    audit.change(stay, {"booking": new, "room": room}, version=None, by=by, at=at, why=why)
