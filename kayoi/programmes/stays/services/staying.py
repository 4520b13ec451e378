"""A stay from the arrival to the departure: by staff, or by the guest with the code that hangs in the room."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.followups import services as followups
from kayoi.engines.questionnaires.selectors import waited_for
from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.rules import midnight
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import business_day_from, local_date
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Refused, Verdict, verdict
from kayoi.programmes.stays.models import Room, Stay
from kayoi.programmes.stays.rules.staying import code_key, may_arrive_by_code, may_hand_over, may_take_back, quantity_of
from kayoi.programmes.stays.selectors.asking import about_of
from kayoi.programmes.stays.selectors.duties import check_in_allowed
from kayoi.programmes.stays.selectors.moved import address_against
from kayoi.programmes.stays.selectors.own import locked
from kayoi.programmes.stays.selectors.staying import refund_yen, unpaid_yen
from kayoi.programmes.stays.services.charging import charge
from kayoi.programmes.stays.states import STAY, ChargeKind, StayStatus

CODE_LENGTH = 6
UNDO = {
    StayStatus.STAYING: "undo_check_in", StayStatus.LEFT: "undo_check_out", StayStatus.CLOSED: "undo_close",
    StayStatus.ABSENT: "undo_miss",
}  # fmt: skip


class UnableToStay(Refused):
    """Something that is needed before is lacking, or it is not the time."""


def _refuse(answer: Verdict) -> None:
    if answer.refused:
        raise UnableToStay(answer)


@transaction.atomic
def check_in(*, stay: Stay, why: str = "", lives_in: str | None = None, by: Actor, at: datetime) -> None:
    """Let a party in (鍵を渡す): what the ground of the house demands was done. `why` is said where it is unpaid.

    `lives_in` is the municipality of those who have moved since they applied, "" for those who say that they have not;
    it is asked where the town's rule names the address. Raises UnableToStay with all that is lacking, or UnableToMove.
    """
    row, on = locked(stay), local_date(at)
    answer = check_in_allowed(row, on=on)
    moved = address_against(row, lives_in, on=on)
    _refuse(verdict([*answer.reasons, *moved, *may_hand_over(unpaid_yen(row), why=why).reasons]))
    if lives_in:
        audit.record("stays.lives_in", row, by=by, at=at, after={"lives_in": lives_in})
    _begin(row, why=why, by=by, at=at)


@transaction.atomic
def arrive(*, stay: Stay, code: str, same_address: bool = False, by: Actor, at: datetime) -> None:
    """Say that one has arrived, by the code that hangs in the room (合言葉で到着を知らせる).

    Whoever has moved since is let in by the town alone. Raises UnableToStay with all that is lacking.
    """
    row, on = locked(stay), local_date(at)
    if row.status == StayStatus.STAYING:
        return
    _refuse(
        may_arrive_by_code(
            code=code, expected=row.room.arrival_code, arrives_on=row.arrives_on, leaves_on=row.leaves_on, on=on
        )
    )
    moved = address_against(row, "" if same_address else None, on=on)
    _refuse(verdict([*check_in_allowed(row, on=on).reasons, *moved, *may_hand_over(unpaid_yen(row), why="").reasons]))
    _begin(row, why="", by=by, at=at)


def _begin(stay: Stay, *, why: str, by: Actor, at: datetime) -> None:
    try:
        reservations.start(booking=stay.booking, by=by, at=at)
    except reservations.UnableToProceed as refused:
        raise UnableToStay(refused.verdict) from refused
    audit.move(stay, "check_in", by=by, at=at, why=why, also={"arrived_at": at})
    _finish_plans(stay, at=at)


@transaction.atomic
def check_out(*, stay: Stay, left_at: datetime | None = None, by: Actor, at: datetime) -> int:
    """Note that a party has left (退去を記録する), by staff or by the guest. Left early, the rest is free again.

    The price stays; what the town's ruleset gives back to who leaves early is noted and returned. Raises UnableToMove.
    """
    row = locked(stay)
    if row.status == StayStatus.LEFT:
        return 0
    left = min(left_at or at, at)
    back = refund_yen(row, on=local_date(left)) if local_date(left) < row.leaves_on else 0
    until = row.leaves_on
    reservations.finish(booking=row.booking, left_at=left, by=by, at=at)
    also: dict[str, Any] = {"left_at": left}
    if row.booking.leaves_on < until:
        also |= {"leaves_on": row.booking.leaves_on, "was_until": until}
    audit.move(row, "check_out", by=by, at=at, also=also)
    if back and row.was_until:
        charge(stay=row, kind=ChargeKind.REFUND, amount_yen=back, words="早い退去に伴う還付", by=by, at=at)
    _finish_plans(row, at=at)
    plan(stay=row, words="退去後の点検をする", after_days=0, by=by, at=at)
    return back


@transaction.atomic
def mark_absent(*, stay: Stay, why: str, by: Actor, at: datetime) -> None:
    """Note that nobody came (来られなかったことを記録する): the room is free at once.

    Raises UnableToStay before the first day, or UnableToMove.
    """
    row = locked(stay)
    try:
        reservations.mark_no_show(booking=row.booking, why=why, by=by, at=at)
    except reservations.UnableToProceed as refused:
        raise UnableToStay(refused.verdict) from refused
    audit.move(row, "miss", by=by, at=at, why=why, also={"why": why})
    _finish_plans(row, at=at)
    plan(stay=row, words="来られなかった方に連絡する", after_days=1, by=by, at=at)


@transaction.atomic
def take_back(*, stay: Stay, why: str, by: Actor, at: datetime) -> None:
    """Take the last entry back that was a mistake (記録を取り消す): the stay is as it was before it.

    What was counted is taken out of the figures by an event of its own. Raises UnableToStay where the time is given to
    somebody else since.
    """
    row = locked(stay)
    status = StayStatus.of(row.status)
    _refuse(may_take_back(status))
    also: dict[str, Any] = {}
    if status is StayStatus.CLOSED:
        count(stay=row, taken_back=True, by=by, at=at)
        _finish_waiting(row, at=at)
    else:
        until = row.was_until if status is StayStatus.LEFT else None
        try:
            ends = midnight(until) if until else None
            reservations.take_back(booking=row.booking, ends_before=ends, why=why, by=by, at=at)
        except reservations.UnableToChange as refused:
            raise UnableToStay(refused.verdict) from refused
        if status is StayStatus.LEFT:
            also = {"left_at": None, "was_until": None, "leaves_on": until or row.leaves_on}
            row.charges.filter(kind=ChargeKind.REFUND, paid_on=None, words="早い退去に伴う還付").delete()
        elif status is StayStatus.STAYING:
            also = {"arrived_at": None}
    audit.move(row, UNDO[status], by=by, at=at, why=why, also=also)
    _finish_plans(row, at=at)
    if row.status == StayStatus.LEFT:
        plan(stay=row, words="退去後の点検をする", after_days=0, by=by, at=at)


@transaction.atomic
def new_arrival_code(*, room: Room, by: Actor, at: datetime) -> str:
    """Give a room a new code that hangs in it (到着の合言葉を作る); the old one counts no more."""
    code = code_key(new_reference())[:CODE_LENGTH]
    audit.change(room, {"arrival_code": code}, version=None, by=by, at=at)
    return code


def count(*, stay: Stay, taken_back: bool = False, by: Actor, at: datetime) -> None:
    """Count a stay that has taken place, once, as the house counts it; or take that back."""
    assert stay.case_file is not None
    nights = (stay.leaves_on - stay.arrives_on).days
    kind, quantity = quantity_of(persons=stay.persons, nights=nights, measure=stay.room.unit.measure)
    casefiles.add_engagement(
        file=stay.case_file, kind=f"{kind}_withdrawn" if taken_back else kind,
        occurred_at=stay.arrived_at or midnight(stay.arrives_on), quantity=Decimal(quantity), cause=STAY,
        reference=str(stay.pk), confirmed_by_host=True, by=by, at=at,
    )  # fmt: skip


def plan(
    *, stay: Stay, words: str, after_days: int, cause: str = STAY, reference: str = "", by: Actor, at: datetime
) -> None:
    """Let staff do something about a stay in time."""
    file = stay.case_file
    assert file is not None
    due_on = business_day_from(local_date(at).fromordinal(local_date(at).toordinal() + after_days))
    followups.plan_follow_up(
        title=f"{words}: {stay.room.house.name} {stay.arrives_on:%-m月%-d日}から", due_on=due_on, case_file=file,
        owner=file.assigned_to, cause=cause, reference=reference or str(stay.pk), by=by, at=at,
    )  # fmt: skip


def _finish_plans(stay: Stay, *, at: datetime) -> None:
    followups.finish_caused_by(cause=STAY, reference=str(stay.pk), by=system("stays.staying"), at=at)


def _finish_waiting(stay: Stay, *, at: datetime) -> None:
    if stay.room.house.after_id:
        cause, reference = waited_for(about_of(stay), stay.room.house.after_id)
        followups.finish_caused_by(cause=cause, reference=reference, by=system("stays.staying"), at=at)
