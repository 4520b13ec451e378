"""Ask for a stay: a room is held while somebody writes, and kept for them until the town has decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.engines.followups import services as followups
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.procedures.rules.answers import with_answers, with_who
from kayoi.engines.procedures.selectors.applications import application_sent_with
from kayoi.engines.procedures.selectors.procedures import availability_of, form_of, papers_of_form, questions_of
from kayoi.engines.procedures.services import Sender, UnableToApply, people_of
from kayoi.engines.procedures.states import APPLICATION, ApplicationStatus, Availability
from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.services import Request
from kayoi.engines.reservations.states import BookingStatus
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import Companion, House, Stay
from kayoi.programmes.stays.selectors.offers import Wanted, offer_of
from kayoi.programmes.stays.selectors.own import facts_told, price_now
from kayoi.programmes.stays.selectors.programmes import entry_still
from kayoi.programmes.stays.services.programmes import UnableToEnter, entry_for
from kayoi.programmes.stays.states import STAY

# By when staff have looked at an application, in days on which the office is open.
LOOK_WITHIN_DAYS = 3
ONE_DAY = timedelta(days=1)


class UnableToAsk(Refused):
    """The time cannot be had, or the house takes no applications now."""


@dataclass(frozen=True)
class Begun:
    """A stay that is being asked for, and the secret by which whoever asks reaches it."""

    stay: Stay
    token: str


@transaction.atomic
def begin_stay(
    *, house: House, wanted: Wanted, channel: Channel, you: Mapping[str, Any], language: str = "ja",
    client_key: UUID | None = None, entry_code: str = "", by: Actor, at: datetime,
) -> Begun:  # fmt: skip
    """Hold a room for a party and begin the application (空きを押さえて申請を始める).

    The room is let go when the application is not sent in time. The same client_key twice is one. `entry_code` is the
    code of a programme's entry, where the house is kept for one. Raises UnableToAsk, UnableToEnter.
    """
    kept = House.objects.select_for_update(no_key=True).get(pk=house.pk)  # pressed twice at once: the first one counts
    if known := application_sent_with(client_key):
        token = procedures.new_link(application=known, by=by, at=at)
        return Begun(Stay.objects.select_related("booking", "room__unit").get(application=known), token)
    procedure = house.procedure
    form = form_of(procedure) if procedure else None
    if procedure is None or form is None or not _is_open(procedure, channel, at=at):
        raise UnableToAsk(verdict([Reason("stays.not_open")]))
    days = wanted.days
    entry = entry_for(house=kept, code=entry_code, arrives_on=days.arrives_on, leaves_on=days.leaves_on, by=by, at=at)
    offer = offer_of(house, wanted, at=at)
    if offer.room is None:
        raise UnableToAsk(verdict(offer.against))
    started = procedures.start_application(
        procedure=procedure.words, form=form, channel=channel, language=language, client_key=client_key, by=by, at=at,
        answers={"you": dict(you), "facts": {}, "unknown": []},
    )  # fmt: skip
    procedures.need_papers_of_form(application=started.application, by=by, at=at)
    [booking] = reservations.hold(
        requests=[Request(offer.room.unit, wanted.span, wanted.persons)], key=_key(started.application),
        lapses_at=at + timedelta(minutes=house.hold_minutes), by=by, at=at,
    )  # fmt: skip
    stay = Stay.objects.create(
        room=offer.room, booking=booking, application=started.application, arrives_on=days.arrives_on,
        leaves_on=days.leaves_on, adults=wanted.adults, children=wanted.children, asked_at=at, entry=entry,
    )  # fmt: skip
    audit.record("stays.begin", stay, by=by, at=at, after={"house": house, "booking": booking})
    return Begun(stay, started.token)


def _is_open(procedure: Procedure, channel: Channel, *, at: datetime) -> bool:
    """Tell whether applications are taken; staff write down what came on paper even after the last day."""
    return channel != Channel.PORTAL or availability_of(procedure, on=local_date(at)) is Availability.OPEN


def _key(application: Application, number: int = 0) -> str:
    return f"stays:{application.pk}:{number}"


@dataclass(frozen=True)
class With:
    """Somebody who comes along, as the form says it."""

    name: str
    birth_on: date | None = None
    relation: str = ""


@transaction.atomic
def write_stay(
    *, stay: Stay, you: Mapping[str, Any], given: Mapping[str, Any], unknown: set[str], companions: Sequence[With],
    purpose: str = "", version: int, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Write who asks for a stay, who comes along, and the answers (申請の内容を書く). Raises ChangedMeanwhile."""
    application = stay.application
    assert application is not None
    assert application.form is not None
    stay.companions.all().delete()
    Companion.objects.bulk_create(
        Companion(stay=stay, name=one.name, birth_on=one.birth_on, relation=one.relation, added_at=at)
        for one in companions
    )
    Stay.objects.filter(pk=stay.pk).update(purpose=purpose)
    asked = questions_of(application.form)
    answers = with_who(with_answers(application.answers, given, unknown), you, asked=asked)
    told = facts_told(stay, you=you, answered=answers["facts"], file=stay.case_file)
    facts = {**answers["facts"], **{key: value for key, value in told.items() if key in asked}}
    unknown_now = sorted(set(with_answers(application.answers, given, unknown)["unknown"]))
    procedures.change_answers(
        application=application, answers={**answers, "facts": facts, "unknown": unknown_now}, version=version, by=by,
        at=at,
    )  # fmt: skip
    procedures.need_papers_of_form(application=application, by=by, at=at)


@transaction.atomic
def send_stay(*, organization: Organization, stay: Stay, sender: Sender, link: str, by: Actor, at: datetime) -> None:
    """Send an application for a stay (滞在の申請を出す), whatever the rules say of it; the room is kept until it is
    decided. `link` is the address of its page with {token} in it.

    Raises UnableToAsk where the hold is over and the time was taken since, UnableToEnter where the entry has ended or
    has another stay since, UnableToApply or UnableToMove.
    """
    application = stay.application
    assert application is not None
    assert application.form is not None
    procedure, first = application.form.procedure, application.status == ApplicationStatus.DRAFT
    if first and not _is_open(procedure, Channel.of(application.channel), at=at):
        raise UnableToApply(verdict([Reason("stays.not_open")]))
    if first and (answer := entry_still(stay=stay, leaves_on=stay.leaves_on, at=at)).refused:
        raise UnableToEnter(answer)
    _keep_room(stay, application, by=by, at=at)
    file, proxy = people_of(application=application, sender=sender, by=by, at=at)
    who_stays = proxy.principal if proxy else file
    procedures.submit_application(
        application=application, case_file=file, proxy=proxy, by=by, at=at,
        papers=papers_of_form(application.form, by_proxy=proxy is not None),
    )  # fmt: skip
    _settle_facts(stay, application, who_stays, by=by, at=at)
    if first:
        _note_first(application, who_stays, file, by=by, at=at)
    _plan(stay, application, by=by, at=at)
    procedures.tell_applicant(
        organization=organization, application=application, procedure=procedure.words, news="received", link=link,
        by=by, at=at,
    )  # fmt: skip


def _keep_room(stay: Stay, application: Application, *, by: Actor, at: datetime) -> None:
    """Keep the room without end; where the hold is over, take the same time again if nobody has it."""
    booking: Booking = stay.booking
    try:
        reservations.prolong(booking=booking, lapses_at=None, by=by, at=at)
    except Refused:
        try:
            [again] = reservations.hold(
                requests=[Request(stay.room.unit, booking.span, stay.persons)], lapses_at=None,
                key=_key(application, booking.pk), by=by, at=at,
            )  # fmt: skip
        except reservations.UnableToBook as refused:
            raise UnableToAsk(verdict([Reason("stays.hold_over"), *refused.verdict.reasons])) from refused
        audit.change(stay, {"booking": again}, version=None, by=by, at=at)


def _settle_facts(stay: Stay, application: Application, file: CaseFile, *, by: Actor, at: datetime) -> None:
    """Write what the town's own records say, and the price as it stands on the day of the application."""
    assert application.form is not None
    asked = questions_of(application.form)
    told = facts_told(stay, you=application.answers["you"], answered=application.answers["facts"], file=file)
    known = {key: value for key, value in told.items() if key in asked}
    application.refresh_from_db()
    procedures.change_answers(
        application=application, answers={"facts": {**application.answers["facts"], **known}},
        version=application.version, by=by, at=at,
    )  # fmt: skip
    price = price_now(stay, facts=application.answers["facts"], on=local_date(at))
    audit.change(stay, {"case_file": file, **price}, version=None, by=by, at=at)


def _note_first(application: Application, who_stays: CaseFile, file: CaseFile, *, by: Actor, at: datetime) -> None:
    """Keep the consent to the record, and tell the figures once that somebody applied."""
    channel = Channel.of(application.channel)
    casefiles.give_consent(file=file, purpose=ConsentPurpose.CONSULTATION, channel=channel, given_at=at, by=by, at=at)
    casefiles.add_engagement(
        file=who_stays, kind="application", occurred_at=at, channel=channel, cause=APPLICATION,
        reference=str(application.pk), by=by, at=at,
    )  # fmt: skip


def _plan(stay: Stay, application: Application, *, by: Actor, at: datetime) -> None:
    """Let staff look at it in time."""
    reference = str(stay.pk)
    followups.finish_caused_by(cause=STAY, reference=reference, by=system("stays.sent"), at=at)
    file = stay.case_file
    assert file is not None
    followups.plan_follow_up(
        title=f"滞在の申請を審査する: {stay.room.house.name} {stay.arrives_on:%-m月%-d日}から",
        due_on=business_days_later(local_date(at), LOOK_WITHIN_DAYS), case_file=file, owner=file.assigned_to,
        cause=STAY, reference=reference, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def take_stay(
    *, organization: Organization, house: House, wanted: Wanted, channel: Channel, you: Mapping[str, Any],
    given: Mapping[str, Any], unknown: set[str], companions: Sequence[With], purpose: str, sender: Sender,
    client_key: UUID, link: str, entry_code: str = "", by: Actor, at: datetime,
) -> Stay:  # fmt: skip
    """Take an application on the telephone, at the counter or from paper (窓口で滞在の申請を受ける).

    The same client_key twice is one. Raises UnableToAsk or UnableToApply; nothing is kept then.
    """
    if application_sent_with(client_key):
        return Stay.objects.get(application__client_key=client_key)
    stay = begin_stay(
        house=house, wanted=wanted, channel=channel, you=you, client_key=client_key, entry_code=entry_code, by=by,
        at=at,
    ).stay  # fmt: skip
    assert stay.application is not None
    write_stay(
        stay=stay, you=you, given=given, unknown=unknown, companions=companions, purpose=purpose,
        version=stay.application.version, by=by, at=at,
    )  # fmt: skip
    send_stay(organization=organization, stay=stay, sender=sender, link=link, by=by, at=at)
    return stay


@transaction.atomic
def forget_unsent(*, by: Actor, at: datetime) -> int:
    """Forget stays that were begun and whose room was let go since (書きかけの申請を片づける); return how many."""
    drafts = Stay.objects.filter(application__status=ApplicationStatus.DRAFT, asked_at__lt=at - ONE_DAY)
    old = drafts.filter(booking__status__in=(BookingStatus.LAPSED, BookingStatus.CANCELLED))
    count = old.count()
    old.delete()
    return count
