"""Many want the same time at once: one gets it, whether or not they pass the lock of the service."""

from collections import Counter
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.tokens import new_reference
from kayoi.programmes.appointments import services
from kayoi.programmes.appointments.models import Booking
from kayoi.programmes.appointments.states import Way
from kayoi.programmes.appointments.tests.factories import LINK, at_time, make_booking, make_counsellor
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CROWD = 12


def test_one_of_many_gets_the_time(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        counsellor = make_counsellor(ina, at=at)

    def book(_: int) -> int:
        with scope.of_organization(ina.pk):
            return make_booking(ina, counsellor, at=at).pk

    results = at_once(CROWD, book)
    assert Counter(type(result) for result in results) == {int: 1, services.UnableToBook: CROWD - 1}
    with scope.of_organization(ina.pk):
        assert (Booking.objects.count(), CaseFile.objects.count()) == (1, 1)


def test_the_database_alone_keeps_bookings_apart(ina: Organization, at: datetime) -> None:
    """Past the lock and the rules, as a mistake of ours would: the constraint is the last word."""
    with scope.of_organization(ina.pk):
        counsellor, file = make_counsellor(ina, at=at), make_file()

    def insert(number: int) -> int:
        with scope.of_organization(ina.pk):
            return Booking.objects.create(
                case_file=file, counsellor=counsellor, receipt=new_reference(), way=Way.ONLINE, booked_at=at,
                changed_at=at, starts_at=at_time(9, number), ends_before=at_time(9, 45), busy_before=at_time(10),
            ).pk  # fmt: skip

    results = at_once(CROWD, insert)
    assert sum(isinstance(result, int) for result in results) == 1, results
    # Without the lock of the service some may also be picked as victims of a deadlock: refused all the same.
    assert all(isinstance(result, int | IntegrityError | OperationalError) for result in results)
    with scope.of_organization(ina.pk):
        assert Booking.objects.count() == 1


def test_same_submission_many_times_is_one_booking(ina: Organization, at: datetime) -> None:
    key = uuid4()
    with scope.of_organization(ina.pk):
        counsellor = make_counsellor(ina, at=at)

    def book(_: int) -> int:
        with scope.of_organization(ina.pk):
            return make_booking(ina, counsellor, at=at, client_key=key).pk

    results = at_once(CROWD, book)
    assert len(set(results)) == 1, results
    with scope.of_organization(ina.pk):
        assert Booking.objects.count() == 1


def test_exchanging_times_between_counsellors_neither_doubles_nor_deadlocks(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        people = [make_counsellor(ina, at=at, name=name) for name in ("一", "二")]
        rows = [make_booking(ina, people[number % 2], at=at, starts_at=at_time(9 + number // 2)) for number in range(4)]

    def move(number: int) -> int:
        with scope.of_organization(ina.pk):
            return services.move_booking(
                organization=ina, booking=rows[number], counsellor=people[(number + 1) % 2], starts_at=at_time(11),
                way=Way.ONLINE, why="試験", link=LINK, by=VISITOR, at=at,
            ).pk  # fmt: skip

    results = at_once(4, move)
    assert Counter(type(result) for result in results) == {int: 2, services.UnableToBook: 2}
    with scope.of_organization(ina.pk):
        live = Booking.objects.exclude(status="moved")
        assert len({(row.counsellor_id, row.starts_at) for row in live}) == live.count() == 4


def test_reminder_by_many_workers_goes_once(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        make_booking(ina, make_counsellor(ina, at=at), at=at)
    day_before = at_time(9, on=at_time(9).date().replace(day=25))

    def remind(_: int) -> int:
        with scope.of_organization(ina.pk):
            return services.remind_tomorrow(organization=ina, link=LINK, by=VISITOR, at=day_before)

    assert sorted(map(str, at_once(CROWD, remind))) == ["0"] * (CROWD - 1) + ["1"]
