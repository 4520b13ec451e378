"""Applications that may be the same once more: shown to staff, never refused by themselves (類似の申請)."""

from dataclasses import dataclass

from django.db.models import Q

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.states import ApplicationStatus

MOST = 10


@dataclass(frozen=True)
class Similar:
    """Another application in the same procedure, and what the two have in common."""

    application: Application
    why: list[str]


# What two applicants may have in common: the words, the column of the case file.
COMPARED = (
    ("同じ人", "pk"),
    ("同じ世帯", "household_id"),
    ("同じ電話番号", "phone_key"),
    ("同じメールアドレス", "email_key"),
    ("同じ住所", "address"),
)


def similar_to(application: Application) -> list[Similar]:
    """Return other applications of the same person, household, telephone, mail address or address, the latest first."""
    file = application.case_file
    if file is None:
        return []
    any_of = Q()
    for _, column in COMPARED:
        if value := getattr(file, column):
            any_of |= Q(**{f"case_file__{column}": value})
    rows = Application.objects.filter(any_of, procedure=application.procedure).exclude(pk=application.pk)
    rows = rows.exclude(status=ApplicationStatus.DRAFT).select_related("case_file").defer("case_file__search")
    return [Similar(row, _in_common(row, file)) for row in rows.order_by("-submitted_at")[:MOST]]


def _in_common(application: Application, file: CaseFile) -> list[str]:
    other = application.case_file
    return [words for words, column in COMPARED if (value := getattr(file, column)) and value == getattr(other, column)]
