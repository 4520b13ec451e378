"""Whether a stay can still be given up or made longer."""

from datetime import date

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.stays.states import StayStatus

BEFORE = (StayStatus.ASKED, StayStatus.ALLOWED)


def may_cancel(status: StayStatus) -> Verdict:
    """Answer whether a stay can be given up (取りやめられるか): until somebody has arrived.

    Source: docs/reference/stays.md (Cancelling)
    """
    return verdict([] if status in BEFORE else [Reason("stays.past_cancelling")])


def may_be_longer(status: StayStatus, *, leaves_on: date, until: date) -> Verdict:
    """Answer whether a longer stay may be asked for (延長を願い出られるか): of one that is allowed or goes on.

    Source: 奈義町お試し住宅設置条例 5条 (町長は期間を伸縮できる)
    """
    if status not in (StayStatus.ALLOWED, StayStatus.STAYING):
        return verdict([Reason("stays.not_changeable")])
    return verdict([] if until > leaves_on else [Reason("stays.shorter", {"until": leaves_on.isoformat()})])
