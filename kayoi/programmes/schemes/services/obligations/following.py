"""What the calendar brings: proofs to look at, words to grantees, duties that are fulfilled."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import Grant, Obligation, Proof
from kayoi.programmes.schemes.rules.obligations import is_fulfilled, step_due
from kayoi.programmes.schemes.selectors.obligations.proofs import come, may_be_told
from kayoi.programmes.schemes.services.grants.obliging import close_grant, release
from kayoi.programmes.schemes.services.grants.telling import Sender
from kayoi.programmes.schemes.services.obligations.telling import ask
from kayoi.programmes.schemes.states.obligations import PROOF, ObligationStatus, ProofStatus, Step


@transaction.atomic
def follow_obligations(*, sender: Sender, by: Actor, at: datetime) -> tuple[int, int]:
    """Do what has come due (交付後の義務を進める): plan, ask and remind each once, and close what is fulfilled.

    Returns how many grantees were written to, and how many duties were fulfilled. Run twice, it does nothing new.
    """
    today = local_date(at)
    rows = come(on=today)
    planned = set(FollowUp.objects.open().filter(cause=PROOF).values_list("reference", flat=True))
    for row in rows:
        if str(row.pk) not in planned:
            plan_proof(proof=row, by=by, at=at)
    told = 0
    for row in may_be_told(rows, on=today):
        step = step_due(Step.of(row.step), proves_on=row.proves_on, due_on=row.due_on, on=today)
        if step and Proof.objects.filter(pk=row.pk, step=row.step).update(step=step, told_on=today):
            ask(proof=row, step=step, sender=sender, by=by, at=at)
            told += 1
    past = Obligation.objects.filter(status=ObligationStatus.RUNNING, until__lt=today)
    return told, fulfil(obligations=past.values_list("pk", flat=True), sender=sender, by=by, at=at)


@transaction.atomic
def plan_proof(*, proof: Proof, by: Actor, at: datetime) -> None:
    """Put a proof on the list of whoever looks after the grantee (次の対応), once."""
    if FollowUp.objects.open().filter(cause=PROOF, reference=str(proof.pk)).exists():
        return
    grant = proof.obligation.grant
    followups.plan_follow_up(
        title=f"{proof.label}を確かめる: {grant.procedure.title}", due_on=proof.due_on, case_file=grant.case_file,
        owner=grant.case_file.assigned_to, cause=PROOF, reference=str(proof.pk), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def fulfil(*, obligations: Iterable[int], sender: Sender, by: Actor, at: datetime) -> int:
    """Close duties whose end is past and whose years are all proved (義務期間満了); with the last one the grant."""
    done = 0
    rows = Obligation.objects.filter(pk__in=list(obligations), status=ObligationStatus.RUNNING)
    for row in rows.select_related("grant").prefetch_related("proofs").select_for_update(of=["self"]):
        states = [ProofStatus.of(one.status) for one in row.proofs.all()]
        if is_fulfilled(states, until=row.until, on=local_date(at)):
            audit.move(row, "fulfil", by=by, at=at, also={"closed_on": row.until})
            close_grant(grant=row.grant, news="fulfilled", sender=sender, by=by, at=at)
            done += 1
    return done


@transaction.atomic
def end_with_death(*, grant: Grant, why: str, at: datetime, by: Actor) -> None:
    """End the duties of somebody who has died (死亡による終了); nobody is written to."""
    release(grant=grant, why=why, by=by, at=at)
    close_grant(grant=grant, by=by, at=at)
