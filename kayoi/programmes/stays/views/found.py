"""The stay of a secret link, and where its pages lead."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from kayoi.engines.casefiles.states import CONSENT_TEXTS, ConsentPurpose
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.selectors.applications import application_of_key, is_protected
from kayoi.foundation.identity.marks import Request
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.selectors.own import stay_of


def language() -> str:
    """Return the reader's language: en or ja."""
    return "en" if (get_language() or "ja").startswith("en") else "ja"


def found(request: Request, token: str) -> Application:
    """Return the application of a secret link, or of a receipt number to whom it belongs. Raises Http404."""
    application = application_of_key(token, person=request.person)
    if application is None or application.form is None:
        raise Http404
    return application


def own_stay(request: Request, token: str) -> Stay:
    """Return the stay of a secret link. Raises Http404."""
    stay = stay_of(found(request, token))
    if stay is None:
        raise Http404
    return stay


def open_stay(request: Request, token: str) -> Stay:
    """Return a stay whose page may be used. Raises Http404 for people under protection: they call."""
    stay = own_stay(request, token)
    if stay.application and is_protected(stay.application, on=local_date(timezone.now())):
        raise Http404
    return stay


def link_to_stay(request: Request) -> str:
    """Return the address of the page of a stay for mails, with {token} in it."""
    path = reverse("stays:state", kwargs={"organization": request.organization.slug, "token": "TOKEN"})
    return request.build_absolute_uri(path).replace("TOKEN", "{token}")


def privacy_of(organization: Organization) -> str:
    """Return how the town handles what people write, in the reader's language."""
    text, english = CONSENT_TEXTS[ConsentPurpose.CONSULTATION], language() == "en"
    name = (organization.name_en if english else "") or organization.name
    return (text.text_en if english else text.text).replace("{organization}", name)
