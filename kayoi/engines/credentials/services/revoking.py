"""Revoke a card, with the reason that its holder is told, and take that back."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.credentials.models import Card
from kayoi.engines.credentials.selectors import locked_town
from kayoi.engines.credentials.services.publishing import publish_list
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor


@transaction.atomic
def revoke(*, card: int, reason: str, by: Actor, at: datetime) -> Card:
    """Revoke a card (失効させる); counters know with their next list. Raises UnableToMove where it is not valid."""
    assert reason.strip(), "the holder is told why"
    locked_town()
    row = Card.objects.get(pk=card)
    audit.move(row, "revoke", by=by, at=at, why=reason, also={"reason": reason})
    publish_list(by=by, at=at)
    return row


@transaction.atomic
def restore(*, card: int, why: str, by: Actor, at: datetime) -> Card:
    """Take a revocation back (失効を取り消す), as after an objection. Raises UnableToMove where it is not revoked."""
    locked_town()
    row = Card.objects.get(pk=card)
    audit.move(row, "restore", by=by, at=at, why=why, also={"reason": ""})
    publish_list(by=by, at=at)
    return row
