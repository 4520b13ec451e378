"""What is due next with a refund, and by when."""

from datetime import date, timedelta

from kayoi.kit.dates import business_day_from, business_days_later
from kayoi.programmes.schemes.rules.due import Due
from kayoi.programmes.schemes.states.recovery import DECIDE_DAYS, LOOK_DAYS, RecoveryStatus

R = RecoveryStatus


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
