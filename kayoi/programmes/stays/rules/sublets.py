"""Homes that a partner lets on: what comes before the end of a head lease, and when that end may change."""

from collections.abc import Iterable
from datetime import date

from kayoi.kit.dates import last_day, months_later
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.stays.rules.tenancies import Todo


def todos_of_head_lease(*, starts_on: date, ends_before: date) -> list[Todo]:
    """Return what has to be done before a head lease ends (借上げの終わりの前の仕事), from a year before on.

    Those who live there are told eight months before: the notice that ends their lease has to reach them by the sixth.

    Source: 借地借家法38条6項 (1年前から6月前までの通知), 民法613条3項 (転貸は原賃貸借に基づく)
    """
    last = last_day(ends_before)
    return [
        Todo(max(starts_on, months_later(last, -12)), "借上げを続けるか、所有者と話す"),
        Todo(
            max(starts_on, months_later(last, -8)),
            "続けないときは、住む人に終わりを知らせ、次の住まいを一緒に探す",
        ),
    ]


def may_end_head_lease(*, starts_on: date, ends_before: date, let_until: Iterable[date]) -> Verdict:
    """Answer whether a head lease may end then (借上げの終わりを変えられるか): no home is let beyond it.

    `let_until` are the days on which the contracts of those who live there are over (the day after their last).

    Source: 民法613条3項 (原賃貸借が終われば、転貸は貸主に対抗できない)
    """
    against = []
    if ends_before <= starts_on:
        against.append(Reason("tenancies.not_forward"))
    latest = max(let_until, default=None)
    if latest is not None and latest > ends_before:
        against.append(Reason("tenancies.let_beyond", {"until": last_day(latest).isoformat()}))
    return verdict(against)


def may_lease(starts_on: date, ends_before: date, *, others: Iterable[tuple[date, date]]) -> Verdict:
    """Answer whether a house may be leased for a time (この期間で借り上げられるか): by one at a time.

    Source: 民法605条・613条 (一つの建物に、転貸する人は一人)
    """
    for first, before in others:
        if starts_on < before and first < ends_before:
            span = {"from": first.isoformat(), "until": last_day(before).isoformat()}
            return verdict([Reason("tenancies.leased_already", span)])
    return verdict([])
