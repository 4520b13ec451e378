"""Settings of a site whose clock a test moves on: how many days stands in a file of its folder."""

from datetime import datetime, timedelta

from django.utils import timezone

from kayoi.config.settings import *  # noqa: F403
from kayoi.config.settings import VAR

CLOCK = VAR / "clock"
real_now = timezone.now


def now() -> datetime:
    """Return this moment, so many days later."""
    return real_now() + timedelta(days=int(CLOCK.read_text()) if CLOCK.exists() else 0)


# All of Kayoi reads the clock here: views, jobs and commands, and Django's sessions.
timezone.now = now
