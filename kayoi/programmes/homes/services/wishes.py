"""Let owners read what seekers wish, without names: by a secret link."""

from datetime import datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.tokens import new_token, token_hash
from kayoi.programmes.homes.models import Home, WishesLink


@transaction.atomic
def share_wishes(*, home: Home, by: Actor, at: datetime) -> str:
    """Make a link by which the owner of a house reads the seekers' wishes (希望の一覧のリンクを作る)."""
    token = new_token()
    link = WishesLink.objects.create(home=home, token_hash=token_hash(token), made_at=at)
    audit.record("homes.share_wishes", link, by=by, at=at, after={"home": home})
    return token
