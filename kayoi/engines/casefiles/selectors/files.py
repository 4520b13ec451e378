"""Reads of case files for staff: look-up, duplicates, everything in a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from kayoi.engines.casefiles.models import (
    Attachment,
    CaseFile,
    Consent,
    Distinct,
    Engagement,
    Merge,
    Note,
    Protection,
    Wish,
)
from kayoi.engines.casefiles.rules import Comparison, Identifying, compare, kept_until, longest
from kayoi.engines.casefiles.states import IdentityFact, Likeness, Retention
from kayoi.kit.dates import local_date


def identifying(file: CaseFile) -> Identifying:
    """Return what identifies the person of a file."""
    return Identifying(file.name_key, file.kana_key, file.birth_on, file.phone_key, file.email_key)


def case_file(pk: int) -> CaseFile | None:
    """Return a file of the open organization, following a merge to the file that is kept."""
    found: CaseFile | None = CaseFile.objects.without_search().filter(pk=pk).first()
    while found is not None and found.merged_into_id is not None:
        found = CaseFile.objects.without_search().get(pk=found.merged_into_id)
    return found


def family_ids(file: CaseFile) -> list[int]:
    """Return the ids of a file and of all files merged into it: their rows are read as one."""
    ids, newest = [file.pk], [file.pk]
    while newest:
        newest = list(CaseFile.objects.filter(merged_into_id__in=newest).values_list("pk", flat=True))
        ids += newest
    return ids


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


def protected_ids(file_ids: Iterable[int], *, on: date) -> set[int]:
    """Return which of these files are under protection measures (支援措置) on that day."""
    rows = Protection.objects.filter(Q(ends_before=None) | Q(ends_before__gt=on), case_file_id__in=file_ids)
    return set(rows.filter(starts_on__lte=on).values_list("case_file_id", flat=True))


def roots_of(file_ids: Iterable[int]) -> dict[int, CaseFile]:
    """Return for each of these ids the file that is kept: itself, or the one it was merged into."""
    wanted = set(file_ids)
    known = {file.pk: file for file in CaseFile.objects.without_search().filter(pk__in=wanted)}
    while missing := {file.merged_into_id for file in known.values() if file.merged_into_id} - known.keys():
        known |= {file.pk: file for file in CaseFile.objects.without_search().filter(pk__in=missing)}
    return {pk: _root(known[pk], known) for pk in wanted if pk in known}


def _root(file: CaseFile, known: Mapping[int, CaseFile]) -> CaseFile:
    while file.merged_into_id is not None:
        file = known[file.merged_into_id]
    return file


def protected_families(file_ids: Iterable[int], *, on: date) -> set[int]:
    """Return which of these kept files are under protection measures, themselves or one that was merged into them."""
    family = {pk: pk for pk in file_ids}
    newest = set(family)
    while newest:
        merged = CaseFile.objects.filter(merged_into_id__in=newest).values_list("pk", "merged_into_id")
        rows = [(pk, into) for pk, into in merged if pk not in family]
        family |= {pk: family[into] for pk, into in rows}
        newest = {pk for pk, _ in rows}
    return {family[pk] for pk in protected_ids(family, on=on)}


@dataclass(frozen=True)
class Duplicate:
    """Another file that may be about the same person."""

    file: CaseFile
    comparison: Comparison


def duplicates_of(file: CaseFile) -> list[Duplicate]:
    """Return files that may be about the same person, most alike first; those said to be distinct are left out."""
    same = Q()
    for name in ("name_key", "kana_key", "phone_key", "email_key"):
        if value := getattr(file, name):
            same |= Q(**{name: value})
    if not same:
        return []
    distinct = Distinct.objects.filter(Q(first=file) | Q(second=file)).values_list("first_id", "second_id")
    others = {pk for pair in distinct for pk in pair}
    candidates = CaseFile.objects.without_search().roots().filter(same).exclude(pk__in=others | {file.pk})[:50]
    compared = [Duplicate(other, compare(identifying(file), identifying(other))) for other in candidates]
    alike = [duplicate for duplicate in compared if duplicate.comparison.likeness is not Likeness.DIFFERENT]
    return sorted(alike, key=lambda duplicate: (duplicate.comparison.likeness is not Likeness.SAME, duplicate.file.pk))


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
        duplicates=duplicates_of(file),
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
