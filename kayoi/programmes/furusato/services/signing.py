"""Sign up, give a place back, let the next one in: one path for people and for staff who write it for callers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, ActorKind, system
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.furusato.models import Activity, Registration, SignUp
from kayoi.programmes.furusato.rules import taking_part as rules
from kayoi.programmes.furusato.rules.groups import may_meet
from kayoi.programmes.furusato.rules.priority import Places, kept_now, may_sign_up_yet, place_for
from kayoi.programmes.furusato.selectors.activities import file_of_person, held, locked_activity
from kayoi.programmes.furusato.selectors.groups import is_member
from kayoi.programmes.furusato.selectors.priority import holder_of, places_of, priority_of
from kayoi.programmes.furusato.services.telling import call_person, new_link, tell_person
from kayoi.programmes.furusato.states import ActivityStatus, SignUpStatus


class UnableToSignUp(Refused):
    """This activity takes nobody now."""


@dataclass(frozen=True)
class Comes:
    """Who comes: the file when it is known, otherwise what to write on a new one; the log-in where there is one.

    `number` is that of the registration by which they come before others, as they give it.
    """

    fields: casefiles.FileFields
    file: CaseFile | None = None
    person: Person | None = None
    number: str = ""


@dataclass(frozen=True)
class Signed:
    """A sign-up, and a secret by which whoever signed up reaches their own page."""

    sign_up: SignUp
    token: str


@transaction.atomic
def sign_up(
    *, organization: Organization, activity: Activity, who: Comes, channel: Channel, link: str,
    client_key: UUID | None = None, note: str = "", by: Actor, at: datetime,
) -> Signed:  # fmt: skip
    """Sign up for an activity (活動に申し込む). The same client_key, or the same person again, is one sign-up.

    Who comes when it is full, or when the places left are kept for holders, waits; who waits already is let in first.
    `link` is the address in the mails, with {token} in it. Raises UnableToSignUp.
    """
    locked = locked_activity(activity)
    known = SignUp.objects.filter(client_key=client_key).first() if client_key else None
    if known is not None:
        return Signed(known, new_link(sign_up=known, by=by, at=at))
    let_in(organization=organization, activity=locked, link=link, by=system("furusato.let_in"), at=at)
    holder = _may_sign_up(locked, who, by=by, at=at)
    file = casefiles.file_for(fields=who.fields, file=who.file, person=who.person, by=by, at=at)
    _check_members(locked, file, at=at)
    signed = SignUp.objects.filter(activity=locked, case_file=file).exclude(status=SignUpStatus.CANCELLED).first()
    if signed is not None:
        return Signed(signed, new_link(sign_up=signed, by=by, at=at))
    places = places_of(locked)
    status = place_for(priority_of(locked), places, is_holder=holder is not None, on=local_date(at))
    row = put_on_list(
        activity=locked, file=file, status=status, channel=channel, client_key=client_key, note=note, holder=holder,
        by=by, at=at,
    )  # fmt: skip
    template = "signed" if row.status == SignUpStatus.SIGNED else "waiting"
    tell_person(organization=organization, sign_up=row, template=template, link=link, by=by, at=at)
    return Signed(row, new_link(sign_up=row, by=by, at=at))


def _may_sign_up(activity: Activity, who: Comes, *, by: Actor, at: datetime) -> Registration | None:
    """Return the registration by which somebody comes before others, if there is one. Raises UnableToSignUp."""
    on, number, file = local_date(at), who.number.strip(), who.file or file_of_person(who.person)
    by_staff = by.kind in (ActorKind.STAFF, ActorKind.SYSTEM)
    name = None if by_staff else who.fields.get("name", "")
    holder, priority = holder_of(activity, file=file, number=number, name=name, at=at), priority_of(activity)
    reasons = list(rules.may_sign_up(held(activity), now=at, by_staff=by_staff).reasons)
    if not reasons:
        reasons += may_sign_up_yet(priority, is_holder=holder is not None, on=on).reasons
    comes_first = may_sign_up_yet(priority, is_holder=False, on=on).refused
    if number and holder is None and (comes_first or kept_now(priority, places_of(activity), on=on)):
        reasons.append(Reason("furusato.not_a_holder"))
    if reasons:
        raise UnableToSignUp(verdict(reasons))
    return holder


@transaction.atomic
def cancel_sign_up(
    *, organization: Organization, sign_up: SignUp, why: str, link: str, by: Actor, at: datetime
) -> None:
    """Give up a sign-up (申込みを取り消す): the place goes to whoever waits first, who is told. Raises UnableToMove."""
    activity = None if sign_up.activity is None else locked_activity(sign_up.activity)
    audit.move(sign_up, "cancel", by=by, at=at, why=why, also={"why": why})
    if activity is not None:
        let_in(organization=organization, activity=activity, link=link, by=system("furusato.let_in"), at=at)


@transaction.atomic
def let_in(*, organization: Organization, activity: Activity, link: str, by: Actor, at: datetime) -> None:
    """Give free places to those who wait, in the order in which they signed up (空きが出たら繰り上げる).

    Who is no holder is passed by while the places left are kept.
    """
    if at >= activity.starts_at or activity.status not in (ActivityStatus.OPEN, ActivityStatus.CLOSED):
        return
    rows = SignUp.objects.filter(activity=activity).select_related("case_file__assigned_to", "kind")
    places, priority = places_of(activity), priority_of(activity)
    for row in rows.filter(status=SignUpStatus.WAITING).order_by("number"):
        is_holder = row.holder_id is not None
        if place_for(priority, places, is_holder=is_holder, on=local_date(at)) is SignUpStatus.WAITING:
            continue
        audit.move(row, "let_in", by=by, at=at)
        row.activity = activity
        tell_person(organization=organization, sign_up=row, template="let_in", link=link, by=by, at=at)
        call_person(sign_up=row, words=f"空きが出て参加できる({activity.title})", by=by, at=at)
        places = Places(places.capacity, places.taken + 1, places.by_holders + is_holder)


@transaction.atomic
def release_kept(*, organization: Organization, link: str, by: Actor, at: datetime) -> None:
    """Give places that were kept for holders until yesterday to those who wait (優先枠を開く); twice is once."""
    rows = Activity.objects.filter(
        kept_until__lt=local_date(at), starts_at__gt=at, sign_ups__status=SignUpStatus.WAITING
    )
    for activity in rows.distinct().order_by("pk"):
        let_in(organization=organization, activity=locked_activity(activity), link=link, by=by, at=at)


@transaction.atomic
def put_on_list(
    *, activity: Activity, file: CaseFile, status: SignUpStatus, channel: Channel, client_key: UUID | None,
    note: str = "", holder: Registration | None = None, by: Actor, at: datetime,
) -> SignUp:  # fmt: skip
    """Write somebody on the list of an activity, which is locked, under the next number (名簿に載せる)."""
    number = (SignUp.objects.filter(activity=activity).aggregate(last=Max("number"))["last"] or 0) + 1
    row: SignUp = SignUp.objects.create(
        activity=activity, kind_id=activity.kind_id, case_file=file, status=status, number=number,
        receipt=new_reference(), starts_on=local_date(activity.starts_at), ends_on=local_date(activity.ends_at),
        note=note, client_key=client_key, signed_at=at, holder=holder,
    )  # fmt: skip
    casefiles.give_consent(
        file=file, purpose=ConsentPurpose.CONSULTATION, channel=channel, given_at=at, by=by, at=at
    )  # fmt: skip
    audit.record("furusato.sign_up", row, by=by, at=at, after={"activity": activity, "case_file": file})
    return row


def _check_members(activity: Activity, file: CaseFile, *, at: datetime) -> None:
    """Refuse who is not in the group where a meet-up is for its members alone: whoever writes it down."""
    inside = activity.group is not None and activity.members_only and is_member(activity.group, file, at=at)
    answer = may_meet(members_only=activity.members_only, is_member=inside)
    if answer.refused:
        raise UnableToSignUp(answer)
