"""Publish and withdraw openings; enter the terms of schools."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypedDict

from django.db import transaction
from django.db.models import F

from kayoi.engines.openings.models import FreePeriod, Opening, SchoolDays, SchoolYear
from kayoi.engines.openings.rules import Free, SchoolSpan, may_set_school_year
from kayoi.engines.openings.states import OpeningKind, School
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused


class OpeningFields(TypedDict, total=False):
    """What the public is shown."""

    title: str
    title_en: str
    summary: str
    summary_en: str
    place_code: str
    path: str
    published_from: datetime
    published_until: datetime | None


@transaction.atomic
def publish_opening(*, kind: OpeningKind, reference: str, fields: OpeningFields, by: Actor, at: datetime) -> Opening:
    """Publish something, or publish it anew with other words (公開する)."""
    defaults = {"published_from": at, "withdrawn_at": None, **fields}
    opening, _ = Opening.objects.update_or_create(kind=kind, reference=reference, defaults=defaults)
    audit.record("openings.publish", opening, by=by, at=at, after=dict(fields))
    return opening


@transaction.atomic
def withdraw_opening(*, kind: OpeningKind, reference: str, by: Actor, at: datetime) -> None:
    """Take something off the public pages (公開をやめる). Twice the same changes nothing."""
    for opening in Opening.objects.filter(kind=kind, reference=reference, withdrawn_at=None):
        Opening.objects.filter(pk=opening.pk).update(withdrawn_at=at)
        FreePeriod.objects.filter(opening=opening).delete()
        audit.record("openings.withdraw", opening, by=by, at=at)


@transaction.atomic
def show_free_periods(*, opening: int, periods: Iterable[Free], by: Actor, at: datetime) -> None:
    """Show when what an opening offers is free (空いている期間を公開する).

    Only what differs is written. A copy of what another room knows: its changes have their entries there.
    """
    is_open = Opening.objects.filter(pk=opening, withdrawn_at=None).exists()
    wanted, gone = Counter(periods if is_open else ()), []
    for row in FreePeriod.objects.filter(opening_id=opening):
        period = Free(row.starts_on, row.ends_before, row.persons, row.place_code)
        if wanted[period]:
            wanted[period] -= 1
        else:
            gone.append(row.pk)
    FreePeriod.objects.filter(pk__in=gone).delete()
    FreePeriod.objects.bulk_create(FreePeriod(opening_id=opening, **period._asdict()) for period in wanted.elements())


class UnableToSetSchoolYear(Refused):
    """Days run backwards, lie outside of the school year, or on those of another part of it."""


@transaction.atomic
def set_school_year(
    *, school: School, year: int, spans: Sequence[SchoolSpan], version: int, by: Actor, at: datetime
) -> SchoolYear:
    """Enter the terms and holidays of a kind of school (学校の暦を登録する), instead of those of before.

    `version` is that of the year which the editor saw, 0 where there was none. Raises UnableToSetSchoolYear,
    ChangedMeanwhile.
    """
    answer = may_set_school_year(year, spans)
    if answer.refused:
        raise UnableToSetSchoolYear(answer)
    row, is_new = SchoolYear.objects.select_for_update().get_or_create(school=school, fiscal_year=year)
    if not is_new and row.version != version:
        raise ChangedMeanwhile
    before = {one.kind: [one.starts_on.isoformat(), one.ends_before.isoformat()] for one in row.days.all()}
    row.days.all().delete()
    SchoolDays.objects.bulk_create(SchoolDays(year=row, **one._asdict()) for one in spans)
    SchoolYear.objects.filter(pk=row.pk).update(version=F("version") + (0 if is_new else 1))
    after = {one.kind.value: [one.starts_on.isoformat(), one.ends_before.isoformat()] for one in spans}
    audit.record("openings.set_school_year", row, by=by, at=at, before={"days": before}, after={"days": after})
    row.refresh_from_db()
    return row
