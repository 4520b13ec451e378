"""Reads of case files for staff: look-up, everything in a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from kayoi.engines.casefiles.models import (
    Attachment,
    CaseFile,
    Consent,
    Engagement,
    Merge,
    Note,
    Protection,
    Wish,
)
from kayoi.engines.casefiles.rules import kept_until, longest
from kayoi.engines.casefiles.selectors.doubles import Duplicate, duplicates_of
from kayoi.engines.casefiles.selectors.families import family_ids
from kayoi.engines.casefiles.states import IdentityFact, Retention
from kayoi.kit.dates import local_date

DUPLICATES_SHOWN = 50


def case_file(pk: int) -> CaseFile | None:
    """Return a file of the open organization, following a merge to the file that is kept."""
    found: CaseFile | None = CaseFile.objects.without_search().filter(pk=pk).first()
    while found is not None and found.merged_into_id is not None:
        found = CaseFile.objects.without_search().get(pk=found.merged_into_id)
    return found


def facts_on(file: CaseFile) -> list[IdentityFact]:
    """Return the facts that stand on a file and that a caller can be asked for."""
    there = {
        IdentityFact.NAME: file.name or file.kana,
        IdentityFact.BIRTH: file.birth_on,
        IdentityFact.PHONE: file.phone,
        IdentityFact.ADDRESS: file.address,
        IdentityFact.EMAIL: file.email,
    }
    return [fact for fact in IdentityFact if there[fact]]


@dataclass(frozen=True)
class FileDetail:
    """Everything that stands in a file, of the file itself and of those merged into it."""

    file: CaseFile
    ids: Sequence[int]
    engagements: Sequence[Engagement]
    notes: Sequence[Note]
    consents: Sequence[Consent]
    wishes: Sequence[Wish]
    attachments: Sequence[Attachment]
    protections: Sequence[Protection]
    merges: Sequence[Merge]
    duplicates: Sequence[Duplicate] = field(default=())


def detail(file: CaseFile, *, sensitive: bool) -> FileDetail:
    """Return a file with everything in it; sensitive notes only for those who may read them."""
    ids = family_ids(file)
    notes = Note.objects.filter(case_file_id__in=ids).order_by("-written_at", "-pk")
    return FileDetail(
        file=file,
        ids=ids,
        engagements=list(
            Engagement.objects.filter(case_file_id__in=ids).select_related("kind").order_by("-occurred_at", "-pk")
        ),
        notes=list(notes if sensitive else notes.filter(sensitive=False)),
        consents=list(Consent.objects.filter(case_file_id__in=ids).order_by("-given_at")),
        wishes=list(Wish.objects.filter(case_file_id__in=ids).order_by("pk")),
        attachments=list(Attachment.objects.filter(case_file_id__in=ids).order_by("-attached_at")),
        protections=list(Protection.objects.filter(case_file_id__in=ids).order_by("-starts_on")),
        merges=list(Merge.objects.filter(target=file, undone_at=None).select_related("source").order_by("merged_at")),
        duplicates=duplicates_of([file])[file.pk][:DUPLICATES_SHOWN],
    )


def hidden_notes(ids: Iterable[int]) -> int:
    """Return how many sensitive notes a reader without the permission does not see."""
    return Note.objects.filter(case_file_id__in=ids, sensitive=True).count()


def kept_until_of(file: CaseFile, *, on: date) -> date:
    """Return until when the town must keep this file, counted from its last movement (today at the latest)."""
    classes = [
        Retention.of(value)
        for value in Note.objects.filter(case_file_id__in=family_ids(file)).values_list("retention", flat=True)
    ]
    ended = min(local_date(file.touched_at), on)
    return kept_until(ended_on=ended, retention=longest(classes) or Retention.YEARS_5)
