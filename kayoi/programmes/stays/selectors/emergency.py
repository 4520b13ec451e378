"""What a room that is needed now would displace, and where those who are in the way could go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kayoi.engines.reservations.models import Booking, Unit
from kayoi.engines.reservations.rules import Span, busy_before, left_to_spend
from kayoi.engines.reservations.selectors import free_units
from kayoi.engines.reservations.states import BookingStatus, Measure
from kayoi.programmes.stays.models import Room, Stay, Tenancy
from kayoi.programmes.stays.selectors.board import rooms_on_board
from kayoi.programmes.stays.selectors.tenancies import head_leases_for, may_move_to, rows_to_show
from kayoi.programmes.stays.states import LIVED_IN
from kayoi.programmes.stays.states.tenancies import MOVABLE


@dataclass(frozen=True)
class Displaced:
    """A booking in the way: its stay or its tenancy, and the room to which it can go; None where there is none."""

    booking: Booking
    stay: Stay | None
    room: Room | None
    tenancy: Tenancy | None = None

    @property
    def can_be_cancelled(self) -> bool:
        """Whether the town may cancel it: nobody is put out who is there already, or to whom a home was promised."""
        return self.stay is not None and self.booking.is_movable


@dataclass(frozen=True)
class Plan:
    """What has to give way for a room: bookings, and days for making ready that are skipped."""

    displaced: Sequence[Displaced]
    readied: Sequence[Booking]

    @property
    def stuck(self) -> list[Displaced]:
        """Return those that have nowhere to go."""
        return [one for one in self.displaced if one.room is None]


def plan(room: Room, span: Span, *, at: datetime) -> Plan:
    """Return what a room for a time would displace, and to where: the same house first, the smallest that fits."""
    unit = room.unit
    busy = busy_before(span, Measure.of(unit.measure), unit.buffer)
    rows = Booking.objects.taking(at).filter(unit=unit, starts_at__lt=busy, busy_before__gt=span.starts_at)
    found = list(rows.select_related("unit").order_by("starts_at", "pk"))
    in_the_way = [one for one in found if one.ends_before > span.starts_at]
    stays = {
        stay.booking_id: stay
        for stay in Stay.objects.filter(booking__in=in_the_way).select_related(
            "room__house", "room__unit", "case_file", "application__case_file", "booking"
        )
    }
    homes = {row.booking_id: row for row in rows_to_show().filter(booking__in=in_the_way)}
    rooms = _rooms(room)
    given: list[tuple[int, Span]] = []
    displaced = []
    for booking in in_the_way:
        stay, home, rest = stays.get(booking.pk), homes.get(booking.pk), _rest(booking, at=at)
        others = _kept_alike(rooms, stay) if stay else _homes(home) if home else []
        other = _other(others, rest, booking, given, at=at)
        if other:
            given.append((other.unit_id, rest))
        displaced.append(Displaced(booking, stay, other, home))
    return Plan(displaced, [one for one in found if one.ends_before <= span.starts_at])


def _rooms(room: Room) -> list[Room]:
    """Return the other rooms that are given in the same measure, and not for somebody to live in."""
    rows = rooms_on_board().filter(unit__measure=room.unit.measure).exclude(house__kind__in=LIVED_IN)
    others = [one for one in rows if one.pk != room.pk]
    return sorted(others, key=lambda one: (one.house_id != room.house_id, one.unit.capacity, one.unit.name))


def _kept_alike(rooms: Sequence[Room], stay: Stay) -> list[Room]:
    """Return the rooms of houses that are kept for the same programme, or for none, as the house of the stay is."""
    return [one for one in rooms if one.house.kept_for_id == stay.room.house.kept_for_id]


def _homes(row: Tenancy) -> list[Room]:
    """Return the other homes of that kind which may be let for that time; who lives there already stays."""
    if row.status not in MOVABLE:
        return []
    kind, measure = row.room.house.kind, row.room.unit.measure
    rows = list(rooms_on_board().filter(house__kind=kind, unit__measure=measure).exclude(pk=row.room_id))
    heads = head_leases_for(rows, row.starts_on)
    found = [one for one in rows if not may_move_to(row, one, heads.get(one.house_id)).refused]
    return sorted(found, key=lambda one: (one.house_id != row.room.house_id, one.unit.capacity, one.unit.name))


def _rest(booking: Booking, *, at: datetime) -> Span:
    """Return the time for which a booking needs another room: of a use that has begun, what is left of it."""
    if booking.status != BookingStatus.IN_USE:
        return booking.span
    return left_to_spend(booking.span, Measure.of(booking.unit.measure), at)


def _other(
    rooms: Sequence[Room], rest: Span, booking: Booking, given: Sequence[tuple[int, Span]], *, at: datetime
) -> Room | None:
    if booking.status == BookingStatus.BLOCKED or rest.starts_at >= rest.ends_before:
        return None
    by_unit = {room.unit_id: room for room in rooms}
    free: list[Unit] = free_units([room.unit for room in rooms], rest, persons=max(booking.persons, 1), at=at)
    for unit in free:
        measure = Measure.of(unit.measure)
        busy = busy_before(rest, measure, unit.buffer)
        if not any(
            pk == unit.pk and one.starts_at < busy and rest.starts_at < busy_before(one, measure, unit.buffer)
            for pk, one in given
        ):
            return by_unit[unit.pk]
    return None
