"""The demonstration's year of events adds up to what the city published, counted from the rows."""

from datetime import datetime

import pytest
from django.db.models import Sum

from kayoi.doors.demo.services import fairs
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.fairs import selectors
from kayoi.programmes.fairs.models import Brochure, Event, Visit
from kayoi.programmes.fairs.selectors import checks
from kayoi.programmes.fairs.states import EventKind

pytestmark = pytest.mark.django_db


def test_the_year_adds_up_to_the_published_figures(in_ina: Organization, at: datetime) -> None:
    fairs.fill(town=in_ina, staff=(), by=system("demo.load"), at=at)
    counts = {row.kind: (row.events, row.groups, row.persons) for row in selectors.counts_of_fiscal_year(2023)}
    assert counts[EventKind.FAIR] == (15, 203, 276)
    assert counts[EventKind.SEMINAR] == (30, 397, 800)
    for kind, (events, groups, persons) in counts.items():
        rows = Visit.objects.filter(event__kind=kind)
        assert (Event.objects.filter(kind=kind, starts_on__lt="2024-04-01").count(), rows.count()) == (events, groups)
        assert (rows.aggregate(total=Sum("persons"))["total"] or 0) == persons
    assert all(
        name.endswith("(架空)")
        for name in Visit.objects.exclude(case_file=None).values_list("case_file__name", flat=True)
    )
    assert Event.objects.filter(starts_on__gt=at.date()).count() == 1
    assert Brochure.objects.filter(stock__gt=0).count() == 2
    assert checks.visits_unlike_engagements() == checks.waiting_without_follow_up() == 0
