"""Tours: made part by part, published, withdrawn, ended, copied from last year's."""

from datetime import datetime, timedelta
from typing import Any, Final, TypedDict

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.tours.models import ItineraryItem, Tour, TourDate
from kayoi.programmes.tours.rules import legal
from kayoi.programmes.tours.rules.opening import may_publish
from kayoi.programmes.tours.selectors.tours import as_known, plan_of
from kayoi.programmes.tours.services.openings import renew_opening
from kayoi.programmes.tours.states import COMING, DateStatus, TourStatus

# The same days of the week, a year later.
A_YEAR: Final = timedelta(weeks=52)
# What the terms of a selection say: once they are published, nothing of it changes.
IN_TERMS: Final = frozenset({"method", "quotas", "weights", "public_number", "number_from", "apply_until"})
# What is true of this year's tour only: a prefecture is consulted each time, a number is public once.
NOT_COPIED: Final = frozenset(
    {"id", "organization", "key", "name", "status", "selection", "version", "apply_from", "apply_until", "consulted",
     "consulted_on", "public_number", "number_from"}
)  # fmt: skip


class UnableToChangeTour(Refused):
    """The law, the public or a selection under way speaks against it."""


class UnableToPublishTour(Refused):
    """Something that the public needs is still lacking, or people are still to come."""


class TourFields(TypedDict, total=False):
    """What can be said of a tour."""

    key: str
    kind: str
    segment: str
    name: str
    name_en: str
    summary: str
    summary_en: str
    hard: str
    hard_en: str
    place_code: str
    organizer: str
    contact: str
    fee_yen: int
    fee_covers: str
    fee_covers_en: str
    insurance: str
    arranges_lodging: bool
    arranges_transport: bool
    openly_called: bool
    travel_basis: str
    agency_name: str
    agency_number: str
    is_run_by_town: bool
    is_below_cost: bool
    is_occasional: bool
    consulted: str
    consulted_on: Any
    has_paid_work: bool
    work_basis: str
    work_detail: str
    work_on: Any
    rule: Any
    apply_from: datetime | None
    apply_until: datetime | None
    most_persons: int
    cancel_days: int
    method: str
    public_number: str
    number_from: datetime | None
    campaigns: list[str]


@transaction.atomic
def open_tour(*, fields: TourFields, by: Actor, at: datetime) -> Tour:
    """Make a tour in preparation (ツアーを作る)."""
    tour = Tour.objects.create(**fields)
    audit.record("tours.open_tour", tour, by=by, at=at, after=dict(fields))
    return tour


@transaction.atomic
def change_tour(*, tour: Tour, fields: TourFields, version: int, by: Actor, at: datetime) -> None:
    """Change what is said of a tour (ツアーの内容を変える). Raises ChangedMeanwhile.

    Raises UnableToChangeTour where people are called already and the tour would lose its ground or what they need to
    know, or where the terms of its selection are published.
    """
    before = audit.change(tour, dict(fields), version=version, by=by, at=at)
    against = [Reason("tours.terms_are_published")] if tour.selection_id and IN_TERMS & before.keys() else []
    if tour.dates.filter(status__in=COMING).exists():
        against += legal.may_be_held(plan_of(tour), on=local_date(at)).reasons
    if tour.status == TourStatus.PUBLISHED:
        against += may_publish(as_known(tour)).reasons
    if against:
        raise UnableToChangeTour(verdict(against))
    renew_opening(tour=tour, by=by, at=at)


@transaction.atomic
def publish_tour(*, tour: Tour, by: Actor, at: datetime) -> None:
    """Show the page of a tour (公開する). Raises UnableToPublishTour or UnableToMove."""
    answer = may_publish(as_known(tour))
    if answer.refused:
        raise UnableToPublishTour(answer)
    audit.move(tour, "publish", by=by, at=at)
    renew_opening(tour=tour, by=by, at=at)


@transaction.atomic
def withdraw_tour(*, tour: Tour, by: Actor, at: datetime) -> None:
    """Take the page of a tour back (公開をやめる). Raises UnableToPublishTour while people are to come."""
    _unless_people_come(tour)
    audit.move(tour, "withdraw", by=by, at=at)
    renew_opening(tour=tour, by=by, at=at)


@transaction.atomic
def end_tour(*, tour: Tour, by: Actor, at: datetime) -> None:
    """End a tour whose dates are held or cancelled (終了する). Raises UnableToPublishTour or UnableToMove."""
    _unless_people_come(tour)
    audit.move(tour, "end", by=by, at=at)
    renew_opening(tour=tour, by=by, at=at)


def _unless_people_come(tour: Tour) -> None:
    if tour.dates.filter(status__in=COMING).exists():
        raise UnableToPublishTour(verdict([Reason("tours.dates_are_coming")]))


@transaction.atomic
def copy_tour(*, tour: Tour, key: str, name: str, by: Actor, at: datetime) -> Tour:
    """Make next year's tour from this one (昨年のツアーから作る): words, dates 52 weeks on, itineraries.

    Who was consulted, and when, has to be said anew; so has the time of applications.
    """
    copied = {one.name: getattr(tour, one.name) for one in Tour._meta.concrete_fields if one.name not in NOT_COPIED}
    made = Tour.objects.create(**copied, key=key, name=name)
    audit.record("tours.copy_tour", made, by=by, at=at, after={"from": tour, "key": key})
    kept = ("key", "place_code", "is_online", "meeting_point", "meeting_point_en", "capacity", "minimum")
    for date in tour.dates.exclude(status=DateStatus.CANCELLED).prefetch_related("items").order_by("starts_on", "pk"):
        days = {"starts_on": date.starts_on + A_YEAR, "ends_on": date.ends_on + A_YEAR}
        copy = TourDate.objects.create(tour=made, **days, **{field: getattr(date, field) for field in kept})
        items = [ItineraryItem(date=copy, **_said(item)) for item in date.items.all()]
        ItineraryItem.objects.bulk_create(items)
    return made


def _said(item: ItineraryItem) -> dict[str, Any]:
    names = ("day", "starts", "kind", "title", "title_en", "place", "host", "note")
    return {name: getattr(item, name) for name in names}
