"""Whether less may be asked for a stay, and what a companion who comes later changes."""

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.stays.states import Relief, StayStatus

# Until the stay is over the price can still change.
OPEN = (StayStatus.ASKED, StayStatus.ALLOWED, StayStatus.STAYING)


def may_relieve(
    status: StayStatus, *, relief: Relief, before_yen: int | None, by_rule_yen: int | None, amount_yen: int | None
) -> Verdict:
    """Answer whether a stay may cost less (減免できるか): never more than by the rule, and only while it is open.

    Source: 地方自治法 228条1項 (使用料は条例で定める), 225条; 各条例の減免の定め (奈義町お試し住宅設置条例 6条)
    """
    against = []
    if status not in OPEN:
        against.append(Reason("stays.not_changeable"))
    if before_yen is None or by_rule_yen is None:
        against.append(Reason("stays.price_open"))
    elif amount_yen is not None and amount_yen > by_rule_yen:
        against.append(Reason("stays.relief_too_much", {"price": f"{by_rule_yen:,}"}))
    if relief is Relief.NONE and amount_yen is not None:
        against.append(Reason("stays.relief_without_ground"))
    return verdict(against)


def kept_less(less_yen: int, *, before_yen: int, after_yen: int) -> int:
    """Return by how much a stay costs less that was relieved by hand, after its price has changed (減免の引継ぎ).

    Who was let off the whole is let off the whole; else the amount that was decided stays, at most the price.

    Source: 各条例の減免の定め (決定した額・免除は、改めて決定するまで変わらない)
    """
    return after_yen if less_yen >= before_yen else min(less_yen, after_yen)


def may_add(status: StayStatus, *, persons: int, capacity: int) -> Verdict:
    """Answer whether somebody more may come along (同行者を加えられるか): until the party has left.

    Source: 旅館業法施行令 1条 (定員); 東広島市お試し住宅要綱 (同行者全員の住民票の写し)
    """
    against = []
    if status not in OPEN:
        against.append(Reason("stays.not_changeable"))
    if persons >= capacity:
        against.append(Reason("stays.full", {"most": capacity}))
    return verdict(against)
