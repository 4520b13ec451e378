"""May a time be held, booked, closed, lengthened; may a booking be confirmed, begun, missed: all reasons at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kayoi.engines.reservations.rules.hours import Hours, is_open
from kayoi.engines.reservations.rules.spans import Span, Taken, busy_before, in_the_way, midnight
from kayoi.engines.reservations.states import BookingStatus, Measure
from kayoi.kit.dates import local_date, local_time
from kayoi.kit.verdict import Reason, Verdict, verdict

OF_THE_TIME = frozenset({"reservations.taken", "reservations.cleaning", "reservations.blocked"})


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What a unit allows."""

    name: str
    measure: Measure
    capacity: int
    buffer: int
    retired_on: date | None = None
    hours: Sequence[Hours] = ()


def may_take(unit: UnitFacts, span: Span, *, persons: int, taken: Sequence[Taken]) -> Verdict:
    """Answer whether so many persons may have a unit for a time (予約できるか), with all that speaks against it.

    `taken` is what is taken around that time; holds whose time is over are not.

    Source: docs/decisions/0033-bookings-in-one-constraint.md; 旅館業法施行令1条 (定員); 伊那市移住体験住宅要綱
    """
    against = _shape(unit, span)
    if against:
        return verdict(against)
    if not 1 <= persons <= unit.capacity:
        against.append(Reason("reservations.too_many_persons", {"unit": unit.name, "most": unit.capacity}))
    if unit.retired_on is not None and span.ends_before > midnight(unit.retired_on):
        against.append(Reason("reservations.retired", {"unit": unit.name, "from": unit.retired_on.isoformat()}))
    if not is_open(span, unit.hours):
        against.append(Reason("reservations.outside_hours", {"unit": unit.name}))
    busy = busy_before(span, unit.measure, unit.buffer)
    against += [obstacle(one, span, unit.measure) for one in in_the_way(span, busy, taken)]
    return verdict(against)


def _shape(unit: UnitFacts, span: Span) -> list[Reason]:
    if span.starts_at >= span.ends_before:
        return [Reason("reservations.not_forward")]
    if unit.measure is Measure.NIGHT:
        whole = all(moment == midnight(local_date(moment)) for moment in (span.starts_at, span.ends_before))
        return [] if whole else [Reason("reservations.not_whole_nights", {"unit": unit.name})]
    whole = all(moment.second == moment.microsecond == 0 for moment in (span.starts_at, span.ends_before))
    return [] if whole else [Reason("reservations.not_whole_minutes", {"unit": unit.name})]


def obstacle(one: Taken, span: Span, measure: Measure) -> Reason:
    """Return why a time cannot be had because of what is taken (予約あり・利用できない期間・清掃日).

    Only the days of cleaning meet, of the one before or of the one that is wanted: 清掃日.

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    when = {"from": written(one.span.starts_at, measure), "until": written(one.span.ends_before, measure)}
    if one.is_blocked:
        return Reason("reservations.blocked", when)
    overlaps = one.span.starts_at < span.ends_before and span.starts_at < one.span.ends_before
    return Reason("reservations.taken", when) if overlaps else Reason("reservations.cleaning", when)


def written(moment: datetime, measure: Measure) -> str:
    """Return a moment as reasons say it: the day, and for minutes the time (理由に書く日時).

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    return f"{local_time(moment):%Y-%m-%d}" if measure is Measure.NIGHT else f"{local_time(moment):%Y-%m-%d %H:%M}"


def none_of_pool(pool: str, answers: Sequence[Verdict]) -> Verdict:
    """Return why no unit of a pool can be had (空きがない): what speaks against each, or that none is free.

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    codes = [{reason.code for reason in answer.reasons} - OF_THE_TIME for answer in answers]
    everywhere = set.intersection(*codes) if codes else set()
    shared = [reason for reason in answers[0].reasons if reason.code in everywhere] if everywhere else []
    return verdict(shared or [Reason("reservations.none_free", {"pool": pool})])


def may_block(unit: UnitFacts, span: Span, *, taken: Sequence[Taken]) -> Verdict:
    """Answer whether a unit may be closed for a time (利用できない期間にできるか): each booking in the way is a reason.

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    against = _shape(unit, span)
    for one in in_the_way(span, span.ends_before, taken) if not against else ():
        when = {"from": written(one.span.starts_at, unit.measure), "until": written(one.span.ends_before, unit.measure)}
        if one.is_blocked:
            against.append(Reason("reservations.blocked_before", when))
        else:
            against.append(Reason("reservations.booking_in_the_way", {"reference": one.reference, **when}))
    return verdict(against)


def may_change(status: BookingStatus, allowed: Collection[BookingStatus], action: str) -> Verdict:
    """Answer whether something may be done to a booking in its state (いまの状態でできるか).

    Source: docs/decisions/0004-states-as-tables.md
    """
    if status in allowed:
        return verdict([])
    return verdict([Reason("move.wrong_status", {"action": action, "status": status})])


def may_confirm(status: BookingStatus, lapses_at: datetime | None, *, at: datetime) -> Verdict:
    """Answer whether a hold may be confirmed (確定できるか): not at or after the moment at which it lapses.

    Source: docs/decisions/0033-bookings-in-one-constraint.md; 民法 523条 (承諾の期間の定めのある申込み)
    """
    over = lapses_at is not None and lapses_at <= at
    if lapses_at is not None and (status is BookingStatus.LAPSED or (status is BookingStatus.HELD and over)):
        return verdict([Reason("reservations.lapsed", {"at": f"{local_time(lapses_at):%Y-%m-%d %H:%M}"})])
    return verdict([])


def may_extend(unit: UnitFacts, span: Span, until: datetime, *, taken: Sequence[Taken]) -> Verdict:
    """Answer whether a booking may last until a later moment (延長できるか); the next one's start is the reason not to.

    `taken` is what is taken around, without the booking itself.

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    if until <= span.ends_before:
        return verdict([Reason("reservations.not_later", {"until": written(span.ends_before, unit.measure)})])
    longer = Span(span.starts_at, until)
    answer = may_take(unit, longer, persons=1, taken=())
    against = list(answer.reasons)
    after = in_the_way(longer, busy_before(longer, unit.measure, unit.buffer), taken)
    if after:
        first = min(one.span.starts_at for one in after)
        against.append(Reason("reservations.next_begins", {"from": written(first, unit.measure)}))
    return verdict(against)


def may_start(span: Span, *, at: datetime) -> Verdict:
    """Answer whether the use may begin (利用を始められるか): from the day on which it was reserved.

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    if local_date(at) < span.first_day:
        return verdict([Reason("reservations.not_yet", {"from": span.first_day.isoformat()})])
    return verdict([])


def may_miss(span: Span, *, at: datetime) -> Verdict:
    """Answer whether somebody can be said not to have come (来られなかったとできるか): not before the time began.

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    if at < span.starts_at:
        return verdict([Reason("reservations.not_yet", {"from": span.first_day.isoformat()})])
    return verdict([])
