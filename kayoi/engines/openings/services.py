"""Publish and withdraw openings."""

from datetime import datetime
from typing import TypedDict

from django.db import transaction

from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor


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
        audit.record("openings.withdraw", opening, by=by, at=at)
