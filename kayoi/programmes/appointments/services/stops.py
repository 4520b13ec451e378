"""Stops of a guided day: place them, ask hosts, take their answers."""

from datetime import datetime
from typing import TypedDict

from django.db import transaction

from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import new_token, token_hash
from kayoi.kit.verdict import Refused
from kayoi.programmes.appointments import rules
from kayoi.programmes.appointments.models import GuidedDay, Stop
from kayoi.programmes.appointments.selectors.days import leg_of
from kayoi.programmes.appointments.services.hosts import call_off, mail_host
from kayoi.programmes.appointments.states import DAY, DayStatus, StopStatus

# What a host has agreed to; when one of these changes, the agreement is gone.
AGREED = ("starts_at", "ends_before", "place", "host_name", "host_email", "host_phone")
THE_HOST = ("host_name", "host_email", "host_phone")


class UnableToPlaceStop(Refused):
    """A stop does not fit into the day."""


class UnableToAskHost(Refused):
    """This host may not be told, or cannot be reached by mail."""


class StopFields(TypedDict):
    """What is planned of a stop."""

    kind: str
    starts_at: datetime
    ends_before: datetime
    place: str
    purpose: str
    host_name: str
    host_email: str
    host_phone: str
    host_note: str
    needs_answer: bool


@transaction.atomic
def add_stop(*, day: GuidedDay, fields: StopFields, by: Actor, at: datetime) -> Stop:
    """Add a stop to a day (立ち寄り先を加える). Raises UnableToPlaceStop. A confirmed day has to be confirmed anew."""
    locked = _lock(day)
    _check(locked, fields["place"], fields["starts_at"], fields["ends_before"], without=None)
    stop = Stop.objects.create(day=locked, **fields)
    audit.record("appointments.add_stop", stop, by=by, at=at, after={"day": locked, "starts_at": stop.starts_at})
    _reopen(locked, by=by, at=at)
    return stop


@transaction.atomic
def change_stop(*, organization: Organization, stop: Stop, fields: StopFields, by: Actor, at: datetime) -> None:
    """Change a stop (立ち寄り先を変える). What a host has agreed to and is changed has to be asked anew.

    A host who is replaced is told so. Raises UnableToPlaceStop.
    """
    day = _lock(stop.day)
    stop.refresh_from_db()
    _check(day, fields["place"], fields["starts_at"], fields["ends_before"], without=stop)
    changed = {name for name, value in fields.items() if getattr(stop, name) != value}
    if changed & set(THE_HOST):
        call_off(organization=organization, day=day, stop=stop, by=by, at=at)
    if changed & set(AGREED) and stop.status != StopStatus.OPEN:
        renew_stop(stop=stop, starts_at=fields["starts_at"], ends_before=fields["ends_before"], by=by, at=at)
    audit.change(stop, dict(fields), version=None, by=by, at=at)
    if changed & set(AGREED):
        _reopen(day, by=by, at=at)


@transaction.atomic
def renew_stop(*, stop: Stop, starts_at: datetime, ends_before: datetime, by: Actor, at: datetime) -> None:
    """Forget what a host has answered (依頼し直す): the link of the mail stops working.

    With the new time in the same change: a stop that was declined has given its old time to others.
    """
    also = {
        "token_hash": "", "asked_at": None, "answered_at": None, "remark": "",
        "starts_at": starts_at, "ends_before": ends_before,
    }  # fmt: skip
    audit.move(stop, "renew", by=by, at=at, also=also)


@transaction.atomic
def remove_stop(*, organization: Organization, stop: Stop, by: Actor, at: datetime) -> None:
    """Take a stop out of a day (立ち寄り先を外す); a host who knows of it is told."""
    day = _lock(stop.day)
    call_off(organization=organization, day=day, stop=stop, by=by, at=at)
    audit.record("appointments.remove_stop", stop, by=by, at=at, before={"day": day, "place": stop.place})
    stop.delete()
    _reopen(day, by=by, at=at)


@transaction.atomic
def disclose_stop(*, stop: Stop, why: str, by: Actor, at: datetime) -> None:
    """Write down why a host is told of a person under protection measures (相手に伝える理由を書く)."""
    audit.change(stop, {"disclosed_why": why}, version=None, by=by, at=at, why=why)


@transaction.atomic
def ask_host(*, organization: Organization, stop: Stop, link: str, by: Actor, at: datetime) -> str:
    """Ask a host by mail (相手に依頼する); the link takes the answer without a log-in. Return its secret.

    `link` has {token} in it. A second mail makes the first link useless. Raises UnableToAskHost.
    """
    day = _lock(stop.day)
    hidden = is_protected(day.case_file_id, on=local_date(at))
    answer = rules.may_ask_host(has_address=bool(stop.host_email), protected=hidden, why=stop.disclosed_why)
    if answer.refused:
        raise UnableToAskHost(answer)
    token = new_token()
    audit.move(stop, "ask", by=by, at=at, also={"asked_at": at})
    Stop.objects.filter(pk=stop.pk).update(token_hash=token_hash(token))
    stop.refresh_from_db()
    mail_host(
        organization=organization, day=day, stop=stop, template="host", link=link.replace("{token}", token),
        by=by, at=at,
    )  # fmt: skip
    return token


@transaction.atomic
def answer_stop(*, stop: Stop, accepts: bool, remark: str, by: Actor, at: datetime) -> None:
    """Take the answer of a host (相手の返事を記録する), from the link or as told by telephone.

    A host who declines opens the plan again: somebody is to look for another. Raises UnableToPlaceStop where a host
    agrees after all and the time has been given to another, and UnableToMove where the same was said before.
    """
    day = _lock(stop.day)
    stop.refresh_from_db()
    if accepts and stop.status == StopStatus.DECLINED:
        _check(day, stop.place, stop.starts_at, stop.ends_before, without=stop)
    also = {"answered_at": at, "remark": remark}
    audit.move(stop, "accept" if accepts else "decline", by=by, at=at, why=remark, also=also)
    if accepts:
        return
    _reopen(day, by=by, at=at)
    followups.plan_follow_up(
        title=f"現地案内の立ち寄り先を変える(辞退: {stop.host_name or stop.place})", due_on=local_date(at),
        case_file=day.case_file, owner=day.owner, cause=DAY, reference=str(day.pk), by=by, at=at,
    )  # fmt: skip


def _lock(day: GuidedDay) -> GuidedDay:
    locked: GuidedDay = GuidedDay.objects.select_for_update(no_key=True).get(pk=day.pk)
    return locked


def _check(day: GuidedDay, place: str, starts_at: datetime, ends_before: datetime, *, without: Stop | None) -> None:
    others = [leg_of(stop) for stop in day.stops.all() if without is None or stop.pk != without.pk]
    answer = rules.may_place_stop(rules.Leg("", place, starts_at, ends_before), on=day.on, others=others)
    if answer.refused:
        raise UnableToPlaceStop(answer)


def _reopen(day: GuidedDay, *, by: Actor, at: datetime) -> None:
    if day.status == DayStatus.CONFIRMED:
        audit.move(day, "reopen", by=by, at=at)
