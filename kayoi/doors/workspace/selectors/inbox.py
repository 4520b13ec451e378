"""What is to be done: the inbox and the staff home."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from kayoi.doors.workspace.states import PAGES, QUIET_AFTER_DAYS, Due, Owner
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import untouched_since
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.followups.selectors import open_follow_ups
from kayoi.engines.messages.models import Message
from kayoi.engines.messages.selectors import troubled_messages
from kayoi.engines.messages.selectors.incoming import waiting_count
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.selectors import setting

SHOWN_AT_HOME = 8


def inbox(*, owner: Owner, due: Due, kind: str, member: Membership, on: date) -> QuerySet[FollowUp]:
    """Return the follow-ups that a filter asks for, the most urgent first."""
    rows = open_follow_ups()
    if owner is Owner.MINE:
        rows = rows.filter(owner=member)
    elif owner is Owner.NOBODY:
        rows = rows.filter(owner=None)
    until = {Due.LATE: on - timedelta(days=1), Due.TODAY: on, Due.WEEK: on + timedelta(days=7)}.get(due)
    if until is not None:
        rows = rows.filter(due_on__lte=until)
    return rows.filter(cause=kind) if kind else rows


@dataclass(frozen=True)
class InboxRow:
    """A follow-up with the page on which it is done."""

    follow_up: FollowUp
    kind: str
    href: str
    late: bool
    today: bool


def inbox_rows(follow_ups: list[FollowUp], *, slug: str, on: date) -> list[InboxRow]:
    """Return rows for the page: kind in words, link, and how urgent."""
    rows = []
    for follow_up in follow_ups:
        label, page = PAGES.get(follow_up.cause, ("対応", ""))
        if page:
            href = reverse(page, kwargs={"organization": slug, "pk": int(follow_up.reference)})
        elif follow_up.case_file_id is not None:
            href = reverse("workspace:case_file", kwargs={"organization": slug, "pk": follow_up.case_file_id})
        else:
            href = reverse("workspace:follow_up", kwargs={"organization": slug, "pk": follow_up.pk})
        rows.append(InboxRow(follow_up, label, href, follow_up.due_on < on, follow_up.due_on == on))
    return rows


@dataclass(frozen=True)
class Home:
    """What the staff home shows first."""

    mine: list[InboxRow]
    mine_total: int
    unowned: list[InboxRow]
    unowned_total: int
    quiet: list[CaseFile]
    quiet_total: int
    quiet_days: int
    troubled: list[Message]
    waiting_mails: int


def home(*, member: Membership, slug: str, at: datetime, on: date) -> Home:
    """Return what is due for a member, what nobody has taken, what has gone quiet, which mails are in trouble."""
    mine = open_follow_ups().filter(owner=member, due_on__lte=on + timedelta(days=7))
    unowned = open_follow_ups().filter(owner=None)
    days = setting(QUIET_AFTER_DAYS, on=on)
    quiet = untouched_since(at - timedelta(days=days)).order_by("touched_at")
    return Home(
        mine=inbox_rows(list(mine[:SHOWN_AT_HOME]), slug=slug, on=on),
        mine_total=mine.count(),
        unowned=inbox_rows(list(unowned[:SHOWN_AT_HOME]), slug=slug, on=on),
        unowned_total=unowned.count(),
        quiet=list(quiet[:SHOWN_AT_HOME]),
        quiet_total=quiet.count(),
        quiet_days=days,
        troubled=list(troubled_messages(at=at)[:SHOWN_AT_HOME]),
        waiting_mails=waiting_count(),
    )
