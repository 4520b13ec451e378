"""When a registration can be renewed, and what becomes of it otherwise; for the town's registers and for the mirror."""

from dataclasses import dataclass
from datetime import date, timedelta

from kayoi.kit.dates import months_later
from kayoi.kit.states import Labelled
from kayoi.kit.verdict import Outcome


class Due(Labelled):
    """What is to be done about the end of a registration (更新の仕事)."""

    NOT_YET = "not_yet", "まだ更新の時期ではない"
    RENEW = "renew", "更新できる"
    LOOK = "look", "分からないことがある"
    SHORT = "short", "条件に足りない"
    OVER = "over", "期限が過ぎた"


def valid_until(since: date, months: int | None) -> date | None:
    """Return the last day of a registration (有効期限), or None where it has no end.

    The first day counts: a year from 20 November ends with 19 November.

    Source: 民法140条ただし書, 143条2項
    """
    if months is None:
        return None
    end = months_later(since, months)
    # A period without the same day in its last month ends with that month (31 January + 1 month: 28 February).
    return end if end.day != since.day else end - timedelta(days=1)


def renewed_until(until: date, months: int | None) -> date | None:
    """Return the last day after a renewal: the new time follows on the old, whenever in its last days it was asked.

    Source: 民法143条2項
    """
    return valid_until(until + timedelta(days=1), months)


def due(until: date | None, *, on: date, days_before: int, outcome: Outcome) -> Due:
    """Tell what is to be done about a registration on a day. The last day is in time, the day after it is late.

    Source: domain.md 1.6 (renewal on the last day, one day late; with too few activities)
    """
    if until is None or on < until - timedelta(days=days_before):
        return Due.NOT_YET
    if on > until:
        return Due.OVER
    return {Outcome.MET: Due.RENEW, Outcome.UNKNOWN: Due.LOOK, Outcome.NOT_MET: Due.SHORT}[outcome]


@dataclass(frozen=True)
class Reminder:
    """That a person is to be reminded now, for the first or the last time before the end."""

    is_last: bool


def reminder(until: date, *, on: date, days_before: int, reminded_on: date | None) -> Reminder | None:
    """Return the reminder that is due: once when renewal begins, once more two weeks before the end.

    Source: 設計 (issue 9: reminders); a job that did not run for some days catches up and sends one, not two
    """
    last_from = until - timedelta(days=min(14, days_before))
    if on > until or on < until - timedelta(days=days_before):
        return None
    if on >= last_from:
        return Reminder(is_last=True) if reminded_on is None or reminded_on < last_from else None
    return Reminder(is_last=False) if reminded_on is None else None
