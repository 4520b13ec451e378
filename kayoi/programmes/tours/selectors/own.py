"""A party as its own page shows it: where it stands, why, what it may still do, which other doors there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from kayoi.engines.selections.selectors import place_of, told, waiting_before
from kayoi.engines.selections.states import Method, PlaceStatus
from kayoi.foundation.identity.models import Person
from kayoi.kit.tokens import token_hash
from kayoi.kit.verdict import MET, Verdict
from kayoi.programmes.tours.models import Companion, NextStep, Party
from kayoi.programmes.tours.rules.standing import may_decline, steps_of
from kayoi.programmes.tours.selectors.doors import steps_of as doors_of
from kayoi.programmes.tours.selectors.giving import is_final
from kayoi.programmes.tours.selectors.reasons import in_words, named, offers_in_words
from kayoi.programmes.tours.selectors.words import days_in_words
from kayoi.programmes.tours.states import STANDING, PartyStatus

# Why somebody has no place any more stands in words.
WRITTEN = (PartyStatus.REFUSED, PartyStatus.CANCELLED, PartyStatus.DECLINED)


def party_of_key(key: str, *, person: Person | None) -> Party | None:
    """Return the party of a secret link; for whoever is logged in also by its number, if it is theirs."""
    rows = Party.objects.select_related("tour__selection", "tour__organization", "case_file", "date")
    mine = Q(number=key, case_file__person=person) if person else Q(pk=None)
    found: Party | None = rows.filter(Q(token_hash=token_hash(key)) | mine).order_by("-asked_at").first()
    return found


def parties_of_person() -> list[Party]:
    """Return the parties in all towns that the open person's scope reads, as long as they hope or come."""
    rows = Party.objects.filter(status__in=STANDING).select_related("organization")
    return list(rows.order_by("organization_id", "asked_at", "pk"))


@dataclass(frozen=True)
class PartyPage:
    """Where a party stands, in words."""

    party: Party
    title: str
    days: str
    wishes: Sequence[str]
    labels: Sequence[str]
    current: int
    wrote: str
    why: Verdict
    waiting_before: int | None
    doors: Sequence[NextStep]
    companions: Sequence[Companion]
    may_decline: bool
    in_list: bool


def party_page(party: Party) -> PartyPage:
    """Return a party as its own page and the office show it."""
    tour = party.tour
    place = place_of(tour.selection, party.number) if tour.selection else None
    labels = offers_in_words(tour)
    line, current = steps_of(
        PartyStatus.of(party.status), by_lot=tour.method != Method.FIRST_COME, list_is_final=is_final(tour)
    )
    waits = place is not None and place.status == PlaceStatus.RESERVE and party.status == PartyStatus.RESERVE
    in_list = tour.selection is not None and tour.selection.lines.filter(number=party.number).exists()
    return PartyPage(
        party, named(tour), days_in_words(party.date) if party.date else "",
        [labels.get(wish, wish) for wish in party.wishes], [str(_(step.label)) for step in line],
        line.index(current) + 1, party.why if party.status in WRITTEN else "", _why(party),
        waiting_before(place) if place is not None and waits else None,
        doors_of(party), list(party.companions.order_by("pk")), may_decline(PartyStatus.of(party.status)), in_list,
    )  # fmt: skip


def _why(party: Party) -> Verdict:
    """Return why a party has a place or waits."""
    selection = party.tour.selection
    place = place_of(selection, party.number) if selection and party.status not in WRITTEN else None
    return in_words(told(place), party.tour) if place else MET
