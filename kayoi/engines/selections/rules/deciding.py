"""What may be done with a selection now: close its list, draw, decline, add places."""

from datetime import datetime

from kayoi.engines.selections.rules.lots import plain_number
from kayoi.engines.selections.rules.terms import Terms
from kayoi.engines.selections.states import SelectionStatus
from kayoi.kit.verdict import Reason, Verdict, verdict


def may_close(terms: Terms, *, parties: int, at: datetime) -> Verdict:
    """Answer whether the list may become final: before the public number is known, or it could be chosen to suit.

    Source: docs/reference/selections.md (who could cheat)
    """
    reasons = [] if parties else [Reason("selections.nobody")]
    if terms.by_lot and at >= datetime.fromisoformat(terms.number_from):
        reasons.append(Reason("selections.number_known_already"))
    return verdict(reasons)


def may_draw(terms: Terms, status: str, number: str, *, at: datetime) -> Verdict:
    """Answer whether the draw may take place with this public number: once the list is final and the number is out.

    Source: docs/reference/selections.md (who could cheat)
    """
    reasons = [] if status == SelectionStatus.CLOSED else [Reason("selections.not_closed")]
    if terms.by_lot:
        if at < datetime.fromisoformat(terms.number_from):
            reasons.append(Reason("selections.number_not_out", {"number": terms.number}))
        if plain_number(number) is None:
            reasons.append(Reason("selections.number_unreadable"))
    return verdict(reasons)


def may_name(status: str, number_from: datetime, *, at: datetime) -> Verdict:
    """Answer whether another public number may be named: before the list is final, and one that is not out.

    Source: docs/reference/selections.md (who could cheat)
    """
    reasons = [] if status == SelectionStatus.OPEN else [Reason("selections.closed")]
    if number_from <= at:
        reasons.append(Reason("selections.number_known_already"))
    return verdict(reasons)


def may_add(gives_places: bool, capacity: dict[str, int], offer: str, persons: int) -> Verdict:
    """Answer whether room for so many persons may be added to an offer: only once places are given.

    Source: docs/reference/selections.md (extra places)
    """
    reasons = [] if gives_places else [Reason("selections.not_drawn")]
    if offer not in capacity:
        reasons.append(Reason("selections.no_such_offer"))
    if persons <= 0:
        reasons.append(Reason("selections.nothing_added"))
    return verdict(reasons)
