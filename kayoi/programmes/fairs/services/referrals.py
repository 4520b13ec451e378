"""Take the weekly sheet of a national counter: every row counted once, a file only where the person allowed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import ContactBasis, Interest, Route
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.programmes.fairs.models import Referral
from kayoi.programmes.fairs.states import CAUSE_REFERRAL, SEND_WITHIN_DAYS


@dataclass(frozen=True)
class ReferralRow:
    """One row of the sheet as it was read. `fields` is None where the person did not allow contact."""

    row_key: UUID
    talked_on: date
    adviser: str = ""
    prefecture: str = ""
    household_type: str = ""
    age_band: str = ""
    interests: frozenset[Interest] = frozenset()
    fields: casefiles.FileFields | None = None
    note: str = ""


@transaction.atomic
def take_referrals(*, rows: Sequence[ReferralRow], by: Actor, at: datetime) -> list[Referral]:
    """Take rows of a sheet (全国の窓口の報告を取り込む); rows taken before are left alone. Return the new ones."""
    made = []
    for row in {row.row_key: row for row in rows}.values():
        referral, new = Referral.objects.get_or_create(
            row_key=row.row_key,
            defaults={
                "talked_on": row.talked_on,
                "adviser": row.adviser,
                "prefecture": row.prefecture,
                "household_type": row.household_type,
                "age_band": row.age_band,
                "interests": sorted(row.interests),
                "taken_at": at,
            },
        )
        if new:
            if row.fields is not None:
                _open_file(referral, row, by=by, at=at)
            audit.record("fairs.take_referral", referral, by=by, at=at, after={"case_file": referral.case_file_id})
            made.append(referral)
    return made


def _open_file(referral: Referral, row: ReferralRow, *, by: Actor, at: datetime) -> None:
    assert row.fields is not None
    counted: casefiles.FileFields = {
        "place_code": row.prefecture,
        "household_type": row.household_type,
        "age_band": row.age_band,
        "route": Route.NATIONAL_COUNTER,
        "contact_basis": ContactBasis.GIVEN,
    }
    file = casefiles.open_case_file(fields={**counted, **row.fields}, by=by, at=at)
    Referral.objects.filter(pk=referral.pk).update(case_file=file)
    referral.case_file = file
    if row.interests:
        casefiles.set_wishes(file=file, interests=set(row.interests), by=by, at=at)
    if row.note:
        casefiles.add_note(file=file, text=row.note, by=by, at=at)
    followups.plan_follow_up(
        title="全国の窓口で相談した人に連絡する", due_on=business_days_later(local_date(at), SEND_WITHIN_DAYS),
        case_file=file, cause=CAUSE_REFERRAL, reference=str(referral.pk), by=by, at=at,
    )  # fmt: skip
