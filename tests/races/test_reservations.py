"""Many want the same nights at once: nothing is given twice, packages are whole, nobody waits for ever."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, OperationalError

from kayoi.engines.reservations import services
from kayoi.engines.reservations.models import Booking, Unit
from kayoi.engines.reservations.selectors import checks
from kayoi.engines.reservations.services import Request
from kayoi.engines.reservations.states import TAKEN, BookingStatus
from kayoi.engines.reservations.tests.factories import (
    BY,
    clock,
    make_booking,
    make_hold,
    make_pool,
    make_unit,
    nights,
)  # fmt: skip
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.tokens import new_reference
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CROWD = 12


@pytest.fixture
def house(ina: Organization) -> Unit:
    with scope.of_organization(ina.pk):
        return make_unit()


def taken(ina: Organization) -> int:
    with scope.of_organization(ina.pk):
        assert checks.overlapping() == 0
        return Booking.objects.filter(status__in=TAKEN).count()


def test_one_of_many_gets_the_nights(ina: Organization, house: Unit) -> None:
    def hold(number: int) -> int:
        with scope.of_organization(ina.pk):
            return make_hold(house, nights(1 + number % 3, 5)).pk

    results = at_once(CROWD, hold)
    assert Counter(type(result) for result in results) == {int: 1, services.UnableToBook: CROWD - 1}
    assert taken(ina) == 1


def test_a_pool_gives_each_of_its_units_once(ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        pool, units = make_pool("一", "二", "三")

    def book(_: int) -> int:
        with scope.of_organization(ina.pk):
            return make_booking(pool, nights(1, 4)).unit_id

    results = at_once(CROWD, book)
    assert sorted(result for result in results if isinstance(result, int)) == [unit.pk for unit in units]
    assert sum(isinstance(result, services.UnableToBook) for result in results) == CROWD - 3


def test_the_database_alone_keeps_bookings_apart(ina: Organization, house: Unit, at: datetime) -> None:
    """Past the lock and the rules, as a mistake of ours would: the constraint is the last word."""

    def insert(number: int) -> int:
        with scope.of_organization(ina.pk):
            return Booking.objects.create(
                unit=house, starts_at=clock(0, number), ends_before=clock(0, day=2), busy_before=clock(0, day=2),
                status=(BookingStatus.HELD, BookingStatus.BLOCKED)[number % 2], key=f"{number}",
                reference=new_reference(), booked_at=at, changed_at=at,
            ).pk  # fmt: skip

    results = at_once(CROWD, insert)
    assert sum(isinstance(result, int) for result in results) == 1, results
    assert all(isinstance(result, int | IntegrityError | OperationalError) for result in results)
    assert taken(ina) == 1


def test_packages_are_whole_and_nobody_waits_for_ever(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        one, two = make_unit("一"), make_unit("二")

    def book(number: int) -> int:
        wanted = [Request(one, nights(1, 4)), Request(two, nights(1, 4))]
        with scope.of_organization(ina.pk):
            return len(services.book(requests=wanted[:: (-1) ** number], key=f"package-{number}", by=BY, at=at))

    results = at_once(CROWD, book)
    assert Counter(result if isinstance(result, int) else type(result) for result in results) == {
        2: 1, services.UnableToBook: CROWD - 1,
    }  # fmt: skip
    assert taken(ina) == 2


def test_the_same_request_many_times_is_one_booking(ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        pool, _ = make_pool("一", "二")

    def hold(_: int) -> int:
        with scope.of_organization(ina.pk):
            return make_hold(pool, nights(1, 4), key="once").pk

    assert len(set(at_once(CROWD, hold))) == 1
    assert taken(ina) == 1


def test_who_confirms_in_time_and_who_comes_later_are_not_both_served(
    ina: Organization, house: Unit, at: datetime
) -> None:
    over = at + timedelta(hours=1)
    with scope.of_organization(ina.pk):
        held = make_hold(house, nights(1, 4), lapses_at=over)

    def go(number: int) -> bool:
        with scope.of_organization(ina.pk):
            if number:
                return make_booking(house, nights(1, 4), at=over).status == BookingStatus.CONFIRMED
            services.confirm(booking=Booking.objects.get(pk=held.pk), by=BY, at=over - timedelta(seconds=1))
            return True

    results = at_once(CROWD, go)
    assert sum(result is True for result in results) == 1, results
    assert taken(ina) == 1


def test_closing_and_booking_at_once_leave_one_of_them(ina: Organization, house: Unit, at: datetime) -> None:
    def go(number: int) -> bool:
        with scope.of_organization(ina.pk):
            if number % 2:
                services.block(units=[house], span=nights(2, 6), why="点検", by=BY, at=at)
            else:
                make_booking(house, nights(1, 3))
            return True

    results = at_once(CROWD, go)
    assert sum(result is True for result in results) == 1, results
    assert taken(ina) == 1


def test_exchanging_units_neither_doubles_nor_deadlocks(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        units = [make_unit(name) for name in ("一", "二")]
        rows = [make_booking(units[number % 2], nights(1 + number // 2, 2 + number // 2)) for number in range(4)]

    def move(number: int) -> bool:
        with scope.of_organization(ina.pk):
            services.move(booking=rows[number], unit=units[(number + 1) % 2], span=nights(9, 12), by=BY, at=at)
            return True

    results = at_once(4, move)
    assert Counter(type(result) for result in results) == {bool: 2, services.UnableToChange: 2}
    assert taken(ina) == 4


def test_who_holds_and_confirms_at_once_does_not_wait_in_a_circle(ina: Organization, house: Unit, at: datetime) -> None:
    def go(number: int) -> bool:
        with scope.of_organization(ina.pk):
            held = make_hold(house, nights(1 + number, 2 + number), key=f"own-{number}")
            services.confirm(booking=held, by=BY, at=at)
            return held.status == BookingStatus.CONFIRMED

    assert at_once(CROWD, go) == [True] * CROWD
    assert taken(ina) == CROWD


def test_who_books_and_moves_on_does_not_wait_in_a_circle_with_who_looks_around(
    ina: Organization, house: Unit, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        mine = make_booking(house, nights(28, 29))

    def go(number: int) -> str:
        with scope.of_organization(ina.pk):
            try:
                if number % 3 == 0:
                    services.block(units=[house], span=nights(1, 9), why="点検", by=BY, at=at)
                elif number % 3 == 1:
                    services.move(booking=mine, span=nights(1 + number, 13), by=BY, at=at)
                else:
                    held = make_hold(house, nights(number, number + 2), key=f"own-{number}")
                    services.confirm(booking=held, by=BY, at=at)
                    services.cancel(booking=held, by=BY, at=at)
                    make_hold(house, nights(number, number + 3), key=f"again-{number}")
            except (services.UnableToBook, services.UnableToBlock, services.UnableToChange) as refused:
                return type(refused).__name__
            return "done"

    results = at_once(CROWD, go)
    assert all(isinstance(one, str) for one in results), results
    assert "done" in results
    assert taken(ina) >= 2


def test_who_changes_a_unit_waits_for_bookings_under_way(ina: Organization, house: Unit, at: datetime) -> None:
    retired = nights(5, 6).first_day

    def go(number: int) -> str:
        with scope.of_organization(ina.pk):
            try:
                if number % 4 == 0:
                    services.retire_unit(unit=house, on=retired, by=BY, at=at)
                else:
                    make_booking(house, nights(10 + number, 11 + number))
            except (services.UnableToBook, services.UnableToChangeUnit) as refused:
                return type(refused).__name__
            return "done"

    results = at_once(CROWD, go)
    assert all(isinstance(one, str) for one in results), results
    with scope.of_organization(ina.pk):
        house.refresh_from_db()
    assert (house.retired_on is None) == (taken(ina) > 0), results
