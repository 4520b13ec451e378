"""Book, move and cancel consultations: one path for people on the portal and for staff who book for callers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, ActorKind, system
from kayoi.kit.dates import local_date, local_time
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.appointments import rules
from kayoi.programmes.appointments.models import Booking, BookingLink, Counsellor
from kayoi.programmes.appointments.selectors.hours import offer_of, taken_around
from kayoi.programmes.appointments.selectors.offers import name_of
from kayoi.programmes.appointments.services.telling import new_link, tell_counsellor, tell_person
from kayoi.programmes.appointments.states import BOOKING, Way

NO_DOUBLE = "appointments_no_double_booking"


class UnableToBook(Refused):
    """This time cannot be booked, or not this way."""


class UnableToChange(Refused):
    """This booking can no longer be moved or cancelled by the person."""


@dataclass(frozen=True)
class BookedBy:
    """Who comes: the file when it is known, otherwise what to write on a new one; the log-in where there is one."""

    fields: casefiles.FileFields
    file: CaseFile | None = None
    person: Person | None = None


@dataclass(frozen=True)
class BookingWish:
    """What is booked, and by which channel the wish came."""

    starts_at: datetime
    way: Way
    channel: Channel
    topic: str = ""
    language: str = "ja"
    wants_reminder: bool = False
    client_key: UUID | None = None


@dataclass(frozen=True)
class Booked:
    """A booking, and a secret by which whoever booked reaches it."""

    booking: Booking
    token: str


@transaction.atomic
def book(
    *, organization: Organization, counsellor: Counsellor, who: BookedBy, wanted: BookingWish, link: str, by: Actor,
    at: datetime,
) -> Booked:  # fmt: skip
    """Book a consultation (相談を予約する). The same client_key twice is one booking.

    `link` is the address in the mails, with {token} in it; without it no mail is sent. The consent to the record is
    asked for before: whoever calls has it. Raises UnableToBook with the reasons; nothing is kept then.
    """
    locked = _lock(counsellor)[counsellor.pk]
    known = Booking.objects.filter(client_key=wanted.client_key).first() if wanted.client_key else None
    if known is not None:
        return Booked(known, new_link(booking=known, by=by, at=at))
    ends = _check(locked, wanted.starts_at, wanted.way, by=by, at=at)
    file = casefiles.file_for(fields=who.fields, file=who.file, person=who.person, by=by, at=at)
    booking = _write(
        case_file=file, counsellor=locked, receipt=new_reference(), client_key=wanted.client_key,
        starts_at=wanted.starts_at, way=wanted.way, topic=wanted.topic, language=wanted.language,
        wants_reminder=wanted.wants_reminder, booked_at=at, changed_at=at, **ends,
    )  # fmt: skip
    casefiles.give_consent(
        file=file, purpose=ConsentPurpose.CONSULTATION, channel=wanted.channel, given_at=at, by=by, at=at
    )
    _plan(booking, by=by, at=at)
    audit.record("appointments.book", booking, by=by, at=at, after={"case_file": file, "starts_at": booking.starts_at})
    tell_person(organization=organization, booking=booking, template="booked", link=link, by=by, at=at)
    tell_counsellor(organization=organization, booking=booking, news="新しい予約が入りました", by=by, at=at)
    return Booked(booking, new_link(booking=booking, by=by, at=at))


@transaction.atomic
def move_booking(
    *, organization: Organization, booking: Booking, counsellor: Counsellor, starts_at: datetime, way: Way, why: str,
    link: str, by: Actor, at: datetime,
) -> Booking:  # fmt: skip
    """Move a booking to another time, counsellor or way (予約を変更する); the old time is free in the same moment.

    Raises UnableToBook, UnableToChange, UnableToMove or ChangedMeanwhile; the booking then stays as it was.
    """
    locked = _lock(counsellor, booking.counsellor)
    old = Booking.objects.select_related("case_file", "counsellor").get(pk=booking.pk)
    _may_change(old, by=by, at=at)
    ends = _check(locked[counsellor.pk], starts_at, way, without=old, by=by, at=at)
    audit.move(old, "move", by=by, at=at, why=why, also={"sequence": old.sequence + 1, "why": why, "changed_at": at})
    _finish(old, at=at)
    new = _write(
        case_file=old.case_file, counsellor=locked[counsellor.pk], receipt=old.receipt, starts_at=starts_at, way=way,
        topic=old.topic, language=old.language, wants_reminder=old.wants_reminder, booked_at=old.booked_at,
        changed_at=at, sequence=old.sequence, **ends,
    )  # fmt: skip
    BookingLink.objects.filter(booking=old).update(booking=new)
    _plan(new, by=by, at=at)
    tell_person(organization=organization, booking=new, template="moved", link=link, by=by, at=at)
    if old.counsellor_id != new.counsellor_id:
        tell_counsellor(organization=organization, booking=old, news="予約がほかの相談員に移りました", by=by, at=at)
    tell_counsellor(organization=organization, booking=new, news="予約の時間が変わりました", by=by, at=at)
    return new


@transaction.atomic
def cancel_booking(
    *, organization: Organization, booking: Booking, why: str, link: str, by: Actor, at: datetime
) -> None:
    """Cancel a booking with a reason (予約を取り消す). Raises UnableToChange, UnableToMove or ChangedMeanwhile."""
    _may_change(booking, by=by, at=at)
    also = {"sequence": booking.sequence + 1, "why": why, "changed_at": at}
    audit.move(booking, "cancel", by=by, at=at, why=why, also=also)
    _finish(booking, at=at)
    tell_person(organization=organization, booking=booking, template="cancelled", link=link, by=by, at=at)
    tell_counsellor(organization=organization, booking=booking, news="予約が取り消されました", by=by, at=at)


def _lock(*counsellors: Counsellor) -> dict[int, Counsellor]:
    """Lock the counsellors in one order: waiting instead of deadlocks. Who comes second sees the first booking."""
    ids = {counsellor.pk for counsellor in counsellors}
    rows = Counsellor.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
    return {row.pk: row for row in rows}


def _check(
    counsellor: Counsellor, starts_at: datetime, way: Way, *, without: Booking | None = None, by: Actor, at: datetime
) -> dict[str, Any]:
    """Return the end of the time and of the buffer, and the place. Raises UnableToBook."""
    offer = offer_of(counsellor)
    taken = taken_around(counsellor, on=local_date(starts_at), without=without)
    answer = rules.may_book(offer, rules.Wanted(starts_at, way), taken=taken, now=at, by_staff=_is_staff(by))
    if answer.refused:
        raise UnableToBook(answer)
    places = {Way.ONLINE: counsellor.online_url, Way.COUNTER: counsellor.place, Way.SITE: counsellor.place}
    ends_before = starts_at + offer.length
    return {
        "ends_before": ends_before,
        "busy_before": ends_before + offer.buffer,
        "place": places.get(way, ""),
    }


def _write(**fields: Any) -> Booking:
    """Write the row. The constraint is the last word: whoever gets past the lock is refused by the database."""
    whom = name_of(fields["counsellor"], fields["language"])
    try:
        with transaction.atomic():
            return Booking.objects.create(**fields, with_whom=whom)
    except IntegrityError as error:
        if NO_DOUBLE not in str(error):
            raise
        raise UnableToBook(verdict([Reason("appointments.taken")])) from error


def _is_staff(by: Actor) -> bool:
    return by.kind in {ActorKind.STAFF, ActorKind.SYSTEM}


def _may_change(booking: Booking, *, by: Actor, at: datetime) -> None:
    answer = rules.may_change(starts_at=booking.starts_at, now=at, by_staff=_is_staff(by))
    if answer.refused:
        raise UnableToChange(answer)


def _plan(booking: Booking, *, by: Actor, at: datetime) -> None:
    """Let somebody say afterwards how it went."""
    begins = local_time(booking.starts_at)
    followups.plan_follow_up(
        title=f"予約相談({begins.month}月{begins.day}日 {begins:%H:%M})の結果を記録する",
        due_on=begins.date(),
        case_file=booking.case_file,
        owner=booking.counsellor.membership or booking.case_file.assigned_to,
        cause=BOOKING,
        reference=str(booking.pk),
        by=by,
        at=at,
    )


def _finish(booking: Booking, *, at: datetime) -> None:
    """Let nothing wait for this booking any more; a visitor may cancel, but finishes no work of staff."""
    followups.finish_caused_by(
        cause=BOOKING, reference=str(booking.pk), by=system("appointments.booking_changed"), at=at
    )
