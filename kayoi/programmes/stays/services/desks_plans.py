"""Plans for members of a space: what they include, what they cost, when they are open."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, Refused, Verdict, verdict
from kayoi.programmes.stays.models import DeskFee, DeskPlan, DeskPlanRoom, DeskPrice, House, Room
from kayoi.programmes.stays.rules import desks as rules
from kayoi.programmes.stays.states import LegalBasis
from kayoi.programmes.stays.states.desks import IS_MEMBER


class UnableToPlan(Refused):
    """A fee, its article, or something that can be booked is lacking."""


@transaction.atomic
def add_plan(*, house: House, fields: dict[str, Any], rooms: Sequence[Room], by: Actor, at: datetime) -> DeskPlan:
    """Make a plan for members of a space (会員プランを作る); it is open when staff say so."""
    plan: DeskPlan = DeskPlan.objects.create(house=house, **fields)
    _set_rooms(plan, rooms)
    after = {"house": house, "name": plan.name, "rooms": [room.pk for room in rooms]}
    audit.record("stays.add_plan", plan, by=by, at=at, after=after)
    return plan


@transaction.atomic
def change_plan(
    *, plan: DeskPlan, fields: dict[str, Any], rooms: Sequence[Room], version: int, by: Actor, at: datetime
) -> None:
    """Change what a plan says (会員プランを書き換える); months that were charged stay.

    Raises UnableToPlan where there are more members than it would have places, ChangedMeanwhile.
    """
    members = DeskPlan.objects.select_for_update().get(pk=plan.pk).members.filter(status__in=IS_MEMBER).count()
    if fields["most_members"] < members:
        raise UnableToPlan(verdict([Reason("desks.fewer_places", {"members": members})]))
    before = sorted(plan.rooms.values_list("room_id", flat=True))
    audit.change(plan, fields, version=version, by=by, at=at)
    after = sorted(room.pk for room in rooms)
    if before != after:
        _set_rooms(plan, rooms)
        audit.record("stays.set_plan_rooms", plan, by=by, at=at, before={"rooms": before}, after={"rooms": after})


def _set_rooms(plan: DeskPlan, rooms: Sequence[Room]) -> None:
    plan.rooms.exclude(room__in=rooms).delete()
    known = set(plan.rooms.values_list("room_id", flat=True))
    DeskPlanRoom.objects.bulk_create(DeskPlanRoom(plan=plan, room=room) for room in rooms if room.pk not in known)


@transaction.atomic
def set_price(
    *, plan: DeskPlan, starts_on: date, fee_yen: int, over_yen: int | None, article: str, by: Actor, at: datetime
) -> DeskPrice:
    """Say what a plan costs from a month on (会費を決める): a new version, the ones before stay.

    Raises UnableToPlan without the article that a fee by ordinance needs, or where that month has a version
    or was charged already.
    """
    row = DeskPlan.objects.select_for_update(of=("self",)).select_related("house").get(pk=plan.pk)
    _refuse(rules.may_price(LegalBasis.of(row.house.basis), article=article, starts_on=starts_on))
    if row.prices.filter(starts_on=starts_on).exists():
        raise UnableToPlan(verdict([Reason("desks.price_twice")]))
    if DeskFee.objects.filter(member__plan=row, month__gte=starts_on, reversal=None).exists():
        raise UnableToPlan(verdict([Reason("desks.price_charged")]))
    made: DeskPrice = DeskPrice.objects.create(
        plan=row, starts_on=starts_on, fee_yen=fee_yen, over_yen=over_yen, article=article, made_at=at
    )
    after = {"plan": row, "starts_on": starts_on, "fee_yen": fee_yen, "over_yen": over_yen, "article": article}
    audit.record("stays.set_plan_price", made, by=by, at=at, after=after)
    return made


@transaction.atomic
def open_plan(*, plan: DeskPlan, by: Actor, at: datetime) -> None:
    """Take applications for a plan (募集を始める). Raises UnableToPlan without a fee or a desk, UnableToMove."""
    _refuse(rules.may_open(has_price=plan.prices.exists(), rooms=plan.rooms.count()))
    audit.move(plan, "open", by=by, at=at)


@transaction.atomic
def close_plan(*, plan: DeskPlan, by: Actor, at: datetime) -> None:
    """Take no more applications for a plan (募集を終える); members stay. Raises UnableToMove."""
    audit.move(plan, "close", by=by, at=at)


@transaction.atomic
def set_beside(*, room: Room, beside: Room | None, by: Actor, at: datetime) -> None:
    """Name the place for a child that can be booked together with a desk (一緒に予約できる子どもの場所を決める)."""
    audit.change(room, {"beside": beside}, version=None, by=by, at=at)


def _refuse(answer: Verdict) -> None:
    if answer.refused:
        raise UnableToPlan(answer)
