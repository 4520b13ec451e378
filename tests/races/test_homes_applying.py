"""The same house offered by many hands at once: one house, and nobody is turned away with an error."""

from datetime import datetime

import pytest

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.tests.offers import make_offer
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CROWD = 8


def test_one_lot_is_one_house(ina: Organization, at: datetime) -> None:
    def send(number: int) -> str:
        with scope.of_organization(ina.pk):
            return make_offer(ina, at=at, name=f"相続人 {number}").application.status

    assert at_once(CROWD, send) == ["submitted"] * CROWD
    with scope.of_organization(ina.pk):
        assert Home.objects.count() == 1
