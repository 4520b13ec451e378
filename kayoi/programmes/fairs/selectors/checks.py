"""Checks of visits and brochures for `manage.py verify`: how many rows of the open organization are not sound."""

from decimal import Decimal

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.states.kinds import WITHDRAWS
from kayoi.engines.followups.models import FollowUp
from kayoi.programmes.fairs.models import BrochureRequest, Visit
from kayoi.programmes.fairs.states import CAUSE_REQUEST, CAUSE_VISIT, RequestStatus


def visits_unlike_engagements() -> int:
    """Count visits with a file whose persons are not those of one engagement, less what was withdrawn."""
    visits = Visit.objects.counted().exclude(case_file=None).values_list("pk", "persons")
    return _unlike(dict(visits), CAUSE_VISIT)


def sent_unlike_engagements() -> int:
    """Count requests that were sent whose copies are not those of exactly one engagement."""
    sent = BrochureRequest.objects.filter(status=RequestStatus.SENT).values_list("pk", "copies")
    return _unlike(dict(sent), CAUSE_REQUEST)


def _unlike(expected: dict[int, int], cause: str) -> int:
    nothing = (0, Decimal(0))
    told: dict[str, tuple[int, Decimal]] = {}
    rows = Engagement.objects.filter(cause=cause).values_list("reference", "kind_id", "quantity")
    for reference, kind, quantity in rows:
        times, total = told.get(reference, nothing)
        sign = -1 if kind in WITHDRAWS else 1
        told[reference] = (times + sign, total + sign * quantity)
    wanted = {str(pk): (1, Decimal(quantity)) for pk, quantity in expected.items()}
    everything = told.keys() | wanted.keys()
    return sum(told.get(reference, nothing) != wanted.get(reference, nothing) for reference in everything)


def waiting_without_follow_up() -> int:
    """Count requests that nobody is asked to send."""
    planned = set(FollowUp.objects.filter(cause=CAUSE_REQUEST).values_list("reference", flat=True))
    waiting = BrochureRequest.objects.filter(status=RequestStatus.REQUESTED).values_list("pk", flat=True)
    return sum(str(pk) not in planned for pk in waiting)
