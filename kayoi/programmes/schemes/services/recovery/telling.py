"""What is due next with a refund."""

from datetime import datetime

from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import Recovery
from kayoi.programmes.schemes.rules.due import Due
from kayoi.programmes.schemes.rules.recovery.due import due_before_lapse, due_of_recovery
from kayoi.programmes.schemes.selectors.recovery.recoveries import lapse_of, recovery_terms
from kayoi.programmes.schemes.states.recovery import LAPSE, RECOVERY, RecoveryStatus


def plan_recovery(*, recovery: Recovery, by: Actor, at: datetime) -> None:
    """Let staff know what is due (次の対応): one thing at a time, and once before the claim lapses (消滅時効)."""
    title = recovery.grant.procedure.title
    wanted = due_of_recovery(
        RecoveryStatus.of(recovery.status), title=title, since=local_date(at), next_due_on=recovery.next_due_on,
        reminded_on=recovery.reminded_on, reminder_days=recovery_terms().reminder_days,
    )  # fmt: skip
    _plan(recovery, RECOVERY, wanted, by=by, at=at)
    _plan(recovery, LAPSE, due_before_lapse(lapse_of(recovery), title=title), by=by, at=at)


def _plan(recovery: Recovery, cause: str, wanted: Due | None, *, by: Actor, at: datetime) -> None:
    """Plan what is wanted, unless it stands there already; what is no longer due is finished."""
    file = recovery.grant.case_file
    for row in FollowUp.objects.open().filter(cause=cause, reference=str(recovery.pk)):
        if wanted is None or (row.title, row.due_on) != (wanted.title, wanted.on):
            followups.finish_follow_up(follow_up=row, by=system("schemes.plan"), at=at)
        else:
            wanted = None
    if wanted is not None:
        followups.plan_follow_up(
            title=wanted.title, due_on=wanted.on, case_file=file, owner=file.assigned_to, cause=cause,
            reference=str(recovery.pk), by=by, at=at,
        )  # fmt: skip
