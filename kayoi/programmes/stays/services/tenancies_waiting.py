"""The waiting list: in the declared order, one room offered to one household, who has a day to answer."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups import services as followups
from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.rules import midnight, nights
from kayoi.engines.reservations.states import AHEAD
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import House, Room, Tenancy, Waiting
from kayoi.programmes.stays.rules import tenancies as rules
from kayoi.programmes.stays.selectors.tenancies import wants_of
from kayoi.programmes.stays.services.tenancies import Wanted, apply_tenancy
from kayoi.programmes.stays.states import HouseKind
from kayoi.programmes.stays.states.tenancies import WAITING, Contract, WaitingStatus

ONE_DAY = timedelta(days=1)


class UnableToOffer(Refused):
    """Somebody comes before, the room is too small, or the time to answer is over."""


@transaction.atomic
def wait_for_home(
    *, house: House, case_file: CaseFile, is_mover: bool, persons: int, children: int, wish: str = "", by: Actor,
    at: datetime,
) -> Waiting:  # fmt: skip
    """Put a household on the waiting list of a house (空き待ちに加える). Raises UnableToOffer for who stands there."""
    if Waiting.objects.filter(
        house=house, case_file=case_file, status__in=[WaitingStatus.WAITING, WaitingStatus.OFFERED]
    ).exists():
        raise UnableToOffer(verdict([Reason("tenancies.waits_already")]))
    row: Waiting = Waiting.objects.create(
        house=house, case_file=case_file, is_mover=is_mover, persons=persons, children=children, wish=wish, asked_at=at
    )
    audit.record("stays.wait", row, by=by, at=at, after={"house": house, "is_mover": is_mover, "children": children})
    return row


@transaction.atomic
def offer_room(
    *, waiting: Waiting, room: Room, starts_on: date, ends_before: date, answer_by: date, by: Actor, at: datetime
) -> None:
    """Offer a room to whoever is next (空きを案内する), held until the end of the day by which they answer.

    Raises UnableToOffer, UnableToBook where the room is taken or offered to another, UnableToMove.
    """
    row = _locked(waiting)
    others = Waiting.objects.filter(house=row.house, status=WaitingStatus.WAITING).exclude(pk=row.pk)
    answer = rules.may_offer(
        HouseKind.of(row.house.kind), wants_of(row), ahead=[wants_of(one) for one in others],
        capacity=room.unit.capacity,
    )  # fmt: skip
    against = list(answer.reasons)
    if answer_by < local_date(at):
        against.append(Reason("tenancies.answer_past"))
    if against:
        raise UnableToOffer(verdict(against))
    request = reservations.Request(room.unit, nights(starts_on, ends_before), persons=row.persons)
    [booking] = reservations.hold(
        requests=[request], lapses_at=midnight(answer_by + ONE_DAY), key=f"offer:{new_reference()}", by=by, at=at
    )  # fmt: skip
    offered = {"room": room, "booking": booking, "answer_by": answer_by}
    audit.move(row, "offer", by=by, at=at, also=offered)
    followups.plan_follow_up(
        title=f"空きの案内の返事を聞く: {row.house.name}", due_on=answer_by, case_file=row.case_file,
        owner=row.case_file.assigned_to, cause=WAITING, reference=str(row.pk), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def accept_offer(*, waiting: Waiting, contract: Contract, by: Actor, at: datetime) -> Tenancy:
    """Note that somebody wants the room (申込みに進む): the held time becomes that of an application.

    Raises UnableToProceed when the day to answer is over, UnableToLet, UnableToMove.
    """
    row = _locked(waiting)
    audit.move(row, "accept", by=by, at=at)
    assert row.booking is not None
    assert row.room is not None
    reservations.prolong(booking=row.booking, lapses_at=None, by=by, at=at)
    wanted = Wanted(row.room, contract, row.booking.arrives_on, row.booking.leaves_on, row.persons)
    made = apply_tenancy(wanted=wanted, case_file=row.case_file, held=row.booking, by=by, at=at)
    _answered(row, by=by, at=at)
    return made


@transaction.atomic
def decline_offer(*, waiting: Waiting, why: str, by: Actor, at: datetime) -> None:
    """Note that somebody does not want the room (辞退を記録する): it is free for the next. Raises UnableToMove."""
    row = _locked(waiting)
    audit.move(row, "decline", by=by, at=at, why=why, also={"why": why})
    _release(row, by=by, at=at)


@transaction.atomic
def leave_list(*, waiting: Waiting, why: str, by: Actor, at: datetime) -> None:
    """Take somebody off the list who does not wait any more (空き待ちを取り下げる). Raises UnableToMove."""
    audit.move(_locked(waiting), "withdraw", by=by, at=at, why=why, also={"why": why})


@transaction.atomic
def lapse_offers(*, by: Actor, at: datetime) -> int:
    """Let offers lapse whose day to answer is over (返事のない案内を終える); return how many."""
    rows = Waiting.objects.filter(status=WaitingStatus.OFFERED, answer_by__lt=local_date(at))
    late = list(rows.select_for_update(of=("self",)).select_related("booking"))
    for row in late:
        audit.move(row, "lapse", by=by, at=at)
        _release(row, by=by, at=at)
    return len(late)


def _release(row: Waiting, *, by: Actor, at: datetime) -> None:
    booking = row.booking
    assert booking is not None
    booking.refresh_from_db()
    if booking.status in AHEAD:
        reservations.cancel(booking=booking, why="案内の辞退・期限", by=by, at=at)
    _answered(row, by=by, at=at)


def _answered(row: Waiting, *, by: Actor, at: datetime) -> None:
    followups.finish_caused_by(cause=WAITING, reference=str(row.pk), by=by, at=at)


def _locked(waiting: Waiting) -> Waiting:
    rows = Waiting.objects.select_for_update(of=("self",)).select_related("house", "case_file", "room__unit", "booking")
    found: Waiting = rows.get(pk=waiting.pk)
    return found
