"""Parties as the office sees them, and to which towns their data went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import OrganizationKind
from kayoi.programmes.tours.models import Party, Passing, Tour
from kayoi.programmes.tours.selectors.public import towns_to_tell
from kayoi.programmes.tours.states import WITH_DATE, PartyStatus


def party_rows(tour: Tour, *, status: str = "") -> Sequence[Party]:
    """Return who applied for a tour, in the order in which they came."""
    rows = tour.parties.select_related("case_file", "date").order_by("asked_at", "pk")
    return list(rows.filter(status=status) if status in set(PartyStatus) else rows)


@dataclass(frozen=True)
class TownShown:
    """A town that receives a tour: whether the party agreed, whether it can be given, when it was."""

    code: str
    name: str
    agrees: bool
    passed: Passing | None
    open: bool


def passings_of(party: Party) -> list[TownShown]:
    """Return the other towns of a joint tour for one party."""
    known = {one.place_code: one for one in Passing.objects.filter(party=party)}
    placed = party.status in WITH_DATE
    return [
        TownShown(code, name, code in party.agrees_towns, known.get(code),
                  placed and code in party.agrees_towns and code not in known)
        for code, name in towns_to_tell(party.tour)
    ]  # fmt: skip


def town_of(code: str, *, on: date) -> Organization | None:
    """Return the town of that code that works with Kayoi."""
    rows = Organization.objects.open_on(on).filter(place_code=code, kind=OrganizationKind.MUNICIPALITY)
    found: Organization | None = rows.first()
    return found
