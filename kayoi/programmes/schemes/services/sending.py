"""Begin an application and hand it in: by the person, by a proxy, by staff for a caller or from paper."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.engines.followups import services as followups
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.procedures.selectors.applications import application_sent_with
from kayoi.engines.procedures.selectors.asking import papers_needed
from kayoi.engines.procedures.selectors.procedures import availability_of, form_of
from kayoi.engines.procedures.selectors.similar import similar_to
from kayoi.engines.procedures.services import Sender, Started, UnableToApply, people_of
from kayoi.engines.procedures.states import APPLICATION, ApplicationStatus, Availability
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.verdict import Reason, verdict
from kayoi.programmes.schemes.states import LOOK_WITHIN_DAYS, REQUEST


@transaction.atomic
def begin(
    *, procedure: Procedure, channel: Channel, you: dict[str, Any], language: str = "ja",
    client_key: UUID | None = None, by: Actor, at: datetime,
) -> Started:  # fmt: skip
    """Begin an application (申請を始める), with its papers ready to be handed in. Raises UnableToApply when closed.

    Staff who write down what came on paper may do so after the last day.
    """
    form, open_now = form_of(procedure), availability_of(procedure, on=local_date(at)) is Availability.OPEN
    if form is None or not (open_now or channel != Channel.PORTAL):
        raise UnableToApply(verdict([Reason("schemes.not_open")]))
    started = procedures.start_application(
        procedure=procedure.words, form=form, channel=channel, language=language, client_key=client_key, by=by, at=at,
        answers={"you": you, "facts": {}, "unknown": []},
    )  # fmt: skip
    procedures.need_papers_of_form(application=started.application, by=by, at=at)
    return started


@transaction.atomic
def send(
    *, organization: Organization, application: Application, sender: Sender, link: str, by: Actor, at: datetime
) -> None:
    """Hand an application in (申請を出す), also once more after it was returned, whatever the rule says of it.

    `link` is the address of the state page with {token} in it. Raises UnableToApply or UnableToMove.
    """
    assert application.form is not None
    procedure = application.form.procedure
    first = application.status == ApplicationStatus.DRAFT
    is_open = availability_of(procedure, on=local_date(at)) is Availability.OPEN
    if first and application.channel == Channel.PORTAL and not is_open:
        raise UnableToApply(verdict([Reason("schemes.not_open")]))
    file, proxy = people_of(application=application, sender=sender, by=by, at=at)
    kinds = papers_needed(application)
    procedures.submit_application(application=application, case_file=file, proxy=proxy, papers=kinds, by=by, at=at)
    if first:
        _note_first(application, file, by=by, at=at)
    _plan(application, procedure, file, by=by, at=at)
    procedures.tell_applicant(
        organization=organization, application=application, procedure=procedure.words, news="received", link=link,
        by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def take(
    *, organization: Organization, procedure: Procedure, channel: Channel, answers: dict[str, Any], sender: Sender,
    client_key: UUID, link: str, by: Actor, at: datetime,
) -> Application:  # fmt: skip
    """Take an application on the telephone, at the counter or from paper (窓口で申請を受ける).

    The same client_key twice is one. Raises UnableToApply; nothing is kept then.
    """
    if known := application_sent_with(client_key):
        return known
    started = begin(procedure=procedure, channel=channel, you=answers["you"], client_key=client_key, by=by, at=at)
    application = started.application
    procedures.change_answers(application=application, answers=answers, version=application.version, by=by, at=at)
    send(organization=organization, application=application, sender=sender, link=link, by=by, at=at)
    return application


def _note_first(application: Application, file: CaseFile, *, by: Actor, at: datetime) -> None:
    """Keep the consent to the record, and tell the figures once that somebody applied."""
    channel = Channel.of(application.channel)
    casefiles.give_consent(file=file, purpose=ConsentPurpose.CONSULTATION, channel=channel, given_at=at, by=by, at=at)
    casefiles.add_engagement(
        file=application.proxy.principal if application.proxy else file, kind="application", occurred_at=at,
        channel=channel, cause=APPLICATION, reference=str(application.pk), by=by, at=at,
    )  # fmt: skip


def _plan(application: Application, procedure: Procedure, file: CaseFile, *, by: Actor, at: datetime) -> None:
    """Let staff look at it; what looks like another application stands in the title."""
    reference = str(application.pk)
    followups.finish_caused_by(cause=REQUEST, reference=reference, by=system("schemes.sent"), at=at)
    alike = " (類似の申請あり)" if similar_to(application) else ""
    followups.plan_follow_up(
        title=f"申請を審査する: {procedure.title}{alike}",
        due_on=business_days_later(local_date(at), LOOK_WITHIN_DAYS), case_file=file, owner=file.assigned_to,
        cause=REQUEST, reference=reference, by=by, at=at,
    )  # fmt: skip
