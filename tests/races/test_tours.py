"""A button pressed by many fingers at once is one application; many want the last places, and give them up, at once."""

from uuid import UUID, uuid4

import pytest

from kayoi.engines.messages.models import Message
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.programmes.tours import services
from kayoi.programmes.tours.models import Party, Tour
from kayoi.programmes.tours.selectors.checks import parties_unlike_places
from kayoi.programmes.tours.tests.giving import a_given_tour, applied, teller
from tests.cast import Member
from tests.clock import NOW
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CROWD = 6


@pytest.fixture
def tour(ina: Organization, head: Member) -> Tour:
    with scope.of_organization(ina.pk):
        return a_given_tour(at=NOW, by=head.actor, capacity=2, method="first_come")


def ask(town: Organization, tour: Tour, once: UUID) -> int:
    with scope.of_organization(town.pk):
        return applied(town, tour, at=NOW, once=once).pk


def statuses(town: Organization) -> list[str]:
    with scope.of_organization(town.pk):
        return sorted(Party.objects.values_list("status", flat=True))


def test_pressed_at_once_is_one_application(ina: Organization, tour: Tour) -> None:
    once = uuid4()
    results = at_once(CROWD, lambda _: ask(ina, tour, once))
    with scope.of_organization(ina.pk):
        assert results == [Party.objects.get().pk] * CROWD
        assert Message.objects.count() == 1


def test_no_more_come_in_than_there_is_room(ina: Organization, tour: Tour) -> None:
    at_once(CROWD, lambda _: ask(ina, tour, uuid4()))
    assert statuses(ina) == ["placed"] * 2 + ["reserve"] * (CROWD - 2)


def test_who_gives_up_at_once_gives_each_place_once(ina: Organization, tour: Tour) -> None:
    for _ in range(CROWD):
        ask(ina, tour, uuid4())
    with scope.of_organization(ina.pk):
        placed = list(Party.objects.filter(status="placed"))

    def give_up(number: int) -> None:
        with scope.of_organization(ina.pk):
            services.decline(teller=teller(ina), party=placed[number % 2], why="", by=VISITOR, at=NOW)

    at_once(CROWD, give_up)
    assert statuses(ina) == ["declined"] * 2 + ["placed"] * 2 + ["reserve"] * (CROWD - 4)
    with scope.of_organization(ina.pk):
        assert parties_unlike_places() == 0
