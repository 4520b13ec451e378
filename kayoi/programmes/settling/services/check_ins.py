"""Plan check-ins after a move as follow-ups, and write down what they found."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.settling.models import CheckIn, Move
from kayoi.programmes.settling.rules.staying import check_in_days, noon
from kayoi.programmes.settling.states import CHECK_IN, Difference, Outcome


@dataclass(frozen=True)
class Found:
    """What a check-in found."""

    answered_on: date
    channel: Channel
    outcome: Outcome
    differences: frozenset[Difference] = frozenset()
    satisfaction: int | None = None
    needs_help: bool = False
    told: str = ""
    retold: str = ""
    area: str = ""
    may_use: bool = False


@transaction.atomic
def plan_check_ins(*, move: Move, by: Actor, at: datetime) -> int:
    """Plan the check-ins of a move (定着の確認を予定する), those that are still to come; return how many."""
    planned = 0
    for months, due_on in check_in_days(move.moved_in_on):
        if due_on < local_date(at):
            continue
        check_in, made = CheckIn.objects.get_or_create(move=move, months=months, defaults={"due_on": due_on})
        if not made:
            continue
        followups.plan_follow_up(
            title=f"転入から{months}か月の確認", due_on=due_on, case_file=move.case_file,
            owner=move.case_file.assigned_to if move.case_file else None,
            cause=CHECK_IN, reference=str(check_in.pk), by=by, at=at,
        )  # fmt: skip
        planned += 1
    audit.record("settling.plan_check_ins", move, by=by, at=at, after={"planned": planned})
    return planned


@transaction.atomic
def stop_check_ins(*, move: Move, why: str, by: Actor, at: datetime) -> int:
    """Cancel the follow-ups of check-ins that are no longer to be made (定着の確認を取りやめる); return how many."""
    open_ones = CheckIn.objects.filter(move=move, answered_on=None).values_list("pk", flat=True)
    references = [str(pk) for pk in open_ones]
    waiting = list(FollowUp.objects.open().filter(cause=CHECK_IN, reference__in=references).select_for_update())
    for follow_up in waiting:
        followups.cancel_follow_up(follow_up=follow_up, by=by, at=at, why=why)
    audit.record("settling.stop_check_ins", move, by=by, at=at, after={"cancelled": len(waiting)})
    return len(waiting)


@transaction.atomic
def retell_voice(*, check_in: CheckIn, retold: str, by: Actor, at: datetime) -> None:
    """Put what a mover said so that nobody is recognized (転入者の声を書き直す); the entry repeats no words."""
    CheckIn.objects.filter(pk=check_in.pk, may_use=True).update(retold=retold)
    audit.record("settling.retell_voice", check_in, by=by, at=at)


@transaction.atomic
def answer_check_in(*, check_in: CheckIn, found: Found, by: Actor, at: datetime) -> None:
    """Write down what a check-in found (定着の確認を記録する); help is a follow-up. Raises ChangedMeanwhile."""
    changed = CheckIn.objects.filter(pk=check_in.pk, answered_on=None).update(
        answered_on=found.answered_on,
        channel=found.channel,
        outcome=found.outcome,
        differences=sorted(found.differences),
        satisfaction=found.satisfaction,
        needs_help=found.needs_help,
        told=found.told,
        retold=found.retold,
        area=found.area,
        may_use=found.may_use,
    )
    if not changed:
        raise ChangedMeanwhile
    check_in.refresh_from_db()
    file = check_in.move.case_file
    if file is not None:
        casefiles.add_engagement(
            file=file, kind="check_in", occurred_at=noon(on=found.answered_on, at=at),
            channel=found.channel, cause=CHECK_IN, reference=str(check_in.pk), by=by, at=at,
        )  # fmt: skip
    if found.needs_help:
        followups.plan_follow_up(
            title="定着の確認で手助けが要ると答えた人に連絡する", due_on=local_date(at), case_file=file,
            owner=file.assigned_to if file else None, by=by, at=at,
        )  # fmt: skip
    followups.finish_caused_by(cause=CHECK_IN, reference=str(check_in.pk), by=by, at=at)
    audit.record("settling.answer_check_in", check_in, by=by, at=at, after={"outcome": found.outcome})
