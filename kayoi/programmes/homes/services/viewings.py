"""Viewings: ask, fix a time, say how it went, call off. Two at once are refused by the database."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor, ActorKind
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.homes.models import Home, Seeker, Viewing
from kayoi.programmes.homes.rules.viewings import may_ask_viewing, may_finish, may_fix
from kayoi.programmes.homes.selectors.inquiries import house_facts
from kayoi.programmes.homes.selectors.seeker_words import when_in_words
from kayoi.programmes.homes.services.queue import finish_waiting
from kayoi.programmes.homes.services.telling_brokers import tell_broker_news
from kayoi.programmes.homes.services.telling_owners import tell_owner_news
from kayoi.programmes.homes.services.telling_seekers import tell_seeker
from kayoi.programmes.homes.states import VIEWING, News, SeekerStatus


class UnableToView(Refused):
    """The house cannot be seen, or not at this time."""


@dataclass(frozen=True)
class ViewingWish:
    """When somebody would like to come, with how many."""

    wishes: str
    persons: int
    channel: Channel
    client_key: UUID | None = None


@transaction.atomic
def ask_viewing(*, home: Home, seeker: Seeker, wanted: ViewingWish, by: Actor, at: datetime) -> Viewing:
    """Ask to see a house (見学を申し込む). The same client_key twice is one. Raises UnableToView."""
    seeker = Seeker.objects.select_for_update(no_key=True).get(pk=seeker.pk)
    known = Viewing.objects.filter(client_key=wanted.client_key).first() if wanted.client_key else None
    if known is not None:
        return known
    answer = may_ask_viewing(
        seeker=SeekerStatus.of(seeker.status), term_ends_before=seeker.term_ends_before,
        is_shown=house_facts(home).is_shown, today=local_date(at),
    )  # fmt: skip
    if answer.refused:
        raise UnableToView(answer)
    viewing = Viewing.objects.create(
        home=home, seeker=seeker, wishes=wanted.wishes, persons=wanted.persons, client_key=wanted.client_key,
        asked_at=at,
    )  # fmt: skip
    audit.record(
        "homes.ask_viewing", viewing, by=by, at=at,
        on_behalf_of=seeker.number if by.kind is ActorKind.STAFF else "",
        after={"home": home, "seeker": seeker, "channel": wanted.channel},
    )  # fmt: skip
    _plan(viewing, f"{home.number}: 見学の日時を決める", local_date(at), by=by, at=at)
    return viewing


@transaction.atomic
def fix_viewing(
    *, viewing: Viewing, starts_at: datetime, ends_before: datetime, attended_by: str, by: Actor, at: datetime
) -> None:
    """Fix the time of a viewing, or another one (見学の日時を決める), and tell all sides.

    Raises UnableToView where the time has passed or another party is in the house.
    """
    answer = may_fix(starts_at=starts_at, ends_before=ends_before, now=at)
    if answer.refused:
        raise UnableToView(answer)
    also = {"starts_at": starts_at, "ends_before": ends_before, "attended_by": attended_by}
    try:
        with transaction.atomic():
            audit.move(viewing, "fix", by=by, at=at, also=also)
    except IntegrityError as error:
        if "homes_one_viewing_at_a_time" not in str(error):
            raise
        raise UnableToView(verdict([Reason("homes.viewing_taken")])) from error
    finish_waiting(cause=VIEWING, reference=str(viewing.pk), by=by, at=at)
    _plan(viewing, f"{viewing.home.number}: 見学の結果を記録する", local_date(starts_at), by=by, at=at)
    _tell(viewing, template="viewing_fixed", news=News.VIEWING_FIXED, by=by, at=at)


@transaction.atomic
def finish_viewing(*, viewing: Viewing, note: str, by: Actor, at: datetime) -> None:
    """Say that a viewing took place (見学済みと記録する): it counts now; what was said is a note of the file."""
    answer = may_finish(starts_at=viewing.starts_at, now=at)
    if answer.refused:
        raise UnableToView(answer)
    assert viewing.starts_at is not None  # what has not been fixed has not begun
    audit.move(viewing, "finish", by=by, at=at)
    finish_waiting(cause=VIEWING, reference=str(viewing.pk), by=by, at=at)
    casefiles.add_engagement(
        file=viewing.seeker.case_file, kind="home_viewing", occurred_at=viewing.starts_at, cause=VIEWING,
        reference=str(viewing.pk), by=by, at=at,
    )  # fmt: skip
    if note:
        casefiles.add_note(file=viewing.seeker.case_file, text=f"見学({viewing.home.number}): {note}", by=by, at=at)


@transaction.atomic
def cancel_viewing(*, viewing: Viewing, why: str, by: Actor, at: datetime) -> None:
    """Call a viewing off (見学を取りやめる); whoever knew the time is told."""
    was_fixed = viewing.starts_at is not None
    audit.move(viewing, "cancel", by=by, at=at, why=why, also={"why": why})
    finish_waiting(cause=VIEWING, reference=str(viewing.pk), by=by, at=at)
    if was_fixed:
        _tell(viewing, template="viewing_cancelled", news=News.VIEWING_CANCELLED, by=by, at=at)


@transaction.atomic
def put_in_day(*, viewing: Viewing, guided_day: str, by: Actor, at: datetime) -> None:
    """Write down of which guided day a viewing is a stop (現地案内に入れる)."""
    audit.change(viewing, {"guided_day": guided_day}, version=None, by=by, at=at)


def _plan(viewing: Viewing, title: str, due_on: date, *, by: Actor, at: datetime) -> None:
    file = viewing.seeker.case_file
    followups.plan_follow_up(
        title=title, due_on=due_on, case_file=file, owner=file.assigned_to, cause=VIEWING,
        reference=str(viewing.pk), by=by, at=at,
    )  # fmt: skip


def _tell(viewing: Viewing, *, template: str, news: News, by: Actor, at: datetime) -> None:
    home, seeker = viewing.home, viewing.seeker
    english = seeker.case_file.language == "en"
    assert viewing.starts_at is not None  # told only once a time was fixed
    assert viewing.ends_before is not None
    span = viewing.starts_at, viewing.ends_before
    values = {
        "home": home.number,
        "when": when_in_words(*span, english=english),
        "place": f"{home.quarter}{home.address}",
        "whom": viewing.attended_by or (seeker.organization.name),
    }
    tell_seeker(seeker=seeker, template=template, values=values, cause=VIEWING, reference=str(viewing.pk), by=by, at=at)
    tell_owner_news(home=home, news=news, when=span, by=by, at=at)
    tell_broker_news(home=home, news=news, when=span, seeker=seeker, by=by, at=at)
