"""Take leads to vacant houses from whoever tells of them, follow them up, make a house file of them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.tokens import new_reference
from kayoi.programmes.homes.models import Entrance, Home, Lead, Party
from kayoi.programmes.homes.services.homes import HomeFields, open_home
from kayoi.programmes.homes.states import LEAD, HomeKind, Intention, LeadSource, OwnersReason, PartyRole
from kayoi.programmes.homes.states.finding import CONTACT_WITHIN_DAYS, LEAD_OFFER, Teller

NEXT_STEP = "空き家の情報に対応する"


@dataclass(frozen=True)
class Told:
    """What is told about a house that may stand empty."""

    source: LeadSource
    teller: Teller
    channel: Channel
    received_at: datetime
    quarter: str = ""
    address: str = ""
    kind: HomeKind = HomeKind.DWELLING
    informant: str = ""
    reason: OwnersReason | None = None
    intention: Intention | None = None
    wants_contact: bool | None = None
    remark: str = ""
    entrance: Entrance | None = None
    client_key: UUID | None = None


@transaction.atomic
def tell_lead(
    *,
    told: Told,
    contact: casefiles.FileFields | None = None,
    person: Person | None = None,
    by: Actor,
    at: datetime,
) -> Lead:
    """Take a lead (空き家の情報を受け付ける); staff are to get in touch. The same client_key twice is one lead.

    Who gives a name or a way to be reached gets a case file, or the one of their log-in.
    """
    if known := _told_before(told.client_key):
        return known
    try:
        with transaction.atomic():
            return _write_lead(told, _file_of(contact, person, told, by=by, at=at), by=by, at=at)
    except IntegrityError:  # two at once: the first one counts, and the second leaves no empty file behind
        if known := _told_before(told.client_key):
            return known
        raise


def _told_before(client_key: UUID | None) -> Lead | None:
    return None if client_key is None else Lead.objects.filter(client_key=client_key).first()


def _file_of(
    contact: casefiles.FileFields | None, person: Person | None, told: Told, *, by: Actor, at: datetime
) -> CaseFile | None:
    if contact is None:
        return None
    file = casefiles.file_for(fields=contact, person=person, by=by, at=at)
    casefiles.give_consent(
        file=file, purpose=ConsentPurpose.CONSULTATION, channel=told.channel, given_at=told.received_at, by=by, at=at
    )
    return file


def _write_lead(told: Told, file: CaseFile | None, *, by: Actor, at: datetime) -> Lead:
    lead = Lead.objects.create(
        source=told.source,
        teller=told.teller,
        informant=told.informant,
        told_by=file,
        owner=file if told.teller == Teller.OWNER else None,
        entrance=told.entrance,
        kind=told.kind,
        quarter=told.quarter,
        address=told.address,
        reason=told.reason or "",
        intention=told.intention or "",
        wants_contact=told.wants_contact,
        remark=told.remark,
        receipt=new_reference(),
        client_key=told.client_key,
        received_at=told.received_at,
    )
    audit.record("homes.tell_lead", lead, by=by, at=at, after={"source": told.source, "told_by": file})
    days = setting(CONTACT_WITHIN_DAYS, on=local_date(at))
    due_on = business_days_later(local_date(told.received_at), days)
    _plan(lead, NEXT_STEP, due_on, by=by, at=at)
    return lead


@transaction.atomic
def move_lead(
    *, lead: Lead, action: str, why: str = "", next_on: date | None = None, next_step: str = "", by: Actor, at: datetime
) -> None:
    """Note what was done about a lead (連絡した・検討中・見送り) and, with a day, what comes next.

    What was to be done before is done. Raises UnableToMove, ChangedMeanwhile.
    """
    also = {"contacted_at": lead.contacted_at or at} if action in {"contact", "wait"} else {}
    audit.move(lead, action, by=by, at=at, why=why, also=also)
    for cause in (LEAD, LEAD_OFFER) if action == "drop" else (LEAD,):
        followups.finish_caused_by(cause=cause, reference=str(lead.pk), by=by, at=at)
    if next_on is not None and action != "drop":
        _plan(lead, next_step or NEXT_STEP, next_on, by=by, at=at)


@transaction.atomic
def reopen_lead(*, lead: Lead, next_on: date, by: Actor, at: datetime) -> None:
    """Take up a lead again that was dropped (もう一度対応する). Raises UnableToMove, ChangedMeanwhile."""
    audit.move(lead, "reopen", by=by, at=at)
    _plan(lead, NEXT_STEP, next_on, by=by, at=at)


@transaction.atomic
def name_owner(*, lead: Lead, file: CaseFile, by: Actor, at: datetime) -> None:
    """Say who owns the house of a lead (所有者を書く). Raises ChangedMeanwhile when somebody was faster."""
    if not Lead.objects.filter(pk=lead.pk, owner=None).update(owner=file):
        raise ChangedMeanwhile
    lead.refresh_from_db()
    audit.record("homes.name_owner", lead, by=by, at=at, after={"owner": file})


@transaction.atomic
def take_on_lead(*, lead: Lead, fields: HomeFields, by: Actor, at: datetime) -> Home:
    """Make a house file of a lead (空き家の記録にする), with its owner and the kin who speaks for them.

    Raises UnableToMove, ChangedMeanwhile, and IntegrityError (homes_once_a_lot) for a lot that is on the register.
    """
    audit.move(lead, "take_on", by=by, at=at)
    home = open_home(fields=fields, lead=lead, by=by, at=at)
    kin = lead.told_by if lead.teller == Teller.KIN else None
    for file, role in ((lead.owner, PartyRole.OWNER), (kin, PartyRole.KIN)):
        if file is not None:
            is_contact = role is PartyRole.KIN or kin is None
            party = Party.objects.create(home=home, case_file=file, role=role, is_contact=is_contact, added_at=at)
            audit.record("homes.add_party", party, by=by, at=at, after={"home": home, "role": role})
    followups.finish_caused_by(cause=LEAD, reference=str(lead.pk), by=by, at=at)
    return home


def _plan(lead: Lead, title: str, due_on: date, *, by: Actor, at: datetime) -> None:
    file = lead.owner or lead.told_by
    followups.plan_follow_up(
        title=f"{title}({lead.quarter or lead.receipt})", due_on=due_on, case_file=file,
        owner=file.assigned_to if file else None, cause=LEAD, reference=str(lead.pk), by=by, at=at,
    )  # fmt: skip
