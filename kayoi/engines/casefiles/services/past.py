"""Write what happened before the desk was opened: many files with their engagements at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from kayoi.engines.casefiles.models import CaseFile, Counter, Engagement, EngagementKind
from kayoi.engines.casefiles.services.files import FileFields, _keys
from kayoi.engines.casefiles.states import CaseFileStatus, Channel
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year, local_date


@dataclass(frozen=True)
class PastEvent:
    """One event of a past file. Events with the same reference belong together: a question and its answer."""

    kind: str
    occurred_at: datetime
    channel: Channel
    reference: str


@dataclass(frozen=True)
class PastFile:
    """A file of the past: what is known of somebody, and what happened, in any order; at least one event."""

    fields: FileFields
    events: Sequence[PastEvent]


@transaction.atomic
def record_past(*, files: Sequence[PastFile], cause: str, by: Actor, at: datetime) -> list[CaseFile]:
    """Write closed files with their engagements (過去の記録をまとめて書く), each under the year of its first event."""
    units = dict(EngagementKind.objects.values_list("code", "unit"))
    last: dict[int, int] = {}
    rows = []
    for past in files:
        moments = sorted(event.occurred_at for event in past.events)
        year = fiscal_year(local_date(moments[0]))
        last[year] = last.get(year, 0) + 1
        row = CaseFile(
            **past.fields,
            number=f"{year}-{last[year]:05d}",
            status=CaseFileStatus.CLOSED,
            opened_at=moments[0],
            touched_at=moments[-1],
        )
        for name, value in _keys(row).items():
            setattr(row, name, value)
        rows.append(row)
    _count_numbers(rows, last)
    made = CaseFile.objects.bulk_create(rows)
    Engagement.objects.bulk_create(
        Engagement(
            case_file=row, kind_id=event.kind, occurred_at=event.occurred_at, channel=event.channel,
            unit=units[event.kind], cause=cause, reference=event.reference,
        )
        for row, past in zip(made, files, strict=True)
        for event in past.events
    )  # fmt: skip
    if made:
        audit.record("casefiles.record_past", made[0], by=by, at=at, after={"files": len(made), "cause": cause})
    return list(made)


def _count_numbers(rows: Sequence[CaseFile], last: dict[int, int]) -> None:
    """Take the numbers of each year at once, after those that were given already."""
    for year, count in last.items():
        Counter.objects.get_or_create(fiscal_year=year)
        Counter.objects.filter(fiscal_year=year).update(last=F("last") + count)
        before = Counter.objects.get(fiscal_year=year).last - count
        for row in rows if before else ():
            of_year, _, number = row.number.partition("-")
            if int(of_year) == year:
                row.number = f"{year}-{int(number) + before:05d}"
