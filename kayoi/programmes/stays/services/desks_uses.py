"""Desks that members book: together with a child's place beside them, both or neither; who came, and is counted."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.rules import Span, midnight
from kayoi.engines.reservations.services import Request
from kayoi.engines.reservations.states import AHEAD, BookingStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import DeskMember, DeskUse, Room
from kayoi.programmes.stays.rules.staying import code_key
from kayoi.programmes.stays.selectors.desks import lock_places, may_use, rooms_of_plan
from kayoi.programmes.stays.services.desks_fees import give_up
from kayoi.programmes.stays.states.desks import DESK_USE


class UnableToUse(Refused):
    """The plan does not allow it, the time is taken, or the code is wrong."""


@transaction.atomic
def book_desk(
    *, member: DeskMember, room: Room, span: Span, with_child: bool = False, key: str, by: Actor, at: datetime
) -> DeskUse:
    """Book a desk as a member (会員として席を予約する), and the child's place beside it: both or neither.

    The same key twice is one. Raises UnableToUse with all that speaks against it.
    """
    rows = DeskMember.objects.select_for_update(of=("self",)).select_related("plan", "case_file")
    row, booked_as = rows.get(pk=member.pk), f"desk:{key}"
    known: DeskUse | None = DeskUse.objects.filter(member=row, booking__key=booked_as).first()
    if known is not None:
        return known
    on = local_date(at)
    desk = next((one for one in rooms_of_plan(row.plan, on=on) if one == room), None)
    against = list(may_use(row, span, on=on).reasons)
    if desk is None:
        against.append(Reason("desks.other_room"))
    if with_child and desk is not None and desk.beside is None:
        against.append(Reason("desks.no_place_beside"))
    if against or desk is None:
        raise UnableToUse(verdict(against))
    wanted = [Request(desk.unit, span)]
    if with_child and desk.beside is not None:
        wanted.append(Request(desk.beside.unit, span))
    try:
        booking, *beside = reservations.book(requests=wanted, key=booked_as, by=by, at=at)
    except reservations.UnableToBook as refused:
        raise UnableToUse(refused.verdict) from refused
    minutes = int((span.ends_before - span.starts_at).total_seconds()) // 60
    use: DeskUse = DeskUse.objects.create(
        member=row, room=desk, booking=booking, beside=beside[0] if beside else None, on=span.first_day,
        minutes=minutes, booked_at=at,
    )  # fmt: skip
    audit.record("stays.book_desk", use, by=by, at=at, after={"member": row, "booking": booking, "beside": use.beside})
    return use


@transaction.atomic
def cancel_desk(*, use: DeskUse, why: str = "", by: Actor, at: datetime) -> None:
    """Give up a desk before its day is over (席の予約を取り消す). Raises UnableToUse once it was used or is over."""
    row = _locked(use)
    if row.booking.status not in AHEAD or row.booking.ends_before <= at:
        raise UnableToUse(verdict([Reason("desks.use_over")]))
    give_up(use=row, why=why, by=by, at=at)


@transaction.atomic
def arrive_at_desk(*, use: DeskUse, code: str | None, by: Actor, at: datetime) -> None:
    """Say that a member has come (来たことを知らせる), by the code that hangs there; `code` is None for staff.

    A day on which somebody came is counted once. Raises UnableToUse on another day or with a wrong code.
    """
    row = _locked(use)
    if row.arrived_at is not None:
        return
    against = [] if row.on == local_date(at) else [Reason("desks.another_day")]
    if row.booking.status != BookingStatus.CONFIRMED:
        against.append(Reason("desks.use_over"))
    expected = row.room.arrival_code
    if code is not None and (not expected or code_key(code) != code_key(expected)):
        against.append(Reason("stays.wrong_code"))
    if against:
        raise UnableToUse(verdict(against))
    lock_places([row])
    for booking in (row.booking, row.beside):
        if booking is not None:
            reservations.start(booking=booking, by=by, at=at)
    first = not _of_day(row).filter(arrived_at__isnull=False).exists()
    audit.change(row, {"arrived_at": at}, version=None, by=by, at=at)
    if first:
        _count(row, kind="workday", reference=str(row.pk), by=by, at=at)


@transaction.atomic
def take_arrival_back(*, use: DeskUse, why: str, by: Actor, at: datetime) -> None:
    """Take back that a member has come, which was a mistake (来た記録を取り消す). Raises UnableToUse."""
    row = _locked(use)
    if row.arrived_at is None or row.booking.status != BookingStatus.IN_USE:
        raise UnableToUse(verdict([Reason("stays.nothing_to_take_back")]))
    lock_places([row])
    for booking in (row.booking, row.beside):
        if booking is not None:
            reservations.take_back(booking=booking, why=why, by=by, at=at)
    audit.change(row, {"arrived_at": None}, version=None, by=by, at=at, why=why)
    of_day = _of_day(row)
    if not of_day.filter(arrived_at__isnull=False).exists():
        keys = [str(pk) for pk in of_day.values_list("pk", flat=True)]
        counted = Engagement.objects.filter(kind="workday", cause=DESK_USE, reference__in=keys).latest("pk")
        _count(row, kind="workday_withdrawn", reference=counted.reference, by=by, at=at)


def _of_day(use: DeskUse) -> QuerySet[DeskUse]:
    """Return what somebody uses on a day by whatever plan; who comes twice at once is counted one after the other."""
    file = CaseFile.objects.select_for_update(no_key=True).get(pk=use.member.case_file_id)
    rows: QuerySet[DeskUse] = DeskUse.objects.filter(member__case_file=file, on=use.on)
    return rows


def _count(use: DeskUse, *, kind: str, reference: str, by: Actor, at: datetime) -> None:
    casefiles.add_engagement(
        file=use.member.case_file, kind=kind, occurred_at=midnight(use.on), quantity=Decimal(1), cause=DESK_USE,
        reference=reference, confirmed_by_host=True, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def close_desk_uses(*, by: Actor, at: datetime) -> int:
    """End the uses of days that are over (終わった利用を閉じる), used or not; return how many."""
    open_now = (BookingStatus.CONFIRMED, BookingStatus.IN_USE)
    rows = DeskUse.objects.filter(on__lt=local_date(at), booking__status__in=open_now)
    found = list(rows.select_related("booking__unit", "beside__unit").order_by("pk"))
    lock_places(found)
    for use in found:
        for booking in (use.booking, use.beside):
            if booking is not None and use.arrived_at is not None:
                reservations.finish(booking=booking, left_at=booking.ends_before, by=by, at=at)
            elif booking is not None:
                reservations.mark_no_show(booking=booking, by=by, at=at)
    return len(found)


def _locked(use: DeskUse) -> DeskUse:
    rows = DeskUse.objects.select_for_update(of=("self",)).select_related(
        "room", "booking__unit", "beside__unit", "member__case_file", "member__plan"
    )  # fmt: skip
    found: DeskUse = rows.get(pk=use.pk)
    return found
