"""Checks for `manage.py verify`: how many rows of the open organization are not sound."""

from kayoi.engines.followups.models import FollowUp
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.states import OPEN
from kayoi.programmes.schemes.states import REQUEST


def requests_left_alone() -> int:
    """Count open applications in procedures of the town for which nobody has anything to do."""
    waiting = set(FollowUp.objects.open().filter(cause=REQUEST).values_list("reference", flat=True))
    rows = Application.objects.exclude(form=None).filter(status__in=OPEN).values_list("pk", flat=True)
    return sum(str(pk) not in waiting for pk in rows)
