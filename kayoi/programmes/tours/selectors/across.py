"""Tours of all towns from what the public sees of them; joint ones take one application for dates in several towns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from kayoi.engines.openings.models import FreePeriod, Opening
from kayoi.engines.openings.selectors import free_after
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.tours.selectors.words import either, names_of, span_in_words


@dataclass(frozen=True)
class Day:
    """A date that can be wished for: when, in which town, for how many persons; 0 where people wait for a place."""

    words: str
    host: str
    persons: int


@dataclass(frozen=True)
class TourAcross:
    """A tour in a list of several towns, and who takes the applications."""

    title: str
    town: str
    summary: str
    href: str
    until: datetime | None
    days: Sequence[Day]

    @property
    def is_joint(self) -> bool:
        """True where several towns receive people (連携ツアー); an online date is in none."""
        return len({day.host for day in self.days if day.host}) > 1


def tours_across(*, at: datetime) -> list[TourAcross]:
    """Return the tours of all towns that take applications now, those that begin first first (public scope)."""
    open_now = Organization.objects.open_on(local_date(at)).filter(programmes__contains=["tours"])
    return _grouped(free_after(local_date(at), kind=OpeningKind.TOUR, at=at).filter(organization__in=open_now))


def tours_received(town: Organization, *, at: datetime) -> list[TourAcross]:
    """Return the tours of other towns that this town receives: whoever looks here applies there."""
    with scope.of_public():
        rows = free_after(local_date(at), kind=OpeningKind.TOUR, at=at).exclude(organization=town)
        here = rows.filter(place_code=town.place_code).values("opening")
        return _grouped(rows.filter(opening__in=here)) if town.place_code else []


def _grouped(rows: QuerySet[FreePeriod]) -> list[TourAcross]:
    by_opening: dict[int, list[FreePeriod]] = {}
    for row in rows:
        by_opening.setdefault(row.opening_id, []).append(row)
    hosts = names_of({one.place_code for days in by_opening.values() for one in days})
    return [_across(days[0].opening, days, hosts) for days in by_opening.values()]


def _across(opening: Opening, days: Sequence[FreePeriod], hosts: Mapping[str, str]) -> TourAcross:
    town = opening.organization
    return TourAcross(
        either(opening.title, opening.title_en), either(town.name, town.name_en),
        either(opening.summary, opening.summary_en), f"/{town.slug}/{opening.path}", opening.published_until,
        [
            Day(span_in_words(one.starts_on, one.ends_before - timedelta(days=1)),
                hosts.get(one.place_code, one.place_code), one.persons)
            for one in days
        ],
    )  # fmt: skip
