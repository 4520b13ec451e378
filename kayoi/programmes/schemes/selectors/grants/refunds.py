"""Which refunds a grant has."""

from kayoi.programmes.schemes.models import Grant, Recovery
from kayoi.programmes.schemes.states.recovery import CLOSED


def refunds_of(grant: Grant) -> list[Recovery]:
    """Return the refunds of a grant, the latest first."""
    return list(Recovery.objects.filter(grant=grant).order_by("-opened_on", "-pk"))


def is_refunding(grant: Grant) -> bool:
    """Tell whether a refund of a grant is under way."""
    return Recovery.objects.filter(grant=grant).exclude(status__in=CLOSED).exists()
