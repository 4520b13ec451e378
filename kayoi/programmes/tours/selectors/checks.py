"""What constraints cannot say about tours (for verify)."""

from datetime import date

from django.db.models import F

from kayoi.engines.selections.models import Place
from kayoi.engines.selections.states import PlaceStatus
from kayoi.programmes.tours.models import Party, Tour
from kayoi.programmes.tours.rules.legal import may_be_held
from kayoi.programmes.tours.selectors.tours import plan_of
from kayoi.programmes.tours.states import COMING, WITH_DATE, PartyStatus


def open_without_ground(*, on: date) -> int:
    """Count tours that people can still take part in without a ground for what they arrange."""
    rows = Tour.objects.filter(dates__status__in=COMING).distinct()
    return sum(may_be_held(plan_of(tour), on=on).refused for tour in rows)


def on_dates_of_other_tours() -> int:
    """Count parties whose date is one of another tour."""
    return Party.objects.exclude(date=None).exclude(date__tour=F("tour")).count()


def parties_unlike_places() -> int:
    """Count parties that stand elsewhere than their selection has them: with a place, on a date, or waiting."""
    rows = Party.objects.filter(tour__selection__isnull=False, status__in=(*WITH_DATE, PartyStatus.RESERVE))
    parties = rows.values_list("tour__selection_id", "number", "status", "date__key")
    places = {
        (selection, number): (status, offer)
        for selection, number, status, offer in Place.objects.filter(
            selection__in=rows.values("tour__selection")
        ).values_list("selection_id", "number", "status", "offer")
    }
    return sum(_differs(status, key, places.get((selection, number))) for selection, number, status, key in parties)


def _differs(status: str, key: str | None, place: tuple[str, str] | None) -> bool:
    if place is None:
        return True
    if status == PartyStatus.RESERVE:
        return place[0] != PlaceStatus.RESERVE
    return place != (PlaceStatus.PLACED, key)
