"""Who may sign up for an activity before everybody else (催しの優先申込み), and for whom places are kept."""

from dataclasses import dataclass
from datetime import date, timedelta

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.furusato.states.activities import SignUpStatus


@dataclass(frozen=True, slots=True)
class Priority:
    """What holders of a registration have before others: days ahead of the first day for all, places until a day."""

    all_from: date | None = None  # everybody may sign up from this day on; None: at once
    days_ahead: int = 0
    kept: int = 0
    kept_until: date | None = None  # the last day on which they are kept

    @property
    def holders_from(self) -> date | None:
        """The first day on which holders may sign up; None: at once."""
        return None if self.all_from is None else self.all_from - timedelta(days=self.days_ahead)


@dataclass(frozen=True, slots=True)
class Places:
    """How many places there are (None: no limit), are taken, and are taken by holders."""

    capacity: int | None
    taken: int
    by_holders: int = 0


def may_sign_up_yet(priority: Priority, *, is_holder: bool, on: date) -> Verdict:
    """Answer whether somebody may sign up already (もう申し込めるか): holders some days before everybody else.

    Source: domain.md 12.2 (優先申込み); issue 9 (event priority)
    """
    holders_from, all_from = priority.holders_from, priority.all_from
    if all_from is None or holders_from is None or on >= all_from:
        return verdict([])
    if is_holder and on >= holders_from:
        return verdict([])
    if priority.days_ahead and not is_holder and on >= holders_from:
        return verdict([Reason("furusato.holders_first", {"day": all_from.isoformat()})])
    first = holders_from if is_holder else all_from
    return verdict([Reason("furusato.not_yet_open", {"day": first.isoformat()})])


def kept_now(priority: Priority, places: Places, *, on: date) -> int:
    """Return how many places are still kept for holders on a day (優先枠の残り): also on the last day, then none.

    Source: issue 9 (keeps n places for them until a day)
    """
    if priority.kept_until is None or on > priority.kept_until:
        return 0
    return max(priority.kept - places.by_holders, 0)


def place_for(priority: Priority, places: Places, *, is_holder: bool, on: date) -> SignUpStatus:
    """Return how a sign-up begins: with a place, or waiting where only places are left that are kept for holders.

    Source: issue 9 (event priority); pains.md U-T2, U-T6 (a waiting list in the order of sign-up)
    """
    if places.capacity is None:
        return SignUpStatus.SIGNED
    kept = 0 if is_holder else kept_now(priority, places, on=on)
    return SignUpStatus.SIGNED if places.taken + kept < places.capacity else SignUpStatus.WAITING


def may_set_priority(priority: Priority, *, has_benefit: bool, capacity: int | None, starts_on: date) -> Verdict:
    """Answer whether this priority fits an activity (優先の決め方が合うか): in time, in its places.

    Source: issue 9 (event priority)
    """
    reasons = []
    if (priority.days_ahead or priority.kept) and not has_benefit:
        reasons.append(Reason("furusato.priority_for_nobody"))
    if priority.days_ahead and priority.all_from is None:
        reasons.append(Reason("furusato.priority_without_day"))
    if priority.all_from is not None and priority.all_from >= starts_on:
        reasons.append(Reason("furusato.priority_too_late"))
    if priority.kept and (capacity is None or priority.kept > capacity):
        reasons.append(Reason("furusato.priority_too_many"))
    if priority.kept and (priority.kept_until is None or priority.kept_until >= starts_on):
        reasons.append(Reason("furusato.priority_until"))
    return verdict(reasons)
