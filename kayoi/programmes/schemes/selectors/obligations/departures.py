"""Whose duty of residence runs, as lists of the residents' register are matched with; lists that came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from kayoi.engines.casefiles.selectors import identifying, protected_families, roots_of
from kayoi.programmes.schemes.models import Departure, DepartureList, Obligation
from kayoi.programmes.schemes.rules.departures import Grantee
from kayoi.programmes.schemes.states.obligations import DepartureStatus, Duty, ObligationStatus


@dataclass(frozen=True)
class Line:
    """A match with the grantee as the town knows them; names of people under protection are not shown."""

    departure: Departure
    name: str
    birth_on: date | None
    protected: bool


def grantees() -> list[Grantee]:
    """Return whose duty of residence runs."""
    rows = Obligation.objects.filter(status=ObligationStatus.RUNNING, kind=Duty.RESIDENCE)
    found = list(rows.select_related("grant__application").order_by("pk"))
    roots = roots_of(one.grant.case_file_id for one in found)
    return [
        Grantee(
            one.grant_id, one.grant.application.receipt, identifying(roots[one.grant.case_file_id]), one.starts_on,
            one.until,
        )
        for one in found
    ]  # fmt: skip


def lists_taken() -> QuerySet[DepartureList]:
    """Return the lists that came in, the latest first, with how many matches they brought and how many wait."""
    waits = Count("rows", filter=Q(rows__status=DepartureStatus.WAITING))
    rows: QuerySet[DepartureList] = DepartureList.objects.annotate(count=Count("rows"), waits=waits)
    return rows.order_by("-taken_at", "-pk")


def known_keys(keys: Sequence[str]) -> set[tuple[int, str]]:
    """Return which of these rows were matched before, with which grant."""
    return set(Departure.objects.filter(key__in=keys).values_list("grant_id", "key"))


def waiting(ids: Sequence[int]) -> list[Departure]:
    """Return those of these matches about which nobody has decided yet."""
    rows = Departure.objects.filter(pk__in=ids, status=DepartureStatus.WAITING)
    return list(rows.select_related("departure_list", "grant").order_by("pk"))


def lines(*, on: date) -> list[Line]:
    """Return the matches that wait for a person, the surest first."""
    rows = Departure.objects.filter(status=DepartureStatus.WAITING)
    rows = rows.select_related("departure_list", "grant__application", "grant__procedure")
    found = list(rows.order_by("-likeness", "happened_on", "pk"))
    roots = roots_of(one.grant.case_file_id for one in found)
    protected = protected_families({file.pk for file in roots.values()}, on=on)
    files = {one.pk: roots[one.grant.case_file_id] for one in found}
    return [Line(one, files[one.pk].shown_name, files[one.pk].birth_on, files[one.pk].pk in protected) for one in found]
