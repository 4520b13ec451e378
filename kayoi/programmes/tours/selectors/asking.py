"""Which questionnaire a tour asks before and after, and who has not been asked."""

from collections.abc import Sequence
from typing import Final

from kayoi.engines.messages.models import Message
from kayoi.engines.questionnaires.models import AnswerSheet, Version
from kayoi.engines.questionnaires.selectors import open_version_of
from kayoi.programmes.tours.models import Party, Tour, TourDate
from kayoi.programmes.tours.states import PartyStatus

BEFORE: Final = "before"
AFTER: Final = "after"
QUESTIONS: Final = "tours.questions"


def open_version(tour: Tour, which: str) -> Version | None:
    """Return the version of the questionnaire before or after that takes answers now."""
    questionnaire = tour.before if which == BEFORE else tour.after
    return open_version_of(questionnaire) if questionnaire else None


def asked_now(party: Party) -> str:
    """Return which questionnaire a party is asked to answer now, before or after; empty for none."""
    which = {PartyStatus.PLACED: BEFORE, PartyStatus.ATTENDED: AFTER}.get(PartyStatus.of(party.status), "")
    return which if which and open_version(party.tour, which) else ""


def about_of(date: TourDate) -> str:
    """Return what a sheet is about: a date of a tour; the sheets before and after have the same."""
    return f"tours.TourDate:{date.pk}"


def to_ask(date: TourDate, version: Version, which: str) -> Sequence[Party]:
    """Return the parties that are asked before or after a date: no linked sheet yet, and no mail that asked."""
    status = PartyStatus.PLACED if which == BEFORE else PartyStatus.ATTENDED
    rows = Party.objects.filter(date=date, status=status)
    begun = AnswerSheet.objects.filter(edition=version, about=about_of(date), case_file__isnull=False)
    related = rows.select_related("case_file", "tour__before", "tour__after", "date")
    found = list(related.exclude(case_file__in=begun.values("case_file")).order_by("pk"))
    keys = [reference_of(party, which) for party in found]
    asked = set(Message.objects.filter(cause=QUESTIONS, reference__in=keys).values_list("reference", flat=True))
    return [party for party in found if reference_of(party, which) not in asked]


def reference_of(party: Party, which: str) -> str:
    """Return what a mail that asks is about."""
    return f"{party.pk}:{which}"
