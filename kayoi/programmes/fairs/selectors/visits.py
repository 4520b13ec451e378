"""Reads of events, who came, and which of the new files may be about somebody who has one already."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from kayoi.engines.casefiles.selectors import Duplicate, duplicates_of
from kayoi.foundation.places.selectors import prefectures
from kayoi.kit.dates import fiscal_year_end, fiscal_year_start
from kayoi.programmes.fairs.models import Event, Visit
from kayoi.programmes.fairs.states import Way


def events_of(year: int) -> QuerySet[Event]:
    """Return the events of a fiscal year, the latest first."""
    rows: QuerySet[Event] = Event.objects.filter(
        starts_on__gte=fiscal_year_start(year), starts_on__lte=fiscal_year_end(year)
    )
    return rows.order_by("-starts_on", "-pk")


def visits_behind(*, year: int | None = None, kind: str = "", event: Event | None = None) -> QuerySet[Visit]:
    """Return the rows behind a count, the latest first: of an event, or of a fiscal year and perhaps a kind."""
    rows: QuerySet[Visit] = Visit.objects.counted().select_related("event", "case_file").defer("case_file__search")
    if event is not None:
        rows = rows.filter(event=event)
    if year is not None:
        rows = rows.filter(event__starts_on__gte=fiscal_year_start(year), event__starts_on__lte=fiscal_year_end(year))
    if kind:
        rows = rows.filter(event__kind=kind)
    return rows.order_by("-visited_at", "-pk")


def visits_withdrawn(event: Event) -> QuerySet[Visit]:
    """Return the visits of an event that were withdrawn, the latest first."""
    rows: QuerySet[Visit] = Visit.objects.filter(event=event).exclude(withdrawn_at=None)
    return rows.order_by("-withdrawn_at", "-pk")


def visit_sent_before(client_key: UUID | None) -> Visit | None:
    """Return the visit that was kept under this key, however often it is sent again."""
    return None if client_key is None else Visit.objects.filter(client_key=client_key).first()


def tally_to_take_back(event: Event) -> Visit | None:
    """Return the last group that was only counted: it may be taken back, since nothing hangs on it."""
    rows = Visit.objects.counted().filter(event=event, way=Way.TALLY, case_file=None)
    return rows.order_by("-pk").first()


def prefecture_names(*, english: bool = False) -> dict[str, str]:
    """Return the names of the prefectures by their six-digit codes."""
    return {place.code: place.name_en if english else place.name for place in prefectures()}


@dataclass(frozen=True)
class Double:
    """A visit whose file may be about somebody who has one already."""

    visit: Visit
    other: Duplicate


def doubles_at(event: Event) -> list[Double]:
    """Return the new files of an event beside those that may be about the same person (同じ人の確認).

    The most alike come first. A constant number of queries: all candidates at once, compared here.
    """
    visits = list(
        Visit.objects.filter(event=event, case_file__merged_into=None)
        .exclude(case_file=None)
        .select_related("case_file")
        .defer("case_file__search")
        .order_by("pk")
    )
    alike = duplicates_of(visit.case_file for visit in visits if visit.case_file)
    found = [
        Double(visit, other)
        for visit in visits
        if visit.case_file_id
        for other in alike[visit.case_file_id]
        if other.file.pk < visit.case_file_id  # of two new files the later one is the double
    ]
    return sorted(found, key=lambda double: (not double.other.is_same, double.visit.pk, double.other.file.pk))
