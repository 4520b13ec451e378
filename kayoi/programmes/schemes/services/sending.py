"""Begin an application and hand it in: by the person, by a proxy, by staff for a caller or from paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import body_of
from kayoi.engines.casefiles.services import BodyFields, FileFields
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.engines.followups import services as followups
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application, Procedure, Proxy
from kayoi.engines.procedures.selectors.applications import application_sent_with, proxy_holds
from kayoi.engines.procedures.selectors.procedures import availability_of, form_of
from kayoi.engines.procedures.selectors.similar import similar_to
from kayoi.engines.procedures.services import Started
from kayoi.engines.procedures.states import APPLICATION, ApplicationStatus, Availability
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.verdict import Outcome, Reason, Refused, verdict
from kayoi.programmes.schemes.selectors.asking import papers_needed
from kayoi.programmes.schemes.services.answering import need_papers
from kayoi.programmes.schemes.states import CONTACT, LOOK_WITHIN_DAYS, REQUEST, Who

IDENTIFYING = ("name", "kana", "phone", "email", "postal_code", "address")


class UnableToApply(Refused):
    """The procedure takes no applications now, or the mandate does not hold."""


@dataclass(frozen=True)
class Sender:
    """Whose file an application goes to: known by staff, by log-in, or neither; the file of a body that staff know."""

    person: Person | None = None
    file: CaseFile | None = None
    body: CaseFile | None = None


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
    need_papers(application=started.application, by=by, at=at)
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
    file, proxy = _people(application, sender, by=by, at=at)
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


def _people(application: Application, sender: Sender, *, by: Actor, at: datetime) -> tuple[CaseFile, Proxy | None]:
    """Return the file of whoever applies, and for whom they act; of one that came back those of before."""
    you, file, proxy = application.answers["you"], application.case_file, application.proxy
    who, relation = you.get("who"), you.get("relation", "")
    if file is None:
        file = casefiles.file_for(fields=_fields(you), file=sender.file, person=sender.person, by=by, at=at)
    if proxy is not None and bool(body_of(proxy.principal)) is (who == Who.BODY):
        if (holds := proxy_holds(proxy, on=local_date(at))).outcome is Outcome.NOT_MET:
            raise UnableToApply(holds)
        return file, proxy
    if who == Who.BODY:
        relation = CONTACT
        principal = sender.body or casefiles.body_for(fields=_body_fields(you), by=by, at=at)
    elif who == Who.OTHER:
        fields = FileFields(
            name=you["principal_name"], birth_on=_day(you.get("principal_birth_on")),
            address=you.get("principal_address", ""),
        )  # fmt: skip
        principal = casefiles.open_case_file(fields=fields, by=by, at=at)
    else:
        return file, None
    proxy = procedures.name_proxy(
        principal=principal, agent=file, scope=application.procedure, relation=relation, starts_on=local_date(at),
        by=by, at=at,
    )  # fmt: skip
    return file, proxy


def _body_fields(you: Mapping[str, Any]) -> BodyFields:
    """Return what an application says of the body in whose name it is made."""
    return BodyFields(
        name=you["body_name"], kana=you.get("body_kana", ""), corporate_number=you.get("corporate_number", ""),
        representative_title=you["representative_title"], representative_name=you["representative_name"],
        postal_code=you.get("body_postal_code", ""), address=you.get("body_address", ""),
    )  # fmt: skip


def _fields(you: dict[str, Any]) -> FileFields:
    fields = FileFields(birth_on=_day(you.get("birth_on")))
    for name in IDENTIFYING:
        fields[name] = you.get(name, "")  # type: ignore[literal-required]  # names of FileFields
    return fields


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


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
