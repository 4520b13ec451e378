"""On the day: check in, once however often it is sent; absent; taken back; the date is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import business_day_from, local_date
from kayoi.kit.verdict import Refused, Verdict
from kayoi.programmes.tours.models import Attendance, Party, TourDate
from kayoi.programmes.tours.rules.attending import may_attend, may_take_back, nights_of
from kayoi.programmes.tours.services.dates import hold_date
from kayoi.programmes.tours.states import ATTENDANCE, PARTY, AttendanceWay, DateStatus, PartyStatus

CALL_AFTER_DAYS = 7


class UnableToAttend(Refused):
    """The party cannot be checked in here, or the check-in cannot be taken back."""


@dataclass(frozen=True)
class Came:
    """What a device noted: its own key, which party, how many of it, for how many nights, when."""

    key: UUID
    party: int
    way: AttendanceWay
    came_at: datetime
    persons: int | None = None
    nights: int | None = None


@transaction.atomic
def take_in(*, date: TourDate, came: Came, by: Actor, at: datetime) -> Attendance:
    """Check a party in (受付する) and count it: persons, and nights where somebody sleeps. Raises UnableToAttend.

    The same key twice is one, and so is a party that two devices checked in.
    """
    known = _known(date, came)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _take_in(date, came, by=by, at=at)
    except IntegrityError:  # two at once: the first one counts
        known = _known(date, came)
        if known is None:
            raise
        return known


@transaction.atomic
def take_back(*, attendance: Attendance, why: str, by: Actor, at: datetime) -> None:
    """Take a check-in back that was noted by mistake (受付を取り消す). Raises UnableToAttend."""
    row = Attendance.objects.select_for_update(no_key=True).select_related("date").get(pk=attendance.pk)
    _unless(may_take_back(taken_back=row.taken_back_at is not None, why=why))
    party = _locked(row.party_id)
    Attendance.objects.filter(pk=row.pk).update(taken_back_at=at, why=why)
    audit.move(party, "undo_attend", by=by, at=at, why=why)
    followups.finish_caused_by(cause=PARTY, reference=str(party.pk), by=system("tours.attending"), at=at)
    _count(party, row, suffix="_withdrawn", by=by, at=at)


@transaction.atomic
def miss(*, party: Party, by: Actor, at: datetime) -> None:
    """Note that a party did not come (欠席にする)."""
    audit.move(_locked(party.pk), "miss", by=by, at=at)


@transaction.atomic
def undo_miss(*, party: Party, by: Actor, at: datetime) -> None:
    """Take back that a party did not come (欠席を取り消す)."""
    audit.move(_locked(party.pk), "undo_miss", by=by, at=at)


@transaction.atomic
def finish(*, date: TourDate, by: Actor, at: datetime) -> int:
    """Close a date as held (実施済みにする): who was not checked in is absent, and everybody who came gets a call.

    Raises UnableToChangeDate or UnableToMove. Returns how many are absent.
    """
    row = TourDate.objects.select_related("tour").select_for_update(of=("self",), no_key=True).get(pk=date.pk)
    hold_date(date=row, by=by, at=at)
    missing = _parties(row, PartyStatus.PLACED)
    for party in missing:
        audit.move(party, "miss", by=by, at=at)
    for party in _parties(row, PartyStatus.ATTENDED):
        _plan_call(party, row, by=by, at=at)
    return len(missing)


def _take_in(date: TourDate, came: Came, *, by: Actor, at: datetime) -> Attendance:
    row = TourDate.objects.select_for_update(no_key=True).get(pk=date.pk)
    party = _locked(came.party)
    persons = party.persons if came.persons is None else came.persons
    _unless(
        may_attend(
            date_status=row.status, party_status=party.status, same_date=party.date_id == row.pk, persons=persons,
            expected=party.persons, starts_on=row.starts_on, on=local_date(at),
        )
    )  # fmt: skip
    made = Attendance.objects.create(
        party=party, date=row, key=came.key, way=came.way, persons=persons,
        nights=nights_of(came.nights, row.nights), came_at=min(came.came_at, at), received_at=at,
    )  # fmt: skip
    audit.record("tours.take_in", made, by=by, at=at, after={"party": party, "persons": persons, "way": came.way})
    audit.move(party, "attend", by=by, at=at)
    _count(party, made, suffix="", by=by, at=at)
    if row.status == DateStatus.HELD:  # kept without a network: the others have had their call planned
        _plan_call(party, row, by=by, at=at)
    return made


def _known(date: TourDate, came: Came) -> Attendance | None:
    by_key = Attendance.objects.filter(key=came.key).first()
    return by_key or Attendance.objects.filter(date=date, party=came.party, taken_back_at=None).first()


def _count(party: Party, row: Attendance, *, suffix: str, by: Actor, at: datetime) -> None:
    """Write what happened into the file: persons who took part, and person-nights."""
    for kind, quantity in (("seminar", row.persons), ("stay", row.persons * row.nights)):
        if quantity:
            casefiles.add_engagement(
                file=party.case_file, kind=f"{kind}{suffix}", occurred_at=row.came_at, channel=Channel.EVENT,
                quantity=Decimal(quantity), cause=ATTENDANCE, reference=str(row.pk), by=by, at=at,
            )  # fmt: skip


def _plan_call(party: Party, date: TourDate, *, by: Actor, at: datetime) -> None:
    file = party.case_file
    due_on = business_day_from(local_date(at) + timedelta(days=CALL_AFTER_DAYS))
    followups.plan_follow_up(
        title=f"ツアーの後の連絡: {date.tour.name} {date.starts_on:%-m月%-d日}", due_on=due_on, case_file=file,
        owner=file.assigned_to, cause=PARTY, reference=str(party.pk), by=by, at=at,
    )  # fmt: skip


def _parties(date: TourDate, status: PartyStatus) -> Sequence[Party]:
    rows = Party.objects.filter(date=date, status=status).select_related("case_file__assigned_to")
    return list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))


def _locked(pk: int) -> Party:
    rows = Party.objects.select_related("case_file").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=pk)


def _unless(answer: Verdict) -> None:
    if answer.refused:
        raise UnableToAttend(answer)
