"""Reads of a selection: its values, what is published of it, what an applicant and an auditor may have."""

from typing import Any

from kayoi.engines.selections.models import Event, Line, Place, Selection
from kayoi.engines.selections.rules import events, lots, publishing
from kayoi.engines.selections.rules.allotting import Allotment, allot
from kayoi.engines.selections.rules.reading import read_terms
from kayoi.engines.selections.rules.terms import Party, Terms
from kayoi.engines.selections.states import (
    SEALED_SALT,
    SEALED_SECRET,
    EventKind,
    Method,
    PlaceStatus,
    SelectionStatus,
)
from kayoi.kit.sealing import unseal
from kayoi.kit.verdict import Outcome, Reason, Verdict


def locked(selection: int) -> Selection:
    """Return the selection, which nobody else changes until this transaction ends."""
    return Selection.objects.select_for_update(no_key=True).get(pk=selection)


def selection_of(key: str) -> Selection | None:
    """Return the selection with that key."""
    return Selection.objects.filter(key=key).first()


def terms_of(selection: Selection) -> Terms:
    """Return the terms as values of the rules."""
    return read_terms(selection.terms)


def parties_of(selection: Selection) -> list[Party]:
    """Return the parties of the list, in the order in which they came."""
    return [
        Party(line.number, line.arrived, line.size, tuple(line.wishes), frozenset(line.groups), line.scores)
        for line in Line.objects.filter(selection=selection).order_by("arrived")
    ]


def events_of(selection: Selection) -> list[events.Event]:
    """Return what happened, in its order."""
    return [
        events.Event(EventKind.of(row.kind), row.number, row.offer, row.persons)
        for row in Event.objects.filter(selection=selection).order_by("sequence")
    ]


def gives_places(selection: Selection) -> bool:
    """Tell whether places are given by now: after the draw, or at once by first come."""
    return selection.status == SelectionStatus.DRAWN or selection.terms["method"] == Method.FIRST_COME


def ordered(selection: Selection) -> list[Party]:
    """Return the parties in the order in which they choose; only once places are given."""
    seed = lots.seed(_secret(selection), selection.fingerprint, selection.public_number)
    return lots.in_order(terms_of(selection), parties_of(selection), seed)


def free_now(selection: Selection) -> tuple[list[Party], Allotment]:
    """Return the whole order, and who of those who wait gets what is free."""
    order, places = ordered(selection), Place.objects.filter(selection=selection)
    declined = set(places.filter(status=PlaceStatus.DECLINED).values_list("number", flat=True))
    held = dict(places.filter(status=PlaceStatus.PLACED).values_list("number", "offer"))
    there = [party for party in order if party.number not in declined]
    return order, allot(terms_of(selection), there, capacity=capacity_of(selection), held=held)


def capacity_of(selection: Selection) -> dict[str, int]:
    """Return the room of each offer by now, with what was added."""
    capacity = terms_of(selection).capacity
    for event in events_of(selection):
        if event.kind is EventKind.ADDED:
            capacity[event.offer] += event.persons
    return capacity


def reserve(selection: Selection) -> list[Place]:
    """Return who waits, in the order in which they move up (補欠)."""
    return list(Place.objects.filter(selection=selection, status=PlaceStatus.RESERVE).order_by("turn"))


def place_of(selection: Selection, number: str) -> Place | None:
    """Return where a party stands; None before the draw."""
    return Place.objects.filter(selection=selection, number=number).first()


def waiting_before(place: Place) -> int:
    """Return how many wait before a party of the reserve (補欠の順番 − 1)."""
    return Place.objects.filter(selection=place.selection_id, status=PlaceStatus.RESERVE, turn__lt=place.turn).count()


def told(place: Place) -> Verdict:
    """Return why a party has a place or has none; sentences by `forms.REFUSALS`."""
    reasons = tuple(Reason(one["code"], one["params"]) for one in place.reasons["reasons"])
    return Verdict(Outcome.of(place.reasons["outcome"]), reasons)


def published(selection: Selection) -> dict[str, Any]:
    """Return what the public may have of a selection now (docs/reference/selections.md); no size, date or group."""
    terms = terms_of(selection)
    if selection.status == SelectionStatus.OPEN and not gives_places(selection):
        return publishing.opened(terms, selection.commitment)
    before = publishing.closed(terms, selection.commitment, sealed_lines(selection))
    if not gives_places(selection):
        return before
    rows = list(Place.objects.filter(selection=selection).order_by("turn").values_list("number", "status"))

    def of(status: PlaceStatus) -> list[str]:
        return [number for number, stands in rows if stands == status]

    return publishing.drawn(
        before, secret=_secret(selection), number=selection.public_number, order=[number for number, _ in rows],
        events=events_of(selection), placed=of(PlaceStatus.PLACED), reserve=of(PlaceStatus.RESERVE),
        declined=of(PlaceStatus.DECLINED),
    )  # fmt: skip


def sealed_lines(selection: Selection) -> list[tuple[str, str]]:
    """Return the list as it is published: numbers and seals."""
    return lots.sealed_lines(parties_of(selection), _salt(selection))


def receipt(selection: Selection, number: str) -> dict[str, str] | None:
    """Return what the applicant of that number keeps to find the own line (控え)."""
    found = next((party for party in parties_of(selection) if party.number == number), None)
    return None if found is None else publishing.receipt(found, _salt(selection))


def office_list(selection: Selection) -> dict[str, Any]:
    """Return the office's list for an auditor (監査用の名簿): personal, never published."""
    return {
        "format": lots.FORMAT,
        "terms": selection.terms,
        "salt": _salt(selection),
        "parties": [publishing.party_as_data(party) for party in parties_of(selection)],
    }


def _secret(selection: Selection) -> str:
    assert gives_places(selection), "the secret is nobody's before the draw"
    return unseal(selection.secret_sealed, purpose=SEALED_SECRET)


def _salt(selection: Selection) -> str:
    return unseal(selection.salt_sealed, purpose=SEALED_SALT)
