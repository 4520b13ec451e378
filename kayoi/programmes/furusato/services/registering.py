"""Ask to be registered; register, refuse, correct."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.actor import Actor, ActorKind, system
from kayoi.kit.dates import age_on, business_days_later, local_date
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Outcome, Reason, Refused, verdict
from kayoi.programmes.furusato.models import Register, Registration
from kayoi.programmes.furusato.rules.renewing import valid_until
from kayoi.programmes.furusato.selectors.registered import judged_for, open_registration
from kayoi.programmes.furusato.services.telling_registered import new_page, tell_registered
from kayoi.programmes.furusato.states import REGISTRATION, DecidedBy, RegisterStatus
from kayoi.programmes.furusato.states.mails import ASKED, REFUSED, REGISTERED
from kayoi.programmes.furusato.states.national import ADULT_AGE

# By when staff have looked at an application, in days on which the office is open.
LOOK_WITHIN_DAYS = 5


class UnableToRegister(Refused):
    """The register takes nobody now, this person is in it, or what is needed is missing."""


@dataclass(frozen=True)
class Guardian:
    """Who agrees for a minor (法定代理人)."""

    name: str = ""
    relation: str = ""
    contact: str = ""
    agrees: bool = False


@dataclass(frozen=True)
class Asking:
    """Who wants to be registered, on which way; the file where it is known, else what to write on a new one."""

    fields: casefiles.FileFields
    channel: Channel
    answers: Mapping[str, Any] = field(default_factory=dict)
    guardian: Guardian = field(default_factory=Guardian)
    file: CaseFile | None = None
    person: Person | None = None
    client_key: UUID | None = None


@dataclass(frozen=True)
class Asked:
    """A registration, and a secret by which whoever asked reaches it."""

    registration: Registration
    token: str


@transaction.atomic
def ask_to_register(*, register: Register, who: Asking, by: Actor, at: datetime) -> Asked:
    """Ask to be registered (登録を申し込む); where the rule decides and is met, registered at once. One key is one.

    Raises UnableToRegister.
    """
    register = Register.objects.select_for_update(no_key=True).get(pk=register.pk)  # pressed twice: the first counts
    known = Registration.objects.filter(client_key=who.client_key).first() if who.client_key else None
    if known is not None:
        return Asked(known, new_page(registration=known, by=by, at=at))
    _check_open(register, who, on=local_date(at), by=by)
    file = casefiles.file_for(fields=who.fields, file=who.file, person=who.person, by=by, at=at)
    registration = _registration(register, file, who, by=by, at=at)
    casefiles.give_consent(
        file=file, purpose=ConsentPurpose.CONSULTATION, channel=who.channel, given_at=at, by=by, at=at
    )
    audit.record(
        "furusato.ask", registration, by=by, at=at, after={"register": register.key, "channel": who.channel},
        on_behalf_of=file.number if by.kind is ActorKind.STAFF else "",
    )  # fmt: skip
    judged = judged_for(registration, on=local_date(at))
    _freeze(registration, judged.as_data(on=local_date(at)))
    if register.decided_by == DecidedBy.RULE and judged.outcome is Outcome.MET:
        register_person(registration=registration, by=system("furusato.rule"), at=at)
    else:
        _plan(registration, by=by, at=at)
        tell_registered(registration=registration, what=ASKED, by=by, at=at)
    registration.refresh_from_db()
    return Asked(registration, new_page(registration=registration, by=by, at=at))


def _check_open(register: Register, who: Asking, *, on: date, by: Actor) -> None:
    against = []
    by_staff = by.kind is ActorKind.STAFF
    taking = (RegisterStatus.PUBLISHED, RegisterStatus.PAUSED) if by_staff else (RegisterStatus.PUBLISHED,)
    if register.status not in taking:
        against.append(Reason("furusato.not_taking"))
    born: date | None = (who.file.birth_on if who.file else None) or who.fields.get("birth_on")
    age = setting(ADULT_AGE, on=on)
    if born and age_on(born, on) < age and not (who.guardian.name and who.guardian.agrees):
        against.append(Reason("furusato.guardian_missing", {"age": age}, source="民法5条"))
    if against:
        raise UnableToRegister(verdict(against))


def _registration(register: Register, file: CaseFile, who: Asking, *, by: Actor, at: datetime) -> Registration:
    again = UnableToRegister(verdict([Reason("furusato.registered_already")]))
    if open_registration(register, file) is not None:
        raise again
    guardian = who.guardian
    try:
        with transaction.atomic():
            return Registration.objects.create(
                register=register, case_file=file, number=new_reference(), subject=new_reference(), way=who.channel,
                facts=dict(who.answers), client_key=who.client_key, asked_at=at, guardian_name=guardian.name,
                guardian_relation=guardian.relation, guardian_contact=guardian.contact,
                guardian_agreed_on=local_date(at) if guardian.agrees and guardian.name else None,
            )  # fmt: skip
    except IntegrityError as error:
        if "furusato_registered_once" not in str(error):
            raise
        raise again from error


def _freeze(registration: Registration, data: dict[str, Any]) -> None:
    Registration.objects.filter(pk=registration.pk).update(verdict=data)


def _plan(registration: Registration, *, by: Actor, at: datetime) -> None:
    """Let staff look at it in time."""
    file = registration.case_file
    followups.plan_follow_up(
        title=f"{registration.number}: {registration.register.name}の申込みを確かめる",
        due_on=business_days_later(local_date(at), LOOK_WITHIN_DAYS), case_file=file, owner=file.assigned_to,
        cause=REGISTRATION, reference=str(registration.pk), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def register_person(*, registration: Registration, why: str = "", by: Actor, at: datetime) -> None:
    """Register somebody (登録する) from today on. Where the conditions are not met, with a reason.

    Raises UnableToRegister without one, UnableToMove.
    """
    today, register = local_date(at), registration.register
    judged = judged_for(registration, on=today)
    if judged.outcome is not Outcome.MET and not why:
        raise UnableToRegister(verdict([Reason("furusato.not_met", {"conditions": "、".join(judged.against)})]))
    also = {
        "since": today, "valid_until": valid_until(today, register.valid_months), "reminded_on": None, "why": "",
        "verdict": {**judged.as_data(on=today), "override": why},
    }  # fmt: skip
    audit.move(registration, "register", by=by, at=at, why=why, also=also)
    _done(registration, at=at)
    casefiles.add_engagement(
        file=registration.case_file, kind="registration", occurred_at=at, channel=Channel.of(registration.way),
        cause=REGISTRATION, reference=str(registration.pk), by=by, at=at,
    )  # fmt: skip
    registration.refresh_from_db()
    tell_registered(registration=registration, what=REGISTERED, by=by, at=at)


@transaction.atomic
def refuse_registration(*, registration: Registration, why: str, by: Actor, at: datetime) -> None:
    """Refuse an application with a reason that the person is told (登録しない)."""
    audit.move(registration, "refuse", by=by, at=at, why=why, also={"why": why, "ended_on": local_date(at)})
    _done(registration, at=at)
    registration.refresh_from_db()
    tell_registered(registration=registration, what=REFUSED, by=by, at=at)


@transaction.atomic
def look_again(*, registration: Registration, why: str, by: Actor, at: datetime) -> None:
    """Take a refusal back (不登録を取り消す): it is looked at again."""
    audit.move(registration, "reopen", by=by, at=at, why=why, also={"why": "", "ended_on": None})
    _plan(registration, by=by, at=at)


@transaction.atomic
def correct_registration(
    *, registration: Registration, changes: dict[str, Any], version: int, why: str, by: Actor, at: datetime
) -> None:
    """Set right what stands on a registration (登録の内容を直す): days, guardian, answers. Raises ChangedMeanwhile."""
    audit.change(registration, changes, version=version, by=by, at=at, why=why)


def _done(registration: Registration, *, at: datetime) -> None:
    """What waits for this application is done."""
    followups.finish_caused_by(cause=REGISTRATION, reference=str(registration.pk), by=system("furusato.done"), at=at)
