"""Duties begin when a grant is paid, and end when its money comes back (交付後の義務)."""

from datetime import date, datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import Grant, Obligation, Proof, Recovery
from kayoi.programmes.schemes.rules.obligations import duty_years, proof_days, until
from kayoi.programmes.schemes.services.grants.telling import Sender, plan, tell
from kayoi.programmes.schemes.states.grants import GrantStatus
from kayoi.programmes.schemes.states.obligations import OPEN_PROOFS, PROOF, BreachStatus, ObligationStatus

# Follow-ups end by themselves: who decides need not be somebody who may edit those of others.
PLANNER = system("schemes.plan")


@transaction.atomic
def oblige(*, grant: Grant, by: Actor, at: datetime) -> list[Obligation]:
    """Begin the duties of a grant with the days of all proofs (義務を始める); paid once more, they go on."""
    found = []
    lasting = duty_years(grant.duties, obliged_years=grant.obliged_years, work_years=grant.work_years)
    for duty, years in lasting.items():
        last = until(grant.applied_on, years)
        values = {"years": years, "starts_on": grant.applied_on, "until": last}
        row, made = Obligation.objects.get_or_create(grant=grant, kind=duty, defaults=values)
        if made:
            audit.record("schemes.oblige", row, by=by, at=at, after=values | {"grant": grant, "kind": duty})
            days = proof_days(grant.applied_on, years=years, yearly=grant.proved_yearly)
            Proof.objects.bulk_create(
                Proof(obligation=row, year=one.year, proves_on=one.proves_on, due_on=one.due_on) for one in days
            )
        elif row.status == ObligationStatus.ENDED:
            audit.move(row, "restart", by=by, at=at, also={"closed_on": None})
        found.append(row)
    return found


@transaction.atomic
def release(*, grant: Grant, why: str, on: date | None = None, by: Actor, at: datetime) -> None:
    """End the duties that still run (義務を終える): the money came back, or the grantee has died."""
    for row in Obligation.objects.filter(grant=grant, status=ObligationStatus.RUNNING):
        audit.move(row, "end", by=by, at=at, why=why, also={"closed_on": on or local_date(at)})
        wait_no_longer(obligation=row, by=PLANNER, at=at)


@transaction.atomic
def resume(*, grant: Grant, ended_on: date, why: str, by: Actor, at: datetime) -> None:
    """Let the duties run on that a demand of that day has ended (義務を再開する); not the one that was broken."""
    ended = Obligation.objects.filter(grant=grant, status=ObligationStatus.ENDED, closed_on=ended_on)
    for row in ended.exclude(breaches__status=BreachStatus.RECOVERING):
        audit.move(row, "restart", by=by, at=at, why=why, also={"closed_on": None})


@transaction.atomic
def let_off(*, recovery: Recovery, by: Actor, at: datetime) -> None:
    """End the broken duty for which nothing is asked back (返還なし・免除); with the last duty the grant ends."""
    for row in Obligation.objects.filter(status=ObligationStatus.BROKEN, breaches__recovery=recovery):
        audit.move(row, "end", by=by, at=at, why=recovery.reason, also={"closed_on": local_date(at)})
    close_grant(grant=recovery.grant, by=by, at=at)


def close_grant(*, grant: Grant, news: str = "", sender: Sender | None = None, by: Actor, at: datetime) -> None:
    """Bring a grant to its end once no duty runs or is broken, and tell the grantee where there is news."""
    open_states = (ObligationStatus.RUNNING, ObligationStatus.BROKEN)
    if Obligation.objects.filter(grant=grant, status__in=open_states).exists() or grant.status != GrantStatus.OBLIGED:
        return
    audit.move(grant, "end", by=by, at=at)
    plan(grant=grant, by=by, at=at)
    if sender is not None:
        tell(grant=grant, news=news, sender=sender, by=by, at=at)


def wait_no_longer(*, obligation: Obligation, by: Actor, at: datetime) -> None:
    """Finish the follow-ups of proofs that nobody waits for any more."""
    for pk in Proof.objects.filter(obligation=obligation, status__in=OPEN_PROOFS).values_list("pk", flat=True):
        followups.finish_caused_by(cause=PROOF, reference=str(pk), by=by, at=at)
