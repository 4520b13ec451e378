"""A refund as the grantee sees it: once it is demanded or exempted, never while it is considered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.programmes.schemes.models import Grant, Recovery, Repayment
from kayoi.programmes.schemes.rules.recovery.instalments import PaidPart
from kayoi.programmes.schemes.selectors.recovery.recoveries import (
    Owed,
    owed,
    parts_of_plan,
    recoveries,
    repayments_of,
)
from kayoi.programmes.schemes.states.recovery import RecoveryStatus

R = RecoveryStatus
SHOWN = (R.DEMANDED, R.IN_INSTALMENTS, R.PAID, R.SETTLED, R.EXEMPTED, R.WRITTEN_OFF)


@dataclass(frozen=True)
class OwnRecovery:
    """What the state page shows of a refund."""

    recovery: Recovery
    owed: Owed
    is_late: bool
    parts: Sequence[PaidPart]
    repayments: Sequence[Repayment]


def own_recovery(grant: Grant, *, on: date) -> OwnRecovery | None:
    """Return the refund of a grant that its grantee knows of; None where there is none."""
    rows = recoveries().filter(grant=grant)
    row = next((one for one in rows if one.demanded_yen or one.status in SHOWN), None)
    if row is None:
        return None
    return OwnRecovery(row, owed(row, on=on), row.is_late(on), parts_of_plan(row), repayments_of(row))
