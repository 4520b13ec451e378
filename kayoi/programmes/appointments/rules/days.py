"""Does a guided day hold together; may it be confirmed; may a host be asked; when is the family asked how it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from kayoi.kit.dates import business_day_from, local_time
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.appointments.states import StopStatus

TIGHT_MIN = 15
FOLLOW_UP_DAYS = 7


@dataclass(frozen=True)
class Leg:
    """A stop as the rules see it."""

    name: str
    place: str
    starts_at: datetime
    ends_before: datetime
    status: StopStatus = StopStatus.OPEN
    needs_answer: bool = True


def may_place_stop(new: Leg, *, on: date, others: Sequence[Leg]) -> Verdict:
    """Answer whether a stop fits into a day (立ち寄り先を置けるか): on that day, after nothing that is still going on.

    Source: docs/decisions/0022-guided-days.md
    """
    against: list[Reason] = []
    if new.ends_before <= new.starts_at:
        against.append(Reason("appointments.stop_backward"))
    if local_time(new.starts_at).date() != on:
        against.append(Reason("appointments.stop_other_day"))
    against += [
        Reason("appointments.stop_overlaps", {"name": other.name, "from": _clock(other.starts_at)})
        for other in others
        if other.status is not StopStatus.DECLINED
        and new.starts_at < other.ends_before
        and other.starts_at < new.ends_before
    ]
    return verdict(against)


def tight_gaps(legs: Sequence[Leg], *, least_min: int = TIGHT_MIN) -> list[tuple[Leg, Leg, int]]:
    """Return neighbouring stops at different places with fewer minutes between them than it takes (移動の間が短い).

    Stops of which the host has declined are not on the way. A warning, no refusal: next door is next door.

    Source: docs/decisions/0022-guided-days.md
    """
    on_the_way = sorted(
        (leg for leg in legs if leg.status is not StopStatus.DECLINED), key=lambda leg: (leg.starts_at, leg.ends_before)
    )
    gaps = [
        (before, after, int((after.starts_at - before.ends_before).total_seconds() // 60))
        for before, after in pairwise(on_the_way)
        if before.place != after.place
    ]
    return [gap for gap in gaps if gap[2] < least_min]


def may_ask_host(*, has_address: bool, protected: bool, why: str) -> Verdict:
    """Answer whether a host may be told of a visit by mail (相手に依頼できるか).

    Nobody learns of a person under protection measures without a reason that somebody has written down.

    Source: docs/decisions/0022-guided-days.md; 住民基本台帳事務処理要領 第5-10 (支援措置)
    """
    against: list[Reason] = []
    if not has_address:
        against.append(Reason("appointments.host_without_address"))
    if protected and not why.strip():
        against.append(Reason("appointments.protected_needs_reason"))
    return verdict(against)


def may_confirm_day(legs: Sequence[Leg]) -> Verdict:
    """Answer whether a day can be confirmed (確定できるか): it has a stop, and each host who must agree has agreed.

    Source: docs/decisions/0022-guided-days.md
    """
    against: list[Reason] = []
    if not any(leg.status is not StopStatus.DECLINED for leg in legs):
        against.append(Reason("appointments.day_without_stops"))
    for leg in legs:
        if leg.status is StopStatus.DECLINED:
            against.append(Reason("appointments.stop_declined", {"name": leg.name}))
        elif leg.needs_answer and leg.status is not StopStatus.CONFIRMED:
            against.append(Reason("appointments.stop_unanswered", {"name": leg.name}))
    return verdict(against)


def may_finish_day(*, on: date, today: date) -> Verdict:
    """Answer whether a day can be recorded as done (終了と記録できるか): not before it has come.

    Source: docs/decisions/0022-guided-days.md
    """
    return verdict([Reason("appointments.day_ahead")] if today < on else [])


def follow_up_on(*, on: date) -> date:
    """Return when the family is asked how it was (案内のあとの声かけの日): a week later, on a working day.

    Source: docs/decisions/0022-guided-days.md
    """
    return business_day_from(on + timedelta(days=FOLLOW_UP_DAYS))


def _clock(moment: datetime) -> str:
    return local_time(moment).strftime("%H:%M")
