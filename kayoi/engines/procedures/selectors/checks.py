"""Checks of applications for `manage.py verify`: how many rows of the open organization are not sound."""

from collections import Counter
from datetime import date

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.procedures.models import Application, Letter, LetterCounter
from kayoi.engines.procedures.states import APPLICATION, OPEN, ApplicationStatus
from kayoi.kit.dates import fiscal_year


def open_by_ended_proxy(*, on: date) -> int:
    """Count open applications that somebody made for another whose mandate has ended."""
    return Application.objects.filter(status__in=OPEN, proxy__ends_before__lte=on).count()


def unlike_engagements() -> int:
    """Count applications that were handed in and have not one engagement: they would be counted wrongly."""
    told = Counter(Engagement.objects.filter(cause=APPLICATION).values_list("reference", flat=True))
    sent = Application.objects.exclude(status=ApplicationStatus.DRAFT).values_list("pk", flat=True)
    return sum(told[str(pk)] != 1 for pk in sent)


def letters_unlike_counter() -> int:
    """Count fiscal years in which the letters and the last number given do not agree."""
    written = Counter(fiscal_year(day) for day in Letter.objects.values_list("issued_on", flat=True))
    return sum(written[row.fiscal_year] != row.last for row in LetterCounter.objects.all())
