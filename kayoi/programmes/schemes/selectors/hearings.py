"""Whether a grantee could speak, as pages and services read it."""

from datetime import date

from kayoi.programmes.schemes.models import Grant, Hearing, Recovery
from kayoi.programmes.schemes.states.hearings import Spoken


def hearing_of(grant: Grant, recovery: Recovery | None = None) -> Hearing | None:
    """Return how a grantee was heard before a refund, or before a decision was cancelled; None where not yet."""
    return Hearing.objects.filter(grant=grant, recovery=recovery).select_related("grant").first()


def spoken_of(hearing: Hearing | None) -> Spoken:
    """Return how far it is."""
    return hearing.spoken if hearing else Spoken.NOT_ASKED


def open_hearing(grant: Grant, *, on: date) -> Hearing | None:
    """Return about what a grantee is asked to speak on a day, of a refund or without one."""
    return Hearing.objects.filter(grant=grant, due_on__gte=on, said_on=None).order_by("pk").last()
