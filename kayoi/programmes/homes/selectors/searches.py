"""Saved searches: their links, what is new for each, who sees houses first."""

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.utils import translation

from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.homes.models import Listing, SavedSearch, Seeker
from kayoi.programmes.homes.selectors import listing_words as words
from kayoi.programmes.homes.selectors.search import Conditions, newest, shown
from kayoi.programmes.homes.states import SeekerStatus

SIGNER = Signer(salt="homes.saved_search")


def key_of(saved: SavedSearch) -> str:
    """Return the secret of the link that stops a search: signed, so that nothing has to be stored."""
    return SIGNER.sign(str(saved.pk)).replace(":", "~")


def search_of_key(key: str) -> SavedSearch | None:
    """Return the search of a link, or None where the link is not ours or belongs to another town."""
    try:
        pk = SIGNER.unsign(key.replace("~", ":"))
    except BadSignature:
        return None
    return SavedSearch.objects.filter(pk=pk).first()


def running_searches() -> QuerySet[SavedSearch]:
    """Return the searches that somebody still wants to hear about."""
    return SavedSearch.objects.filter(stopped_at=None).order_by("pk")


def is_member(file: CaseFile) -> bool:
    """Return whether the person of a file is registered with the home bank and so sees houses first."""
    return Seeker.objects.filter(case_file=file, status=SeekerStatus.REGISTERED).exists()


def news_for(saved: SavedSearch, organization: Organization, *, early: bool, at: datetime) -> list[tuple[int, str]]:
    """Return id and one line of each house that is new since the last mail and fits, in the person's language."""
    facets = {name: frozenset(values) for name, values in saved.conditions.get("facets", {}).items()}
    conditions = Conditions(
        [organization.pk], saved.conditions.get("words", ""), saved.conditions.get("quarter", ""), None, facets
    )
    found = newest(conditions, since=saved.told_until, at=at, early=early)
    with translation.override(saved.language):
        return [(row.pk, f"{words.title_of(row)} {words.price_of(row)} {row.quarter}") for row in found]


def early_houses(person: Person, *, at: datetime) -> list[Listing] | None:
    """Return what registered people see before the others; None where this person is not registered here."""
    if not Seeker.objects.filter(case_file__person=person, status=SeekerStatus.REGISTERED).exists():
        return None
    return early_listings(at=at)


def early_listings(*, at: datetime) -> list[Listing]:
    """Return the houses that not everybody sees yet."""
    rows = shown(at, early=True).filter(early_until__gt=at).select_related("organization")
    return list(rows.order_by("-published_from", "-pk"))
