"""Another door for those without a place: other dates here, other towns, online, a helper task; and who took one."""

from datetime import date, datetime

from django.db.models import Min, Q

from kayoi.engines.openings.models import FreePeriod, Opening
from kayoi.engines.openings.selectors import open_now
from kayoi.engines.openings.states import OpeningKind
from kayoi.engines.selections.states import Method
from kayoi.foundation.tenancy import scope
from kayoi.kit.dates import local_date
from kayoi.programmes.tours.models import NextStep, Party, Tour, TourDate
from kayoi.programmes.tours.rules.doors import Door, Share, share
from kayoi.programmes.tours.selectors.giving import rooms_of
from kayoi.programmes.tours.selectors.words import days_in_words
from kayoi.programmes.tours.states import DateStatus, PartyStatus, StepKind, TourStatus

# What the town itself has beside its tours, by the kind of its opening.
HERE = {
    OpeningKind.ACTIVITY: StepKind.HELP, OpeningKind.STAY: StepKind.STAY, OpeningKind.APPOINTMENT: StepKind.TALK,
    OpeningKind.CONSULTATION: StepKind.TALK,
}  # fmt: skip
# Those who went without, as long as they do.
WITHOUT = (PartyStatus.RESERVE, PartyStatus.REFUSED, PartyStatus.DECLINED, PartyStatus.CANCELLED)


def open_doors(tour: Tour, *, at: datetime) -> list[Door]:
    """Return all that is open now beside a tour (もう一つの扉): of this town, and public rows of others."""
    return _dates(tour, at=at) + _openings(tour, at=at)


def _dates(tour: Tour, *, at: datetime) -> list[Door]:
    """Return dates that take applications now, of the other tours of the town, and of this one what is left."""
    rows = (
        TourDate.objects.filter(
            Q(tour__apply_from=None) | Q(tour__apply_from__lte=at),
            Q(tour__apply_until=None) | Q(tour__apply_until__gt=at),
            status=DateStatus.OPEN, starts_on__gt=local_date(at), tour__status=TourStatus.PUBLISHED,
            tour__openly_called=True, tour__selection__isnull=False,
        )
        .exclude(tour=tour)
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
            title = f"{other.name}({days_in_words(room.date)})"
            left = room.left if first_come else room.capacity
            found.append(Door(kind, f"/{slug}/tours/{other.key}/", title[:120], room.date.starts_on, left))
    return found


def _openings(tour: Tour, *, at: datetime) -> list[Door]:
    """Return what stands in the openings: tours of other towns, and what this town has beside tours."""
    mine = Q(organization=tour.organization_id)
    with scope.of_public():
        wanted = (~mine & Q(kind=OpeningKind.TOUR)) | (mine & Q(kind__in=list(HERE)))
        rows = list(open_now(at=at).filter(wanted)[:60])
        days: dict[int, date] = dict(
            FreePeriod.objects.filter(opening__in=rows, starts_on__gt=local_date(at))
            .values_list("opening")
            .annotate(Min("starts_on"))
            .order_by()
        )
        return [_door(row, tour, days.get(row.pk)) for row in rows]


def _door(row: Opening, tour: Tour, on: date | None) -> Door:
    is_here = row.organization_id == tour.organization_id
    kind = HERE[OpeningKind.of(row.kind)] if is_here else StepKind.TOWN
    title = row.title if is_here else f"{row.organization.name} {row.title}"
    return Door(kind, f"/{row.organization.slug}/{row.path}", title[:120], on, opening=row.pk)


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
