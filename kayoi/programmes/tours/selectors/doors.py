"""Another door for those without a place: other dates here, other towns, online, a helper task; and who took one."""

from datetime import date, datetime, timedelta

from django.db.models import Min, Q
from django.utils import translation

from kayoi.engines.openings.models import FreePeriod, Opening
from kayoi.engines.openings.selectors import free_after, open_now
from kayoi.engines.openings.states import OpeningKind
from kayoi.engines.selections.states import Method
from kayoi.foundation.tenancy import scope
from kayoi.kit.dates import local_date
from kayoi.programmes.tours.models import NextStep, Party, Tour, TourDate
from kayoi.programmes.tours.rules.doors import Door, Share, share
from kayoi.programmes.tours.selectors.giving import rooms_of
from kayoi.programmes.tours.selectors.words import span_in_words
from kayoi.programmes.tours.states import DateStatus, PartyStatus, StepKind, TourStatus

# What the town itself has beside its tours, by the kind of its opening.
HERE = {
    OpeningKind.ACTIVITY: StepKind.HELP, OpeningKind.STAY: StepKind.STAY, OpeningKind.APPOINTMENT: StepKind.TALK,
    OpeningKind.CONSULTATION: StepKind.TALK,
}  # fmt: skip
MOST_ELSEWHERE = 300
# Those who went without, as long as they do.
WITHOUT = (PartyStatus.RESERVE, PartyStatus.REFUSED, PartyStatus.DECLINED, PartyStatus.CANCELLED)


def open_doors(tour: Tour, *, at: datetime, own: bool = True) -> list[Door]:
    """Return all that is open now beside a tour (もう一つの扉): of this town, and public rows of others.

    `own`: also other dates of the tour itself, as long as it takes applications.
    """
    return _dates(tour, own=own, at=at) + _elsewhere(tour, at=at) + _beside(tour, at=at)


def _dates(tour: Tour, *, own: bool, at: datetime) -> list[Door]:
    """Return dates of the town's tours that take applications now, with what is left of them."""
    rows = (
        TourDate.objects.filter(
            Q(tour__apply_from=None) | Q(tour__apply_from__lte=at),
            Q(tour__apply_until=None) | Q(tour__apply_until__gt=at),
            status=DateStatus.OPEN, starts_on__gt=local_date(at), tour__status=TourStatus.PUBLISHED,
            tour__openly_called=True, tour__selection__isnull=False,
        )
        .exclude(tour=None if own else tour)
        .select_related("tour__selection")
        .order_by("starts_on", "pk")
    )  # fmt: skip
    by_tour: dict[int, list[TourDate]] = {}
    for one in rows:
        by_tour.setdefault(one.tour_id, []).append(one)
    slug = tour.organization.slug
    found = []
    for dates in by_tour.values():
        other = dates[0].tour
        first_come = other.method == Method.FIRST_COME
        for room in rooms_of(other, dates):
            kind = StepKind.ONLINE if room.date.is_online else StepKind.DATE
            title, title_en = _titles(other.name, other.name_en, room.date.starts_on, room.date.ends_on)
            left = room.left if first_come else room.capacity
            found.append(
                Door(
                    kind, f"/{slug}/tours/{other.key}/", title, title_en, room.date.starts_on, left,
                    date=room.date.key if other.pk == tour.pk else "",
                )
            )  # fmt: skip
    return found


def _elsewhere(tour: Tour, *, at: datetime) -> list[Door]:
    """Return the dates of tours of other towns, with their days and what is left of them: public rows only."""
    with scope.of_public():
        rows = free_after(local_date(at), kind=OpeningKind.TOUR, at=at)
        return [
            Door(
                StepKind.TOWN, f"/{one.opening.organization.slug}/{one.opening.path}", *_titles_elsewhere(one),
                one.starts_on, one.persons, one.opening_id,
            )
            for one in rows.exclude(organization=tour.organization_id)[:MOST_ELSEWHERE]
        ]  # fmt: skip


def _titles_elsewhere(one: FreePeriod) -> tuple[str, str]:
    opening, town = one.opening, one.opening.organization
    english = f"{town.name_en or town.name}: {opening.title_en or opening.title}"
    return _titles(f"{town.name} {opening.title}", english, one.starts_on, one.ends_before - timedelta(days=1))


def _titles(japanese: str, english: str, first: date, last: date) -> tuple[str, str]:
    """Return what a door is called with its days, in both languages: it is read later, by whoever was shown it."""
    with translation.override("ja"):
        title = f"{japanese}({span_in_words(first, last)})"
    with translation.override("en"):
        return title, f"{english or japanese} ({span_in_words(first, last)})"


def _beside(tour: Tour, *, at: datetime) -> list[Door]:
    """Return what this town has beside tours."""
    with scope.of_public():
        rows = list(open_now(at=at).filter(organization=tour.organization_id, kind__in=list(HERE))[:60])
        days: dict[int, date] = dict(
            FreePeriod.objects.filter(opening__in=rows, starts_on__gt=local_date(at))
            .values_list("opening")
            .annotate(Min("starts_on"))
            .order_by()
        )
        return [_door_beside(row, days.get(row.pk)) for row in rows]


def _door_beside(row: Opening, free: date | None) -> Door:
    """Return the door of an opening of the town; an activity is there until it begins, on its one day."""
    kind, begins, titles = HERE[OpeningKind.of(row.kind)], row.published_until, (row.title, row.title_en)
    if row.kind == OpeningKind.ACTIVITY and begins is not None:
        free = local_date(begins)
        titles = _titles(*titles, free, free)
    return Door(kind, f"/{row.organization.slug}/{row.path}", *titles, free, opening=row.pk)


def steps_of(party: Party) -> list[NextStep]:
    """Return the doors that a party was shown, in the order in which they were offered."""
    return list(NextStep.objects.filter(party=party).order_by("offered_at", "pk"))


def share_of(tour: Tour | None, *, at: datetime) -> Share:
    """Return how many of those without a place took a next step within seven days; of all tours without `tour`."""
    rows = Party.objects.filter(status__in=WITHOUT, next_steps__isnull=False)
    if tour is not None:
        rows = rows.filter(tour=tour)
    told = rows.annotate(told=Min("next_steps__offered_at"), took=Min("next_steps__taken_at"))
    return share(list(told.values_list("told", "took")), at=at)


def without_step(tour: Tour) -> list[Party]:
    """Return those who went without and have taken no step yet: somebody could call them."""
    rows = tour.parties.filter(status__in=WITHOUT, next_steps__isnull=False).select_related("case_file")
    return list(rows.exclude(next_steps__taken_at__isnull=False).distinct().order_by("decided_at", "pk"))
