"""The inquiries of a house follow the house: the next is offered, those who wait are told that it is over.

Called with the row of the house locked (a step has just updated it, or the caller locked it), so that two never
choose at once; the constraint homes_one_talk is the last word.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.followups.states import Permission as FollowUps
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.models import Home, Inquiry
from kayoi.programmes.homes.selectors.seekers import waiting_for
from kayoi.programmes.homes.services.telling_brokers import tell_broker_news
from kayoi.programmes.homes.services.telling_owners import tell_owner_news
from kayoi.programmes.homes.services.telling_seekers import tell_inquirer
from kayoi.programmes.homes.services.transitions import take_transition
from kayoi.programmes.homes.states import CHOOSING, INQUIRY, ChooseBy, HomeStatus, InquiryStatus, News
from kayoi.programmes.homes.states.houses import ENDED

ASK_AFTER = timedelta(days=14)


def follow_house(*, home: Home, by: Actor, at: datetime) -> None:
    """Do with the inquiries of a house what follows from its state (申込みを家の状態に合わせる)."""
    if home.status == HomeStatus.PUBLISHED:
        _go_on(home, by=by, at=at)
    elif home.status == HomeStatus.CONTRACTED:
        lapse(inquiries=waiting_for(home), by=by, at=at)
    elif home.status in ENDED:
        lapse(inquiries=waiting_for(home), by=by, at=at)
        for inquiry in Inquiry.objects.filter(home=home, status=InquiryStatus.CHOSEN):
            end(inquiry=inquiry, action="decline", by=by, at=at, why="家の募集が終わったため")


def choose(*, inquiry: Inquiry, home: Home, by: Actor, at: datetime) -> None:
    """Let the talk of one inquiry begin (商談に入る): the house is then negotiating. Raises UnableToMove."""
    take_transition(home=home, action="negotiate", by=by, at=at)
    audit.move(inquiry, "choose", by=by, at=at, also={"decided_at": at})
    finish_waiting(cause=CHOOSING, reference=str(home.pk), by=by, at=at)
    followups.plan_follow_up(
        title=f"{home.number}: 商談の進みを確かめる",
        due_on=local_date(at + ASK_AFTER),
        case_file=inquiry.seeker.case_file,
        cause=INQUIRY,
        reference=str(inquiry.pk),
        by=by,
        at=at,
    )
    tell_inquirer(inquiry=inquiry, template="inquiry_chosen", by=by, at=at)
    tell_owner_news(home=home, news=News.CHOSEN, receipt=inquiry.receipt, by=by, at=at)
    tell_broker_news(home=home, news=News.CHOSEN, receipt=inquiry.receipt, by=by, at=at)


def end(*, inquiry: Inquiry, action: str, by: Actor, at: datetime, why: str = "") -> None:
    """End one inquiry (申込みを終える) and tell the seeker; nothing waits because of it any more."""
    audit.move(inquiry, action, by=by, at=at, why=why, also={"why": why, "decided_at": at})
    finish_waiting(cause=INQUIRY, reference=str(inquiry.pk), by=by, at=at)
    tell_inquirer(inquiry=inquiry, template="inquiry_over", by=by, at=at)


def lapse(*, inquiries: Iterable[Inquiry], by: Actor, at: datetime) -> None:
    """End those that wait for nothing any more (申込みを終了する)."""
    for inquiry in inquiries:
        end(inquiry=inquiry, action="lapse", by=by, at=at)


def finish_waiting(*, cause: str, reference: str, by: Actor, at: datetime) -> None:
    """Let nothing wait because of something any more (待ちを終える); seekers finish no staff's work."""
    doer = by if by.may(FollowUps.FOLLOWUP_EDIT) else system("homes.queue")
    followups.finish_caused_by(cause=cause, reference=reference, by=doer, at=at)


def plan_choosing(*, home: Home, by: Actor, at: datetime) -> None:
    """Remind staff to let the owner choose when the time for inquiries is over (所有者に選んでもらう)."""
    if FollowUp.objects.open().filter(cause=CHOOSING, reference=str(home.pk)).exists():
        return
    due_on = local_date(at)
    if home.window_ends_on is not None:
        due_on = max(due_on, home.window_ends_on + timedelta(days=1))
    followups.plan_follow_up(
        title=f"{home.number}: 申込みの手紙を所有者に見せ、相手を選んでもらう",
        due_on=due_on,
        cause=CHOOSING,
        reference=str(home.pk),
        by=by,
        at=at,
    )


def _go_on(home: Home, *, by: Actor, at: datetime) -> None:
    """Take up a talk that was interrupted, offer the house to the next, or let the owner choose again."""
    if Inquiry.objects.filter(home=home, status=InquiryStatus.CHOSEN).exists():
        take_transition(home=home, action="negotiate", by=by, at=at)
        return
    first = waiting_for(home).first()
    if first is None:
        return
    if home.choose_by == ChooseBy.FIRST_COME:
        choose(inquiry=first, home=home, by=by, at=at)
    else:
        plan_choosing(home=home, by=by, at=at)
