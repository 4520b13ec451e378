"""What is due next with a refund, and by when."""

from datetime import date, timedelta

from kayoi.kit.dates import business_day_from, business_days_later, months_later
from kayoi.programmes.schemes.rules.due import Due
from kayoi.programmes.schemes.states.recovery import DECIDE_DAYS, LAPSE_MONTHS, LOOK_DAYS, RecoveryStatus

R = RecoveryStatus


def due_before_lapse(lapses_on: date | None, *, title: str) -> Due | None:
    """Return that staff look at a claim before it lapses (時効の管理); None where nothing is owed.

    Source: 地方自治法施行令 171条から171条の3まで (督促・強制執行・履行期限の繰上げ)
    """
    if lapses_on is None:
        return None
    return Due(f"消滅時効({lapses_on.isoformat()})の前に確かめる: {title}", months_later(lapses_on, -LAPSE_MONTHS))


def due_of_recovery(
    status: RecoveryStatus, *, title: str, since: date, next_due_on: date | None, reminded_on: date | None,
    reminder_days: int,
) -> Due | None:  # fmt: skip
    """Return what staff do next: look, decide, see whether money came in, remind; None where nothing is due.

    Whoever was reminded after a due date has so many days more.

    Source: 地方自治法 231条の3第1項 (期限を指定して督促)
    """
    match status:
        case R.CONSIDERING:
            return Due(f"返還が要るか決める: {title}", business_days_later(since, LOOK_DAYS))
        case R.PROPOSED:
            return Due(f"返還・免除の案を決裁する: {title}", business_days_later(since, DECIDE_DAYS))
        case R.DEMANDED | R.IN_INSTALMENTS if next_due_on is not None:
            if reminded_on is not None and reminded_on > next_due_on:
                return Due(f"督促のあとの納付を確かめる: {title}", reminded_on + timedelta(days=reminder_days))
            return Due(f"返還の納付を確かめる: {title}", business_day_from(next_due_on + timedelta(days=1)))
        case R.PAID:
            return Due(f"加算金・延滞分の納付を確かめる: {title}", business_days_later(since, LOOK_DAYS))
        case R.CONTESTED:
            return Due(f"審査請求などの結果を確かめる: {title}", since + timedelta(days=90))
        case _:
            return None
