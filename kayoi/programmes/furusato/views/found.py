"""The registration of a secret link."""

from django.http import Http404
from django.utils import timezone

from kayoi.foundation.identity.marks import Request
from kayoi.programmes.furusato.models import Registration
from kayoi.programmes.furusato.selectors.registered import registration_of_key


def own_registration(request: Request, token: str) -> Registration:
    """Return the registration of a secret link, or of a receipt number to whom it belongs. Raises Http404."""
    found = registration_of_key(token, person=request.person, at=timezone.now())
    if found is None:
        raise Http404
    return found
