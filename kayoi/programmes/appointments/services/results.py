"""Say how a consultation went; remind of tomorrow's."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.selectors import protected_files
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.appointments import rules
from kayoi.programmes.appointments.models import Booking
from kayoi.programmes.appointments.services.bookings import UnableToChange
from kayoi.programmes.appointments.services.telling import tell_person
from kayoi.programmes.appointments.states import BOOKING, BookingStatus, Way

CHANNELS = {Way.ONLINE: Channel.ONLINE, Way.TELEPHONE: Channel.TELEPHONE, Way.COUNTER: Channel.COUNTER}


@transaction.atomic
def record_held(
    *,
    booking: Booking,
    note: str,
    next_title: str,
    next_due_on: date | None,
    owner: Membership | None,
    by: Actor,
    at: datetime,
) -> None:
    """Say that a consultation took place (実施を記録する): only now it counts. What was agreed becomes a follow-up."""
    _may_record(booking, at=at)
    audit.move(booking, "hold", by=by, at=at)
    casefiles.add_engagement(
        file=booking.case_file, kind="appointment", occurred_at=booking.starts_at,
        channel=CHANNELS.get(Way.of(booking.way)), cause=BOOKING, reference=str(booking.pk), by=by, at=at,
    )  # fmt: skip
    _end(booking, note, next_title, next_due_on, owner, by=by, at=at)


@transaction.atomic
def record_no_show(
    *,
    booking: Booking,
    note: str,
    next_title: str,
    next_due_on: date | None,
    owner: Membership | None,
    by: Actor,
    at: datetime,
) -> None:
    """Say that nobody came (来られなかったと記録する); it is not counted as a consultation."""
    _may_record(booking, at=at)
    audit.move(booking, "miss", by=by, at=at)
    _end(booking, note, next_title, next_due_on, owner, by=by, at=at)


@transaction.atomic
def remind_tomorrow(*, organization: Organization, link: str, by: Actor, at: datetime) -> int:
    """Mail those who come tomorrow and asked for it (前日に知らせる); return how many. A second run sends nothing."""
    today = local_date(at)
    rows = Booking.objects.select_for_update(of=("self",)).filter(
        status=BookingStatus.BOOKED, wants_reminder=True, reminded_at=None,
        starts_at__gt=at, starts_at__lt=at + timedelta(days=2),
    )  # fmt: skip
    hidden, sent = protected_files(on=today), 0
    for booking in rows.select_related("case_file", "counsellor").order_by("starts_at", "pk"):
        if not rules.reminds(
            status=BookingStatus.of(booking.status),
            starts_on=local_date(booking.starts_at),
            today=today,
            wants=booking.wants_reminder,
            reminded=booking.reminded_at is not None,
            protected=booking.case_file_id in hidden,
            email=booking.case_file.email,
        ):
            continue
        Booking.objects.filter(pk=booking.pk).update(reminded_at=at)
        tell_person(organization=organization, booking=booking, template="reminder", link=link, by=by, at=at)
        sent += 1
    return sent


def _may_record(booking: Booking, *, at: datetime) -> None:
    answer = rules.may_record_result(starts_at=booking.starts_at, now=at)
    if answer.refused:
        raise UnableToChange(answer)


def _end(
    booking: Booking,
    note: str,
    next_title: str,
    next_due_on: date | None,
    owner: Membership | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    if note:
        casefiles.add_note(file=booking.case_file, text=note, by=by, at=at)
    followups.finish_caused_by(cause=BOOKING, reference=str(booking.pk), by=by, at=at)
    if next_due_on is not None:
        followups.plan_follow_up(
            title=next_title, due_on=next_due_on, case_file=booking.case_file, owner=owner, by=by, at=at
        )
