"""What the pages of staff look up."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from kayoi.engines.questionnaires.models import Questionnaire, Version
from kayoi.engines.questionnaires.states import VersionStatus
from kayoi.programmes.surveys.selectors import draft_of


def questionnaire_or_404(pk: int) -> Questionnaire:
    """Return a questionnaire of the town."""
    found: Questionnaire = get_object_or_404(Questionnaire.objects.all(), pk=pk)
    return found


def version_or_404(pk: int) -> Version:
    """Return a version with its questionnaire."""
    found: Version = get_object_or_404(Version.objects.select_related("questionnaire"), pk=pk)
    return found


def opened_or_404(pk: int) -> Version:
    """Return a version that was opened: a draft has no answers."""
    found = version_or_404(pk)
    if found.status == VersionStatus.DRAFT:
        raise Http404
    return found


def draft_or_404(pk: int) -> Version:
    """Return the draft of a questionnaire."""
    found = draft_of(questionnaire_or_404(pk))
    if found is None:
        raise Http404
    return found
