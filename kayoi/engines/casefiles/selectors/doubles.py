"""Files that may be about one person, for many files at once, in a number of queries that does not grow with them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from kayoi.engines.casefiles.models import CaseFile, Distinct
from kayoi.engines.casefiles.rules import Comparison, Identifying, compare
from kayoi.engines.casefiles.selectors.families import protected_families, roots_of
from kayoi.engines.casefiles.states import Likeness

KEYS = ("name_key", "kana_key", "phone_key", "email_key")


@dataclass(frozen=True)
class Duplicate:
    """Another file that may be about the same person."""

    file: CaseFile
    comparison: Comparison

    @property
    def is_same(self) -> bool:
        """True when name and contact agree and nothing speaks against it."""
        return self.comparison.likeness is Likeness.SAME


def identifying(file: CaseFile) -> Identifying:
    """Return what identifies the person of a file."""
    return Identifying(file.name_key, file.kana_key, file.birth_on, file.phone_key, file.email_key)


def duplicates_of(files: Iterable[CaseFile]) -> dict[int, list[Duplicate]]:
    """Return for each file the others that may be about the same person (重複の候補), the most alike first.

    Files that staff said to be about somebody else are left out, and those that were merged away.
    """
    mine = {file.pk: file for file in files}
    by_key, distinct = _sharing_keys(mine.values()), _said_distinct(mine)
    found: dict[int, list[Duplicate]] = {}
    for pk, file in mine.items():
        others = {
            other.pk: other
            for key in KEYS
            if (value := getattr(file, key))
            for other in by_key[key, value]
            if other.pk != pk and (pk, other.pk) not in distinct
        }
        compared = [Duplicate(other, compare(identifying(file), identifying(other))) for other in others.values()]
        alike = [one for one in compared if one.comparison.likeness is not Likeness.DIFFERENT]
        found[pk] = sorted(alike, key=lambda one: (not one.is_same, one.file.pk))
    return found


def protected_among(files: Iterable[CaseFile], *, on: date) -> set[int]:
    """Return which of these files must not stand on a list (支援措置), those that may be about the same person too.

    A new file of a protected person who asked again is not marked yet; until staff have looked, it counts as marked.
    """
    alike = {pk: {pk, *(one.file.pk for one in others)} for pk, others in duplicates_of(files).items()}
    roots = {pk: root.pk for pk, root in roots_of(set().union(*alike.values())).items()}
    marked = protected_families(set(roots.values()), on=on)
    return {pk for pk, ids in alike.items() if any(roots[other] in marked for other in ids)}


def _sharing_keys(files: Collection[CaseFile]) -> dict[tuple[str, str], list[CaseFile]]:
    """Return the files that were not merged away, by each key that they share with one of these."""
    wanted = {key: {getattr(file, key) for file in files} - {""} for key in KEYS}
    conditions = [Q(**{f"{key}__in": values}) for key, values in wanted.items() if values]
    by_key: dict[tuple[str, str], list[CaseFile]] = defaultdict(list)
    if conditions:
        for file in CaseFile.objects.without_search().roots().of_desk().filter(reduce(or_, conditions)):
            for key in KEYS:
                by_key[key, getattr(file, key)].append(file)
    return by_key


def _said_distinct(ids: Collection[int]) -> set[tuple[int, int]]:
    pairs = Distinct.objects.filter(Q(first__in=ids) | Q(second__in=ids)).values_list("first_id", "second_id")
    return {pair for first, second in pairs for pair in ((first, second), (second, first))}
