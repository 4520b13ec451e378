"""Legal shares of heirs (法定相続分): a guide for the conversation, never a finding about rights."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from kayoi.programmes.homes.states import Kinship

SIBLINGS = (Kinship.SIBLING, Kinship.HALF_SIBLING)
# Spouse's share beside the first group of relatives that is there (900条1号から3号).
BESIDE = (((Kinship.CHILD,), Fraction(1, 2)), ((Kinship.PARENT,), Fraction(2, 3)), (SIBLINGS, Fraction(3, 4)))


@dataclass(frozen=True)
class Kin:
    """One relative of somebody who died, with those who inherit from this relative in turn.

    Dead without a day: taken to have died before (代襲).
    """

    key: int
    kinship: Kinship
    is_dead: bool = False
    died_on: date | None = None
    below: tuple["Kin", ...] = ()


def legal_shares(*, estate: Fraction, died_on: date | None, kin: Sequence[Kin]) -> dict[int, Fraction]:
    """Return by key what each living heir holds of an estate by law; those who get nothing are left out.

    An heir who died before is represented by children (of siblings: nephews and nieces only); one who died later
    has inherited and hands it on to all of their own heirs. Renouncing and wills are not known here.
    Source: 民法887条・889条・890条・900条・901条
    """
    shares: dict[int, Fraction] = {}
    spouses = [one for one in kin if one.kinship is Kinship.SPOUSE and _alive_then(one, died_on)]
    group: list[Kin] = []
    for_spouse = Fraction(1)
    for kinships, fraction in BESIDE:
        group = [one for one in kin if one.kinship in kinships and _takes_part(one, died_on)]
        if group:
            for_spouse = fraction
            break
    rest = estate * (1 - for_spouse) if spouses else estate
    for one in spouses:
        if one.is_dead and not one.below:  # a family stands in the tree once: the children are taken to be of both
            one = replace(one, below=tuple(child for child in kin if child.kinship is Kinship.CHILD))
        _hand(one, estate * for_spouse / len(spouses), died_on, shares)
    weights = {one.key: 1 if one.kinship is Kinship.HALF_SIBLING else 2 for one in group}
    for one in group:
        _hand(one, rest * weights[one.key] / sum(weights.values()), died_on, shares)
    return shares


def _alive_then(one: Kin, died_on: date | None) -> bool:
    """Tell whether somebody lived when the estate fell: two who die together do not inherit from each other."""
    return not one.is_dead or (one.died_on is not None and died_on is not None and one.died_on > died_on)


def _stand_in(one: Kin, died_on: date | None) -> list[Kin]:
    """Return the children who represent somebody who died before."""
    children = [child for child in one.below if child.kinship is Kinship.CHILD]
    if one.kinship in SIBLINGS:
        return [child for child in children if _alive_then(child, died_on)]
    return [child for child in children if _takes_part(child, died_on)]


def _takes_part(one: Kin, died_on: date | None) -> bool:
    if _alive_then(one, died_on):
        return True
    return one.kinship is not Kinship.PARENT and bool(_stand_in(one, died_on))


def _hand(one: Kin, part: Fraction, died_on: date | None, shares: dict[int, Fraction]) -> None:
    if not one.is_dead:
        shares[one.key] = shares.get(one.key, Fraction(0)) + part
    elif _alive_then(one, died_on):
        for key, share in legal_shares(estate=part, died_on=one.died_on, kin=one.below).items():
            shares[key] = shares.get(key, Fraction(0)) + share
    else:
        children = _stand_in(one, died_on)
        for child in children:
            _hand(child, part / len(children), died_on, shares)
