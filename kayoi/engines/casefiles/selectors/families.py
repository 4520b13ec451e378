"""Files that were merged are one family: its rows, the file that is kept, whether somebody of it is protected."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from kayoi.engines.casefiles.models import CaseFile, Protection


def family_ids(file: CaseFile) -> list[int]:
    """Return the ids of a file and of all files merged into it: their rows are read as one."""
    return list(families_of([file.pk]))


def families_of(kept: Iterable[int]) -> dict[int, int]:
    """Return the ids of files that are kept, and of all files merged into them, each with the one that is kept."""
    into = {pk: pk for pk in kept}
    newest = list(into)
    while newest:
        rows = CaseFile.objects.filter(merged_into__in=newest).order_by("pk").values_list("pk", "merged_into_id")
        merged = {pk: into[target] for pk, target in rows}
        into |= merged
        newest = list(merged)
    return into


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


def protected_files(*, on: date) -> set[int]:
    """Return the files of all people under protection measures (支援措置), those merged with a marked one included.

    Every question whether somebody is protected is answered from here; nobody else reads the marks.
    """
    known: set[int] = set()
    marks = Protection.objects.filter(Q(ends_before=None) | Q(ends_before__gt=on), starts_on__lte=on)
    newest = set(marks.values_list("case_file_id", flat=True))
    while newest:
        known |= newest
        near = CaseFile.objects.filter(Q(pk__in=newest) | Q(merged_into__in=newest))
        pairs = list(near.values_list("pk", "merged_into_id"))
        newest = {pk for pk, _ in pairs} | {into for _, into in pairs if into}
        newest -= known
    return known


def protected_families(file_ids: Iterable[int], *, on: date) -> set[int]:
    """Return which of these files are under protection measures, themselves or another that is merged with them."""
    return protected_files(on=on).intersection(file_ids)


def is_protected(*file_ids: int | None, on: date) -> bool:
    """Tell whether one of these people is under protection measures: nothing is then sent or said without asking."""
    return bool(protected_families((pk for pk in file_ids if pk is not None), on=on))
