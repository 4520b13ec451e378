"""What a person sees of the files that towns keep on them (person scope)."""

from collections.abc import Sequence
from dataclasses import dataclass

from kayoi.engines.casefiles.models import Attachment, CaseFile, Consent, Engagement, Wish


@dataclass(frozen=True)
class Relation:
    """What one town holds of a person, as the person sees it: a file with those merged into it."""

    file: CaseFile
    ids: Sequence[int]
    engagements: Sequence[Engagement]
    consents: Sequence[Consent]
    wishes: Sequence[Wish]
    attachments: Sequence[Attachment]


def relations_of_person() -> list[Relation]:
    """Return what every town holds of the person whose scope is open. Notes and flags are not among it."""
    files = list(CaseFile.objects.without_search().select_related("organization").order_by("organization__name", "pk"))
    families = _families(files)
    ids = [file.pk for file in files]
    engagements = Engagement.objects.filter(case_file_id__in=ids).select_related("kind").order_by("-occurred_at")
    consents = Consent.objects.filter(case_file_id__in=ids).order_by("-given_at")
    wishes, attachments = Wish.objects.filter(case_file_id__in=ids), Attachment.objects.filter(case_file_id__in=ids)
    attachments = attachments.order_by("-attached_at")
    return [
        Relation(
            root,
            members,
            [row for row in engagements if row.case_file_id in members],
            [row for row in consents if row.case_file_id in members],
            [row for row in wishes if row.case_file_id in members],
            [row for row in attachments if row.case_file_id in members],
        )
        for root, members in families
    ]


def _families(files: Sequence[CaseFile]) -> list[tuple[CaseFile, Sequence[int]]]:
    """Return the files that are kept, each with the ids of those merged into it."""
    links = {file.pk: file.merged_into_id for file in files}

    def root_of(pk: int) -> int:
        while links.get(pk) is not None:
            pk = links[pk] or pk
        return pk

    return [
        (file, [other.pk for other in files if root_of(other.pk) == file.pk])
        for file in files
        if file.merged_into_id is None
    ]
