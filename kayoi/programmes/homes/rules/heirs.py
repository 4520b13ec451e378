"""Whether somebody may stand at a place in the tree of heirs."""

from collections.abc import Mapping

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.homes.states import PartyRole


def may_hang_below(
    *, key: int | None, role: PartyRole, above: int | None, parents: Mapping[int, int | None], dead: frozenset[int]
) -> Verdict:
    """Answer whether a party may inherit from the party `above`; `parents` are the tree as it stands, None its roots.

    Source: 民法882条 (only from the dead); a tree has no circle
    """
    against = []
    if role is PartyRole.HEIR and above is None:
        against.append(Reason("homes.heir_of_nobody"))
    if above is not None and role not in {PartyRole.HEIR, PartyRole.DECEASED}:
        against.append(Reason("homes.not_an_heir"))
    if above is not None and above not in dead:
        against.append(Reason("homes.heir_of_the_living"))
    upward, seen = above, set[int]()
    while upward is not None and upward not in seen:
        seen.add(upward)
        if upward == key:
            against.append(Reason("homes.heir_in_a_circle"))
            break
        upward = parents.get(upward)
    return verdict(against)
