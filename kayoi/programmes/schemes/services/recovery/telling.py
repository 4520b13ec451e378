"""What is due next with a refund."""

from datetime import datetime

from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import Recovery
from kayoi.programmes.schemes.rules.recovery.due import due_of_recovery
from kayoi.programmes.schemes.selectors.recovery.recoveries import recovery_terms
from kayoi.programmes.schemes.states.recovery import RECOVERY, RecoveryStatus


def plan_recovery(*, recovery: Recovery, by: Actor, at: datetime) -> None:
    """Let staff know what is due (次の対応): one thing at a time; what is no longer due is finished."""
    file = recovery.grant.case_file
    wanted = due_of_recovery(
        RecoveryStatus.of(recovery.status), title=recovery.grant.procedure.title, since=local_date(at),
        next_due_on=recovery.next_due_on, reminded_on=recovery.reminded_on,
        reminder_days=recovery_terms().reminder_days,
    )  # fmt: skip
    known = FollowUp.objects.open().filter(cause=RECOVERY, reference=str(recovery.pk))
    for row in known:
        if wanted is None or (row.title, row.due_on) != (wanted.title, wanted.on):
            followups.finish_follow_up(follow_up=row, by=system("schemes.plan"), at=at)
        else:
            wanted = None
    if wanted is not None:
        followups.plan_follow_up(
            title=wanted.title, due_on=wanted.on, case_file=file, owner=file.assigned_to, cause=RECOVERY,
            reference=str(recovery.pk), by=by, at=at,
        )  # fmt: skip
