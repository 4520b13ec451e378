"""What the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction

from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.tours.models import Party, TourDate
from kayoi.programmes.tours.tests.factories import a_date, a_party

pytestmark = pytest.mark.usefixtures("in_ina")


def test_who_has_a_place_has_it_on_a_date(ina: Organization) -> None:
    party = a_party()
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(pk=party.pk).update(status="placed")
    Party.objects.filter(pk=party.pk).update(status="placed", date=a_date(party.tour))


def test_a_date_is_cancelled_with_a_reason(ina: Organization) -> None:
    date = a_date()
    with pytest.raises(IntegrityError), transaction.atomic():
        TourDate.objects.filter(pk=date.pk).update(status="cancelled")
    TourDate.objects.filter(pk=date.pk).update(status="cancelled", why="大雪のため")
