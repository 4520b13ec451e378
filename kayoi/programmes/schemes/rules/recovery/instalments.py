"""Refunds in parts (分割納付): how much by when, and which parts are paid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kayoi.kit.dates import business_day_from, months_later
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.schemes.states.recovery import LEAST_PARTS


@dataclass(frozen=True)
class Part:
    """A part of a refund."""

    number: int
    due_on: date
    yen: int


@dataclass(frozen=True)
class PaidPart:
    """A part with how much of it has come in."""

    part: Part
    paid_yen: int

    @property
    def rest_yen(self) -> int:
        """What of the part has not come in."""
        return self.part.yen - self.paid_yen


def may_pay_in_parts(amount_yen: int, count: int, first_month: date, *, most: int, on: date) -> Verdict:
    """Answer whether a rest may be paid in so many parts, the first at the end of a month that has not gone by.

    Source: 地方自治法施行令 171条の6 (履行期限を延長する特約、分割して履行期限を定める)
    """
    against = []
    if not LEAST_PARTS <= count <= most:
        against.append(Reason("schemes.parts_count", {"least": LEAST_PARTS, "most": most}))
    if amount_yen < count:
        against.append(Reason("schemes.parts_too_small"))
    if month_end(first_month) < on:
        against.append(Reason("schemes.parts_begin_past"))
    return verdict(against)


def parts_of(amount_yen: int, count: int, first_month: date) -> list[Part]:
    """Return monthly parts: the first bears the remainder; due at the end of the month or the next day open.

    Source: 地方自治法 4条の2第4項 (期限が休日に当たるときは、その翌日)
    """
    each, more = divmod(amount_yen, count)
    return [
        Part(number + 1, month_end(months_later(first_month.replace(day=1), number)), each + (0 if number else more))
        for number in range(count)
    ]


def month_end(day: date) -> date:
    """Return the last day of a month, or the next day on which the office is open.

    Source: 地方自治法 4条の2第4項
    """
    return business_day_from(months_later(day.replace(day=1), 1) - timedelta(days=1))


def paid_parts(parts: Iterable[Part], paid_yen: int) -> list[PaidPart]:
    """Return the parts with what has come in, the earliest filled first.

    Source: 民法 488条4項 (弁済期が先に到来したものから充当する)
    """
    found, rest = [], paid_yen
    for part in parts:
        paid = min(part.yen, rest)
        found.append(PaidPart(part, paid))
        rest -= paid
    return found


def next_open(parts: Sequence[PaidPart]) -> PaidPart | None:
    """Return the part that is to be paid next.

    Source: 民法 488条4項
    """
    return next((one for one in parts if one.rest_yen), None)
