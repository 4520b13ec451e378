"""Files that may be about one person, for many files at once, in a number of queries that does not grow with them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from kayoi.engines.casefiles.models import CaseFile, Distinct
from kayoi.engines.casefiles.rules import Comparison, compare
from kayoi.engines.casefiles.selectors import identifying, protected_ids
from kayoi.engines.casefiles.states import Likeness

KEYS = ("name_key", "kana_key", "phone_key", "email_key")
Alike = dict[int, list[tuple[CaseFile, Comparison]]]


def alike_files(files: Iterable[CaseFile]) -> Alike:
    """Return for each file the others that may be about the same person (重複の候補), unless staff said no."""
    mine = {file.pk: file for file in files}
    by_key, distinct = _sharing_keys(mine.values()), _said_distinct(mine)
    found: Alike = {}
    for pk, file in mine.items():
        others = {
            other.pk: other
            for key in KEYS
            if (value := getattr(file, key))
            for other in by_key[key, value]
            if other.pk != pk and (pk, other.pk) not in distinct
        }
        compared = [(others[other], compare(identifying(file), identifying(others[other]))) for other in sorted(others)]
        found[pk] = [pair for pair in compared if pair[1].likeness is not Likeness.DIFFERENT]
    return found


def protected_among(files: Iterable[CaseFile], *, on: date) -> set[int]:
    """Return which of these files must not stand on a list (支援措置), those that may be about the same person too.

    A new file of a protected person who asked again is not marked yet; until staff have looked, it counts as marked.
    """
    mine = {file.pk: file for file in files}
    alike = {pk: {pk, *(other.pk for other, _ in others)} for pk, others in alike_files(mine.values()).items()}
    family_of = _families(set().union(*alike.values()))
    marked = {family_of[pk] for pk in protected_ids(family_of, on=on)}
    return {pk for pk, ids in alike.items() if any(family_of[other] in marked for other in ids)}


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


def _families(ids: Collection[int]) -> dict[int, int]:
    """Return for these files, and all that were merged with them, the file that each of them leads to."""
    links: dict[int, int | None] = {}
    asked, newest = set[int](), set(ids)
    while newest:
        rows = CaseFile.objects.filter(Q(pk__in=newest) | Q(merged_into_id__in=newest))
        links |= dict(rows.values_list("pk", "merged_into_id"))
        asked |= newest
        newest = {pk for pair in links.items() for pk in pair if pk is not None} - asked
    return {pk: _end(pk, links) for pk in links}


def _end(pk: int, links: dict[int, int | None]) -> int:
    while (above := links.get(pk)) is not None:
        pk = above
    return pk
