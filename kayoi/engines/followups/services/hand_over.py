"""Move a whole desk to successors in one action (異動引継ぎ), and take it back on the same day."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups import rules
from kayoi.engines.followups.models import FollowUp, HandedOver, HandOver
from kayoi.engines.followups.selectors import desk_cases, files_of_desk, open_follow_ups_of_desk
from kayoi.engines.followups.states import Division
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.identity.selectors import members
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused


class UnableToHandOver(Refused):
    """The desk cannot be moved, or not be taken back."""


@transaction.atomic
def hand_over_desk(
    *, leaver: Membership, heirs: Sequence[Membership], how: Division, by: Actor, at: datetime
) -> HandOver:
    """Move everything that a member owns to successors (担当を引き継ぐ): open follow-ups and files, in one go.

    Open follow-ups without an owner on files of the leaver move along: afterwards none is without an owner. Rows are
    changed together, a few statements for a desk of any size; the trail of each file tells of it.

    Raises UnableToHandOver.
    """
    today = local_date(at)
    tasks = list(open_follow_ups_of_desk(leaver).select_for_update(of=["self"]).order_by("pk"))
    files = list(files_of_desk(leaver).select_for_update(of=["self"]).order_by("pk"))
    cases = desk_cases(files=files, follow_ups=tasks, on=today)
    ids = [heir.pk for heir in heirs]
    present = set(members(on=today).values_list("pk", flat=True))
    answer = rules.may_hand_over(leaver=leaver.pk, heirs=ids, present=present, parcels=len(cases))
    if answer.refused:
        raise UnableToHandOver(answer)
    shares = rules.divide([case.parcel for case in cases], ids, how)
    hand_over = HandOver.objects.create(leaver=leaver, rule=how, made_at=at, made_by=by.name)
    items = []
    for case in cases:
        to = shares[case.parcel.key]
        if case.file is not None and case.file.assigned_to_id == leaver.pk:
            items.append(HandedOver(hand_over=hand_over, case_file=case.file, was_of=leaver, to_id=to))
        items += [
            HandedOver(hand_over=hand_over, case_file=case.file, follow_up=row, was_of_id=row.owner_id, to_id=to)
            for row in case.follow_ups
        ]
    HandedOver.objects.bulk_create(items, batch_size=1000)
    for heir in ids:
        _give([item for item in items if item.to_id == heir], heir)
    moved = {"files": len(files), "follow_ups": len(tasks), "to": sorted(ids), "leaver": leaver}
    audit.record("followups.hand_over", hand_over, by=by, at=at, after=moved)
    told = [_told(item, item.was_of_id, item.to_id) for item in items if item.follow_up_id is None]
    audit.record_each("followups.hand_over", told, by=by, at=at)
    return hand_over


def _told(item: HandedOver, before: int | None, after: int | None) -> audit.Changed:
    """Return what the trail of a file tells: who looked after it, who does now, and by which hand-over."""
    assert item.case_file is not None
    return item.case_file, {"assigned_to": before}, {"assigned_to": after, "hand_over": item.hand_over_id}


def _give(items: Sequence[HandedOver], owner: int) -> None:
    tasks = [item.follow_up_id for item in items if item.follow_up_id is not None]
    files = [item.case_file_id for item in items if item.follow_up_id is None and item.case_file_id is not None]
    FollowUp.objects.filter(pk__in=tasks).update(owner=owner, version=F("version") + 1)
    CaseFile.objects.filter(pk__in=files).update(assigned_to=owner)


@transaction.atomic
def undo_hand_over(*, hand_over: HandOver, by: Actor, at: datetime) -> int:
    """Give everything back that is still with its successor (引継ぎを元に戻す); return how many rows.

    What a successor has already passed on stays where it is. Raises UnableToHandOver, ChangedMeanwhile.
    """
    answer = rules.may_undo(
        made_on=local_date(hand_over.made_at), undone=hand_over.undone_at is not None, on=local_date(at)
    )
    if answer.refused:
        raise UnableToHandOver(answer)
    if not HandOver.objects.filter(pk=hand_over.pk, undone_at=None).update(undone_at=at):
        raise ChangedMeanwhile
    rows = HandedOver.objects.filter(hand_over=hand_over)
    items = list(rows.select_related("case_file").defer("case_file__search").order_by("pk"))
    still_there = _files_still_there(items)
    back = 0
    for to, was in {(item.to_id, item.was_of_id) for item in items}:
        same = [item for item in items if (item.to_id, item.was_of_id) == (to, was)]
        tasks = Q(pk__in=[item.follow_up_id for item in same if item.follow_up_id is not None])
        files = Q(pk__in=[item.case_file_id for item in same if item.follow_up_id is None])
        back += FollowUp.objects.filter(tasks, owner=to).update(owner=was, version=F("version") + 1)
        back += CaseFile.objects.filter(files, assigned_to=to).update(assigned_to=was)
    audit.record("followups.undo_hand_over", hand_over, by=by, at=at, after={"rows": back})
    told = [_told(item, item.to_id, item.was_of_id) for item in still_there]
    audit.record_each("followups.undo_hand_over", told, by=by, at=at)
    return back


def _files_still_there(items: Sequence[HandedOver]) -> list[HandedOver]:
    """Lock what was handed over, in the order of a hand-over; return the files that no successor has passed on."""
    tasks = FollowUp.objects.filter(pk__in=[item.follow_up_id for item in items]).order_by("pk")
    list(tasks.select_for_update(of=["self"]).values_list("pk"))
    of_files = [item for item in items if item.follow_up_id is None]
    files = CaseFile.objects.filter(pk__in=[item.case_file_id for item in of_files]).order_by("pk")
    owners = dict(files.select_for_update(of=["self"]).values_list("pk", "assigned_to_id"))
    return [item for item in of_files if item.case_file_id is not None and owners[item.case_file_id] == item.to_id]


def read_hand_over(*, hand_over: HandOver, by: Actor, at: datetime, why: str) -> None:
    """Write down that somebody read the papers of a desk (引継書を見た記録)."""
    audit.record("followups.read_hand_over", hand_over, by=by, at=at, why=why)
