"""After a departure: the room is looked at, what is broken is charged, the deposit goes back, the stay is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.questionnaires.selectors import waited_for
from kayoi.engines.reservations.models import Booking
from kayoi.foundation.audit import services as audit
from kayoi.foundation.files import services as files
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, verdict
from kayoi.programmes.stays.models import Cleaning, Inspection, InspectionPicture, Stay
from kayoi.programmes.stays.rules.prices import deposit_returned
from kayoi.programmes.stays.selectors.asking import about_of, is_answered
from kayoi.programmes.stays.selectors.own import locked
from kayoi.programmes.stays.selectors.staying import deposit_held_yen
from kayoi.programmes.stays.services.charging import charge
from kayoi.programmes.stays.services.staying import UnableToStay, count, plan
from kayoi.programmes.stays.states import STAY, ChargeKind, StayStatus

ASK_AFTER_DAYS, CALL_AFTER_DAYS = 7, 30


@dataclass(frozen=True)
class Found:
    """How a room was found: what is broken or lacking, what mending costs, photos as they were sent."""

    inspected_on: date
    findings: str = ""
    damage_yen: int = 0
    uploads: Sequence[Any] = ()


@transaction.atomic
def inspect(*, stay: Stay, found: Found, by: Actor, at: datetime) -> Inspection:
    """Write how a room was found, and close the stay (点検して終了する): it is counted with that, once.

    Damage is charged, taken from the deposit first; the rest goes back. Raises UnableToStay, UnableToTakeFile or
    UnableToMove.
    """
    row = locked(stay)
    if row.status != StayStatus.LEFT:
        raise UnableToStay(verdict([Reason("stays.not_left_yet", {"status": StayStatus.of(row.status).label})]))
    assert by.membership_id is not None
    values = {"inspected_on": found.inspected_on, "findings": found.findings, "inspected_by_id": by.membership_id}
    inspection, _ = Inspection.objects.update_or_create(stay=row, defaults=values)
    after = {"stay": row, "inspected_on": found.inspected_on}
    audit.record("stays.inspect", inspection, by=by, at=at, after=after)
    for upload in found.uploads:
        stored = files.take_file(upload=upload, name=upload.name, size=upload.size, by=by, at=at)
        picture = InspectionPicture.objects.create(inspection=inspection, file=stored)
        audit.record("stays.add_finding", picture, by=by, at=at, after={"inspection": inspection})
    _settle(row, found.damage_yen, by=by, at=at)
    audit.move(row, "close", by=by, at=at)
    count(stay=row, by=by, at=at)
    followups.finish_caused_by(cause=STAY, reference=str(row.pk), by=system("stays.inspected"), at=at)
    _wait_for_answer(row, by=by, at=at)
    plan(stay=row, words="滞在の後の様子を聞く", after_days=CALL_AFTER_DAYS, by=by, at=at)
    return inspection


def _wait_for_answer(stay: Stay, *, by: Actor, at: datetime) -> None:
    """Let staff ask for the answers after the stay, unless they are there; what is handed in ends it by itself."""
    questionnaire = stay.room.house.after
    if questionnaire is not None and not is_answered(stay, questionnaire):
        cause, reference = waited_for(about_of(stay), questionnaire.pk)
        plan(
            stay=stay, words="利用後のアンケートを受け取る", after_days=ASK_AFTER_DAYS, cause=cause,
            reference=reference, by=by, at=at,
        )  # fmt: skip


def _settle(stay: Stay, damage_yen: int, *, by: Actor, at: datetime) -> None:
    settled = deposit_returned(deposit_yen=deposit_held_yen(stay), damage_yen=damage_yen)
    if settled.owed_yen:
        words = "原状回復の費用(預り金で足りない分)" if damage_yen > settled.owed_yen else "原状回復の費用"
        charge(stay=stay, kind=ChargeKind.DAMAGE, amount_yen=settled.owed_yen, words=words, by=by, at=at)
    if settled.back_yen:
        kept = f"(原状回復の費用{damage_yen:,}円を引いた額)" if damage_yen else ""
        charge(
            stay=stay, kind=ChargeKind.DEPOSIT_BACK, amount_yen=settled.back_yen, words=f"預り金の返還{kept}", by=by,
            at=at,
        )  # fmt: skip


@transaction.atomic
def note_cleaning(
    *, booking: Booking, done_on: date | None = None, done_by: str, note: str = "", by: Actor, at: datetime
) -> Cleaning:
    """Note that a room was made ready after a use (清掃を記録する). The same booking twice is one, the later holds."""
    values = {"done_on": done_on or local_date(at), "done_by": done_by, "note": note, "noted_at": at}
    row, _ = Cleaning.objects.update_or_create(booking=booking, defaults=values)
    audit.record("stays.note_cleaning", row, by=by, at=at, after={"booking": booking, **values})
    return row
