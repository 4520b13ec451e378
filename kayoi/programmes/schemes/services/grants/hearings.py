"""A grantee is asked to speak before a decision is cancelled; what was said is kept (弁明の機会)."""

from datetime import date, datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import business_day_from, local_date, wareki
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.models import Grant, Hearing, Recovery
from kayoi.programmes.schemes.rules.hearings import may_cancel, may_hear, may_note_statement
from kayoi.programmes.schemes.selectors.grants.grants import locked
from kayoi.programmes.schemes.selectors.hearings import hearing_of, spoken_of
from kayoi.programmes.schemes.selectors.recovery.recoveries import recovery_terms
from kayoi.programmes.schemes.services.grants.telling import Sender, issue, tell
from kayoi.programmes.schemes.states.hearings import HEARING, Spoken


class UnableToHear(Refused):
    """The grantee was asked already, too little time is left, nobody has asked the grantee to speak, or no such day."""


@transaction.atomic
def ask_to_speak(
    *, grant: Grant, recovery: Recovery | None = None, matter: str, due_on: date, sender: Sender, by: Actor,
    at: datetime,
) -> Hearing:  # fmt: skip
    """Let a grantee speak before the decision is cancelled (弁明の機会を与える), with the letter.

    Raises UnableToHear.
    """
    row, today = locked(grant), local_date(at)
    answer = may_hear(spoken_of(hearing_of(row, recovery)), due_on=due_on, on=today)
    if answer.refused:
        raise UnableToHear(answer)
    hearing = Hearing.objects.create(grant=row, recovery=recovery, matter=matter, notified_on=today, due_on=due_on)
    after = {"grant": row, "recovery": recovery, "due_on": due_on}
    audit.record("schemes.ask_to_speak", hearing, by=by, at=at, why=matter, after=after)
    values = {"ground": recovery_terms().ordinance or "交付要綱", "due_on": wareki(due_on), "reasons": [matter]}
    issue(grant=row, letter="hearing", values=values, by=by, at=at)
    followups.plan_follow_up(
        title=f"弁明があったか確かめる: {row.procedure.title}", due_on=business_day_from(due_on),
        case_file=row.case_file, owner=row.case_file.assigned_to, cause=HEARING, reference=str(row.pk), by=by, at=at,
    )  # fmt: skip
    tell(grant=row, news="hearing", sender=sender, by=by, at=at)
    return hearing


@transaction.atomic
def note_statement(
    *, grant: Grant, recovery: Recovery | None = None, said: str, said_on: date, by: Actor, at: datetime
) -> None:
    """Keep what a grantee has said (弁明を記録する).

    Raises UnableToHear for a day before the notice or to come, ChangedMeanwhile where nothing is waited for.
    """
    row = locked(grant)
    hearing = hearing_of(row, recovery)
    if hearing is None or hearing.spoken is not Spoken.WAITED_FOR:
        raise ChangedMeanwhile
    assert hearing.notified_on is not None
    answer = may_note_statement(notified_on=hearing.notified_on, said_on=said_on, on=local_date(at))
    if answer.refused:
        raise UnableToHear(answer)
    Hearing.objects.filter(pk=hearing.pk).update(said=said, said_on=said_on)
    # What was said may be about illness or a family: the entry does not repeat it.
    audit.record("schemes.note_statement", hearing, by=by, at=at, after={"said_on": said_on})
    _wait_no_longer(row, at=at)


def require_heard(
    *, grant: Grant, recovery: Recovery | None = None, unheard_ground: str = "", by: Actor, at: datetime
) -> None:
    """Keep by which article a grantee was not heard before a decision is cancelled. Raises UnableToHear."""
    hearing = hearing_of(grant, recovery)
    ground = unheard_ground or recovery_terms().unheard_ground
    due_on = hearing.due_on if hearing else None
    answer = may_cancel(spoken_of(hearing), due_on=due_on, unheard_ground=ground, on=local_date(at))
    if answer.refused:
        raise UnableToHear(answer)
    if hearing is None:
        hearing = Hearing.objects.create(grant=grant, recovery=recovery, unheard_ground=ground)
        audit.record("schemes.not_to_be_heard", hearing, by=by, at=at, why=ground, after={"grant": grant})
    _wait_no_longer(grant, at=at)


def _wait_no_longer(grant: Grant, *, at: datetime) -> None:
    followups.finish_caused_by(cause=HEARING, reference=str(grant.pk), by=system("schemes.plan"), at=at)
