"""Propose, approve, decide, send back: what waits for it is done, the next is asked, the applicant is told."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.services import Decided, LeftOpen, Passed
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.identity.selectors import role_label
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.programmes.schemes.selectors.grants.before import grantable
from kayoi.programmes.schemes.selectors.grants.years import plan_in_words
from kayoi.programmes.schemes.services.grants.making import UnableToGrant, make_grant
from kayoi.programmes.schemes.states import LOOK_WITHIN_DAYS, REQUEST


@transaction.atomic
def propose_application(
    *, application: Application, outcome: ApplicationStatus, amount_yen: int | None, reasons: Sequence[str],
    remark: str, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Put a decision before whoever decides (決裁に回す). Raises UnableToPropose, UnableToGrant or UnableToMove."""
    if outcome is ApplicationStatus.APPROVED:
        answer = grantable(application, amount_yen=amount_yen, on=local_date(at))
        if answer.refused:
            raise UnableToGrant(answer)
    procedures.propose(
        application=application, outcome=outcome, amount_yen=amount_yen, reasons=reasons, remark=remark, by=by, at=at
    )
    _ask_next(application, by=by, at=at)


@transaction.atomic
def send_back_application(
    *, application: Application, why: str, version: int | None = None, by: Actor, at: datetime
) -> None:
    """Give a proposal back to the examiner, who has to look again (審査に戻す). Raises as procedures.send_back."""
    examiner = application.examined_by
    procedures.send_back(application=application, why=why, version=version, by=by, at=at)
    _plan(application, "戻された申請を審査する", owner=examiner, by=by, at=at)


@transaction.atomic
def sign_application(
    *, organization: Organization, application: Application, link: str, why: str = "", version: int | None = None,
    by: Actor, at: datetime,
) -> Decided | Passed:  # fmt: skip
    """Approve an application as proposed, or decide it at the last step (承認・決裁する). Raises as procedures.sign."""
    conditions = plan_in_words(application, on=local_date(at))
    done = procedures.sign(
        application=application, why=why, version=version, says={"conditions": conditions}, by=by, at=at
    )  # fmt: skip
    if isinstance(done, Passed):
        _ask_next(application, by=by, at=at)
    else:
        _close(organization, done, link, by=by, at=at)
    return done


@transaction.atomic
def sign_applications(
    *,
    organization: Organization,
    applications: Sequence[Application],
    seen: Mapping[int, int],
    link: str,
    by: Actor,
    at: datetime,
) -> tuple[list[Decided], list[Passed], list[LeftOpen]]:
    """Approve or decide several applications as proposed (まとめて承認・決裁する); the others stay, with the reason."""

    def sign_one(*, application: Application, by: Actor, at: datetime) -> Decided | Passed:
        version = seen.get(application.pk)
        return sign_application(
            organization=organization, application=application, link=link, version=version, by=by, at=at
        )

    return procedures.sign_each(applications=applications, sign_one=sign_one, by=by, at=at)


def _ask_next(application: Application, *, by: Actor, at: datetime) -> None:
    """Plan what the next step of the route has to do."""
    assert application.proposal is not None
    role, route = application.waits_for, application.proposal["route"]
    if not role:
        words = "申請を決裁する"
    elif role == route[-1]:
        words = f"申請を決裁する({role_label(role)})"
    else:
        words = f"申請を承認する({role_label(role)})"
    _plan(application, words, by=by, at=at)


def _plan(application: Application, words: str, *, owner: Membership | None = None, by: Actor, at: datetime) -> None:
    assert application.form is not None
    followups.finish_caused_by(cause=REQUEST, reference=str(application.pk), by=by, at=at)
    followups.plan_follow_up(
        title=f"{words}: {application.form.procedure.title}",
        due_on=business_days_later(local_date(at), LOOK_WITHIN_DAYS), case_file=application.case_file, owner=owner,
        cause=REQUEST, reference=str(application.pk), by=by, at=at,
    )  # fmt: skip


def _close(organization: Organization, decided: Decided, link: str, *, by: Actor, at: datetime) -> None:
    """Make the grant, where one was decided; what waited is done, the applicant is told."""
    application = decided.decision.application
    assert application.form is not None
    make_grant(decision=decided.decision, by=by, at=at)
    followups.finish_caused_by(cause=REQUEST, reference=str(application.pk), by=by, at=at)
    procedures.tell_applicant(
        organization=organization, application=application, procedure=application.form.procedure.words,
        news="decided", link=link, by=by, at=at,
    )  # fmt: skip
