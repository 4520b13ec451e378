"""Reads of questionnaires on pages: what is asked, how many answered, what a page may do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from kayoi.engines.questionnaires.models import PublishedTable, Questionnaire, Version
from kayoi.engines.questionnaires.states import SheetStatus, VersionStatus


@dataclass(frozen=True)
class Row:
    """A questionnaire in the list, with its latest version and how many came back."""

    questionnaire: Questionnaire
    version: Version
    status: VersionStatus
    handed_in: int
    given: int


def rows() -> list[Row]:
    """Return all questionnaires with their latest version, the newest first."""
    latest = {version.questionnaire_id: version for version in counted(Version.objects.order_by("number"))}
    every = Questionnaire.objects.filter(pk__in=latest).order_by("-made_at", "-pk")
    return [row_of(one, latest[one.pk]) for one in every]


def row_of(questionnaire: Questionnaire, version: Version) -> Row:
    """Return a version of `counted` beside its questionnaire."""
    handed_in, given = version.handed_in, version.given  # type: ignore[attr-defined]  # of `counted`
    return Row(questionnaire, version, VersionStatus.of(version.status), handed_in, given)


def counted(versions: "QuerySet[Version]") -> "QuerySet[Version]":
    """Count with each version how many sheets were handed in, and how many were given out or begun."""
    handed_in = Count("sheets", filter=Q(sheets__status=SheetStatus.SUBMITTED))
    return versions.annotate(handed_in=handed_in, given=Count("sheets"))


def versions_of(questionnaire: Questionnaire) -> list[Row]:
    """Return its versions, the latest first."""
    every = counted(Version.objects.filter(questionnaire=questionnaire).order_by("-number"))
    return [row_of(questionnaire, version) for version in every]


def draft_of(questionnaire: Questionnaire) -> Version | None:
    """Return the version that is being written."""
    return Version.objects.filter(questionnaire=questionnaire, status=VersionStatus.DRAFT).first()


def published_of(questionnaire: Questionnaire) -> Sequence[PublishedTable]:
    """Return the tables that were published, the latest version first."""
    tables = PublishedTable.objects.filter(edition__questionnaire=questionnaire).select_related("edition")
    return list(tables.order_by("-edition__number", "number"))


def comparable_versions() -> list[Version]:
    """Return the versions that can stand before or after another: linked ones that were opened."""
    rows = Version.objects.filter(questionnaire__anonymous=False).exclude(status=VersionStatus.DRAFT)
    return list(rows.select_related("questionnaire").order_by("questionnaire__title", "-number"))
