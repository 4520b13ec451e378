"""What happens after the list is final, replayed: the draw, who declines, places that are added."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kayoi.engines.selections.rules.allotting import allot
from kayoi.engines.selections.rules.terms import Party, Terms
from kayoi.engines.selections.states import EventKind


@dataclass(frozen=True, slots=True)
class Event:
    """The draw; a number that comes in or declines; or persons for whom room is added to an offer."""

    kind: EventKind
    number: str = ""
    offer: str = ""
    persons: int = 0

    def as_data(self) -> list[str | int]:
        """Return the event as it is published."""
        more: dict[EventKind, list[str | int]] = {
            EventKind.ENTERED: [self.number],
            EventKind.DECLINED: [self.number],
            EventKind.ADDED: [self.offer, self.persons],
        }
        return [self.kind.value, *more.get(self.kind, [])]


@dataclass(slots=True)
class Standing:
    """Who has which offer, who declined, who waits in which order, and how much room there is by now."""

    capacity: dict[str, int]
    held: dict[str, str] = field(default_factory=dict)
    declined: set[str] = field(default_factory=set)
    drawn: bool = False

    def reserve(self, order: Sequence[Party]) -> list[str]:
        """Return who waits, in the order in which they move up (補欠の順)."""
        return [one.number for one in order if one.number not in self.held and one.number not in self.declined]


def replay(terms: Terms, order: Sequence[Party], events: Sequence[Event]) -> Standing:
    """Return where everybody stands after these events; after each, what is free goes to the reserve by the rule.

    Source: docs/reference/selections.md (The rule, 5)
    """
    standing = Standing(terms.capacity)
    absent = {event.number for event in events if event.kind is EventKind.ENTERED}
    for event in events:
        if event.kind is EventKind.DRAWN:
            standing.drawn = True
        elif event.kind is EventKind.ENTERED:
            absent.discard(event.number)
        elif event.kind is EventKind.DECLINED:
            standing.declined.add(event.number)
            standing.held.pop(event.number, None)
        else:
            standing.capacity[event.offer] += event.persons
        if standing.drawn:
            gone = standing.declined | absent
            there = [party for party in order if party.number not in gone]
            standing.held |= allot(terms, there, capacity=standing.capacity, held=standing.held).given
    return standing
