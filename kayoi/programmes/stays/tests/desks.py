"""Spaces with members for tests, for the walk and for races."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.reservations.rules import Span
from kayoi.engines.reservations.states import Measure
from kayoi.kit.actor import Actor
from kayoi.kit.dates import JST, local_date, months_later
from kayoi.programmes.stays.models import DeskMember, DeskPlan, Room
from kayoi.programmes.stays.services import desks_fees as fees
from kayoi.programmes.stays.services import desks_members as services
from kayoi.programmes.stays.services import desks_plans as plans
from kayoi.programmes.stays.services import desks_uses as uses
from kayoi.programmes.stays.services.monthly import Paid
from kayoi.programmes.stays.states import PaidBy
from kayoi.programmes.stays.tests.factories import a_house, a_room
from tests.clock import NOW


def hours(on: date, starts: int, ends: int) -> Span:
    """Return hours of a day."""
    return Span(*(datetime.combine(on, time(hour), JST) for hour in (starts, ends)))


def a_desk(*, at: datetime = NOW, **fields: Any) -> Room:
    """Give the town a space with a desk by the hour."""
    house = a_house(at=at, kind="workplace", basis="none_needed", basis_detail="", **fields)
    return a_room(house, measure=Measure.MINUTE, at=at, capacity=1)


def a_plan(
    room: Room | None = None, *, by: Actor, at: datetime = NOW, fee_yen: int = 8_000, over_yen: int | None = 300,
    is_open: bool = True, **fields: Any,
) -> DeskPlan:  # fmt: skip
    """Make a plan of ten hours for 8,000 yen a month, 300 yen an hour above, open, for two members."""
    room = room or a_desk(at=at)
    given: Any = {"name": f"10時間プラン{room.pk}", "included": 10, "most_members": 2} | fields
    plan = plans.add_plan(house=room.house, fields=given, rooms=[room], by=by, at=at)
    first = months_later(local_date(at).replace(day=1), -12)
    plans.set_price(plan=plan, starts_on=first, fee_yen=fee_yen, over_yen=over_yen, article="要綱", by=by, at=at)
    if is_open:
        plans.open_plan(plan=plan, by=by, at=at)
    return plan


def an_asker(
    plan: DeskPlan, *, file: CaseFile | None = None, starts_on: date | None = None, channel: Channel = Channel.COUNTER,
    by: Actor, at: datetime = NOW, **fields: Any,
) -> DeskMember:  # fmt: skip
    """Ask for a membership from today on."""
    given: Any = {"you": {}, "work": "", "client_key": uuid4()} | fields
    if not given["you"]:
        file = file or make_file()
    return services.ask_membership(
        plan=plan, file=file, starts_on=starts_on or local_date(at), channel=channel, by=by, at=at, **given
    )


def a_member(plan: DeskPlan, *, by: Actor, head: Actor, at: datetime = NOW, **fields: Any) -> DeskMember:
    """Let somebody be a member."""
    row = an_asker(plan, by=by, at=at, **fields)
    services.decide_member(member=row, by=head, at=at)
    return DeskMember.objects.select_related("plan__house", "case_file").get(pk=row.pk)


def rows_of_desks(file: CaseFile, *, words: str, head: Actor, at: datetime) -> dict[str, Any]:
    """Give a town a space with a plan, a member who booked and paid, and somebody who asks; return their ids."""
    room = a_desk(at=at, name=f"席の家{words}")
    plan = a_plan(room, by=head, at=at, name=f"プラン{words}", most_members=200)
    member = a_member(plan, by=head, head=head, at=at, file=file, work=f"仕事{words}")
    asked = an_asker(plan, by=head, at=at, file=make_file(name=f"申込{words}"))
    fees.charge_fees(by=head, at=at)
    on = local_date(at) + timedelta(days=2)
    use = uses.book_desk(member=member, room=room, span=hours(on, 9, 12), key=f"walk{words}", by=head, at=at)
    paid = fees.note_fee(
        member=member, paid=Paid(1_000, local_date(at), PaidBy.COUNTER, words), key=uuid4(), by=head, at=at
    )  # fmt: skip
    return {
        "desk_house": room.house_id, "desk_plan": plan.pk, "desk_member": member.pk, "desk_asked": asked.pk,
        "desk_use": use.pk, "desk_payment": paid.pk, "desk_room": room.pk,
        "desk_token": services.new_desk_link(member=member, by=head, at=at),
    }  # fmt: skip


def grow_desks(rows: dict[str, Any], count: int, *, by: Actor, at: datetime) -> None:
    """Add that many members and plans to a space, and uses and payments to its first member."""
    plan, member = DeskPlan.objects.get(pk=rows["desk_plan"]), DeskMember.objects.get(pk=rows["desk_member"])
    room = Room.objects.select_related("house", "unit").get(pk=rows["desk_room"])
    first = member.uses.count()  # it grows more than once
    for number in range(first, first + count):
        a_member(plan, by=by, head=by, at=at)
        an_asker(a_plan(room, by=by, at=at, name=f"もう一つ{number} {plan.pk}"), by=by, at=at)
        on = local_date(at) + timedelta(days=3 + number)
        uses.book_desk(member=member, room=room, span=hours(on, 9, 10), key=f"grow{number}{plan.pk}", by=by, at=at)
        paid = Paid(10, local_date(at), PaidBy.COUNTER)
        fees.note_fee(member=member, paid=paid, key=uuid4(), by=by, at=at)
    fees.charge_fees(by=by, at=at)
