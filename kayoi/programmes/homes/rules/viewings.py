"""May a viewing be asked for, be fixed, be said to be done?"""

from datetime import date, datetime

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.homes.states import SeekerStatus


def may_ask_viewing(*, seeker: SeekerStatus, term_ends_before: date | None, is_shown: bool, today: date) -> Verdict:
    """Answer whether a seeker may ask to see a house (見学を申し込めるか).

    Source: domain section 4.1 steps 7 and 8
    """
    against = []
    if seeker != SeekerStatus.REGISTERED or (term_ends_before is not None and today >= term_ends_before):
        against.append(Reason("homes.not_registered"))
    if not is_shown:
        against.append(Reason("homes.not_shown"))
    return verdict(against)


def may_fix(*, starts_at: datetime, ends_before: datetime, now: datetime) -> Verdict:
    """Answer whether a viewing may be put on this time (日時を決められるか); the database keeps two apart.

    Source: domain section 4.4 (two viewing requests the same hour)
    """
    against = []
    if ends_before <= starts_at:
        against.append(Reason("homes.viewing_backward"))
    if starts_at < now:
        against.append(Reason("homes.viewing_past"))
    return verdict(against)


def may_finish(*, starts_at: datetime | None, now: datetime) -> Verdict:
    """Answer whether a viewing can be said to be done: not before it has begun (見学済みにできるか).

    Source: domain section 4.1 step 8
    """
    begun = starts_at is not None and starts_at <= now
    return verdict([] if begun else [Reason("homes.viewing_ahead")])
