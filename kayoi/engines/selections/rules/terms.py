"""What is given away and to whom: plain values of a selection (選考の条件と申込み)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kayoi.engines.selections.states import Method, Unit


@dataclass(frozen=True, slots=True)
class Offer:
    """A date or a town that can be wished for (日程・行き先), with room for so many persons."""

    key: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Party:
    """People who come together or not at all (組). `number` is all that is ever published of them.

    `groups` are what they belong to (初参加, 家族 …), `scores` what the jury gave under each criterion, `arrived` the
    how-manieth they were to apply.
    """

    number: str
    arrived: int
    size: int
    wishes: tuple[str, ...]
    groups: frozenset[str] = frozenset()
    scores: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quota:
    """So many of a group at least and at most (枠), over all offers together."""

    group: str
    least: int = 0
    most: int | None = None
    unit: Unit = Unit.PERSONS

    def count(self, party: Party) -> int:
        """Return how much a party of the group counts."""
        return party.size if self.unit is Unit.PERSONS else 1


@dataclass(frozen=True, slots=True)
class Terms:
    """What is published before anybody applies (選考の条件).

    `weights` are the criteria and what a score counts. `number` names the public figure that is not known yet (公開の
    数字), `number_from` the moment from which it is.
    """

    method: Method
    offers: tuple[Offer, ...]
    quotas: tuple[Quota, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    number: str = ""
    number_from: str = ""

    def points(self, party: Party) -> int:
        """Return what the scores of a party add up to (点数)."""
        return sum(weight * party.scores.get(criterion, 0) for criterion, weight in self.weights.items())

    @property
    def capacity(self) -> dict[str, int]:
        """The room of each offer, in persons (定員)."""
        return {offer.key: offer.capacity for offer in self.offers}

    @property
    def by_lot(self) -> bool:
        """True where chance decides anything, so that a public number is needed."""
        return self.method is not Method.FIRST_COME
