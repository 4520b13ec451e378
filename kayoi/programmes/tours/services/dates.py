"""Dates of a tour and what happens on them: made, opened, closed, held."""

from datetime import date, datetime, time
from typing import TypedDict

from django.db import transaction
from django.db.models import Sum

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.tours.models import ItineraryItem, Tour, TourDate
from kayoi.programmes.tours.rules import running
from kayoi.programmes.tours.selectors.tours import lacking_to_open
from kayoi.programmes.tours.services.openings import renew_opening
from kayoi.programmes.tours.states import STANDING, WITH_DATE, DateStatus, TourStatus


class UnableToOpenDate(Refused):
    """The law, or what an applicant needs, is still lacking."""


class UnableToChangeDate(Refused):
    """People have applied for it as it is."""


class DateFields(TypedDict, total=False):
    """What can be said of a date."""

    key: str
    starts_on: date
    ends_on: date
    place_code: str
    is_online: bool
    meeting_point: str
    meeting_point_en: str
    capacity: int
    minimum: int


class ItemFields(TypedDict, total=False):
    """What can be said of a point of the itinerary."""

    day: int
    starts: time
    kind: str
    title: str
    title_en: str
    place: str
    host: str
    note: str


@transaction.atomic
def add_date(*, tour: Tour, fields: DateFields, by: Actor, at: datetime) -> TourDate:
    """Give a tour another date (日程を加える). Raises UnableToChangeDate once its terms are published."""
    if tour.selection_id is not None or tour.status == TourStatus.ENDED:
        raise UnableToChangeDate(verdict([Reason("tours.selection_is_open")]))
    made = TourDate.objects.create(tour=tour, **fields)
    audit.record("tours.add_date", made, by=by, at=at, after={"tour": tour, **fields})
    return made


@transaction.atomic
def change_date(*, date: TourDate, fields: DateFields, version: int, by: Actor, at: datetime) -> None:
    """Change what is said of a date (日程を変える). Raises UnableToChangeDate or ChangedMeanwhile."""
    before = audit.change(date, dict(fields), version=version, by=by, at=at)
    key = before.get("key", date.key)
    placed = date.parties.filter(status__in=WITH_DATE).aggregate(persons=Sum("persons"))["persons"] or 0
    answer = running.may_change_date(
        moves=bool({"starts_on", "ends_on", "place_code", "key"} & before.keys()),
        resizes="capacity" in before,
        capacity=date.capacity,
        placed=placed,
        has_parties=date.tour.parties.filter(status__in=STANDING, wishes__contains=[key]).exists(),
        selection_is_open=date.tour.selection_id is not None,
    )
    if answer.refused:
        raise UnableToChangeDate(answer)


@transaction.atomic
def remove_date(*, date: TourDate, by: Actor, at: datetime) -> None:
    """Remove a date that nobody has seen (準備中の日程を消す). Raises UnableToChangeDate."""
    if date.status != DateStatus.DRAFT or date.tour.parties.filter(wishes__contains=[date.key]).exists():
        raise UnableToChangeDate(verdict([Reason("tours.people_have_applied")]))
    audit.record("tours.remove_date", date, by=by, at=at, before={"tour": date.tour, "starts_on": date.starts_on})
    date.delete()


@transaction.atomic
def open_date(*, date: TourDate, by: Actor, at: datetime) -> None:
    """Take applications for a date (受付を始める). Raises UnableToOpenDate with all reasons, or UnableToMove."""
    _take_applications(date, "open", by=by, at=at)


@transaction.atomic
def close_date(*, date: TourDate, by: Actor, at: datetime) -> None:
    """Take no more applications for a date (受付を終える). Raises UnableToMove."""
    audit.move(date, "close", by=by, at=at)
    renew_opening(tour=date.tour, by=by, at=at)


@transaction.atomic
def reopen_date(*, date: TourDate, by: Actor, at: datetime) -> None:
    """Take applications again (受付を再開する). Raises UnableToOpenDate or UnableToMove."""
    _take_applications(date, "reopen", by=by, at=at)


def _take_applications(date: TourDate, action: str, *, by: Actor, at: datetime) -> None:
    answer = lacking_to_open(date, at=at)
    if answer.refused:
        raise UnableToOpenDate(answer)
    audit.move(date, action, by=by, at=at, verdict=answer)
    renew_opening(tour=date.tour, by=by, at=at)


@transaction.atomic
def hold_date(*, date: TourDate, by: Actor, at: datetime) -> None:
    """Note that a date took place (実施済みにする). Raises UnableToChangeDate before its first day, or UnableToMove."""
    answer = running.may_hold(starts_on=date.starts_on, on=local_date(at))
    if answer.refused:
        raise UnableToChangeDate(answer)
    audit.move(date, "hold", by=by, at=at)


@transaction.atomic
def add_item(*, date: TourDate, fields: ItemFields, by: Actor, at: datetime) -> ItineraryItem:
    """Add a point to the itinerary (行程を加える)."""
    made = ItineraryItem.objects.create(date=date, **fields)
    audit.record("tours.add_item", made, by=by, at=at, after={"date": date, **fields})
    return made


@transaction.atomic
def change_item(*, item: ItineraryItem, fields: ItemFields, by: Actor, at: datetime) -> None:
    """Change a point of the itinerary (行程を変える)."""
    audit.change(item, dict(fields), version=None, by=by, at=at)


@transaction.atomic
def remove_item(*, item: ItineraryItem, by: Actor, at: datetime) -> None:
    """Take a point off the itinerary (行程から外す)."""
    audit.record("tours.remove_item", item, by=by, at=at, before={"date": item.date, "title": item.title})
    item.delete()
