"""Ask to talk about a house; choose, end. One talk at a time; the next in order, or whom the owner chooses."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor, ActorKind
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.homes.models import Home, Inquiry, Seeker
from kayoi.programmes.homes.rules.inquiries import may_ask, may_choose
from kayoi.programmes.homes.selectors.inquiries import house_facts
from kayoi.programmes.homes.selectors.seekers import waiting_for
from kayoi.programmes.homes.services.homes import move_home
from kayoi.programmes.homes.services.queue import choose, end, plan_choosing
from kayoi.programmes.homes.services.telling_brokers import tell_broker_news
from kayoi.programmes.homes.services.telling_owners import tell_owner_news
from kayoi.programmes.homes.services.telling_seekers import tell_inquirer
from kayoi.programmes.homes.states import INQUIRY, ChooseBy, EndOfTalk, HomeStatus, InquiryStatus, News, SeekerStatus


class UnableToInquire(Refused):
    """This seeker cannot ask for this house now."""


class UnableToChoose(Refused):
    """It is not this one's turn, or not yet time."""


@transaction.atomic
def ask_to_talk(
    *,
    home: Home,
    seeker: Seeker,
    letter: str,
    channel: Channel,
    client_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Inquiry:
    """Ask to talk about a house (交渉を申し込む), with a letter to the owner. The same client_key twice is one.

    First come: who comes first is in talks at once, the others wait in order. Window: all wait for the owner.
    Raises UnableToInquire with the reasons.
    """
    seeker = Seeker.objects.select_for_update(no_key=True).get(pk=seeker.pk)  # before the house, as in ending it
    locked = _lock(home)
    known = Inquiry.objects.filter(client_key=client_key).first() if client_key else None
    if known is not None:
        return known
    answer = may_ask(
        house_facts(locked), seeker=SeekerStatus.of(seeker.status), term_ends_before=seeker.term_ends_before,
        today=local_date(at),
    )  # fmt: skip
    if answer.refused:
        raise UnableToInquire(answer)
    inquiry = _write(home=locked, seeker=seeker, letter=letter, client_key=client_key, asked_at=at)
    audit.record(
        "homes.ask_to_talk", inquiry, by=by, at=at,
        on_behalf_of=seeker.number if by.kind is ActorKind.STAFF else "",
        after={"home": locked, "seeker": seeker, "channel": channel},
    )  # fmt: skip
    casefiles.add_engagement(
        file=seeker.case_file, kind="home_inquiry", occurred_at=at, channel=channel, cause=INQUIRY,
        reference=str(inquiry.pk), by=by, at=at,
    )  # fmt: skip
    _receive(inquiry, locked, by=by, at=at)
    return inquiry


def _receive(inquiry: Inquiry, home: Home, *, by: Actor, at: datetime) -> None:
    """Begin the talk where nobody is before; otherwise let the inquiry wait."""
    if home.choose_by == ChooseBy.FIRST_COME and home.status == HomeStatus.PUBLISHED:
        choose(inquiry=inquiry, home=home, by=by, at=at)
        return
    tell_inquirer(inquiry=inquiry, template="inquiry_received", by=by, at=at)
    tell_owner_news(home=home, news=News.ASKED, receipt=inquiry.receipt, by=by, at=at)
    tell_broker_news(home=home, news=News.ASKED, receipt=inquiry.receipt, seeker=inquiry.seeker, by=by, at=at)
    if home.choose_by == ChooseBy.WINDOW and home.status == HomeStatus.PUBLISHED:
        plan_choosing(home=home, by=by, at=at)


def _write(**fields: object) -> Inquiry:
    """Write the row; a second one of the same seeker is refused by the database."""
    try:
        with transaction.atomic():
            return Inquiry.objects.create(**fields, receipt=new_reference())
    except IntegrityError as error:
        if "homes_one_inquiry_each" not in str(error):
            raise
        raise UnableToInquire(verdict([Reason("homes.asked_already")])) from error


@transaction.atomic
def choose_inquiry(*, inquiry: Inquiry, by: Actor, at: datetime) -> None:
    """Write down whom the owner has chosen (所有者の選んだ相手と商談に入る); the others wait on.

    Raises UnableToChoose, or UnableToMove where a talk is under way.
    """
    home = _lock(inquiry.home)
    inquiry.refresh_from_db()
    first = waiting_for(home).first()
    answer = may_choose(house_facts(home), is_first=first is not None and first.pk == inquiry.pk, today=local_date(at))
    if answer.refused:
        raise UnableToChoose(answer)
    choose(inquiry=inquiry, home=home, by=by, at=at)


@transaction.atomic
def end_talk(*, inquiry: Inquiry, how: EndOfTalk, why: str, by: Actor, at: datetime) -> None:
    """End an inquiry as staff are told (申込み・商談を終える): declined, withdrawn, or the talks came to nothing."""
    {
        EndOfTalk.DECLINE: decline_inquiry,
        EndOfTalk.WITHDRAW: withdraw_inquiry,
        EndOfTalk.FALL_THROUGH: fall_through_inquiry,
    }[how](inquiry=inquiry, why=why, by=by, at=at)


@transaction.atomic
def decline_inquiry(*, inquiry: Inquiry, why: str, by: Actor, at: datetime) -> None:
    """Write down that the owner declines (所有者が見送る). Where it was in talks, the next is offered."""
    _end(inquiry, "decline", why=why, by=by, at=at)


@transaction.atomic
def withdraw_inquiry(*, inquiry: Inquiry, why: str, by: Actor, at: datetime) -> None:
    """Take an inquiry back, as its seeker wishes (申込みを取り下げる)."""
    _end(inquiry, "withdraw", why=why, by=by, at=at)


@transaction.atomic
def fall_through_inquiry(*, inquiry: Inquiry, why: str, by: Actor, at: datetime) -> None:
    """Write down that talks came to nothing (商談がまとまらない). A contract falls through by its own service."""
    inquiry.refresh_from_db()
    if inquiry.status == InquiryStatus.CONTRACTED:
        raise UnableToChoose(verdict([Reason("homes.contract_stands")]))
    _end(inquiry, "fall_through", why=why, by=by, at=at)


@transaction.atomic
def lapse_waiting(*, seeker: Seeker, by: Actor, at: datetime) -> None:
    """End what a seeker waits for (申込みを終了する): the registration has ended."""
    waiting = Inquiry.objects.filter(seeker=seeker, status=InquiryStatus.WAITING).order_by("home_id")
    for inquiry in waiting.select_related("home"):
        _end(inquiry, "lapse", why="", by=by, at=at)


def _end(inquiry: Inquiry, action: str, *, why: str, by: Actor, at: datetime) -> None:
    home = _lock(inquiry.home)
    inquiry.refresh_from_db()
    was_talking = inquiry.status == InquiryStatus.CHOSEN
    end(inquiry=inquiry, action=action, why=why, by=by, at=at)
    if was_talking:
        tell_owner_news(home=home, news=News.TALK_OVER, receipt=inquiry.receipt, by=by, at=at)
        tell_broker_news(home=home, news=News.TALK_OVER, receipt=inquiry.receipt, by=by, at=at)
    if was_talking and home.status == HomeStatus.NEGOTIATING:
        move_home(home=home, action="fall_through", by=by, at=at, why=why)


def _lock(home: Home) -> Home:
    """Lock the house: who comes second sees what the first has done."""
    locked: Home = Home.objects.select_for_update(no_key=True).get(pk=home.pk)
    return locked
