"""Propose and decide applications: what waits for them is done, the applicant is told."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.services import Decided, LeftOpen
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.programmes.schemes.states import LOOK_WITHIN_DAYS, REQUEST


@transaction.atomic
def propose_application(
    *, application: Application, outcome: ApplicationStatus, amount_yen: int | None, reasons: Sequence[str],
    remark: str, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Put a decision before whoever decides (決裁に回す). Raises UnableToPropose or UnableToMove."""
    procedures.propose(
        application=application, outcome=outcome, amount_yen=amount_yen, reasons=reasons, remark=remark, by=by, at=at
    )
    assert application.form is not None
    followups.finish_caused_by(cause=REQUEST, reference=str(application.pk), by=by, at=at)
    followups.plan_follow_up(
        title=f"申請を決裁する: {application.form.procedure.title}",
        due_on=business_days_later(local_date(at), LOOK_WITHIN_DAYS), case_file=application.case_file,
        cause=REQUEST, reference=str(application.pk), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def decide_application(
    *, organization: Organization, application: Application, link: str, by: Actor, at: datetime
) -> Decided:
    """Decide an application as proposed (決裁する). Raises what procedures.decide raises."""
    decided = procedures.decide(application=application, by=by, at=at)
    _close(organization, application, link, by=by, at=at)
    return decided


@transaction.atomic
def decide_applications(
    *, organization: Organization, applications: Sequence[Application], link: str, by: Actor, at: datetime
) -> tuple[list[Decided], list[LeftOpen]]:
    """Decide several applications as proposed (まとめて決裁する); the others stay, with the reason."""
    decided, left = procedures.decide_each(applications=applications, by=by, at=at)
    for one in decided:
        _close(organization, one.decision.application, link, by=by, at=at)
    return decided, left


def _close(organization: Organization, application: Application, link: str, *, by: Actor, at: datetime) -> None:
    assert application.form is not None
    followups.finish_caused_by(cause=REQUEST, reference=str(application.pk), by=by, at=at)
    procedures.tell_applicant(
        organization=organization, application=application, procedure=application.form.procedure.words,
        news="decided", link=link, by=by, at=at,
    )  # fmt: skip
