"""Counts of events, groups and persons: functions of the rows, never a number that somebody typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from kayoi.kit.dates import fiscal_year, fiscal_year_end, fiscal_year_start
from kayoi.programmes.fairs.models import Event, Visit
from kayoi.programmes.fairs.states import EventKind


@dataclass(frozen=True)
class Counted:
    """How many groups (組) and persons (人) came to an event."""

    groups: int = 0
    persons: int = 0


@dataclass(frozen=True)
class KindCount:
    """The figures of one kind of event in a fiscal year (回・組・人)."""

    kind: EventKind
    events: int
    groups: int
    persons: int


def counts_of_fiscal_year(year: int) -> list[KindCount]:
    """Return events, groups and persons of a fiscal year by kind, every kind also when there was none.

    An event belongs to the fiscal year of its first day, and everybody who came to it with it.
    """
    span = {"starts_on__gte": fiscal_year_start(year), "starts_on__lte": fiscal_year_end(year)}
    events = dict(Event.objects.filter(**span).values_list("kind").annotate(n=Count("pk")).order_by())
    of_event = {f"event__{name}": value for name, value in span.items()}
    came = Visit.objects.counted().filter(**of_event)
    rows = came.values_list("event__kind").annotate(n=Count("pk"), p=Sum("persons")).order_by()
    visits = {kind: (groups, persons) for kind, groups, persons in rows}
    return [KindCount(kind, events.get(kind, 0), *visits.get(kind, (0, 0))) for kind in EventKind]


def counted(event_ids: Iterable[int]) -> dict[int, Counted]:
    """Return the counts of several events by id, in one query; events that nobody came to are left out."""
    rows = Visit.objects.counted().filter(event_id__in=event_ids).values_list("event_id")
    return {pk: Counted(groups, persons) for pk, groups, persons in rows.annotate(n=Count("pk"), p=Sum("persons"))}


def fiscal_years(*, on: date) -> list[int]:
    """Return the fiscal years that have events, and this one, the latest first."""
    days = Event.objects.values_list("starts_on", flat=True).distinct().order_by()
    return sorted({fiscal_year(day) for day in days} | {fiscal_year(on)}, reverse=True)
