"""One step in the life of a house, by itself: `homes.move_home` is the step with all that follows from it."""

from datetime import datetime
from typing import Any

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Verdict
from kayoi.programmes.homes.models import Home, HomeEvent
from kayoi.programmes.homes.services.listings import renew_listing
from kayoi.programmes.homes.services.national_sites import follow_national_sites


def take_transition(
    *,
    home: Home,
    action: str,
    by: Actor,
    at: datetime,
    why: str = "",
    verdict: Verdict | None = None,
    also: dict[str, Any] | None = None,
) -> None:
    """Take a transition (状態を進める): entry, event for the figures, and what the public then sees."""
    source = home.status
    audit.move(home, action, by=by, at=at, why=why, verdict=verdict, also=also)
    HomeEvent.objects.create(home=home, action=action, source=source, target=home.status, occurred_at=at)
    renew_listing(home=home, by=by, at=at)
    follow_national_sites(home=home, by=by, at=at)
