"""Which group a page of one's own is about, and as whom one is in it."""

from django.http import Http404
from django.utils import timezone

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import roots_of
from kayoi.foundation.identity.marks import Request
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.group_refusals import REFUSALS
from kayoi.programmes.furusato.selectors.group_feed import Shown, one_shown
from kayoi.programmes.furusato.selectors.groups import Entered, entered
from kayoi.programmes.furusato.views.found import own_registration


def file_of(request: Request, token: str) -> CaseFile:
    """Return whose page a secret link or a receipt number opens. Raises Http404."""
    pk = own_registration(request, token).case_file_id
    return roots_of([pk])[pk]


def own_group(request: Request, token: str, pk: int) -> Entered:
    """Return a group that somebody is in and may read today. Raises Http404: for others it does not exist."""
    found = entered(file_of(request, token), pk, at=timezone.now())
    if found is None:
        raise Http404
    return found


def own_post(one: Entered, pk: int) -> Shown:
    """Return a post as a member sees it. Raises Http404."""
    found = one_shown(one, pk)
    if found is None:
        raise Http404
    return found


def in_words(refused: Exception) -> list[str]:
    """Return in words why something was refused."""
    return sentences(refused.verdict, REFUSALS) if isinstance(refused, Refused) else [str(CHANGED_MEANWHILE)]
