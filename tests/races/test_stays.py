"""A button is pressed by many fingers at once: one application. Many people want one room at once: one has it."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.rules import nights
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.programmes.stays.models import Room, Stay
from kayoi.programmes.stays.selectors.offers import Wanted
from kayoi.programmes.stays.services import UnableToAsk, begin_stay
from kayoi.programmes.stays.tests.factories import a_room
from tests.clock import NOW
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CROWD = 6
WISH = Wanted(nights(date(2026, 12, 1), date(2026, 12, 4)), adults=2)


def asked(town: Organization, room: Room, key: UUID) -> int:
    with scope.of_organization(town.pk):
        return begin_stay(
            house=room.house, wanted=WISH, channel=Channel.PORTAL, you={}, client_key=key, by=VISITOR, at=NOW
        ).stay.pk


def test_pressed_at_once_is_one_application(ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        room = a_room(at=NOW)
    key = uuid4()
    results = at_once(CROWD, lambda _: asked(ina, room, key))
    with scope.of_organization(ina.pk):
        assert results == [Stay.objects.get().pk] * CROWD
        assert Booking.objects.count() == 1


def test_one_of_many_has_the_room_and_the_others_are_told(ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        room = a_room(at=NOW)
    results = at_once(CROWD, lambda _: asked(ina, room, uuid4()))
    refused = [one for one in results if isinstance(one, UnableToAsk)]
    assert len(refused) == CROWD - 1, results
    assert {reason.code for one in refused for reason in one.verdict.reasons} == {"reservations.taken"}
    with scope.of_organization(ina.pk):
        assert Stay.objects.count() == Booking.objects.count() == 1
