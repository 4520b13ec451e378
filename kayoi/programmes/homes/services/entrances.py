"""Links through which a post office or a district head tells of houses."""

from datetime import datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.tokens import new_token, token_hash
from kayoi.programmes.homes.models import Entrance
from kayoi.programmes.homes.states.finding import EntranceKind


@transaction.atomic
def open_entrance(*, kind: EntranceKind, name: str, by: Actor, at: datetime) -> tuple[Entrance, str]:
    """Make an entrance (入口を作る); return it with its secret, which is shown once.

    IntegrityError (homes_entrance_name) when that office has one.
    """
    token = new_token()
    entrance = Entrance.objects.create(kind=kind, name=name, token_hash=token_hash(token), opened_at=at)
    audit.record("homes.open_entrance", entrance, by=by, at=at, after={"kind": kind, "name": name})
    return entrance, token


@transaction.atomic
def close_entrance(*, entrance: Entrance, by: Actor, at: datetime) -> None:
    """Stop a link at once (入口を止める). What was told through it stays. Raises ChangedMeanwhile."""
    if not Entrance.objects.filter(pk=entrance.pk, closed_at=None).update(closed_at=at):
        raise ChangedMeanwhile
    entrance.refresh_from_db()
    audit.record("homes.close_entrance", entrance, by=by, at=at)
