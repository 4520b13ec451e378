"""Stays of the time before from an office's own table; times that another calendar has taken."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.rules import Span
from kayoi.engines.reservations.services import UnableToBlock
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.tokens import new_token, token_hash
from kayoi.programmes.stays.models import EarlierStay, House, Room


@dataclass(frozen=True)
class Earlier:
    """A row of a table of past stays. `number` tells two rows apart that say the same."""

    house: House
    arrives_on: date
    leaves_on: date
    persons: int
    prefecture: str = ""
    number: str = ""

    @property
    def key(self) -> str:
        """What makes it the same row when the table is brought again."""
        said = (self.house.pk, self.arrives_on, self.leaves_on, self.persons, self.prefecture, self.number)
        return hashlib.sha256("|".join(str(one) for one in said).encode()).hexdigest()


@transaction.atomic
def bring_earlier(*, rows: Sequence[Earlier], by: Actor, at: datetime) -> int:
    """Take past stays from a table (これまでの利用を取り込む), each once; return how many are new."""
    keys = {row.key: row for row in rows}
    known = set(EarlierStay.objects.filter(key__in=keys).values_list("key", flat=True))
    new = EarlierStay.objects.bulk_create(
        EarlierStay(
            house=row.house, arrives_on=row.arrives_on, leaves_on=row.leaves_on, persons=row.persons,
            prefecture=row.prefecture, key=key, brought_at=at,
        )
        for key, row in keys.items()
        if key not in known
    )  # fmt: skip
    changes: list[audit.Changed] = [(row, {}, {"house": row.house_id, "arrives_on": row.arrives_on}) for row in new]
    audit.record_each("stays.bring_earlier", changes, by=by, at=at)
    return len(new)


@dataclass(frozen=True)
class Closed:
    """A time that another calendar has taken, under the name that it has there."""

    uid: str
    span: Span


@transaction.atomic
def bring_closed(*, room: Room, times: Sequence[Closed], by: Actor, at: datetime) -> tuple[int, list[str]]:
    """Close a room in times that another calendar has taken (ほかの予定を利用できない期間にする), each once.

    Returns how many are new, and the references of bookings that are in the way of others; those are left out.
    """
    new, against = 0, []
    for one in times:
        digest = hashlib.sha256(f"{one.uid}|{one.span.starts_at}|{one.span.ends_before}".encode()).hexdigest()[:40]
        key = f"ical:{room.pk}:{digest}"
        if Booking.objects.filter(key=key).exists():
            continue
        try:
            reservations.block(units=[room.unit], span=one.span, why="ほかのカレンダーの予定", key=key, by=by, at=at)
            new += 1
        except UnableToBlock as refused:
            against += refused.bookings or [f"{one.span.first_day:%-m月%-d日}"]
    return new, against


@transaction.atomic
def make_feed(*, room: Room, by: Actor, at: datetime) -> str:
    """Give out a secret address of a room's calendar (カレンダーのアドレスを作る); an earlier one stops working."""
    token = new_token()
    Room.objects.filter(pk=room.pk).update(feed_hash=token_hash(token))
    audit.record("stays.make_feed", room, by=by, at=at)
    return token


@transaction.atomic
def revoke_feed(*, room: Room, by: Actor, at: datetime) -> None:
    """Stop the secret address of a room's calendar (カレンダーのアドレスを止める)."""
    Room.objects.filter(pk=room.pk).update(feed_hash="")
    audit.record("stays.revoke_feed", room, by=by, at=at)
