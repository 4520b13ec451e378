"""Publish the desk: the town page says that questions are taken, and the portal shows it among what is open."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.openings import services as openings
from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.programmes.consultations.states import DESK


@transaction.atomic
def publish_desk(
    *, organization: Organization, fields: openings.OpeningFields, path: str, by: Actor, at: datetime
) -> Opening:
    """Publish the desk of a town (相談窓口を公開する)."""
    return openings.publish_opening(
        kind=OpeningKind.CONSULTATION,
        reference=DESK,
        fields={**fields, "place_code": organization.place_code, "path": path},
        by=by,
        at=at,
    )


@transaction.atomic
def withdraw_desk(*, by: Actor, at: datetime) -> None:
    """Stop taking questions (相談窓口の公開をやめる)."""
    openings.withdraw_opening(kind=OpeningKind.CONSULTATION, reference=DESK, by=by, at=at)
