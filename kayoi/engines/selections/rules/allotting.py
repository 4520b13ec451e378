"""Give places in an order: parties whole or not at all, quotas kept, nobody who has a place loses it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kayoi.engines.selections.rules.terms import Party, Quota, Terms


@dataclass(frozen=True, slots=True)
class Passed:
    """Why a party was passed over when its turn came: quotas that it would exceed, what was left of each offer."""

    full: tuple[Quota, ...]
    left: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Allotment:
    """Who newly gets which offer, who of them ahead of the order for a minimum, and why the others do not."""

    given: dict[str, str]
    ahead: dict[str, Quota]
    passed: dict[str, Passed]


class _Room:
    """What is left while places are given. `left` is never changed, so that whoever is passed over may keep it."""

    def __init__(self, terms: Terms, capacity: Mapping[str, int]) -> None:
        self.left = dict(capacity)
        self._largest = max(self.left.values())
        self._counts: dict[Quota, int] = dict.fromkeys(terms.quotas, 0)

    def take(self, party: Party, offer: str) -> None:
        self.left = self.left | {offer: self.left[offer] - party.size}
        self._largest = max(self.left.values())
        for quota in self._of(party):
            self._counts[quota] += quota.count(party)

    def best(self, party: Party) -> str | None:
        """Return the first wish with room for the whole party."""
        if party.size > self._largest or self.full(party):
            return None
        return next((wish for wish in party.wishes if self.left[wish] >= party.size), None)

    def full(self, party: Party) -> tuple[Quota, ...]:
        """Return the quotas that the party would exceed."""
        return tuple(
            quota
            for quota in self._of(party)
            if quota.most is not None and self._counts[quota] + quota.count(party) > quota.most
        )

    def lacking(self, party: Party) -> Quota | None:
        """Return a quota whose minimum is not reached and to which the party counts."""
        return next((quota for quota in self._of(party) if self._counts[quota] < quota.least), None)

    def _of(self, party: Party) -> list[Quota]:
        return [quota for quota in self._counts if quota.group in party.groups]


def allot(terms: Terms, order: Sequence[Party], *, capacity: Mapping[str, int], held: Mapping[str, str]) -> Allotment:
    """Give what is left of the capacity in that order; `held` are the places given before, which stay.

    Once around for the minimums: who belongs to a group that lacks some gets their best wish that fits. Then once
    around for all. Who is too many for what is left is passed over, and the next who fits comes in.

    Source: docs/reference/selections.md (the rule and what it cannot promise)
    """
    room = _Room(terms, capacity)
    for party in order:
        if party.number in held:
            room.take(party, held[party.number])
    waiting = [party for party in order if party.number not in held]
    given, ahead = dict[str, str](), dict[str, Quota]()
    if any(quota.least for quota in terms.quotas):
        for party in waiting:
            quota = room.lacking(party)
            if quota is not None and (offer := room.best(party)) is not None:
                room.take(party, offer)
                given[party.number], ahead[party.number] = offer, quota
    passed = {}
    for party in waiting:
        if party.number in given:
            continue
        if (offer := room.best(party)) is None:
            passed[party.number] = Passed(room.full(party), room.left)
        else:
            room.take(party, offer)
            given[party.number] = offer
    return Allotment(given, ahead, passed)
