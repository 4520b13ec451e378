"""Addresses in mails, the reader's language, and whose sign-ups a page is about."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.casefiles.states import CONSENT_TEXTS, ConsentPurpose
from kayoi.foundation.identity.marks import Request
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.selectors.activities import file_of_link, file_of_person

# In place of a secret: the pages of whoever is logged in.
ME = "me"
# Where the session keeps the last secret link to one's own pages, and those of hosts, for one tap on the spot.
MINE, HOST = "furusato_mine", "furusato_host"
# Where it keeps the number of one's own registration, for one who signs up before others.
NUMBER = "furusato_number"


def language() -> str:
    """Return the reader's language: en or ja."""
    return "en" if (get_language() or "ja").startswith("en") else "ja"


def mine_link(request: Request) -> str:
    """Return the address of one's own page for mails, with {token} in it."""
    return _link(request, "mine", "token")


def host_link(request: Request) -> str:
    """Return the address of a host's page for mails, with {token} in it."""
    return _link(request, "host", "token")


def privacy(request: Request) -> str:
    """Return what happens with what people write, in the reader's language."""
    town, consent, english = request.organization, CONSENT_TEXTS[ConsentPurpose.CONSULTATION], language() == "en"
    name = (town.name_en if english else "") or town.name
    return (consent.text_en if english else consent.text).replace("{organization}", name)


def own_file(request: Request, token: str) -> CaseFile:
    """Return whose sign-ups a secret link, or the log-in, opens. Raises Http404, for people under protection too."""
    now = timezone.now()
    file = file_of_person(request.person) if token == ME else file_of_link(token, at=now)
    if file is None or is_protected(file.pk, on=local_date(now)):
        raise Http404
    return file


def _link(request: Request, name: str, key: str) -> str:
    path = reverse(f"furusato:{name}", kwargs={"organization": request.organization.slug, key: "TOKEN"})
    return request.build_absolute_uri(path).replace("TOKEN", "{token}")
