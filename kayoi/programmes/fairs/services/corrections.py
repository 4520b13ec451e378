"""Correct or withdraw what was written down of a group. What was counted is taken back and counted anew."""

from datetime import datetime
from decimal import Decimal
from typing import TypedDict

from django.db import transaction
from django.db.models import F

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.states.kinds import WITHDRAWS
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.fairs.models import Visit
from kayoi.programmes.fairs.states import CAUSE_VISIT

TAKEN_BACK_BY = {kind: withdrawal for withdrawal, kind in WITHDRAWS.items()}


class VisitFields(TypedDict):
    """What is counted of a group. Name and contact are corrected in its file."""

    persons: int
    prefecture: str
    household_type: str
    age_band: str
    interests: list[str]
    remark: str


@transaction.atomic
def correct_visit(*, visit: Visit, fields: VisitFields, version: int, why: str, by: Actor, at: datetime) -> None:
    """Correct what was written down of a group (来場の記録を直す). Raises ChangedMeanwhile."""
    if Visit.objects.select_for_update().get(pk=visit.pk).withdrawn_at is not None:
        raise ChangedMeanwhile
    before = audit.change(visit, dict(fields), version=version, by=by, at=at, why=why)
    if "persons" in before and visit.case_file_id is not None:
        told = _take_back(visit, by=by, at=at)
        _tell(told, told.kind_id, Decimal(visit.persons), by=by, at=at)


@transaction.atomic
def withdraw_visit(*, visit: Visit, version: int, why: str, by: Actor, at: datetime) -> None:
    """Withdraw a group that was written down by mistake (来場の記録を取り消す); its file stays.

    Raises ChangedMeanwhile.
    """
    rows = Visit.objects.counted().filter(pk=visit.pk, version=version)
    if not rows.update(withdrawn_at=at, withdrawn_why=why, version=F("version") + 1):
        raise ChangedMeanwhile
    visit.refresh_from_db()
    audit.record("fairs.withdraw_visit", visit, by=by, at=at, why=why, before={"persons": visit.persons})
    if visit.case_file_id is not None:
        _take_back(visit, by=by, at=at)


def _take_back(visit: Visit, *, by: Actor, at: datetime) -> Engagement:
    """Take back what was counted of a visit, and return it. Its kind is that of the event when it was counted."""
    counted = Engagement.objects.filter(cause=CAUSE_VISIT, reference=str(visit.pk), kind__in=TAKEN_BACK_BY)
    told: Engagement = counted.select_related("case_file").defer("case_file__search").latest("pk")
    _tell(told, TAKEN_BACK_BY[told.kind_id], told.quantity, by=by, at=at)
    return told


def _tell(told: Engagement, kind: str, quantity: Decimal, *, by: Actor, at: datetime) -> None:
    casefiles.add_engagement(
        file=told.case_file, kind=kind, occurred_at=told.occurred_at, channel=Channel.of(told.channel),
        quantity=quantity, cause=told.cause, reference=told.reference, by=by, at=at,
    )  # fmt: skip
