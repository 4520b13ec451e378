"""A duty was not kept (義務違反): reported, its day decided where it is contested, found to be none."""

from datetime import date, datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.schemes.models import Breach, Obligation, Recovery
from kayoi.programmes.schemes.rules.obligations import may_break
from kayoi.programmes.schemes.selectors.grants.grants import locked
from kayoi.programmes.schemes.services.grants.obliging import PLANNER, wait_no_longer
from kayoi.programmes.schemes.services.recovery import open_recovery
from kayoi.programmes.schemes.states.obligations import (
    BREACH,
    BREACH_DAYS,
    BROKEN_BY,
    BreachKind,
    BreachStatus,
    Duty,
    FoundBy,
    ObligationStatus,
)
from kayoi.programmes.schemes.states.recovery import Ground


class UnableToBreak(Refused):
    """The duty does not run, or the day lies outside it."""


@transaction.atomic
def report_breach(
    *, obligation: Obligation, kind: BreachKind, happened_on: date | None, is_contested: bool, found_by: FoundBy,
    evidence: str, by: Actor, at: datetime,
) -> Breach:  # fmt: skip
    """Note that a duty was not kept (義務違反を記録する); no more proofs are asked for. Raises UnableToBreak."""
    grant = locked(obligation.grant)
    row = Obligation.objects.select_for_update().get(pk=obligation.pk)
    answer = may_break(
        happened_on=happened_on, starts_on=row.starts_on, until=row.until, is_contested=is_contested, on=local_date(at)
    )
    against = list(answer.reasons)
    if row.status != ObligationStatus.RUNNING:
        against.append(Reason("schemes.duty_over"))
    if kind not in BROKEN_BY[Duty.of(row.kind)]:
        against.append(Reason("schemes.breach_of_another"))
    if against:
        raise UnableToBreak(verdict(against))
    today = local_date(at)
    audit.move(row, "break", by=by, at=at, also={"closed_on": today})
    breach = Breach.objects.create(
        obligation=row, kind=kind, happened_on=happened_on, found_on=today, found_by=found_by, evidence=evidence,
        day_is_contested=is_contested,
    )  # fmt: skip
    after = {"obligation": row, "kind": kind, "happened_on": happened_on, "contested": is_contested}
    audit.record("schemes.report_breach", breach, by=by, at=at, after=after)
    wait_no_longer(obligation=row, by=PLANNER, at=at)
    followups.plan_follow_up(
        title=f"義務違反({kind.label})を確かめる: {grant.procedure.title}",
        due_on=business_days_later(today, BREACH_DAYS), case_file=grant.case_file,
        owner=grant.case_file.assigned_to, cause=BREACH, reference=str(breach.pk), by=by, at=at,
    )  # fmt: skip
    return breach


@transaction.atomic
def decide_day(*, breach: Breach, happened_on: date, why: str, version: int, by: Actor, at: datetime) -> None:
    """Decide on which day it happened, with the reason (争いのある日を決める).

    Raises UnableToBreak where the day lies outside the duty, or ChangedMeanwhile.
    """
    row = Breach.objects.select_related("obligation").select_for_update(of=["self"]).get(pk=breach.pk)
    if row.status != BreachStatus.OPEN or not row.day_is_contested or by.membership_id is None:
        raise ChangedMeanwhile
    duty = row.obligation
    answer = may_break(
        happened_on=happened_on, starts_on=duty.starts_on, until=duty.until, is_contested=False, on=local_date(at)
    )
    if answer.refused:
        raise UnableToBreak(answer)
    changes = {
        "happened_on": happened_on, "day_is_contested": False, "day_why": why, "day_decided_by_id": by.membership_id,
    }  # fmt: skip
    audit.change(row, changes, version=version, by=by, at=at, why=why)
    breach.refresh_from_db()


@transaction.atomic
def dismiss_breach(*, breach: Breach, why: str, by: Actor, at: datetime) -> None:
    """Find that the duty was kept after all (違反ではないとする): it runs on, proofs are asked for again.

    Raises UnableToMove.
    """
    locked(breach.obligation.grant)
    audit.move(breach, "dismiss", by=by, at=at, why=why, also={"why": why})
    audit.move(breach.obligation, "resume", by=by, at=at, why=why, also={"closed_on": None})
    done_with(breach=breach, by=PLANNER, at=at)


@transaction.atomic
def recover_after(*, breach: Breach, by: Actor, at: datetime) -> Recovery:
    """Begin to consider a refund because of a breach (返還の検討を始める), once its day is no longer contested.

    Raises UnableToBreak, UnableToRecover or UnableToMove.
    """
    grant = locked(breach.obligation.grant)
    breach.refresh_from_db()
    if breach.day_is_contested:
        raise UnableToBreak(verdict([Reason("schemes.day_is_contested")]))
    found = open_recovery(
        grant=grant, ground=Ground.of(breach.kind), happened_on=breach.happened_on, day_why=breach.day_why,
        why=breach.evidence, by=by, at=at,
    )  # fmt: skip
    audit.move(breach, "recover", by=by, at=at, also={"recovery": found})
    done_with(breach=breach, by=PLANNER, at=at)
    return found


def done_with(*, breach: Breach, by: Actor, at: datetime) -> None:
    """Finish the follow-up of a breach: somebody has decided what becomes of it."""
    followups.finish_caused_by(cause=BREACH, reference=str(breach.pk), by=by, at=at)
