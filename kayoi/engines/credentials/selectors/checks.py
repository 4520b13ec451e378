"""Checks of cards for `manage.py verify`: how many of the open organization are not sound."""

from datetime import date

from django.db.models import F

from kayoi.engines.credentials.models import Card, PublishedList, SigningKey
from kayoi.engines.credentials.rules.jws import point
from kayoi.engines.credentials.rules.lists import BadList, bits_of, unpacked
from kayoi.engines.credentials.selectors import next_index, revoked_indexes
from kayoi.engines.credentials.selectors.key_files import read_key


def lists_unlike_cards() -> int:
    """Count published lists that do not say what the cards say; cards issued after it are not in it yet."""
    wrong = 0
    for row in PublishedList.objects.all():
        try:
            bits = unpacked(row.token)
        except BadList:
            wrong += 1
            continue
        wrong += bits_of(revoked_indexes(), cards=max(next_index(), len(bits) * 8))[: len(bits)] != bits
    return wrong


def keys_without_file(*, on: date) -> int:
    """Count keys in use whose private half is not there, or is another key's."""
    rows = SigningKey.objects.filter(withdrawn_at=None, valid_until__date__gt=on)
    return sum(not _has_file(row) for row in rows)


def _has_file(row: SigningKey) -> bool:
    try:
        return point(read_key(row.organization_id, row.kid).public_key()) == row.point
    except (OSError, ValueError):
        return False


def cards_beyond_their_key() -> int:
    """Count cards that are valid longer than the key that signed them is believed."""
    return Card.objects.filter(valid_until__gte=F("key__valid_until__date")).count()
