"""Who tends to lose under these terms: the same draw tried many times, before anything is published (試し引き)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kayoi.engines.selections.rules.allotting import allot
from kayoi.engines.selections.rules.lots import in_order
from kayoi.engines.selections.rules.terms import Party, Terms


@dataclass(frozen=True, slots=True)
class Tendency:
    """Of so many parties of a kind, how many went without, over all draws together."""

    kind: str
    value: str
    parties: int
    draws: int
    lost: int

    @property
    def share(self) -> float:
        """The share of losing, from 0 to 1."""
        return self.lost / (self.parties * self.draws)


def tendency(terms: Terms, parties: Sequence[Party], draws: int) -> list[Tendency]:
    """Return how often all, each group, each size of party and each first wish lose, those who lose most first.

    Source: docs/reference/selections.md (dry run); the seeds are made up and have nothing to do with the secret
    """
    lost: Counter[str] = Counter()
    for number in range(draws):
        order = in_order(terms, parties, f"dry-run-{number}")
        lost.update(allot(terms, order, capacity=terms.capacity, held={}).passed.keys())
    members, losses = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for party in parties:
        for kind in _kinds(party):
            members[kind] += 1
            losses[kind] += lost[party.number]
    rows = [Tendency(*kind, count, draws, losses[kind]) for kind, count in members.items()]
    return sorted(rows, key=lambda row: (row.kind != "all", -row.share, row.kind, row.value))


def _kinds(party: Party) -> list[tuple[str, str]]:
    groups = [("group", group) for group in party.groups]
    return [("all", ""), ("size", str(party.size)), ("first_wish", party.wishes[0]), *groups]
