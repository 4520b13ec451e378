"""Checks of activities for `manage.py verify`: how many rows of the open organization are not sound."""

from collections import Counter

from kayoi.engines.casefiles.models import Engagement
from kayoi.programmes.furusato.models import SignUp
from kayoi.programmes.furusato.states import SIGN_UP, SignUpStatus

SIGN = {"activity": 1, "activity_withdrawn": -1}


def uncounted() -> int:
    """Count sign-ups whose events do not add up to their state: one where somebody came, otherwise none."""
    events: Counter[str] = Counter()
    rows = Engagement.objects.filter(cause=SIGN_UP, kind__in=SIGN).values_list("reference", "kind")
    for reference, kind in rows:
        events[reference] += SIGN[kind]
    confirmed = {str(pk) for pk in SignUp.objects.filter(status=SignUpStatus.CONFIRMED).values_list("pk", flat=True)}
    return sum(events[key] != (key in confirmed) for key in confirmed | events.keys())
