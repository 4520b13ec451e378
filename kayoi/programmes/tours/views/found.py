"""The party of a secret link, the tour of an address, and where their pages lead."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.casefiles.states import CONSENT_TEXTS, ConsentPurpose
from kayoi.foundation.identity.marks import Request
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.tours.forms.refusals import REFUSALS
from kayoi.programmes.tours.models import Party, Tour
from kayoi.programmes.tours.selectors.own import party_of_key
from kayoi.programmes.tours.selectors.public import shown_tour
from kayoi.programmes.tours.selectors.words import in_english
from kayoi.programmes.tours.services import Teller


def tour_or_404(key: str) -> Tour:
    """Return a tour that the public may see. Raises Http404."""
    tour = shown_tour(key)
    if tour is None:
        raise Http404
    return tour


def own_party(request: Request, token: str) -> Party:
    """Return the party of a secret link. Raises Http404, for people under protection too: they call."""
    party = party_of_key(token, person=request.person)
    if party is None or is_protected(party.case_file_id, on=local_date(timezone.now())):
        raise Http404
    return party


def teller_of(request: Request) -> Teller:
    """Return how parties are told: by the town of the address, with a link to their own page."""
    path = reverse("tours:state", kwargs={"organization": request.organization.slug, "token": "TOKEN"})
    link = request.build_absolute_uri(path).replace("TOKEN", "{token}")
    return Teller(request.organization, link, REFUSALS)


def privacy_of(organization: Organization) -> str:
    """Return how the town handles what people write, in the reader's language."""
    text, english = CONSENT_TEXTS[ConsentPurpose.CONSULTATION], in_english()
    name = (organization.name_en if english else "") or organization.name
    return (text.text_en if english else text.text).replace("{organization}", name)
