"""Checks of selections for `manage.py verify`: how many of the open organization are not sound."""

from kayoi.engines.selections.models import Place, Selection
from kayoi.engines.selections.rules.events import replay
from kayoi.engines.selections.rules.lots import fingerprint
from kayoi.engines.selections.selectors import events_of, gives_places, ordered, sealed_lines, terms_of
from kayoi.engines.selections.states import PlaceStatus


def lists_unlike_fingerprint() -> int:
    """Count selections whose list or terms are not those of the published fingerprint."""
    return sum(
        fingerprint(selection.terms, sealed_lines(selection)) != selection.fingerprint
        for selection in Selection.objects.exclude(fingerprint="")
    )


def places_unlike_events() -> int:
    """Count selections in which somebody does not stand where the events lead to."""
    return sum(differs(selection) for selection in Selection.objects.all() if gives_places(selection))


def differs(selection: Selection) -> bool:
    """Tell whether somebody does not stand where the events of a selection lead to."""
    order = ordered(selection)
    standing = replay(terms_of(selection), order, events_of(selection))
    expected = {
        (party.number, turn): (
            standing.held.get(party.number, ""),
            PlaceStatus.DECLINED if party.number in standing.declined
            else PlaceStatus.PLACED if party.number in standing.held
            else PlaceStatus.RESERVE,
        )
        for turn, party in enumerate(order, 1)
    }  # fmt: skip
    rows = Place.objects.filter(selection=selection).values_list("number", "turn", "offer", "status")
    return {(number, turn): (offer, status) for number, turn, offer, status in rows} != expected
