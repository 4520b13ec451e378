"""Units and bookings for tests."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from kayoi.engines.reservations import rules, services
from kayoi.engines.reservations.models import Booking, Pool, Unit
from kayoi.engines.reservations.states import Measure, UnitKind
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import JST
from tests.clock import NOW

KEYS = count(1)
BY = system("test")


def make_unit(
    name: str = "高遠の家", *, measure: Measure = Measure.NIGHT, pool: Pool | None = None, **fields: Any
) -> Unit:
    """Add a unit for four: a house by night, a meeting room by minute."""
    kind = UnitKind.HOUSE if measure is Measure.NIGHT else UnitKind.MEETING_ROOM
    values: Any = {"name": name, "capacity": 4, "pool": pool} | fields
    return services.add_unit(kind=kind, measure=measure, fields=values, by=BY, at=NOW)


def make_pool(*units: str, **fields: Any) -> tuple[Pool, list[Unit]]:
    """Add a pool of houses."""
    pool = services.add_pool(name="体験住宅", kind=UnitKind.HOUSE, measure=Measure.NIGHT, by=BY, at=NOW)
    return pool, [make_unit(name, pool=pool, **fields) for name in units]


def nights(first: int, last: int, month: int = 12) -> rules.Span:
    """Return nights in December: from the day of arrival to the day of leaving."""
    return rules.nights(date(2026, month, first), date(2026, month, last))


def clock(hour: int, minute: int = 0, *, day: int = 1) -> datetime:
    """Return a time of a day in December."""
    return datetime(2026, 12, day, hour, minute, tzinfo=JST)


def make_hold(
    of: Unit | Pool, span: rules.Span, *, persons: int = 2, lapses_at: datetime | None = None, key: str = "",
    by: Actor = BY, at: datetime = NOW,
) -> Booking:  # fmt: skip
    """Hold one unit."""
    (made,) = services.hold(
        requests=[services.Request(of, span, persons)],
        lapses_at=lapses_at,
        key=key or f"test-{next(KEYS)}",
        by=by,
        at=at,
    )
    return made


def make_booking(of: Unit | Pool, span: rules.Span, *, persons: int = 2, at: datetime = NOW) -> Booking:
    """Book one unit."""
    (made,) = services.book(requests=[services.Request(of, span, persons)], key=f"test-{next(KEYS)}", by=BY, at=at)
    return made


def codes(answer: Any) -> Sequence[str]:
    """Return the codes of a refusal, or of pytest's record of it."""
    refusal = getattr(answer, "value", answer)
    return [reason.code for reason in refusal.verdict.reasons]


def rows_of_reservations() -> dict[str, int]:
    """Add a house with a booking, a hold and a closed period; what is free of houses is shown as of the tests' day."""
    house = make_unit()
    booking, held = make_booking(house, nights(1, 4)), make_hold(house, nights(5, 6), lapses_at=clock(12))
    services.block(units=[house], span=nights(10, 12), why="点検", by=BY, at=NOW)
    services.show_all_free(by=BY, at=NOW)
    return {"reservable_unit": house.pk, "reservation": booking.pk, "reservation_held": held.pk}
