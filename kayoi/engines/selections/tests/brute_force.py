"""The same rule written as a search: of all ways to give places, the one that is best for the first, then the second …

It shares no code with the rule. It tries every assignment, and for the minimums every guess of who comes ahead.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from kayoi.engines.selections.rules.terms import Party, Terms
from kayoi.engines.selections.states import Unit


def counted(quota_unit: Unit, parties: Sequence[Party]) -> int:
    return sum(party.size for party in parties) if quota_unit is Unit.PERSONS else len(parties)


def feasible(terms: Terms, parties: Sequence[Party], offers: Sequence[str | None]) -> bool:
    """Tell whether no offer is overfull and no maximum exceeded."""
    for offer in terms.offers:
        if sum(one.size for one, got in zip(parties, offers, strict=True) if got == offer.key) > offer.capacity:
            return False
    placed = [one for one, got in zip(parties, offers, strict=True) if got is not None]
    return all(
        counted(quota.unit, [one for one in placed if quota.group in one.groups]) <= quota.most
        for quota in terms.quotas
        if quota.most is not None
    )


def best_in_turn(terms: Terms, parties: Sequence[Party]) -> dict[str, str]:
    """Return the feasible assignment that is best for the first; among those, for the second; and so on."""
    choices = [(*party.wishes, None) for party in parties]
    ways = (way for way in product(*choices) if feasible(terms, parties, way))
    best = min(ways, key=lambda way: [choices[place].index(offer) for place, offer in enumerate(way)])
    return {party.number: offer for party, offer in zip(parties, best, strict=True) if offer is not None}


def lacking(terms: Terms, party: Party, before: Sequence[Party]) -> bool:
    return any(
        quota.group in party.groups
        and counted(quota.unit, [one for one in before if quota.group in one.groups]) < quota.least
        for quota in terms.quotas
    )


def with_minimums(terms: Terms, order: Sequence[Party]) -> Iterator[dict[str, str]]:
    """Yield the assignment of each set of parties ahead that is as the rule says: lacking in turn, and placed."""
    for many in range(len(order) + 1):
        for ahead in combinations(order, many):
            rest = [party for party in order if party not in ahead]
            placed = best_in_turn(terms, [*ahead, *rest])
            alone = [
                best_in_turn(terms, [*(one for one in ahead if one.arrived < party.arrived), party]) for party in rest
            ]
            if all(
                party.number in placed and lacking(terms, party, ahead[:place]) for place, party in enumerate(ahead)
            ) and not any(
                party.number in got and lacking(terms, party, [one for one in ahead if one.arrived < party.arrived])
                for party, got in zip(rest, alone, strict=True)
            ):
                yield placed
