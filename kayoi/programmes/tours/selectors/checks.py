"""What constraints cannot say about tours (for verify)."""

from datetime import date

from django.db.models import F

from kayoi.programmes.tours.models import Party, Tour
from kayoi.programmes.tours.rules.legal import may_be_held
from kayoi.programmes.tours.selectors.tours import plan_of
from kayoi.programmes.tours.states import COMING


def open_without_ground(*, on: date) -> int:
    """Count tours that people can still take part in without a ground for what they arrange."""
    rows = Tour.objects.filter(dates__status__in=COMING).distinct()
    return sum(may_be_held(plan_of(tour), on=on).refused for tour in rows)


def on_dates_of_other_tours() -> int:
    """Count parties whose date is one of another tour."""
    return Party.objects.exclude(date=None).exclude(date__tour=F("tour")).count()
