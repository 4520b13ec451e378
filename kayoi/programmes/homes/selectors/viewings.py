"""Viewings and keys of a house; viewings of a seeker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from kayoi.programmes.homes.models import Contract, Home, KeyLoan, Seeker, Viewing
from kayoi.programmes.homes.selectors.protected import shown_names


def viewings() -> QuerySet[Viewing]:
    """Return viewings with house and seeker, those without a time first, then the next."""
    rows = Viewing.objects.select_related("home", "seeker__case_file", "seeker__organization")
    return rows.defer("seeker__case_file__search").order_by(F("starts_at").desc(nulls_first=True), "-pk")


def viewings_of_seeker(seeker: Seeker) -> list[Viewing]:
    """Return what a seeker has seen or will see."""
    return list(viewings().filter(seeker=seeker))


@dataclass(frozen=True)
class Visit:
    """A viewing as staff see it in a list."""

    viewing: Viewing
    name: str


def visits_of(home: Home, *, on: date) -> Sequence[Visit]:
    """Return the viewings of a house; people under protection measures have no name."""
    rows = list(viewings().filter(home=home))
    names = shown_names([row.seeker.case_file for row in rows], on=on)
    return [Visit(row, names[row.seeker.case_file_id]) for row in rows]


def key_loans_of(home: Home) -> list[KeyLoan]:
    """Return who has had the key of a house, the latest first."""
    return list(KeyLoan.objects.filter(home=home).order_by("-lent_at", "-pk"))


def contracts_of(home: Home) -> list[Contract]:
    """Return the contracts that were reported for a house, the latest first."""
    return list(Contract.objects.filter(home=home).select_related("inquiry").order_by("-reported_at", "-pk"))
