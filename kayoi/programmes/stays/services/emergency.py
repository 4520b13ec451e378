"""A room is needed now (fire, flood, refuge): whoever is in the way is given another one, all in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.selectors import protected_families
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.messages import services as messages
from kayoi.engines.procedures.services import new_link
from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.rules import Span
from kayoi.engines.reservations.services import Request
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import Room, Stay
from kayoi.programmes.stays.selectors.emergency import Displaced, plan
from kayoi.programmes.stays.selectors.words import days_in_words
from kayoi.programmes.stays.services.changing import cancel_stay
from kayoi.programmes.stays.services.moving import move_stay
from kayoi.programmes.stays.services.staying import plan as plan_follow_up
from kayoi.programmes.stays.services.tenancies_moving import move_tenancy
from kayoi.programmes.stays.states import STAY, CancelReason, StayStatus

MOVED, GIVEN_UP = "stays/mail/moved", "stays/mail/given_up"


class UnableToOverride(Refused):
    """Somebody is in the way who cannot go anywhere else."""


@dataclass(frozen=True)
class Needed:
    """What is needed, for whom, and why."""

    room: Room
    span: Span
    adults: int
    children: int
    name: str
    phone: str
    why: str
    key: UUID


@transaction.atomic
def override(
    *, organization: Organization, needed: Needed, cancels: bool, link: str, by: Actor, at: datetime
) -> Stay:  # fmt: skip
    """Give a room to somebody who needs it now, whatever the rules say (緊急に部屋を割り当てる).

    Bookings in the way go to other rooms at the same price; `cancels` also lets those be cancelled that have nowhere to
    go. People are told: by mail, or else staff call them. The same key twice is one. Raises UnableToOverride with each
    booking that cannot go; nothing has changed then.
    """
    key = f"emergency:{needed.key}"
    if known := Stay.objects.filter(booking__key=key).first():
        return known
    found = plan(needed.room, needed.span, at=at)
    against = [one for one in found.stuck if not (cancels and one.can_be_cancelled)]
    if against:
        raise UnableToOverride(verdict(_reason(one) for one in against))
    for one in found.displaced:
        _give_way(organization, one, needed.why, link, by=by, at=at)
    for booking in plan(needed.room, needed.span, at=at).readied:
        reservations.skip_readying(booking=booking, why=needed.why, by=by, at=at)
    booking = _book(needed, key, by=by, at=at)
    fields = FileFields(name=needed.name, phone=needed.phone)
    file = casefiles.open_case_file(fields=fields, by=by, at=at)
    stay = Stay.objects.create(
        room=needed.room, booking=booking, case_file=file, status=StayStatus.ALLOWED, arrives_on=booking.arrives_on,
        leaves_on=booking.leaves_on, adults=needed.adults, children=needed.children, purpose=needed.why, asked_at=at,
    )  # fmt: skip
    after = {"room": needed.room, "displaced": [one.booking.reference for one in found.displaced]}
    audit.record("stays.override", stay, by=by, at=at, why=needed.why, after=after)
    return stay


def _reason(one: Displaced) -> Reason:
    span = one.booking.span
    days = {"from": span.first_day.isoformat(), "until": span.leaves_on.isoformat()}
    return Reason("stays.nowhere_to_go", {"reference": one.booking.reference, **days})


def _book(needed: Needed, key: str, *, by: Actor, at: datetime) -> Booking:
    request = Request(needed.room.unit, needed.span, needed.adults + needed.children)
    try:
        [booking] = reservations.book(requests=[request], key=key, by=by, at=at)
    except reservations.UnableToBook as refused:
        raise UnableToOverride(refused.verdict) from refused
    return booking


def _give_way(organization: Organization, one: Displaced, why: str, link: str, *, by: Actor, at: datetime) -> None:
    stay, why = one.stay, f"緊急の割当て: {why}"[:200]
    if one.tenancy is not None and one.room is not None:
        try:
            move_tenancy(tenancy=one.tenancy, room=one.room, why=why, by=by, at=at)
        except Refused as refused:
            raise UnableToOverride(refused.verdict) from refused
        return
    assert stay is not None
    before = stay.room.unit.name
    if one.room is not None:
        try:
            move_stay(stay=stay, room=one.room, first=stay.arrives_on, why=why, keeps_price=True, by=by, at=at)
        except Refused as refused:
            raise UnableToOverride(refused.verdict) from refused
    else:
        cancel_stay(stay=stay, why=why, reason=CancelReason.TOWN, by=by, at=at)
    _tell(organization, stay, before, one.room, link, by=by, at=at)


def _tell(
    organization: Organization, stay: Stay, before: str, room: Room | None, link: str, *, by: Actor, at: datetime
) -> None:
    """Tell whom it is about: by mail; whoever has none, or is under protection measures, is called."""
    application = stay.application
    file = (application and application.case_file) or stay.case_file  # who has applied for somebody is told
    if file is None or stay.case_file is None:  # somebody who is still writing sees it on their page
        return
    if not file.email or protected_families({file.pk, stay.case_file.pk}, on=local_date(at)):
        words = "部屋の変更を電話で知らせる" if room else "取消しを電話で知らせる"
        plan_follow_up(stay=stay, words=words, after_days=0, by=by, at=at)
        return
    japanese = application is None or application.language != "en"
    secret = new_link(application=application, by=by, at=at) if application else ""
    messages.send(
        template=MOVED if room else GIVEN_UP, language="ja" if japanese else "en", to_address=file.email,
        values={
            "name": file.name or ("お客さま" if japanese else "Visitor"),
            "organization": organization.name if japanese else organization.name_en or organization.name,
            "days": days_in_words(stay), "before": before, "after": room.unit.name if room else "",
            "link": link.replace("{token}", secret), "phone": organization.phone,
        },
        case_file=file, cause=STAY, reference=str(stay.pk), by=by, at=at,
    )  # fmt: skip
