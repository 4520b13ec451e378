"""Hold and book: several units in one transaction, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, connection, transaction

from kayoi.engines.reservations import rules
from kayoi.engines.reservations.models import Booking, Pool, Unit
from kayoi.engines.reservations.rules import Span, Taken
from kayoi.engines.reservations.selectors.locks import locked_units
from kayoi.engines.reservations.selectors.taken import facts_of, taken_around
from kayoi.engines.reservations.services.lapsing import lapse_in_the_way
from kayoi.engines.reservations.services.showing import show_free
from kayoi.engines.reservations.states import BookingStatus
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy import scope
from kayoi.kit.actor import Actor
from kayoi.kit.postgresql.base import whole_number
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Reason, Refused, verdict

# So far around a time the bookings of a pool count when its units are compared.
LOOKED_AROUND = timedelta(days=60)
TAKE_ONE: Final = f"SELECT reservations_take({', '.join(['%s'] * 15)})"
# What is known of a booking without being read; the rest is read when it is asked for.
KNOWN: Final = (
    "id", "organization_id", "unit_id", "starts_at", "ends_before", "persons", "status", "why", "lapses_at", "key",
    "number", "reference", "sequence", "continues_id", "booked_at", "changed_at",
)  # fmt: skip


class UnableToBook(Refused):
    """A time cannot be had; nothing of the request is kept."""


class KeyReused(Exception):
    """The key belongs to another request: a mistake of the caller, never of the user."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted: a unit, or any one of a pool, for a time (rules.nights for nights) and so many persons."""

    of: Unit | Pool
    span: Span
    persons: int = 1

    def may_be(self, booking: Booking) -> bool:
        """Tell whether a booking can be the answer to this request."""
        same = (booking.starts_at, booking.ends_before, booking.persons)
        wanted = (self.span.starts_at, self.span.ends_before, self.persons)
        return same == wanted and (isinstance(self.of, Pool) or booking.unit_id == self.of.pk)


def hold(
    *, requests: Sequence[Request], lapses_at: datetime | None, key: str, by: Actor, at: datetime
) -> list[Booking]:
    """Hold units until a moment (仮押さえする), or without end; a booking for each request, all or none.

    The same key twice is one request. Raises UnableToBook with all reasons, or KeyReused where the key was another's.
    """
    return _take(requests, status=BookingStatus.HELD, lapses_at=lapses_at, key=key, by=by, at=at)


def book(*, requests: Sequence[Request], key: str, by: Actor, at: datetime) -> list[Booking]:
    """Take units at once, without a hold before (予約する). Otherwise as `hold`."""
    return _take(requests, status=BookingStatus.CONFIRMED, lapses_at=None, key=key, by=by, at=at)


def _take(
    requests: Sequence[Request], *, status: BookingStatus, lapses_at: datetime | None, key: str, by: Actor, at: datetime
) -> list[Booking]:
    """Write at once where one unit is wanted and nothing is in the way; otherwise lock, look around, choose, write.

    Nothing is written where it is refused, but for holds that were over.
    """
    action = "reservations.hold" if status is BookingStatus.HELD else "reservations.book"
    if len(requests) == 1 and isinstance(requests[0].of, Unit):
        asked = (requests[0].of, requests[0].span, requests[0].persons, status, lapses_at, key)
        if made := _at_once(*asked, action=action, by=by, at=at):
            return [made]
    units = locked_units(
        ids=[one.of.pk for one in requests if isinstance(one.of, Unit)],
        pools=[one.of.pk for one in requests if isinstance(one.of, Pool)],
    )
    if known := _known(key, requests):
        return known
    chosen = _choose(requests, units, by=by, at=at)
    rows = [
        Booking(
            unit=unit, starts_at=one.span.starts_at, ends_before=one.span.ends_before, busy_before=busy,
            persons=one.persons, status=status, lapses_at=lapses_at, key=key, number=number,
            reference=new_reference(), booked_at=at, changed_at=at,
        )
        for number, (one, (unit, busy)) in enumerate(zip(requests, chosen, strict=True))
    ]  # fmt: skip
    if not _write(rows):
        if known := _known(key, requests):  # the same request at once, for other units of a pool
            return known
        raise UnableToBook(verdict([Reason("reservations.just_taken")]))
    written: list[audit.Changed] = [
        (row, {}, {"unit": row.unit_id, "starts_at": row.starts_at, "ends_before": row.ends_before}) for row in rows
    ]
    audit.record_each(action, written, by=by, at=at)
    show_free(units=units.values(), by=by, at=at)
    return rows


def _at_once(
    unit: Unit, span: Span, persons: int, status: BookingStatus, lapses_at: datetime | None, key: str, *, action: str,
    by: Actor, at: datetime,
) -> Booking | None:  # fmt: skip
    """Return the booking where nothing speaks against it, in one statement with its entry; otherwise nothing."""
    town, reference = scope.current().writable_id(), new_reference()
    asked: list[Any] = [unit.pk, span.starts_at, span.ends_before, persons, status.value, lapses_at, key, reference]
    whose = [by.kind, by.name, by.user_id, by.membership_id, by.person_id]
    if (pk := whole_number(TAKE_ONE, [*asked, at, action, *whose])) is None:
        return None
    values = [
        pk, town, unit.pk, span.starts_at, span.ends_before, persons, status.value, "", lapses_at, key, 0, reference, 0,
        None, at, at,
    ]  # fmt: skip
    booking = Booking.from_db(connection.alias, KNOWN, values)
    booking.unit = unit
    return booking


def _known(key: str, requests: Sequence[Request]) -> list[Booking]:
    known = list(Booking.objects.filter(key=key).order_by("number"))
    if known and not (
        len(known) == len(requests) and all(one.may_be(row) for one, row in zip(requests, known, strict=True))
    ):
        raise KeyReused(key)
    return known


def _choose(
    requests: Sequence[Request], units: dict[int, Unit], *, by: Actor, at: datetime
) -> list[tuple[Unit, datetime]]:
    """Return for each request the unit that is given and until when it is busy. Raises UnableToBook."""
    start = min(one.span.starts_at for one in requests) - LOOKED_AROUND
    end = max(one.span.ends_before for one in requests) + LOOKED_AROUND
    lapse_in_the_way(units=units, start=start, end=end, by=by, at=at)
    facts, taken = facts_of(units.values()), taken_around(units, start=start, end=end, at=at)
    chosen, against = [], list[Reason]()
    for one in requests:
        ids = [one.of.pk] if isinstance(one.of, Unit) else [pk for pk in units if units[pk].pool_id == one.of.pk]
        answers = {pk: rules.may_take(facts[pk], one.span, persons=one.persons, taken=taken.get(pk, ())) for pk in ids}
        free = {pk: rules.busy_before(one.span, facts[pk].measure, facts[pk].buffer) for pk in ids if answers[pk].met}
        if not free:
            answer = (
                answers[one.of.pk] if isinstance(one.of, Unit)
                else rules.none_of_pool(one.of.name, list(answers.values()))
            )  # fmt: skip
            against += answer.reasons
            continue
        unit = rules.best_fit({pk: taken.get(pk, ()) for pk in free}, one.span, max(free.values()))
        taken.setdefault(unit, []).append(Taken(one.span, free[unit]))
        chosen.append((units[unit], free[unit]))
    if against:
        raise UnableToBook(verdict(against))
    return chosen


def _write(rows: list[Booking]) -> bool:
    """Write all rows or none. The constraints are the last word; False where one of them speaks against it."""
    try:
        with transaction.atomic():
            Booking.objects.bulk_create(rows)
    except IntegrityError as error:
        if not any(name in str(error) for name in ("reservations_no_overlap", "reservations_sent_once")):
            raise
        return False
    return True
