"""Refunds as a list: what is considered, demanded, late, done, with sums."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.programmes.schemes.models import Recovery
from kayoi.programmes.schemes.selectors.recovery.recoveries import recoveries
from kayoi.programmes.schemes.states.recovery import AWAITED, CLOSED, OWED, RecoveryStatus, Shelf

R = RecoveryStatus


@dataclass(frozen=True)
class OnShelf:
    """How many refunds stand on a shelf, and what is still owed of them."""

    shelf: Shelf
    count: int
    demanded_yen: int
    received_yen: int
    rest_yen: int


@dataclass(frozen=True)
class Line:
    """A line of the list. Names of people under protection are not shown."""

    recovery: Recovery
    is_late: bool
    protected: bool


def shelves(*, on: date) -> list[OnShelf]:
    """Return each shelf with its count and sums."""
    found = []
    for shelf in Shelf:
        sums = Recovery.objects.filter(_where(shelf, on)).aggregate(
            count=Count("pk"), demanded=Sum("demanded_yen", default=0), received=Sum("received_yen", default=0),
            rest=Sum(F("demanded_yen") - F("received_yen"), default=0),
        )  # fmt: skip
        found.append(OnShelf(shelf, sums["count"], sums["demanded"], sums["received"], sums["rest"]))
    return found


def on_shelf(shelf: Shelf, *, on: date) -> QuerySet[Recovery]:
    """Return the refunds of a shelf: what is due first comes first."""
    rows = recoveries().filter(_where(shelf, on))
    return rows.order_by(F("next_due_on").asc(nulls_last=True), "-opened_on", "-pk")


def lines(rows: Iterable[Recovery], *, on: date) -> list[Line]:
    """Return the lines of a page of the list."""
    found = list(rows)
    protected = protected_families({one.grant.case_file_id for one in found}, on=on)
    return [
        Line(one, one.status in AWAITED and one.is_late(on), one.grant.case_file_id in protected) for one in found
    ]  # fmt: skip


def _where(shelf: Shelf, on: date) -> Q:
    match shelf:
        case Shelf.CONSIDERING:
            return Q(status__in=(R.CONSIDERING, R.PROPOSED)) | Q(status=R.CONTESTED, demanded_yen=0)
        case Shelf.DEMANDED:
            return Q(status__in=OWED, demanded_yen__gt=0)
        case Shelf.OVERDUE:
            return Q(status__in=AWAITED, next_due_on__lt=on)
        case Shelf.CLOSED:
            return Q(status__in=CLOSED)
