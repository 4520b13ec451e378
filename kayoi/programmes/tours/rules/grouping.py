"""To which groups a party counts in a selection: only what it said itself, the same for all."""

from collections.abc import Collection
from dataclasses import dataclass

from kayoi.programmes.tours.states import AgeBand, PastVisits
from kayoi.programmes.tours.states.giving import Group


@dataclass(frozen=True, slots=True)
class Applicant:
    """What a party said of itself: the age band of whoever applies, where they live, how many children come."""

    age_band: str
    prefecture: str
    past_visits: str
    size: int
    children: int


AGES = {
    AgeBand.TEENS: Group.UNDER_30, AgeBand.TWENTIES: Group.UNDER_30, AgeBand.THIRTIES: Group.THIRTIES,
    AgeBand.FORTIES: Group.FORTIES, AgeBand.FIFTIES: Group.OVER_50, AgeBand.SIXTIES: Group.OVER_50,
    AgeBand.OLDER: Group.OVER_50,
}  # fmt: skip
UNDER_AGE = 18


def groups_of(applicant: Applicant, hosts: Collection[str]) -> frozenset[Group]:
    """Return the groups of a party; `hosts` are the prefectures of the tour, two digits each.

    Source: docs/reference/tours.md (groups)
    """
    found = {
        Group.FIRST: applicant.past_visits == PastVisits.NEVER,
        Group.CHILDREN: applicant.children > 0,
        Group.ALONE: applicant.size == 1,
        Group.NEAR: applicant.prefecture in hosts,
        Group.FAR: bool(applicant.prefecture) and applicant.prefecture not in hosts,
    }
    ages = {AGES[AgeBand.of(applicant.age_band)]} if applicant.age_band else set()
    return frozenset({group for group, counts in found.items() if counts} | ages)
