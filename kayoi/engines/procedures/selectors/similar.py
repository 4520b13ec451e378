"""Applications that may be the same once more: shown to staff, never refused by themselves (類似の申請)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.states import ApplicationStatus

MOST = 10


@dataclass(frozen=True)
class Similar:
    """Another application in the same procedure, and what the two have in common."""

    application: Application
    why: list[str]


# What two applications may have in common: the words, the column of the applicant, or of whom they are made for.
COMPARED = (
    ("同じ人", "case_file__pk"),
    ("同じ世帯", "case_file__household_id"),
    ("同じ電話番号", "case_file__phone_key"),
    ("同じメールアドレス", "case_file__email_key"),
    ("同じ住所", "case_file__address"),
    ("同じ人・団体のため", "proxy__principal__pk"),
    ("同じ名前の人・団体のため", "proxy__principal__name_key"),
)


def similar_to(application: Application) -> list[Similar]:
    """Return other applications of the same person, household, telephone, mail address or address, the latest first.

    Those that somebody makes for another, or in the name of a body, also by whom they are made for.
    """
    if application.case_file is None:
        return []
    any_of = Q()
    for _, column in COMPARED:
        if value := _value(application, column):
            any_of |= Q(**{column: value})
    rows = Application.objects.filter(any_of, procedure=application.procedure).exclude(pk=application.pk)
    rows = rows.exclude(status=ApplicationStatus.DRAFT).select_related("case_file", "proxy__principal")
    rows = rows.defer("case_file__search", "proxy__principal__search")
    return [Similar(row, _in_common(row, application)) for row in rows.order_by("-submitted_at")[:MOST]]


def _in_common(one: Application, other: Application) -> list[str]:
    return [words for words, column in COMPARED if (value := _value(one, column)) and value == _value(other, column)]


def _value(application: Application, column: str) -> Any:
    """Return what stands in a column on the way from an application; None where the way ends before it."""
    found: Any = application
    for name in column.split("__"):
        found = getattr(found, name, None)
    return found
