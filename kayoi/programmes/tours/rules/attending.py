"""Who may be checked in, taken back, noted as absent; when a date is over."""

from datetime import date, timedelta

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.tours.states import DateStatus, PartyStatus

EARLY = timedelta(days=1)  # people who arrive the evening before are checked in
RUNNING = (DateStatus.OPEN, DateStatus.CLOSED, DateStatus.SETTLED, DateStatus.HELD)


def may_attend(
    *, date_status: str, party_status: str, same_date: bool, persons: int, expected: int, starts_on: date, on: date
) -> Verdict:
    """Answer whether a party may be checked in (受付できるか): it has its place on this date, and the day has come.

    Somebody noted as absent may: a list that was kept without a network comes in later. Fewer may come than were
    expected, not more.

    Source: docs/reference/tours-afterwards.md (On the day)
    """
    against = []
    if date_status not in RUNNING:
        against.append(Reason("tours.date_not_running"))
    if not same_date or party_status not in {PartyStatus.PLACED, PartyStatus.ABSENT}:
        against.append(Reason("tours.not_on_this_date"))
    if not 1 <= persons <= expected:
        against.append(Reason("tours.persons_unlike", {"expected": expected}))
    if on < starts_on - EARLY:
        against.append(Reason("tours.too_early", {"day": starts_on.isoformat()}))
    return verdict(against)


def may_take_back(*, taken_back: bool, why: str) -> Verdict:
    """Answer whether a check-in may be taken back (受付を取り消せるか): once, with a reason.

    Source: docs/reference/tours-afterwards.md (On the day)
    """
    against = []
    if taken_back:
        against.append(Reason("tours.taken_back_already"))
    if not why.strip():
        against.append(Reason("tours.needs_why"))
    return verdict(against)


def nights_of(nights: int | None, planned: int) -> int:
    """Return how many nights a party stays (泊数): as planned unless somebody says fewer.

    Source: 観光庁 宿泊旅行統計調査 (延べ宿泊者数)
    """
    return planned if nights is None else min(max(nights, 0), planned)
