"""How many houses a town needs, and how many it can count on: ranges, with what is assumed."""

from dataclasses import dataclass
from math import ceil, floor, sqrt

FEWEST_ENDED = 10
Z = 1.96  # 95 %


@dataclass(frozen=True)
class Range:
    """From at least to at most."""

    low: float
    high: float


@dataclass(frozen=True)
class Facts:
    """What is counted and what is assumed."""

    households_a_year: int
    house_share: int  # percent of these households that take a vacant house
    waiting: int
    offered: int
    willing: int
    ended: int  # leads of which the end is known
    solved: int  # those of them whose house came on the register
    assumed_share: int  # percent, while too few have ended


@dataclass(frozen=True)
class Estimate:
    """Houses needed, houses to be counted on, and what is missing (less than nothing: to spare)."""

    by_target: float
    needed: Range
    success: Range
    by_experience: bool
    available: Range
    missing: Range


def success_share(*, ended: int, solved: int, assumed_share: int) -> tuple[Range, bool]:
    """Return which part of willing owners' houses comes on the register (成功の割合), and whether experience says so.

    Of ten ended leads and more: the 95 % interval of the share. Of fewer: the town's assumption, by half either way.
    Source: E. B. Wilson, Probable inference (JASA 1927)
    """
    if ended < FEWEST_ENDED:
        assumed = assumed_share / 100
        return Range(assumed / 2, min(1.0, assumed * 1.5)), False
    share, weight = solved / ended, Z * Z / ended
    middle = (share + weight / 2) / (1 + weight)
    half = sqrt(share * (1 - share) / ended + weight / (4 * ended)) * Z / (1 + weight)
    return Range(max(0.0, middle - half), min(1.0, middle + half)), True


def homes_needed(facts: Facts) -> Estimate:
    """Return the estimate of houses needed within a year against those available (必要数と供給の見積もり), in houses.

    Needed: a part of the households that the town aims at, and those who wait. Who waits may be among the aimed at: at
    least the larger of the two, at most both. Available: what is offered, and willing owners by the share of success.
    Source: domain systems H5 (小布施町)
    """
    by_target = facts.households_a_year * facts.house_share / 100
    needed = Range(ceil(max(by_target, facts.waiting)), ceil(by_target + facts.waiting))
    success, by_experience = success_share(ended=facts.ended, solved=facts.solved, assumed_share=facts.assumed_share)
    # Rounded first: 10 × 0.3 must not be a little more than 3, and so 4 houses.
    at_least, at_most = (round(facts.willing * share, 6) for share in (success.low, success.high))
    available = Range(facts.offered + floor(at_least), facts.offered + ceil(at_most))
    missing = Range(needed.low - available.high, needed.high - available.low)
    return Estimate(by_target, needed, success, by_experience, available, missing)
