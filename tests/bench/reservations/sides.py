"""Bookings by the service, and as bare inserts into the same table: alone, in a transaction, or in a scope."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from random import Random

UNITS = 1_000
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LONG, EVERY = timedelta(minutes=15), 128  # so many clients at most, each with times of its own
# One booking of one unit out of so many.
Book = Callable[[int, Random], None]
INSERT = """
INSERT INTO reservations_booking (organization_id, unit_id, starts_at, ends_before, busy_before, persons, status, why,
                                  key, number, reference, sequence, booked_at, changed_at)
VALUES (%s, %s, %s, %s, %s, 1, 'confirmed', '', %s, 0, %s, 0, %s, %s)
"""


def fill_units(number: int) -> None:
    """Add so many desks to Ina, by the minute and open day and night, so that there is room for every booking."""
    from kayoi.engines.reservations.models import Unit
    from kayoi.engines.reservations.states import Measure, UnitKind
    from kayoi.foundation.tenancy import scope

    with scope.of_organization(_ina()):
        Unit.objects.bulk_create(
            Unit(name=f"bench {one:04d}", kind=UnitKind.DESK, measure=Measure.MINUTE) for one in range(number)
        )


def _ina() -> int:
    from kayoi.foundation.tenancy.models import Organization

    return int(Organization.objects.get(slug="ina").pk)


def _times(side: int, client: str) -> Iterator[datetime]:
    """Return times that no other client takes: `client` ends with the numbers of process and thread."""
    process, thread = map(int, client.split("-")[1:])
    return (AT + LONG * slot for slot in count(32 * side + 8 * process + thread, EVERY))


def book_by_service(client: str) -> Book:
    """Book by the service, as a request does: in a scope of its own."""
    from kayoi.engines.reservations import services
    from kayoi.engines.reservations.models import Unit
    from kayoi.engines.reservations.rules import Span
    from kayoi.foundation.tenancy import scope
    from kayoi.kit.actor import system

    ina, by, times = _ina(), system("bench"), _times(0, client)
    with scope.of_organization(ina):
        units = list(Unit.objects.filter(name__startswith="bench").order_by("pk"))

    def book(among: int, chance: Random) -> None:
        start = next(times)
        wanted = services.Request(units[chance.randrange(among)], Span(start, start + LONG))
        with scope.of_organization(ina):
            services.book(requests=[wanted], key=f"{client}-{start.isoformat()}", by=by, at=AT)

    return book


def book_bare(client: str, *, side: int, alone: bool) -> Book:
    """Insert the row, prepared, as owner, without the walls, a lock, or an entry in the audit trail.

    Alone, or in a transaction that is begun and committed, as the driver does unless told otherwise.
    """
    import psycopg

    from kayoi.config import database
    from kayoi.kit.tokens import new_reference

    settings, times = database.settings(), _times(side, client)
    connection = psycopg.connect(host=settings["HOST"], user="kayoi_owner", dbname="kayoi", autocommit=alone)
    connection.prepare_threshold = 0
    rows = connection.execute(
        "SELECT organization_id, id FROM reservations_unit WHERE name LIKE 'bench%' ORDER BY id"
    ).fetchall()

    def book(among: int, chance: Random) -> None:
        start = next(times)
        end, (ina, unit) = start + LONG, rows[chance.randrange(among)]
        key = f"bare-{side}-{client}-{start.isoformat()}"
        connection.execute(INSERT, [ina, unit, start, end, end, key, new_reference(), AT, AT])
        if not alone:
            connection.commit()

    return book


def book_in_scope(client: str) -> Book:
    """Insert the row alone, too, but by the driver, in the transaction and behind the walls of the service."""
    from django.db import connection

    from kayoi.engines.reservations.models import Unit
    from kayoi.foundation.tenancy import scope
    from kayoi.kit.tokens import new_reference

    ina, times = _ina(), _times(2, client)
    with scope.of_organization(ina):
        units = list(Unit.objects.filter(name__startswith="bench").order_by("pk").values_list("pk", flat=True))

    def book(among: int, chance: Random) -> None:
        start = next(times)
        end, unit = start + LONG, units[chance.randrange(among)]
        key = f"scope-{client}-{start.isoformat()}"
        with scope.of_organization(ina), connection.cursor() as cursor:
            cursor.execute(INSERT, [ina, unit, start, end, end, key, new_reference(), AT, AT])

    return book


BOOKS: dict[str, Callable[[str], Book]] = {
    "service": book_by_service,
    "inserts": partial(book_bare, side=1, alone=True),
    "transactions": partial(book_bare, side=3, alone=False),
    "scope": book_in_scope,
}
