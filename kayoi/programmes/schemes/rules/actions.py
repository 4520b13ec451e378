"""Which steps staff can take with a grant now: the next one first."""

from collections.abc import Sequence
from dataclasses import dataclass

from kayoi.programmes.schemes.states.actions import GrantAction
from kayoi.programmes.schemes.states.grants import UNPAID, ClaimStatus, GrantStatus, Shape
from kayoi.programmes.schemes.states.hearings import Spoken

A, S = GrantAction, GrantStatus
HEARING = {Spoken.NOT_ASKED: (A.HEAR,), Spoken.WAITED_FOR: (A.STATEMENT,), Spoken.DONE: ()}
FIRST = {Shape.ONCE: A.REPORT, Shape.MONTHLY: A.CLAIM_MONTHS, Shape.YEARLY: A.CLAIM_YEAR}


@dataclass(frozen=True)
class Now:
    """Where a grant stands, with what has come in for it and waits."""

    status: GrantStatus
    shape: Shape
    has_report: bool
    claims: Sequence[ClaimStatus]
    has_change: bool
    is_paid: bool
    has_recovery: bool = False  # a refund is considered: it goes on there
    spoken: Spoken = Spoken.DONE
    year_waits: bool = False  # a year has begun that is not decided
    by_batch: bool = False  # a batch for the finance system says that claims were paid, or came back


def actions(now: Now) -> list[GrantAction]:
    """Return what can be done, what waits first; the first of them is the next step.

    Source: 補助金等交付規則の型 (実績報告・検査・額の確定・請求・支払の順)
    """
    found = _waiting(now)
    if now.status is S.DECIDED:
        found += _going_on(now)
    elif now.status is S.INSPECTED:
        found += [A.FIX, A.LOOK_AGAIN]
    elif now.status is S.FIXED:
        found.append(A.CLAIM)
    if now.is_paid and not now.has_recovery and now.status in (S.DECIDED, S.PAID, S.OBLIGED, S.ENDED, S.STOPPED):
        found += [A.TAKE_BACK] if now.by_batch else [A.BOUNCE, A.TAKE_BACK]
    elif now.status in UNPAID:
        found += [*HEARING[now.spoken], A.CANCEL]
    return [*found, A.VISIT]


def _waiting(now: Now) -> list[GrantAction]:
    """Return what is done with what has come in."""
    found: list[GrantAction] = []
    if now.has_change:
        found += [A.APPROVE_CHANGE, A.REFUSE_CHANGE]
    if now.has_report:
        found += [A.INSPECT, A.RETURN_REPORT]
    if ClaimStatus.ASKED in now.claims:
        found += [A.CHECK_CLAIM, A.RETURN_CLAIM]
    if ClaimStatus.FIXED in now.claims:
        found += [] if now.by_batch else [A.PAY]
        found += [] if ClaimStatus.ASKED in now.claims else [A.RETURN_CLAIM]
    return found


def _going_on(now: Now) -> list[GrantAction]:
    found = [A.DECIDE_YEAR] if now.year_waits else []
    found.append(FIRST[now.shape])
    if now.shape is Shape.ONCE:
        found.append(A.FINISH)
    if now.shape is Shape.YEARLY:
        found.append(A.REPORT)
    if now.shape is not Shape.ONCE:
        found.append(A.PLAN_YEARS)
    if not now.has_change:
        found.append(A.CHANGE)
    waits = {ClaimStatus.ASKED, ClaimStatus.FIXED} & set(now.claims)
    return [*found, A.COMPLETE] if now.shape is not Shape.ONCE and now.is_paid and not waits else found
