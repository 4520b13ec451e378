"""What a jury gave a party."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.programmes.tours.models import Party


@transaction.atomic
def write_scores(*, party: Party, scores: Mapping[str, int], by: Actor, at: datetime) -> None:
    """Write the points of a party under each criterion (審査の点を書く); they count once the list is final."""
    audit.change(party, {"scores": dict(scores)}, version=None, by=by, at=at)
