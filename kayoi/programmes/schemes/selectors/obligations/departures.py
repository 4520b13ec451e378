"""Whose duty of residence runs, as lists of the residents' register are matched with; lists that came in."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import identifying, protected_files, roots_of
from kayoi.programmes.schemes.models import Departure, DepartureList, Grant, Obligation
from kayoi.programmes.schemes.rules.departures import Grantee
from kayoi.programmes.schemes.selectors.household import relatives_of
from kayoi.programmes.schemes.states.grants import UNPAID
from kayoi.programmes.schemes.states.obligations import DepartureStatus, Duty, ObligationStatus


@dataclass(frozen=True)
class Line:
    """A match with the grantee as the town knows them; names of people under protection are not shown."""

    departure: Departure
    name: str
    birth_on: date | None
    protected: bool


def grantees() -> list[Grantee]:
    """Return whose duty of residence runs, and to whom money is still to go, each with the household."""
    duties = Obligation.objects.filter(status=ObligationStatus.RUNNING, kind=Duty.RESIDENCE)
    duties = duties.select_related("grant__application").order_by("pk")
    unpaid = Grant.objects.filter(status__in=UNPAID).select_related("application").order_by("pk")
    found = {one.grant_id: (one.grant, one.starts_on, one.until) for one in duties}
    found |= {one.pk: (one, one.applied_on, date.max) for one in unpaid}
    roots = roots_of(grant.case_file_id for grant, _, _ in found.values())
    relatives = relatives_of([grant for grant, _, _ in found.values()], roots)
    return [
        Grantee(
            pk, grant.application.receipt, identifying(roots[grant.case_file_id]), starts_on, until,
            relatives.get(pk, ()),
        )
        for pk, (grant, starts_on, until) in found.items()
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
    return list(rows.select_related("departure_list__taken_by_member", "grant").order_by("pk"))


def lines(*, on: date) -> list[Line]:
    """Return the matches that wait for a person, the surest first."""
    rows = Departure.objects.filter(status=DepartureStatus.WAITING)
    rows = rows.select_related("departure_list", "grant__application", "grant__procedure")
    found = list(rows.order_by("-likeness", "happened_on", "pk"))
    roots, protected = roots_of(one.grant.case_file_id for one in found), protected_files(on=on)
    households = CaseFile.objects.filter(pk__in=protected).exclude(household=None)
    relatives = set(households.values_list("household", "birth_on"))
    return [_line(one, roots[one.grant.case_file_id], protected, relatives) for one in found]


def _line(
    one: Departure, file: CaseFile, protected: Container[int], relatives: Container[tuple[int, date | None]]
) -> Line:
    """Return a match as its page shows it; somebody of the household may be under protection, too."""
    hidden = file.pk in protected or (bool(one.relation) and (file.household_id, one.birth_on) in relatives)
    return Line(one, file.shown_name, file.birth_on, hidden)
