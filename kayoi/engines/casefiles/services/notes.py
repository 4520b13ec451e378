"""Write engagements and notes; put people under protection measures."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile, Engagement, EngagementKind, Note, Protection
from kayoi.engines.casefiles.models.searching import vector
from kayoi.engines.casefiles.states import Channel, Retention
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.text import bigrams


@transaction.atomic
def add_engagement(
    *,
    file: CaseFile,
    kind: str,
    occurred_at: datetime,
    channel: Channel | None = None,
    quantity: Decimal = Decimal(1),
    cause: str = "",
    reference: str = "",
    confirmed_by_host: bool | None = None,
    by: Actor,
    at: datetime,
) -> Engagement:
    """Write one event of a person (経過を記録する). Append-only: what was wrong is set right by another event."""
    unit = EngagementKind.objects.get(code=kind).unit
    engagement = Engagement.objects.create(
        case_file=file,
        kind_id=kind,
        occurred_at=occurred_at,
        channel=channel or "",
        quantity=quantity,
        unit=unit,
        cause=cause,
        reference=reference,
        confirmed_by_host=confirmed_by_host,
    )
    CaseFile.objects.filter(pk=file.pk, touched_at__lt=occurred_at).update(touched_at=occurred_at)
    audit.record("casefiles.add_engagement", engagement, by=by, at=at, after={"kind": kind, "case_file": file})
    return engagement


@transaction.atomic
def add_note(
    *,
    file: CaseFile,
    text: str,
    sensitive: bool = False,
    retention: Retention = Retention.YEARS_5,
    by: Actor,
    at: datetime,
) -> Note:
    """Write a note (メモを書く). The entry of the audit trail does not repeat its text."""
    note = Note.objects.create(
        case_file=file,
        text=text,
        sensitive=sensitive,
        retention=retention,
        written_at=at,
        written_by=by.name,
        search=vector(bigrams(text)),
    )
    CaseFile.objects.filter(pk=file.pk, touched_at__lt=at).update(touched_at=at)
    audit.record("casefiles.add_note", note, by=by, at=at, after={"case_file": file, "sensitive": sensitive})
    return note


@transaction.atomic
def withdraw_note(*, note: Note, why: str, by: Actor, at: datetime) -> None:
    """Strike a note out with a reason (メモを取り消す); it stays readable as struck out."""
    if not Note.objects.filter(pk=note.pk, withdrawn_at=None).update(withdrawn_at=at, withdrawn_why=why):
        raise ChangedMeanwhile
    audit.record("casefiles.withdraw_note", note, by=by, at=at, why=why)


@transaction.atomic
def protect(*, file: CaseFile, starts_on: date, basis: str, by: Actor, at: datetime) -> Protection:
    """Put a person under protection measures (支援措置を登録する)."""
    protection = Protection.objects.create(case_file=file, starts_on=starts_on, basis=basis)
    audit.record("casefiles.protect", protection, by=by, at=at, after={"case_file": file, "starts_on": starts_on})
    return protection


@transaction.atomic
def end_protection(*, protection: Protection, by: Actor, at: datetime, why: str) -> None:
    """End protection measures today (支援措置を解除する)."""
    today = max(local_date(at), protection.starts_on)
    if not Protection.objects.filter(pk=protection.pk, ends_before=None).update(ends_before=today):
        raise ChangedMeanwhile
    audit.record("casefiles.end_protection", protection, by=by, at=at, why=why, after={"ends_before": today})
