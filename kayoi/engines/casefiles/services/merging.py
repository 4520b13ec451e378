"""Merge files about one person by alias, and take them apart again; rows stay where they are."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile, Distinct, Merge
from kayoi.engines.casefiles.rules import may_merge
from kayoi.engines.casefiles.selectors.bodies import bodies_of
from kayoi.engines.casefiles.selectors.families import family_ids
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused


class UnableToMerge(Refused):
    """These two files may not be merged."""


@transaction.atomic
def merge_case_files(*, source: CaseFile, target: CaseFile, by: Actor, at: datetime, why: str = "") -> Merge:
    """Merge one file into another (個票を統合する). Raises UnableToMerge with the reasons."""
    locked = {
        file.pk: file
        for file in CaseFile.objects.without_search()
        .filter(pk__in=[source.pk, target.pk])
        .order_by("pk")
        .select_for_update(no_key=True)
    }
    source, target = locked[source.pk], locked[target.pk]
    answer = may_merge(
        source_id=source.pk,
        target_id=target.pk,
        source_merged=source.merged_into_id is not None,
        target_merged=target.merged_into_id is not None,
        both_linked=bool(source.person_id and target.person_id and source.person_id != target.person_id),
        of_two_kinds=len(bodies_of([source.pk, target.pk])) == 1,
    )
    if answer.refused:
        raise UnableToMerge(answer)
    person = source.person_id or target.person_id  # all these files are then about this log-in
    merge = Merge.objects.create(
        source=source, target=target, merged_at=at, source_person=source.person_id, target_person=target.person_id
    )
    CaseFile.objects.filter(pk=source.pk).update(merged_into=target, version=source.version + 1)
    CaseFile.objects.filter(pk=target.pk).update(
        touched_at=max(source.touched_at, target.touched_at), version=target.version + 1
    )
    CaseFile.objects.filter(pk__in=family_ids(target)).update(person=person)
    audit.record("casefiles.merge", merge, by=by, at=at, why=why, after={"source": source, "target": target})
    return merge


@transaction.atomic
def undo_merge(*, merge: Merge, by: Actor, at: datetime, why: str = "") -> None:
    """Take a merge apart (統合を元に戻す): both files are what they were; what came later stays with the target.

    Raises ChangedMeanwhile where it was undone, or the target was merged in its turn: the last merge goes first.
    """
    target = CaseFile.objects.without_search().select_for_update(no_key=True).get(pk=merge.target_id)
    if target.merged_into_id or not Merge.objects.filter(pk=merge.pk, undone_at=None).update(undone_at=at):
        raise ChangedMeanwhile
    source = CaseFile.objects.filter(pk=merge.source_id, merged_into_id=merge.target_id)
    held = target.person_id
    if held is not None:  # a log-in erased in between stays erased; one that came in between stays with the target
        own, came_along = family_ids(merge.source) if source.exists() else [], held == merge.source_person
        stays = held if merge.target_person or not came_along else None
        CaseFile.objects.filter(pk__in=family_ids(target)).exclude(pk__in=own).update(person=stays)
        CaseFile.objects.filter(pk__in=own).update(person=held if came_along else None)
    source.update(merged_into=None)
    audit.record("casefiles.undo_merge", merge, by=by, at=at, why=why)


@transaction.atomic
def say_distinct(*, first: CaseFile, second: CaseFile, by: Actor, at: datetime) -> Distinct:
    """Say that two files are about two persons (別人と確認する); they are not suggested again."""
    low, high = sorted([first.pk, second.pk])
    row, made = Distinct.objects.get_or_create(first_id=low, second_id=high, defaults={"said_at": at})
    if made:
        audit.record("casefiles.say_distinct", row, by=by, at=at, after={"first": low, "second": high})
    return row
