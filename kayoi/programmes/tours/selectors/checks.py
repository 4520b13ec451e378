"""What constraints cannot say about tours (for verify)."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import F

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.selections.models import Place
from kayoi.engines.selections.states import PlaceStatus
from kayoi.programmes.tours.models import Attendance, Party, Tour
from kayoi.programmes.tours.rules.legal import may_be_held
from kayoi.programmes.tours.selectors.tours import plan_of
from kayoi.programmes.tours.states import ATTENDANCE, COMING, WITH_DATE, PartyStatus


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


def attendances_unlike_engagements() -> int:
    """Count check-ins whose persons and person-nights are not those of their engagements, less what was withdrawn."""
    wanted: dict[str, Decimal] = {}
    for pk, persons, nights in Attendance.objects.filter(taken_back_at=None).values_list("pk", "persons", "nights"):
        wanted[f"seminar {pk}"], wanted[f"stay {pk}"] = Decimal(persons), Decimal(persons * nights)
    told: defaultdict[str, Decimal] = defaultdict(Decimal)
    rows = Engagement.objects.filter(cause=ATTENDANCE).values_list("reference", "kind_id", "quantity")
    for reference, kind, quantity in rows:
        counted = kind.removesuffix("_withdrawn")
        told[f"{counted} {reference}"] += quantity if counted == kind else -quantity
    unlike = {key for key in wanted.keys() | told.keys() if wanted.get(key, 0) != told[key]}
    return len({key.partition(" ")[2] for key in unlike})


def _differs(status: str, key: str | None, place: tuple[str, str] | None) -> bool:
    if place is None:
        return True
    if status == PartyStatus.RESERVE:
        return place[0] != PlaceStatus.RESERVE
    return place != (PlaceStatus.PLACED, key)
