"""What is due next with a refund, and the words of its letters."""

from datetime import date, datetime
from typing import Any

from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import local_date, wareki
from kayoi.programmes.schemes.models import Recovery
from kayoi.programmes.schemes.rules.recovery.due import due_of_recovery
from kayoi.programmes.schemes.selectors.recovery.recoveries import reckoned, recovery_terms
from kayoi.programmes.schemes.states.recovery import RECOVERY, Arrears, Ground, RecoveryStatus


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


def reasons_of(recovery: Recovery) -> list[str]:
    """Return why something is paid back, as the letter says it: what happened, the rule, what people found."""
    day = f"({recovery.day_label} {wareki(recovery.happened_on)})" if recovery.happened_on else ""
    said = [one for found in reckoned(recovery) if found.yen == recovery.base_yen for one in found.because]
    found = [f"{Ground.of(recovery.ground).label}{day}", *dict.fromkeys(said), recovery.reason]
    return [one for one in found if one]


def ground_of(recovery: Recovery) -> str:
    """Return the article by which it is paid back: the town's, or that of the frozen version."""
    versions = recovery.rule["ruleset"]["versions"] if recovery.rule else []
    return (
        recovery_terms().ordinance or (str(versions[0].get("source", "")) if len(versions) == 1 else "") or "交付要綱"
    )


def arrears_in_words(frozen: dict[str, Any] | None) -> str:
    """Return what is asked for being late, as the letter says it."""
    if not frozen or frozen["kind"] == Arrears.NONE:
        return ""
    return (
        f"期限までに納付がないときは、期限の翌日から納付の日までの日数に応じ、納付のない額に年{frozen['percent']}パーセントの"
        f"割合を乗じた{Arrears.of(frozen['kind']).label}を、あわせて納めていただきます({frozen['source']})。"
    )


def yen_in_words(yen: int) -> str:
    """Return an amount as letters say it."""
    return f"金{yen:,}円"


def day_in_words(day: date | None) -> str:
    """Return a day as letters say it."""
    return wareki(day) if day else "―"
