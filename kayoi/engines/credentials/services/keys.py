"""Let one key follow another, with an overlap; take one out at once that was stolen."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kayoi.engines.credentials.models import SigningKey
from kayoi.engines.credentials.rules.freshness import SKEW_S
from kayoi.engines.credentials.rules.jws import point
from kayoi.engines.credentials.rules.keysets import kid_of
from kayoi.engines.credentials.selectors import coming_key, locked_town, signing_key
from kayoi.engines.credentials.selectors.key_files import make_key, remove_key
from kayoi.engines.credentials.services.publishing import publish_list
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor

ANNOUNCED: Final = timedelta(days=7)  # in which every counter fetches the key set once
LIFE: Final = timedelta(days=3 * 365)
TWICE: Final = timedelta(days=1)
SKEW: Final = timedelta(seconds=SKEW_S)


@transaction.atomic
def rotate_keys(*, by: Actor, at: datetime) -> SigningKey:
    """Make the next key (鍵を更新する), which signs once counters know it, or now where none signs.

    While one is announced, or has just begun, it is the next: pressing twice makes one. The old key is believed to
    its end.
    """
    town = locked_town()
    now, coming = signing_key(at=at), coming_key(at=at)
    if now is not None and now.valid_from > at - TWICE:
        return now
    if now is not None and coming is not None:
        return coming
    start = at - SKEW if now is None else at + ANNOUNCED
    public = make_key(town.pk).public_key()
    row = SigningKey.objects.create(kid=kid_of(public), point=point(public), valid_from=start, valid_until=start + LIFE)
    audit.record("credentials.rotate_keys", row, by=by, at=at, after={"kid": row.kid, "valid_from": start})
    if start <= at:
        publish_list(by=by, at=at)
    return row


@transaction.atomic
def withdraw_key(*, kid: str, why: str, by: Actor, at: datetime) -> None:
    """Take out a key that somebody else may have (鍵を取りやめる): all its cards are refused from the next key set on.

    Its file is removed once this is committed. Twice is once.
    """
    town = locked_town()
    row = SigningKey.objects.get(kid=kid)
    if row.withdrawn_at is None:
        audit.change(row, {"withdrawn_at": at}, version=None, by=by, at=at, why=why)
        transaction.on_commit(lambda: remove_key(town.pk, kid))
        publish_list(by=by, at=at)
