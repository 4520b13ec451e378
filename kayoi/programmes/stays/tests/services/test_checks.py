"""Rows that are not sound are counted."""

from datetime import date, datetime

import pytest

from kayoi.engines.procedures.models import Application
from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.tests.factories import BY
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.selectors import checks
from kayoi.programmes.stays.tests.factories import a_room, a_stay


@pytest.fixture(autouse=True)
def in_town(in_ina: Organization) -> None:
    return None


def test_stays_as_they_are_made_are_sound(at: datetime) -> None:
    room = a_room(at=at)
    a_stay(room, at=at)
    a_stay(room, at=at, is_allowed=True, arrives_on=date(2026, 12, 10), leaves_on=date(2026, 12, 12))
    assert (checks.days_unlike_bookings(), checks.states_that_cannot_meet()) == (0, 0)


def test_other_days_than_the_booking_are_counted(at: datetime) -> None:
    Stay.objects.filter(pk=a_stay(at=at).pk).update(leaves_on=date(2026, 12, 5))
    assert checks.days_unlike_bookings() == 1


def test_a_stay_without_its_booking_is_counted(at: datetime) -> None:
    stay = a_stay(at=at, is_allowed=True)
    reservations.cancel(booking=stay.booking, by=BY, at=at)
    assert checks.states_that_cannot_meet() == 1


def test_an_allowed_stay_without_decision_is_counted(at: datetime) -> None:
    a_stay(at=at, is_allowed=True)
    Application.objects.update(status="submitted")
    assert checks.states_that_cannot_meet() == 1
