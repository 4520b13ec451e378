"""Register seekers: from the portal or for a caller, approve, refuse, renew, end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict
from uuid import UUID

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.actor import Actor, ActorKind
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.homes.models import Inquiry, Seeker
from kayoi.programmes.homes.rules.inquiries import term_end
from kayoi.programmes.homes.selectors.seekers import terms_ending
from kayoi.programmes.homes.services.inquiries import lapse_waiting, withdraw_inquiry
from kayoi.programmes.homes.services.numbers import next_number
from kayoi.programmes.homes.services.queue import finish_waiting
from kayoi.programmes.homes.services.telling_seekers import new_link, tell_seeker
from kayoi.programmes.homes.states import SEEKER, InquiryStatus, SeekerStatus
from kayoi.programmes.homes.states.seekers import OPEN, PLEDGE, REMIND_DAYS_BEFORE, SEEKER_TERM_YEARS


class UnableToRegister(Refused):
    """This person has a registration already."""


class SeekerFields(TypedDict):
    """What seekers say about themselves; the pledge has been given when this is sent."""

    household: str
    purpose: str
    wish: str
    shows_wish: bool


@dataclass(frozen=True)
class AppliedBy:
    """Who wants to register: the file when it is known, else what to write on a new one; the log-in if any."""

    fields: casefiles.FileFields
    channel: Channel
    file: CaseFile | None = None
    person: Person | None = None
    client_key: UUID | None = None


@dataclass(frozen=True)
class Applied:
    """A registration, and a secret by which whoever applied reaches it."""

    seeker: Seeker
    token: str


@transaction.atomic
def apply_as_seeker(*, who: AppliedBy, wanted: SeekerFields, by: Actor, at: datetime) -> Applied:
    """Apply for registration as a seeker (利用登録を申し込む), or again after it has ended. The same key is one.

    Raises UnableToRegister while the person is registered or being checked.
    """
    known = Seeker.objects.filter(client_key=who.client_key).first() if who.client_key else None
    if known is not None:
        return Applied(known, new_link(seeker=known, by=by, at=at))
    file = casefiles.file_for(fields=who.fields, file=who.file, person=who.person, by=by, at=at)
    fields = {
        **wanted, "pledge_version": PLEDGE.version, "pledged_on": local_date(at), "applied_at": at,
        "client_key": who.client_key,
    }  # fmt: skip
    seeker = _seeker_of(file, fields, by=by, at=at)
    casefiles.give_consent(
        file=file, purpose=ConsentPurpose.CONSULTATION, channel=who.channel, given_at=at, by=by, at=at
    )
    audit.record(
        "homes.apply_as_seeker", seeker, by=by, at=at,
        on_behalf_of=file.number if by.kind is ActorKind.STAFF else "",
        after={"channel": who.channel, "pledge": PLEDGE.version},
    )  # fmt: skip
    followups.plan_follow_up(
        title=f"{seeker.number}: 空き家バンクの利用登録を確かめる", due_on=local_date(at), case_file=file,
        owner=file.assigned_to, cause=SEEKER, reference=str(seeker.pk), by=by, at=at,
    )  # fmt: skip
    tell_seeker(seeker=seeker, template="seeker_applied", by=by, at=at)
    return Applied(seeker, new_link(seeker=seeker, by=by, at=at))


def _seeker_of(file: CaseFile, fields: dict[str, object], *, by: Actor, at: datetime) -> Seeker:
    """Return a new row, or the one that has ended and begins again."""
    seeker = Seeker.objects.select_for_update().filter(case_file=file).first()
    if seeker is not None:
        if seeker.status in {SeekerStatus.APPLIED, SeekerStatus.REGISTERED}:
            raise UnableToRegister(verdict([Reason("homes.registered_already")]))
        Seeker.objects.filter(pk=seeker.pk).update(**fields, why="")  # the trail does not repeat what somebody wishes
        audit.move(seeker, "apply_again", by=by, at=at)
        return seeker
    try:
        with transaction.atomic():
            return Seeker.objects.create(case_file=file, number=next_number(series="利", at=at), **fields)
    except IntegrityError as error:
        if "homes_seeker_once" not in str(error):
            raise
        raise UnableToRegister(verdict([Reason("homes.registered_already")])) from error


@transaction.atomic
def register_seeker(*, seeker: Seeker, by: Actor, at: datetime) -> None:
    """Register a seeker (利用登録をする) for the term that the town has set."""
    today = local_date(at)
    also = {"registered_on": today, "reminded_on": None, "term_ends_before": _term_end(today, today=today)}
    audit.move(seeker, "register", by=by, at=at, also=also)
    finish_waiting(cause=SEEKER, reference=str(seeker.pk), by=by, at=at)
    casefiles.add_engagement(
        file=seeker.case_file, kind="home_seeker", occurred_at=at, cause=SEEKER, reference=str(seeker.pk), by=by, at=at
    )
    tell_seeker(seeker=seeker, template="seeker_registered", by=by, at=at)


@transaction.atomic
def refuse_seeker(*, seeker: Seeker, why: str, by: Actor, at: datetime) -> None:
    """Refuse a registration with a reason that the person is told (登録を断る)."""
    audit.move(seeker, "refuse", by=by, at=at, why=why, also={"why": why})
    finish_waiting(cause=SEEKER, reference=str(seeker.pk), by=by, at=at)
    tell_seeker(seeker=seeker, template="seeker_refused", by=by, at=at)


@transaction.atomic
def renew_seeker(*, seeker: Seeker, by: Actor, at: datetime) -> None:
    """Go on for another term, with the pledge given anew (登録を続ける)."""
    today = local_date(at)
    starts_on = max(seeker.term_ends_before or today, today)
    also = {
        "pledge_version": PLEDGE.version, "pledged_on": today, "reminded_on": None,
        "term_ends_before": _term_end(starts_on, today=today),
    }  # fmt: skip
    audit.move(seeker, "renew", by=by, at=at, also=also)
    tell_seeker(seeker=seeker, template="seeker_registered", by=by, at=at)


@transaction.atomic
def withdraw_seeker(*, seeker: Seeker, why: str, by: Actor, at: datetime) -> None:
    """End a registration as the person wishes (利用登録をやめる): open inquiries are withdrawn."""
    audit.move(seeker, "withdraw", by=by, at=at, why=why, also={"why": why})
    finish_waiting(cause=SEEKER, reference=str(seeker.pk), by=by, at=at)
    for inquiry in Inquiry.objects.filter(seeker=seeker, status__in=OPEN).order_by("home_id"):
        withdraw_inquiry(inquiry=inquiry, why=why, by=by, at=at)


@transaction.atomic
def expire_seekers(*, by: Actor, at: datetime) -> int:
    """End the registrations whose term is over (期間満了にする); return how many. Who is in talks stays."""
    done = 0
    for seeker in terms_ending(before=local_date(at)).select_for_update(of=("self",), skip_locked=True):
        if Inquiry.objects.filter(seeker=seeker, status=InquiryStatus.CHOSEN).exists():
            continue
        audit.move(seeker, "expire", by=by, at=at)
        lapse_waiting(seeker=seeker, by=by, at=at)
        done += 1
    return done


@transaction.atomic
def remind_seekers(*, by: Actor, at: datetime) -> int:
    """Remind seekers once that their term ends (期間の終わりを知らせる); return how many."""
    today, sent = local_date(at), 0
    soon = terms_ending(before=today + timedelta(days=REMIND_DAYS_BEFORE)).filter(reminded_on=None)
    for seeker in soon.select_for_update(of=("self",), skip_locked=True):
        Seeker.objects.filter(pk=seeker.pk).update(reminded_on=today)
        audit.record("homes.remind_seeker", seeker, by=by, at=at)
        tell_seeker(seeker=seeker, template="seeker_ends", by=by, at=at)
        sent += 1
    return sent


def _term_end(starts_on: date, *, today: date) -> date:
    return term_end(registered_on=starts_on, years=setting(SEEKER_TERM_YEARS, on=today))
