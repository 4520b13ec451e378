"""Who may sign up, when it may be confirmed that somebody came, when a report is taken, who is reminded."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.furusato.states.activities import ActivityStatus, SignUpStatus

EARLY = timedelta(hours=1)  # people come before it begins
CODE_LATE = timedelta(hours=3)  # the code hangs where the activity was; later only the host or staff say who came
REPORT_DAYS = 365


@dataclass(frozen=True, slots=True)
class Held:
    """When an activity takes place, and how it stands."""

    status: str
    starts_at: datetime
    ends_at: datetime


def may_sign_up(activity: Held, *, now: datetime, by_staff: bool) -> Verdict:
    """Answer whether somebody can sign up (申し込めるか): until it begins; staff write down who came until it is over.

    Source: issue 9 (sign-up; by telephone by staff)
    """
    if activity.status == ActivityStatus.CANCELLED:
        return verdict([Reason("furusato.activity_cancelled")])
    if now >= (activity.ends_at if by_staff else activity.starts_at):
        return verdict([Reason("furusato.activity_over")])
    may = (ActivityStatus.OPEN, ActivityStatus.CLOSED) if by_staff else (ActivityStatus.OPEN,)
    return verdict([] if activity.status in may else [Reason("furusato.activity_not_open")])


def may_confirm(activity: Held, *, now: datetime) -> Verdict:
    """Answer whether it can be said who came (参加を確かめられるか): from an hour before it begins.

    Source: issue 9 (host confirms on the spot)
    """
    if activity.status == ActivityStatus.CANCELLED:
        return verdict([Reason("furusato.activity_cancelled")])
    return verdict([Reason("furusato.not_begun")] if now < activity.starts_at - EARLY else [])


def may_add(activity: Held, *, now: datetime) -> Verdict:
    """Answer whether somebody can be added who came without having signed up (申込みなしで来た人): once it has begun.

    Source: issue 9 (host confirms on the spot); who came is there, whether places are left or not
    """
    if activity.status == ActivityStatus.DRAFT:
        return verdict([Reason("furusato.activity_not_open")])
    return may_confirm(activity, now=now)


def may_confirm_by_code(activity: Held, *, now: datetime, is_right: bool) -> Verdict:
    """Answer whether the code that hangs on the spot confirms (会場のQRコードで確かめられるか): only around its time.

    A photo of the code is worth nothing later.

    Source: issue 9 (QR of the activity)
    """
    against = list(may_confirm(activity, now=now).reasons)
    if not is_right:
        against.append(Reason("furusato.wrong_code"))
    if now > activity.ends_at + CODE_LATE:
        against.append(Reason("furusato.code_late"))
    return verdict(against)


def may_report(*, ends_on: date, today: date, has_note: bool, photos: int) -> Verdict:
    """Answer whether a report of one's own activity is taken (活動の報告): over, not too long ago, not empty.

    Source: issue 9 (evidence by note or photo where no host was there)
    """
    against = []
    if ends_on > today:
        against.append(Reason("furusato.report_ahead"))
    if ends_on < today - timedelta(days=REPORT_DAYS):
        against.append(Reason("furusato.report_old", {"days": REPORT_DAYS}))
    if not has_note and not photos:
        against.append(Reason("furusato.report_empty"))
    return verdict(against)


def reminds(*, status: str, starts_at: datetime, now: datetime, reminded: bool) -> bool:
    """Tell whether somebody is reminded today (前日の案内): the day before, once, who has a place.

    Source: pains.md U-C1, U-C5 (reminders come by themselves)
    """
    ahead = local_date(starts_at) - local_date(now)
    return status == SignUpStatus.SIGNED and ahead == timedelta(days=1) and not reminded
