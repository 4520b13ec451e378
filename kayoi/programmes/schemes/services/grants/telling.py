"""Letters and mails about a grant, and what is due next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages import services as messages
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Letter
from kayoi.engines.procedures.selectors.applications import addressee_of, is_protected
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import local_date, wareki
from kayoi.programmes.schemes.models import Grant
from kayoi.programmes.schemes.selectors.grants.due import due_of
from kayoi.programmes.schemes.states.budget import GRANT
from kayoi.programmes.schemes.states.grants import LETTERS, MAIL
from kayoi.programmes.schemes.states.news import NEWS, UNTOLD


@dataclass(frozen=True)
class Sender:
    """In whose name grantees are told; `link` is the address of the state page with {token} in it."""

    organization: Organization
    link: str


def issue(*, grant: Grant, letter: str, values: Mapping[str, Any], by: Actor, at: datetime) -> Letter:
    """Issue a letter about a grant to whoever applied, or to the body in whose name that was."""
    application = grant.application
    shared = {
        "procedure": grant.procedure.title,
        "receipt": application.receipt,
        "granted_on": wareki(grant.decided_on),
        "granted": f"金{grant.decided_yen:,}円",
    }
    return procedures.issue_letter(
        application=application, case_file=addressee_of(application), template=LETTERS[letter],
        values={**shared, **values}, by=by, at=at,
    )  # fmt: skip


def tell(
    *, grant: Grant, news: str, sender: Sender, why: str = "", day: date | None = None, by: Actor, at: datetime
) -> None:
    """Mail whoever applied what has happened, or what is due on a day. Without a mail address nothing is sent.

    About people under protection nothing is sent: staff find out first by which way they may be told.
    """
    application, town = grant.application, sender.organization
    if is_protected(application, on=local_date(at)):
        _plan_asking(grant=grant, by=by, at=at)
        return
    file = application.case_file
    if file is None or not file.email or not sender.link:
        return
    english = application.language == "en"
    token = procedures.new_link(application=application, by=by, at=at)
    messages.send(
        template=MAIL, language="en" if english else "ja", to_address=file.email,
        values={
            "name": file.name or ("Visitor" if english else "お客さま"),
            "organization": (english and town.name_en) or town.name,
            "procedure": (english and grant.procedure.title_en) or grant.procedure.title,
            "receipt": application.receipt, "news": _said(news, day, english=english),
            "why": why or ("-" if english else "―"),
            "link": sender.link.replace("{token}", token), "phone": town.phone,
        },
        case_file=file, cause=GRANT, reference=str(grant.pk), by=by, at=at,
    )  # fmt: skip


def _said(news: str, day: date | None, *, english: bool) -> str:
    shown = "" if day is None else f"{day:%-d %B %Y}" if english else wareki(day)
    return NEWS[news][english].replace("{day}", shown)


def _plan_asking(*, grant: Grant, by: Actor, at: datetime) -> None:
    """Let staff know that somebody under protection waits to be told (支援措置), once while it is open."""
    if FollowUp.objects.open().filter(cause=UNTOLD, reference=str(grant.pk)).exists():
        return
    followups.plan_follow_up(
        title=f"支援措置: 連絡の方法を確かめる: {grant.procedure.title}", due_on=local_date(at),
        case_file=grant.case_file, owner=grant.case_file.assigned_to, cause=UNTOLD, reference=str(grant.pk),
        by=by, at=at,
    )  # fmt: skip


def plan(*, grant: Grant, by: Actor, at: datetime) -> None:
    """Let staff know what is due (次の対応): what is no longer due is finished, what stays is left as it is."""
    wanted = {(one.title, one.on): one for one in due_of(grant)}
    known = FollowUp.objects.open().filter(cause=GRANT, reference=str(grant.pk))
    for row in known:
        if wanted.pop((row.title, row.due_on), None) is None:
            followups.finish_follow_up(follow_up=row, by=system("schemes.plan"), at=at)
    for title, on in wanted:
        followups.plan_follow_up(
            title=title, due_on=on, case_file=grant.case_file, owner=grant.case_file.assigned_to, cause=GRANT,
            reference=str(grant.pk), by=by, at=at,
        )  # fmt: skip
