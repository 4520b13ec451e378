"""A date as staff see it: what it lacks, how many come, what happens when, what its papers will hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from kayoi.kit.verdict import MET, Verdict
from kayoi.programmes.tours.models import ItineraryItem, Party, TourDate
from kayoi.programmes.tours.selectors.papers import HandOff, hand_off, itinerary_items
from kayoi.programmes.tours.selectors.tours import DateRow, lacking_to_open, rows_of
from kayoi.programmes.tours.selectors.words import span_in_words
from kayoi.programmes.tours.states import COMING, STANDING, DateStatus, PartyStatus


@dataclass(frozen=True)
class DatePage:
    """A date with all that its page shows."""

    row: DateRow
    lacking: Verdict
    days: Sequence[tuple[str, Sequence[ItineraryItem]]]
    hand_off: HandOff

    @property
    def date(self) -> TourDate:
        """The date itself."""
        return self.row.date


def date_page(date: TourDate, *, at: datetime) -> DatePage:
    """Return the page of a date."""
    row = next(one for one in rows_of(date.tour, at=at) if one.date.pk == date.pk)
    may_open = date.status in (DateStatus.DRAFT, DateStatus.CLOSED)
    lacking = lacking_to_open(date, at=at) if may_open else MET
    return DatePage(row, lacking, days_of(date), hand_off(date, at=at))


def days_of(date: TourDate) -> list[tuple[str, list[ItineraryItem]]]:
    """Return what happens on each day of a date that has something."""
    found = []
    for number, items in groupby(itinerary_items(date), key=lambda item: item.day):
        day = date.starts_on + timedelta(days=number - 1)
        found.append((span_in_words(day, day), list(items)))
    return found


def left_without(date: TourDate) -> list[Party]:
    """Return the parties that have nothing left if a date does not take place: a place on it, or no other wish."""
    others = date.tour.dates.filter(status__in=COMING).exclude(pk=date.pk)
    coming = set(others.values_list("key", flat=True))
    rows = date.tour.parties.filter(status__in=STANDING, wishes__contains=[date.key])
    rows = rows.select_related("case_file").defer("case_file__search").order_by("pk")
    return [
        party
        for party in rows
        if party.date_id == date.pk or (party.status != PartyStatus.PLACED and not coming.intersection(party.wishes))
    ]
