"""What may be published as a benefit (特典), and what a use goes beyond."""

from dataclasses import dataclass
from typing import Final

from kayoi.kit.verdict import Reason, Verdict, verdict

MOST_OF_DONATION: Final = 30  # percent of the donation that a 返礼品等 may cost


@dataclass(frozen=True, slots=True)
class Offered:
    """A benefit as it would be published."""

    registers: int
    needs_card: bool
    card_registers: int  # of these, how many issue a card
    donation_linked: bool = False
    donation_yen: int | None = None
    cost_yen: int = 0
    designated: bool = False
    is_points: bool = False
    takes_points: bool = False
    at_counter: bool = True


def may_publish(benefit: Offered) -> Verdict:
    """Answer whether a benefit may be published; one tied to a donation is a 返礼品等, with what follows from that.

    Source: 地方税法 37条の2・314条の7 (指定の基準: 返礼割合3割以下・地場産品),
    総務省告示 (ポイントの付与を伴う募集の禁止)
    """
    reasons = []
    if not benefit.registers:
        reasons.append(Reason("furusato.benefit_for_nobody"))
    elif benefit.needs_card and not benefit.card_registers:
        reasons.append(Reason("furusato.benefit_without_card"))
    if benefit.takes_points and not benefit.at_counter:
        reasons.append(Reason("furusato.points_no_counter"))
    if benefit.donation_linked:
        reasons += _of_donation(benefit)
    return verdict(reasons)


def _of_donation(benefit: Offered) -> list[Reason]:
    reasons = []
    if benefit.is_points or benefit.takes_points:
        reasons.append(Reason("furusato.donation_points"))
    if not benefit.donation_yen:
        reasons.append(Reason("furusato.donation_unknown"))
    elif benefit.cost_yen * 100 > benefit.donation_yen * MOST_OF_DONATION:
        most = benefit.donation_yen * MOST_OF_DONATION // 100
        reasons.append(Reason("furusato.donation_cost", {"most": f"{most:,}", "cost": f"{benefit.cost_yen:,}"}))
    if not benefit.designated:
        reasons.append(Reason("furusato.donation_not_designated"))
    return reasons


@dataclass(frozen=True, slots=True)
class Counted:
    """What has been used of a benefit in a fiscal year: by everybody, and by this holder."""

    all: int = 0
    mine: int = 0


def beyond(counted: Counted, quantity: int, *, stock: int | None, per_person: int | None) -> list[Reason]:
    """Return which limits a use goes beyond; a use that happened without a network is recorded all the same.

    Source: 特典の要綱 (数量・回数の上限は年度ごと)
    """
    reasons = []
    if per_person is not None and counted.mine + quantity > per_person:
        reasons.append(Reason("furusato.use_beyond_person", {"most": str(per_person)}))
    if stock is not None and counted.all + quantity > stock:
        reasons.append(Reason("furusato.use_beyond_stock", {"most": str(stock)}))
    return reasons
