"""Tours as staff see them: how many apply for how many places, what is lacking, what an applicant meets now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import QuerySet

from kayoi.engines.rulesets.selectors import adopted
from kayoi.engines.selections.states import SelectionStatus
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Verdict
from kayoi.programmes.tours.models import ItineraryItem, Party, Tour, TourDate
from kayoi.programmes.tours.rules import opening, seen
from kayoi.programmes.tours.rules.legal import Plan, may_be_held
from kayoi.programmes.tours.rules.running import has_too_few
from kayoi.programmes.tours.selectors.openings import opening_of
from kayoi.programmes.tours.selectors.words import named_dates
from kayoi.programmes.tours.states import COMING, WITH_DATE, DateStatus, ItemKind, PartyStatus


@dataclass(frozen=True)
class Counted:
    """How many persons have a place, and how many wish for one, of a date."""

    placed: int = 0
    asked: int = 0


@dataclass(frozen=True)
class DateRow:
    """A date with its counts; `too_few` when time is up and fewer people come than it needs."""

    date: TourDate
    words: str
    counted: Counted
    too_few: bool


@dataclass(frozen=True)
class TourRow:
    """A tour with its dates, as the list shows it."""

    tour: Tour
    dates: Sequence[DateRow]

    @property
    def capacity(self) -> int:
        """Places of all dates that take place (人)."""
        return sum(row.date.capacity for row in self.dates if row.date.status != DateStatus.CANCELLED)

    @property
    def placed(self) -> int:
        """Persons who have a place (人)."""
        return sum(row.counted.placed for row in self.dates)


@dataclass(frozen=True)
class TourPage:
    """A tour with all that its page shows."""

    row: TourRow
    lacking: Verdict
    ground: Verdict
    seen: Sequence[seen.Seen]
    applied: int
    persons: int


def plan_of(tour: Tour) -> Plan:
    """Return what of a tour the law asks about."""
    return Plan(**{field.name: getattr(tour, field.name) for field in fields(Plan)})


def as_known(tour: Tour) -> opening.Tour:
    """Return what the checks of publishing and opening ask of a tour."""
    return opening.Tour(
        plan=plan_of(tour), status=tour.status, summary=tour.summary, hard=tour.hard, organizer=tour.organizer,
        contact=tour.contact, insurance=tour.insurance, fee_yen=tour.fee_yen, fee_covers=tour.fee_covers,
        apply_from=tour.apply_from, apply_until=tour.apply_until, method=tour.method,
        public_number=tour.public_number, number_from=tour.number_from,
        rule_is_in_force=tour.rule_id is None or adopted().filter(ruleset=tour.rule_id).exists(),
        dates=tour.dates.exclude(status=DateStatus.CANCELLED).count(),
    )  # fmt: skip


def date_as_known(date: TourDate) -> opening.Date:
    """Return what the check of opening asks of a date."""
    selection = date.tour.selection
    offers = {one["key"] for one in selection.terms["offers"]} if selection else set()
    is_left_out = selection is not None and (selection.status != SelectionStatus.OPEN or date.key not in offers)
    return opening.Date(date.starts_on, date.is_online, date.meeting_point, date.items.count(), is_left_out)


def lacking_to_open(date: TourDate, *, at: datetime) -> Verdict:
    """Return what a date lacks before applications may be taken."""
    return opening.may_open(as_known(date.tour), date_as_known(date), at=at)


def tours(*, at: datetime) -> list[TourRow]:
    """Return all tours of the town with their dates and counts: those that people are to come to first."""
    rows = list(Tour.objects.order_by("-pk"))
    dates = _dates(TourDate.objects.filter(tour__in=rows), at=at)
    found = [TourRow(tour, dates.get(tour.pk, ())) for tour in rows]
    return sorted(found, key=lambda row: not any(one.date.status in COMING for one in row.dates))


def rows_of(tour: Tour, *, at: datetime) -> Sequence[DateRow]:
    """Return the dates of a tour with their counts, in the order of time."""
    return _dates(TourDate.objects.filter(tour=tour), at=at).get(tour.pk, ())


def dates_with_too_few(*, at: datetime) -> list[DateRow]:
    """Return the dates for which time is up and fewer people come than they need (最少催行人数に達していない)."""
    dates = _dates(TourDate.objects.filter(status__in=COMING, starts_on__gte=local_date(at)), at=at)
    return [row for rows in dates.values() for row in rows if row.too_few]


def tour_page(tour: Tour, organization: Organization, *, at: datetime) -> TourPage:
    """Return the page of a tour."""
    row = TourRow(tour, rows_of(tour, at=at))
    parties = list(tour.parties.values_list("persons", flat=True))
    return TourPage(
        row=row,
        lacking=opening.may_publish(as_known(tour)),
        ground=may_be_held(plan_of(tour), on=local_date(at)),
        seen=seen.what_is_seen(_set_up(row, organization), at=at),
        applied=len(parties),
        persons=sum(parties),
    )


def _set_up(row: TourRow, organization: Organization) -> seen.SetUp:
    tour, dates = row.tour, [one.date for one in row.dates]
    items = ItineraryItem.objects.filter(date__in=dates, kind=ItemKind.FREE)
    free = set(items.values_list("date_id", flat=True))
    return seen.SetUp(
        status=tour.status, programme_is_on="tours" in organization.programmes, openly_called=tour.openly_called,
        terms_are_published=tour.selection_id is not None,
        is_listed=opening_of(tour) is not None, has_english=bool(tour.name_en and tour.summary_en),
        apply_from=tour.apply_from, apply_until=tour.apply_until,
        dates=[
            seen.Shown(
                one.words, one.date.status, one.date.capacity, one.counted.placed, one.counted.asked,
                one.date.pk in free, one.date.is_online,
            )
            for one in row.dates
        ],
    )  # fmt: skip


def _dates(rows: QuerySet[TourDate], *, at: datetime) -> dict[int, list[DateRow]]:
    """Return dates with their counts by tour."""
    by_tour: dict[int, list[TourDate]] = defaultdict(list)
    for one in rows.select_related("tour").order_by("starts_on", "place_code", "pk"):
        by_tour[one.tour_id].append(one)
    counted = _counted(list(by_tour))
    found = {}
    for tour, dates in by_tour.items():
        words = named_dates(dates)
        found[tour] = [_row(one, words[one.key], counted[tour, one.key], at) for one in dates]
    return found


def _row(one: TourDate, words: str, counted: Counted, at: datetime) -> DateRow:
    time_is_up = one.tour.apply_until is not None and one.tour.apply_until <= at
    few = has_too_few(persons=counted.placed + counted.asked, minimum=one.minimum)
    return DateRow(one, words, counted, few and time_is_up and one.status in COMING)


def _counted(tours: Sequence[int]) -> dict[tuple[int, str], Counted]:
    """Return how many persons have a place and wish for one, by tour and key of the date, in one statement."""
    placed: dict[tuple[int, str], int] = defaultdict(int)
    asked: dict[tuple[int, str], int] = defaultdict(int)
    waiting = (PartyStatus.ASKED, PartyStatus.RESERVE)
    rows = Party.objects.filter(tour__in=tours, status__in=(*waiting, *WITH_DATE))
    for tour, status, persons, key, wishes in rows.values_list("tour", "status", "persons", "date__key", "wishes"):
        if status in WITH_DATE:
            placed[tour, key] += persons
        else:
            for wish in wishes:
                asked[tour, wish] += persons
    found: dict[tuple[int, str], Counted] = defaultdict(Counted)
    found.update({both: Counted(placed[both], asked[both]) for both in [*placed, *asked]})
    return found
