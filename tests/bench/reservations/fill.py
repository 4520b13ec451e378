"""Units by the minute to be booked, and 1,000 houses with a year of stays in them to be searched."""

from datetime import timedelta
from random import Random

from tests.bench.reservations.sides import AT, fill_units

HOUSES, YEAR = 1_000, 365


def fill_reservations(houses: int) -> None:
    """Fill Ina with as many desks as houses; a house is taken on two days of three, 1 to 10 nights a stay."""
    from kayoi.engines.reservations.models import Booking, Unit
    from kayoi.engines.reservations.rules import midnight
    from kayoi.engines.reservations.states import BookingStatus, Measure, UnitKind
    from kayoi.foundation.tenancy import scope
    from kayoi.foundation.tenancy.models import Organization
    from kayoi.kit.dates import local_date
    from kayoi.kit.tokens import new_reference

    fill_units(houses)
    chance, first = Random(7), midnight(local_date(AT))
    with scope.of_organization(Organization.objects.get(slug="ina").pk):
        units = Unit.objects.bulk_create(
            Unit(
                name=f"house {number:04d}", kind=UnitKind.HOUSE, measure=Measure.NIGHT, capacity=chance.randint(2, 8),
                buffer=number % 2,
            )
            for number in range(houses)
        )  # fmt: skip
        for unit in units:
            rows, day = [], chance.randint(0, 5)
            while day < YEAR:
                nights = chance.randint(1, 10)
                starts_at, ends_before = first + timedelta(days=day), first + timedelta(days=day + nights)
                rows.append(
                    Booking(
                        unit=unit, starts_at=starts_at, ends_before=ends_before,
                        busy_before=ends_before + timedelta(days=unit.buffer), status=BookingStatus.CONFIRMED,
                        key=f"year-{unit.pk}-{day}", reference=new_reference(), booked_at=AT, changed_at=AT,
                    )
                )  # fmt: skip
                day += nights + unit.buffer + chance.randint(0, 4)
            Booking.objects.bulk_create(rows)
