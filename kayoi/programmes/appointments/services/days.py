"""Guided days: plan, change, confirm, say that it is done, call it off."""

from datetime import date, datetime, timedelta
from typing import TypedDict

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import JST, local_date
from kayoi.kit.verdict import Refused
from kayoi.programmes.appointments import rules
from kayoi.programmes.appointments.models import GuidedDay, Stop
from kayoi.programmes.appointments.selectors.days import leg_of, way_of
from kayoi.programmes.appointments.services.families import tell_called_off
from kayoi.programmes.appointments.services.hosts import call_off
from kayoi.programmes.appointments.services.stops import renew_stop
from kayoi.programmes.appointments.states import DAY, DayStatus, StopStatus


class UnableToConfirmDay(Refused):
    """Hosts have not answered, or the day has not come yet."""


class DayFields(TypedDict):
    """What is planned of a day as a whole."""

    on: date
    party: int
    shown_as: str
    meeting: str
    note: str
    owner: Membership | None


@transaction.atomic
def plan_day(*, file: CaseFile, fields: DayFields, by: Actor, at: datetime) -> GuidedDay:
    """Plan one family's day in the town (現地案内を計画する)."""
    day = GuidedDay.objects.create(case_file=file, language=file.language, **fields)
    _plan(day, by=by, at=at)
    audit.record("appointments.plan_day", day, by=by, at=at, after={"case_file": file, "on": day.on})
    return day


@transaction.atomic
def change_day(*, day: GuidedDay, fields: DayFields, version: int, by: Actor, at: datetime) -> None:
    """Change a day (現地案内を変える). On another date all stops move along, and each host is to be asked anew.

    Raises ChangedMeanwhile.
    """
    moved_by = fields["on"] - day.on
    audit.change(day, dict(fields), version=version, by=by, at=at)
    if not moved_by:
        return
    for stop in day.stops.select_for_update().order_by("starts_at"):
        _shift(stop, moved_by, by=by, at=at)
    if day.status == DayStatus.CONFIRMED:
        audit.move(day, "reopen", by=by, at=at)
    followups.finish_caused_by(cause=DAY, reference=str(day.pk), by=by, at=at)
    _plan(day, by=by, at=at)


@transaction.atomic
def confirm_day(*, day: GuidedDay, by: Actor, at: datetime) -> None:
    """Confirm a day (現地案内を確定する): every host who must agree has agreed. Raises UnableToConfirmDay."""
    answer = rules.may_confirm_day([leg_of(stop) for stop in day.stops.all()])
    if answer.refused:
        raise UnableToConfirmDay(answer)
    audit.move(day, "confirm", by=by, at=at, verdict=answer)


@transaction.atomic
def finish_day(*, day: GuidedDay, note: str, by: Actor, at: datetime) -> None:
    """Say that the day took place (案内を終えたと記録する): it counts now, and the family is asked a week later."""
    answer = rules.may_finish_day(on=day.on, today=local_date(at))
    if answer.refused:
        raise UnableToConfirmDay(answer)
    audit.move(day, "finish", by=by, at=at)
    first = min((stop.starts_at for stop in way_of(day)), default=datetime(*day.on.timetuple()[:3], 9, tzinfo=JST))
    casefiles.add_engagement(
        file=day.case_file, kind="guided_day", occurred_at=min(first, at), cause=DAY, reference=str(day.pk), by=by,
        at=at,
    )  # fmt: skip
    if note:
        casefiles.add_note(file=day.case_file, text=note, by=by, at=at)
    followups.finish_caused_by(cause=DAY, reference=str(day.pk), by=by, at=at)
    followups.plan_follow_up(
        title="現地案内のあとの様子をうかがう", due_on=rules.follow_up_on(on=day.on), case_file=day.case_file,
        owner=day.owner, cause=DAY, reference=str(day.pk), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def cancel_day(*, organization: Organization, day: GuidedDay, why: str, by: Actor, at: datetime) -> None:
    """Call a day off (現地案内を取りやめる): hosts who know of it and the family are told, by mail or by a call."""
    audit.move(day, "cancel", by=by, at=at, why=why)
    followups.finish_caused_by(cause=DAY, reference=str(day.pk), by=by, at=at)
    for stop in day.stops.order_by("starts_at"):
        call_off(organization=organization, day=day, stop=stop, by=by, at=at)
    tell_called_off(organization=organization, day=day, why=why, by=by, at=at)


def _plan(day: GuidedDay, *, by: Actor, at: datetime) -> None:
    followups.plan_follow_up(
        title="現地案内の結果を記録する", due_on=day.on, case_file=day.case_file, owner=day.owner,
        cause=DAY, reference=str(day.pk), by=by, at=at,
    )  # fmt: skip


def _shift(stop: Stop, days: timedelta, *, by: Actor, at: datetime) -> None:
    starts_at, ends_before = stop.starts_at + days, stop.ends_before + days
    if stop.status in {StopStatus.ASKED, StopStatus.CONFIRMED}:
        renew_stop(stop=stop, starts_at=starts_at, ends_before=ends_before, by=by, at=at)
    else:
        audit.change(stop, {"starts_at": starts_at, "ends_before": ends_before}, version=None, by=by, at=at)
