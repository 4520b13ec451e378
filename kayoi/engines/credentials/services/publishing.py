"""Sign the status list anew and put it where counters fetch it."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kayoi.engines.credentials.models import PublishedList
from kayoi.engines.credentials.rules.cards import MOST_INDEX
from kayoi.engines.credentials.rules.lists import StatusList, bits_of, encode_list
from kayoi.engines.credentials.selectors import locked_town, next_index, revoked_indexes, signing_key
from kayoi.engines.credentials.selectors.key_files import read_key
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor

LIST_LIFE: Final = timedelta(days=7)
# Bits for cards to come, so that a counter which has a list already knows them too: they are not revoked.
HEADROOM: Final = 4096


@transaction.atomic
def publish_list(*, by: Actor, at: datetime) -> PublishedList | None:
    """Publish which cards count no more (失効一覧を公開する); without a key that signs now, nothing."""
    town = locked_town()
    key = signing_key(at=at)
    if key is None:
        return None
    revoked, until = revoked_indexes(), at + LIST_LIFE
    bits = bits_of(revoked, cards=min(next_index() + HEADROOM, MOST_INDEX + 1))
    status = StatusList(bits, int(at.timestamp()), int(until.timestamp()))
    token = encode_list(status, town=town.place_code, kid=key.kid, key=read_key(town.pk, key.kid))
    row, _ = PublishedList.objects.update_or_create(defaults={"token": token, "issued_at": at, "expires_at": until})
    audit.record("credentials.publish_list", row, by=by, at=at, after={"revoked": len(revoked), "expires_at": until})
    return row
