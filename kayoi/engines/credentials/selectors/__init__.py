"""Reads of cards and keys: what signs now, what is published, what a subject holds."""

from datetime import datetime
from typing import Any

from django.db.models import F, Max

from kayoi.engines.credentials.models import Card, PublishedList, SigningKey
from kayoi.engines.credentials.rules.codes import code_key
from kayoi.engines.credentials.rules.jws import from_point
from kayoi.engines.credentials.rules.keysets import Key, KeySet, keys_as_data
from kayoi.engines.credentials.selectors.key_files import read_key
from kayoi.engines.credentials.states import CardStatus
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization


def locked_town() -> Organization:
    """Return the town, in which nobody else issues, revokes or rotates until this transaction ends."""
    return Organization.objects.select_for_update(no_key=True).get(pk=scope.current().writable_id())


def signing_key(*, at: datetime) -> SigningKey | None:
    """Return the key that signs at that moment: of those that may, the newest."""
    rows = SigningKey.objects.filter(withdrawn_at=None, valid_from__lte=at, valid_until__gt=at)
    return rows.order_by("-valid_from", "-pk").first()


def coming_key(*, at: datetime) -> SigningKey | None:
    """Return the key that has been announced and does not sign yet."""
    return SigningKey.objects.filter(withdrawn_at=None, valid_from__gt=at).first()


def key_set(town: Organization, *, at: datetime, for_counters: bool = False) -> dict[str, Any]:
    """Return the key set as its file. For counters that check short codes it has secrets: hand it to nobody else."""
    rows = SigningKey.objects.filter(withdrawn_at=None, valid_until__gt=at).order_by("valid_from", "pk")
    keys = {
        row.kid: Key(
            row.kid, from_point(row.point), int(row.valid_from.timestamp()), int(row.valid_until.timestamp()),
            code_key(read_key(row.organization_id, row.kid)) if for_counters else b"",
        )
        for row in rows
    }  # fmt: skip
    kinds = Card.objects.order_by("kind").values_list("kind", flat=True).distinct() if for_counters else ()
    return keys_as_data(KeySet(town.place_code, keys, tuple(kinds)), for_counters=for_counters)


def status_list() -> PublishedList | None:
    """Return the list that counters fetch."""
    return PublishedList.objects.first()


def card_of(number: str) -> Card | None:
    """Return the card with that number."""
    return Card.objects.filter(number=number).first()


def cards_of(subject: str) -> list[Card]:
    """Return the cards of a subject, the newest first; a revoked one says why."""
    return list(Card.objects.filter(subject=subject).order_by("-index"))


def same_card(subject: str, kind: str, holder: str) -> Card | None:
    """Return the valid card of that kind that this phone has already."""
    rows = Card.objects.filter(
        subject=subject, kind=kind, holder=holder, status=CardStatus.VALID, key__withdrawn_at=None
    )
    return rows.select_related("key").order_by("-index").first()


def next_index() -> int:
    """Return the first place of the status list that no card has."""
    found: int | None = Card.objects.aggregate(next=Max(F("index") + 1))["next"]
    return found or 0


def revoked_indexes() -> list[int]:
    """Return the places of all cards that count no more, before their time."""
    return list(Card.objects.exclude(status=CardStatus.VALID).order_by("index").values_list("index", flat=True))
