"""By what right money passes into the next fiscal year (繰越): 繰越明許費, 継続費の逓次繰越, 事故繰越."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from kayoi.kit.dates import fiscal_year_end
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.schemes.states.budget import CarryKind, ProvisionKind

K = CarryKind


@dataclass(frozen=True, slots=True)
class Vote:
    """What the council has voted: the day, how much may still be carried by it, the last year of 継続費."""

    voted_on: date
    left_yen: int
    last_year: int
    is_of_line: bool = True


@dataclass(frozen=True, slots=True)
class Passing:
    """Money that is to pass: free or bound by a decision; of bound money, how it came to its line.

    Of free money `own_yen` was appropriated for its own year.
    """

    yen: int
    is_bound: bool
    own_yen: int = 0
    came_by: Collection[CarryKind] = ()


def may_carry_by(kind: CarryKind, vote: Vote | None, passing: Passing, *, year: int, reason: str, on: date) -> Verdict:
    """Answer whether money of a fiscal year may pass into the next one by this right (繰越の種類).

    What was carried before is used first; what is left of a line is its own year's as far as it goes.

    Source: 地方自治法 213条 (繰越明許費: 議決の額まで翌年度へ)・212条・220条3項ただし書 (事故繰越)、
    同法施行令 145条1項 (継続費: 継続年度の終わりまで)。繰越明許費をさらに事故繰越にできること、事故繰越を
    重ねられないこと、繰り越した額から先に使うとみることは、実務の通例 (条文にはない)
    """
    reasons = [*_of_vote(vote, passing, year=year, on=on)] if vote else []
    if kind is K.ACCIDENT:
        if not passing.is_bound:
            reasons.append(Reason("schemes.accident_needs_bound"))
        if not reason:
            reasons.append(Reason("schemes.accident_needs_reason"))
        if K.ACCIDENT in passing.came_by:
            reasons.append(Reason("schemes.accident_twice"))
    elif kind is K.PERMITTED:
        if passing.is_bound and set(passing.came_by) & {K.PERMITTED, K.ACCIDENT}:
            reasons.append(Reason("schemes.carried_before"))
        if not passing.is_bound and passing.yen > passing.own_yen:
            reasons.append(Reason("schemes.more_than_own", {"own": f"{passing.own_yen:,}"}))
    elif vote and year >= vote.last_year:
        reasons.append(Reason("schemes.last_year_of_continued", {"last": vote.last_year}))
    return verdict(reasons)


def _of_vote(vote: Vote, passing: Passing, *, year: int, on: date) -> list[Reason]:
    """Return what speaks against carrying by a vote: it comes later, or allows less."""
    reasons = [] if vote.is_of_line else [Reason("schemes.other_provision")]
    if vote.voted_on > on:
        reasons.append(Reason("schemes.vote_to_come", {"day": vote.voted_on.isoformat()}))
    if vote.voted_on > fiscal_year_end(year):
        reasons.append(Reason("schemes.vote_after_year", {"last": fiscal_year_end(year).isoformat()}))
    if passing.yen > vote.left_yen:
        reasons.append(Reason("schemes.above_limit", {"left": f"{vote.left_yen:,}"}))
    return reasons


def may_provide(kind: ProvisionKind, *, year: int, last_year: int) -> Verdict:
    """Answer whether the budget of a year may provide until then: 繰越明許費 for itself, the others for later years.

    Source: 地方自治法 212条2項・213条2項・214条
    """
    if kind is ProvisionKind.PERMITTED and last_year != year:
        return verdict([Reason("schemes.permitted_other_year", {"year": year})])
    if kind is not ProvisionKind.PERMITTED and last_year <= year:
        return verdict([Reason("schemes.later_year_needed", {"year": year})])
    return verdict([])
