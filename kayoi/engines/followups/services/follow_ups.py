"""Plan, move, assign, put off and finish follow-ups; remind their owners."""

from datetime import date, datetime

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups.models import FollowUp, Pause
from kayoi.engines.followups.selectors import reminders_due
from kayoi.engines.followups.states import FollowUpStatus
from kayoi.engines.messages import services as messages
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Membership
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, wareki_short
from kayoi.kit.moves import ChangedMeanwhile


@transaction.atomic
def plan_follow_up(
    *,
    title: str,
    due_on: date,
    case_file: CaseFile | None = None,
    owner: Membership | None = None,
    cause: str = "",
    reference: str = "",
    by: Actor,
    at: datetime,
) -> FollowUp:
    """Say what is to be done by when (次の対応を決める). Without an owner it stands in everybody's inbox."""
    follow_up = FollowUp.objects.create(
        title=title,
        due_on=due_on,
        case_file=case_file,
        owner=owner,
        cause=cause,
        reference=reference,
        made_at=at,
    )
    audit.record("followups.plan", follow_up, by=by, at=at, after={"due_on": due_on, "owner": owner})
    return follow_up


@transaction.atomic
def finish_follow_up(*, follow_up: FollowUp, by: Actor, at: datetime) -> None:
    """Say that it is done (済みにする)."""
    audit.move(follow_up, "finish", by=by, at=at, also={"finished_at": at})


@transaction.atomic
def cancel_follow_up(*, follow_up: FollowUp, by: Actor, at: datetime, why: str) -> None:
    """Say that it need not be done (取りやめる)."""
    audit.move(follow_up, "cancel", by=by, at=at, why=why, also={"finished_at": at})


@transaction.atomic
def reopen_follow_up(*, follow_up: FollowUp, by: Actor, at: datetime) -> None:
    """Take a finished one up again (未了に戻す)."""
    audit.move(follow_up, "reopen", by=by, at=at, also={"finished_at": None})


@transaction.atomic
def change_follow_up(
    *, follow_up: FollowUp, title: str, due_on: date, owner: Membership | None, version: int, by: Actor, at: datetime
) -> None:
    """Change what, when and who (次の対応を変える). Raises ChangedMeanwhile."""
    audit.change(follow_up, {"title": title, "due_on": due_on, "owner": owner}, version=version, by=by, at=at)


@transaction.atomic
def snooze_follow_up(*, follow_up: FollowUp, until: date, why: str, by: Actor, at: datetime) -> None:
    """Put it off until a day, with the reason (休ませる); it comes back by itself. Raises ChangedMeanwhile."""
    if follow_up.status != FollowUpStatus.OPEN:
        raise ChangedMeanwhile
    changes = {"snoozed_until": until, "snoozed_why": why}
    audit.change(follow_up, changes, version=follow_up.version, by=by, at=at, why=why)


@transaction.atomic
def wake_follow_up(*, follow_up: FollowUp, by: Actor, at: datetime) -> None:
    """Take it back before its day (休ませるのをやめる)."""
    changes = {"snoozed_until": None, "snoozed_why": ""}
    audit.change(follow_up, changes, version=follow_up.version, by=by, at=at)


@transaction.atomic
def pause_file(*, file: CaseFile, until: date, why: str, by: Actor, at: datetime) -> Pause:
    """Say that a quiet file may rest until a day (動きのない個票を休ませる); the latest word counts."""
    pause, _ = Pause.objects.update_or_create(case_file=file, defaults={"until": until, "why": why, "said_at": at})
    audit.record("followups.pause_file", file, by=by, at=at, why=why, after={"until": until})
    return pause


@transaction.atomic
def end_pause(*, file: CaseFile, by: Actor, at: datetime) -> None:
    """Show a file as quiet again before its day (休ませるのをやめる)."""
    if Pause.objects.filter(case_file=file).delete()[0]:
        audit.record("followups.end_pause", file, by=by, at=at)


@transaction.atomic
def finish_caused_by(*, cause: str, reference: str, by: Actor, at: datetime) -> int:
    """Finish whatever waits because of one thing (a question that has been answered); return how many."""
    waiting = list(FollowUp.objects.open().filter(cause=cause, reference=reference).select_for_update())
    for follow_up in waiting:
        audit.move(follow_up, "finish", by=by, at=at, also={"finished_at": at})
    return len(waiting)


@transaction.atomic
def remind_owners(*, link: str, by: Actor, at: datetime) -> int:
    """Send each owner one mail with what is due (期限を知らせる); return how many mails were queued.

    Once a day: the mail's reference is the day, so a second run of the same job sends nothing.
    """
    today = local_date(at)
    sent = 0
    for owner, follow_ups in reminders_due(on=today):
        titles = "\n".join(f"・{wareki_short(item.due_on)} {item.title}" for item in follow_ups)
        messages.send(
            template="followups/mail/reminder",
            language="ja",
            to_address=owner.email,
            values={"name": owner.name, "count": str(len(follow_ups)), "list": titles, "link": link},
            cause="followups.reminder",
            reference=f"{owner.pk}:{today.isoformat()}",
            by=by,
            at=at,
        )
        sent += 1
    return sent
