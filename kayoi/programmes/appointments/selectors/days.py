"""Guided days: the plan, its gaps, what a host is shown, what the family is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import is_protected, protected_files
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import token_hash
from kayoi.programmes.appointments import rules
from kayoi.programmes.appointments.models import GuidedDay, Stop
from kayoi.programmes.appointments.selectors.words import clock
from kayoi.programmes.appointments.states import DayStatus, StopStatus

LIVE = (DayStatus.PLANNED, DayStatus.CONFIRMED)


@dataclass(frozen=True)
class DayRow:
    """A day in the list of days."""

    day: GuidedDay
    name: str


def days() -> QuerySet[GuidedDay]:
    """Return guided days with their file and owner."""
    return GuidedDay.objects.select_related("case_file", "owner").defer("case_file__search")


def coming_days(*, on: date) -> list[DayRow]:
    """Return what is ahead or not yet written up, the next first; how many hosts have still to answer."""
    waiting = Count("stops", filter=Q(stops__needs_answer=True, stops__status__in=["open", "asked", "declined"]))
    rows = days().filter(status__in=LIVE).annotate(waiting=waiting, stop_count=Count("stops"))
    hidden = protected_files(on=on)
    return [_row(day, hidden) for day in rows.order_by("on", "pk")]


def days_of_file(file: CaseFile, *, on: date) -> list[GuidedDay]:
    """Return the guided days of one family on one date that are still ahead."""
    return list(days().filter(case_file=file, on=on, status__in=LIVE).order_by("pk"))


def past_days(*, on: date, most: int = 20) -> list[DayRow]:
    """Return the latest days that are over or called off."""
    hidden = protected_files(on=on)
    return [_row(day, hidden) for day in days().exclude(status__in=LIVE).order_by("-on", "-pk")[:most]]


def _row(day: GuidedDay, hidden: set[int]) -> DayRow:
    return DayRow(day, "支援措置の対象" if day.case_file_id in hidden else day.case_file.shown_name)


def leg_of(stop: Stop) -> rules.Leg:
    """Return a stop as the rules see it."""
    return rules.Leg(
        stop.host_name or stop.place,
        stop.place,
        stop.starts_at,
        stop.ends_before,
        StopStatus.of(stop.status),
        stop.needs_answer,
    )


def stops_of(day: GuidedDay) -> list[Stop]:
    """Return all stops in the order of time, declined ones too."""
    return list(day.stops.order_by("starts_at", "pk"))


def way_of(day: GuidedDay) -> list[Stop]:
    """Return the stops that the family will really make."""
    return [stop for stop in stops_of(day) if stop.status != StopStatus.DECLINED]


def plan_in_words(stops: Sequence[Stop]) -> str:
    """Return the plan as lines of a mail; names of hosts, no contacts."""
    return "\n".join(
        f"{clock(stop.starts_at)}-{clock(stop.ends_before)} {stop.place}"
        + (f" {stop.purpose}" if stop.purpose else "")
        + (f"({stop.host_name})" if stop.host_name else "")
        for stop in stops
    )


def gaps_of(stops: Sequence[Stop]) -> list[tuple[rules.Leg, rules.Leg, int]]:
    """Return where there is little time to get from one place to the next."""
    return rules.tight_gaps([leg_of(stop) for stop in stops])


def stop_of_link(token: str, *, at: datetime) -> Stop | None:
    """Return what a host is asked by a secret link, while the day is ahead and still on.

    Nothing once the family has come under protection measures, unless a reason to tell the host is written down.
    """
    rows = Stop.objects.select_related("day").filter(
        token_hash=token_hash(token), day__status__in=LIVE, day__on__gte=local_date(at)
    )
    found: Stop | None = rows.first()
    if found is not None and not found.disclosed_why and is_protected(found.day.case_file_id, on=local_date(at)):
        return None
    return found
