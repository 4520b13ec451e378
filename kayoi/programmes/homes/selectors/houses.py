"""Houses in lists, and what happened to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from kayoi.engines.followups.models import FollowUp
from kayoi.kit.dates import local_date
from kayoi.kit.text import normal, plain_hyphens
from kayoi.programmes.homes.models import Assignment, Home, HomeEvent
from kayoi.programmes.homes.states import HOME, AssignmentStatus, HomeStatus

PER_PAGE = 50
MOST_FOUND = 1000


@dataclass(frozen=True)
class Sought:
    """Which houses a list shows."""

    status: str = ""
    quarter: str = ""
    kind: str = ""
    broker: int | None = None
    late: bool = False
    words: str = ""


def homes(sought: Sought = Sought(), *, on: date | None = None) -> QuerySet[Home]:
    """Return the houses of the town that fit, the latest first. `on` is needed for those that are late."""
    rows: QuerySet[Home] = Home.objects.defer("appeal", "appeal_en", "details")
    for name in ("status", "quarter", "kind"):
        if value := getattr(sought, name):
            rows = rows.filter(**{name: value})
    if sought.broker:
        taken = Assignment.objects.filter(broker=sought.broker, status=AssignmentStatus.ACCEPTED)
        rows = rows.filter(pk__in=taken.values("home"))
    if sought.late and on is not None:
        rows = rows.filter(pk__in=_late(on))
    if words := normal(sought.words):
        rows = rows.filter(pk__in=_found(rows, words))
    return rows.order_by("-opened_at", "-pk")


def _found(rows: QuerySet[Home], words: str) -> list[int]:
    """Return the house of that number, or the latest whose 町字 or title has these words.

    Read once and by id: under row-level security LIKE uses no index, and counting would scan the table again.
    """
    exact = list(Home.objects.filter(number=words).values_list("pk", flat=True))
    alike = rows.filter(Q(quarter__contains=words) | Q(title__contains=words)).order_by("-opened_at", "-pk")
    return exact or list(alike.values_list("pk", flat=True)[:MOST_FOUND])


def home_numbered(written: str) -> Home | None:
    """Return the house of a number, however it is written: full-width, in small letters, with another hyphen."""
    rows = Home.objects.defer("appeal", "appeal_en", "details")
    words = normal(written)
    found: Home | None = rows.filter(number__in=[words, plain_hyphens(words).upper()]).first()
    return found


def _late(on: date) -> list[int]:
    """Return the houses of which something planned should have been done; few, however many houses there are."""
    rows = FollowUp.objects.due(on).filter(cause=HOME, due_on__lt=on)
    return [int(reference) for reference in rows.values_list("reference", flat=True)]


def homes_by_status() -> Mapping[HomeStatus, int]:
    """Return how many houses are in each state, in the order of the process."""
    counted = dict(Home.objects.order_by().values_list("status").annotate(Count("pk")))
    return {status: counted[status] for status in HomeStatus if status in counted}


def quarters() -> list[str]:
    """Return the 町字 in which there are houses."""
    return list(Home.objects.order_by("quarter").values_list("quarter", flat=True).distinct())


@dataclass(frozen=True)
class LifeStep:
    """One thing that happened to a house, and for how many days it then stayed so."""

    event: HomeEvent
    days: int | None


def steps_of(home: Home, *, on: date) -> list[LifeStep]:
    """Return what happened to a house, the latest first, with the days in each state."""
    events = list(HomeEvent.objects.filter(home=home).order_by("pk"))
    days = [local_date(event.occurred_at) for event in events] + [on]
    steps = [LifeStep(event, (days[place + 1] - days[place]).days) for place, event in enumerate(events)]
    return steps[::-1]
