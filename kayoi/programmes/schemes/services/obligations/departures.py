"""Lists of who moved away are matched with duties that run (異動者の照合); a person decides about each match."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.models import Departure, DepartureList, Obligation
from kayoi.programmes.schemes.rules.departures import Listed, matches, may_confirm
from kayoi.programmes.schemes.selectors.obligations.departures import grantees, known_keys
from kayoi.programmes.schemes.services.obligations.breaking import report_breach
from kayoi.programmes.schemes.services.obligations.following import end_with_death
from kayoi.programmes.schemes.states.news import HOUSEHOLD
from kayoi.programmes.schemes.states.obligations import (
    BreachKind,
    Duty,
    Event,
    FoundBy,
    ObligationStatus,
)

# Of whom somebody has decided, name and day of birth are forgotten.
FORGOTTEN = {"name": "", "birth_on": None}


class UnableToConfirm(Refused):
    """The day is to come, or whoever took the list in would end somebody's duties with it."""


@dataclass(frozen=True)
class Source:
    """From where a list came, on which ground, up to which day it tells."""

    source: str
    ground: str
    as_of: date


@dataclass(frozen=True)
class Taken:
    """What taking a list did: matches to look at, those known before, moves within the town, which break nothing."""

    departure_list: DepartureList
    new: int
    known: int
    within: int


@transaction.atomic
def take_departures(*, source: Source, rows: Sequence[Listed], by: Actor, at: datetime) -> Taken:
    """Match a list with the duties that run (異動者の一覧を照合する). Nothing is broken until somebody confirms.

    Rows about nobody are not kept. The same list again, or one that overlaps, brings nothing new.
    """
    found = DepartureList.objects.create(
        source=source.source, ground=source.ground, as_of=source.as_of, rows_read=len(rows), taken_at=at,
        taken_by=by.name, taken_by_member_id=by.membership_id,
    )  # fmt: skip
    # Two lists at once: the second sees what the first has found.
    Organization.objects.select_for_update().get(pk=found.organization_id)
    matched = matches(rows, grantees())
    moved = [one for one in matched if one.listed.event is not Event.WITHIN]
    keys = {one.listed: _key(one.listed, found.organization_id) for one in moved}
    known = known_keys(list(keys.values()))
    new = Departure.objects.bulk_create(
        [
            Departure(
                departure_list=found, grant_id=one.grant, likeness=one.likeness, event=one.listed.event,
                relation=one.relation,
                happened_on=one.listed.happened_on, row=one.listed.row, key=keys[one.listed], name=one.listed.name,
                birth_on=one.listed.birth_on,
            )
            for one in {(one.grant, keys[one.listed]): one for one in moved}.values()
            if (one.grant, keys[one.listed]) not in known
        ]
    )  # fmt: skip
    after = {"rows": len(rows), "new": len(new), "ground": source.ground, "as_of": source.as_of}
    audit.record("schemes.take_departures", found, by=by, at=at, after=after)
    return Taken(found, len(new), len(moved) - len(new), len(matched) - len(moved))


def _key(row: Listed, organization_id: int) -> str:
    """Return what knows a row again and does not say who it is: names and days of birth can be tried, the key not."""
    text = f"{organization_id}|{row.identity}"
    return salted_hmac("kayoi.schemes.departures", text, algorithm="sha256").hexdigest()


@transaction.atomic
def confirm_departures(*, departures: Iterable[Departure], by: Actor, at: datetime) -> tuple[int, int]:
    """Say that these are the grantees themselves (本人と認める): who moved out has broken the duty to live here.

    The duties of somebody who has died end. Of somebody of the household nothing follows by itself: staff look at it.
    Returns how many duties were broken, and how many grants ended.
    Raises UnableToConfirm or UnableToMove.
    """
    broken = ended = 0
    for one in departures:
        taker = one.departure_list.taken_by_member
        answer = may_confirm(
            Event.of(one.event), happened_on=one.happened_on, on=local_date(at),
            taken_by=taker.user_id if taker else None, by=by.user_id,
        )  # fmt: skip
        if answer.refused:
            raise UnableToConfirm(answer)
        audit.move(one, "confirm", by=by, at=at, also=FORGOTTEN)
        if one.relation:
            _plan_looking(one, by=by, at=at)
            continue
        source, ran = one.departure_list, Obligation.objects.filter(grant=one.grant, status=ObligationStatus.RUNNING)
        if one.event == Event.DIED and ran.exists():
            end_with_death(grant=one.grant, why=f"死亡({one.happened_on})", by=by, at=at)
            ended += 1
        elif one.event == Event.MOVED_OUT and (duty := ran.filter(kind=Duty.RESIDENCE).first()) is not None:
            report_breach(
                obligation=duty, kind=BreachKind.MOVED_OUT, happened_on=one.happened_on, is_contested=False,
                found_by=FoundBy.REGISTER, evidence=f"{source.source}の異動者の一覧 {one.row}行目", by=by, at=at,
            )  # fmt: skip
            broken += 1
    return broken, ended


def _plan_looking(departure: Departure, *, by: Actor, at: datetime) -> None:
    """Let staff ask what it means for the grant that somebody of the household has gone (世帯員の異動)."""
    grant = departure.grant
    what = f"{departure.relation_label or '世帯員'}の{departure.get_event_display()}({departure.happened_on})"
    followups.plan_follow_up(
        title=f"世帯の要件を確かめる: {what}: {grant.procedure.title}"[:200], due_on=local_date(at),
        case_file=grant.case_file, owner=grant.case_file.assigned_to, cause=HOUSEHOLD, reference=str(grant.pk),
        by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def refuse_departures(*, departures: Iterable[Departure], by: Actor, at: datetime) -> int:
    """Say that these are other people (別の人とする); the same row is not shown again. Returns how many."""
    rows = list(departures)
    for one in rows:
        audit.move(one, "refuse", by=by, at=at, also=FORGOTTEN)
    return len(rows)
