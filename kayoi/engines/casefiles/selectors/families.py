"""Files that were merged are one family: its rows, the file that is kept, whether somebody of it is protected."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from kayoi.engines.casefiles.models import CaseFile, Protection


def family_ids(file: CaseFile) -> list[int]:
    """Return the ids of a file and of all files merged into it: their rows are read as one."""
    ids, newest = [file.pk], [file.pk]
    while newest:
        newest = list(CaseFile.objects.filter(merged_into_id__in=newest).values_list("pk", flat=True))
        ids += newest
    return ids


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
    """Return which of these files are under protection measures, themselves or another that is merged with them."""
    roots = {pk: root.pk for pk, root in roots_of(file_ids).items()}
    family = {root: root for root in roots.values()}
    newest = set(family)
    while newest:
        merged = CaseFile.objects.filter(merged_into_id__in=newest).values_list("pk", "merged_into_id")
        rows = [(pk, into) for pk, into in merged if pk not in family]
        family |= {pk: family[into] for pk, into in rows}
        newest = {pk for pk, _ in rows}
    hidden = {family[pk] for pk in protected_ids(family, on=on)}
    return {pk for pk, root in roots.items() if root in hidden}
