"""The demonstration's tours stand on a ground, can be applied for, and all their people are invented."""

from datetime import datetime

import pytest

from kayoi.doors.demo.services import tours
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.tours.models import Companion, Party, TourDate
from kayoi.programmes.tours.selectors import checks, openings
from kayoi.programmes.tours.selectors.tours import dates_with_too_few

pytestmark = pytest.mark.django_db


def test_tours_with_invented_people(in_ina: Organization, at: datetime) -> None:
    tours.fill(town=in_ina, staff=(), by=system("demo.load"), at=at)
    assert sorted(TourDate.objects.values_list("status", flat=True)) == ["held", *["open"] * 6, "settled"]
    names = list(Party.objects.values_list("case_file__name", flat=True))
    names += Companion.objects.values_list("name", flat=True)
    assert len(names) > 20
    assert all(name.endswith("(架空)") for name in names)
    assert (
        checks.open_without_ground(on=at.date())
        == openings.openings_unlike_tours()
        == checks.attendances_unlike_engagements()
        == 0
    )
    assert dates_with_too_few(at=at) == []
