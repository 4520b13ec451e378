"""Take back what an import wrote: files that nobody has touched since, their notes and households."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ForeignKey, Max, Q

from kayoi.engines.casefiles.models import CaseFile, Engagement, Household, HouseholdMember, Note, Wish
from kayoi.engines.casefiles.rules import status_at_first
from kayoi.engines.casefiles.services.bulk import Made, _set_touched
from kayoi.kit.actor import Actor

CHANGED = "取り込みのあとに書き換えられました"
USED = "取り込みのあとに、ほかの記録が加わりました"
WITHDRAWN = "メモが取り消し線で消されています"


@transaction.atomic
def lock_unchanged(
    *, made: Sequence[Made], cause: str, references: Collection[str], by: Actor, at: datetime
) -> dict[int, str]:
    """Lock the files of an import, and return those that must stay with the reason (残す個票).

    Rows that hang on a file are looked for through every foreign key of every room. Locked, no new row can come.
    """
    del by, at
    opened = {each.file_id for each in made if each.opened}
    files = list(CaseFile.objects.without_search().filter(pk__in=opened).order_by("pk").select_for_update(of=["self"]))
    stay = {file.pk: CHANGED for file in files if _is_changed(file)}
    for pk in _used(opened, made, cause, references):
        stay.setdefault(pk, USED)
    return stay


@transaction.atomic
def take_back(*, made: Sequence[Made], by: Actor, at: datetime) -> None:
    """Remove what entries have become (取り込みを取り消す); their engagements are gone already."""
    del by, at
    Note.objects.filter(pk__in=_ids(made, "notes")).delete()
    Wish.objects.filter(pk__in=_ids(made, "wishes")).delete()
    opened = [each.file_id for each in made if each.opened]
    households = list(
        CaseFile.objects.filter(pk__in=opened).exclude(household=None).values_list("household", flat=True)
    )
    HouseholdMember.objects.filter(pk__in=_ids(made, "members")).delete()
    files: Any = CaseFile.objects.filter(pk__in=opened)
    files._raw_delete(files.db)  # the database refuses what still hangs on one; Django would look row by row
    Household.objects.filter(pk__in=households, case_files=None).delete()
    _touch_back(made, gone=set(opened))


def _touch_back(made: Sequence[Made], *, gone: set[int]) -> None:
    """Set files that were there before back to when they had been touched, or to the last event they have now."""
    before: dict[int, datetime] = {}
    for each in made:
        if each.file_id not in gone and each.touched_before is not None:
            before[each.file_id] = min(each.touched_before, before.get(each.file_id, each.touched_before))
    events = Engagement.objects.filter(case_file__in=before).values_list("case_file").annotate(last=Max("occurred_at"))
    last = dict(events.order_by())
    moments = {pk: max(moment, last.get(pk, moment)) for pk, moment in before.items()}
    later = CaseFile.objects.filter(pk__in=moments).values_list("pk", "touched_at")
    _set_touched({pk: moments[pk] for pk, touched_at in later if touched_at > moments[pk]})


def _ids(made: Sequence[Made], name: str) -> list[int]:
    return [pk for each in made for pk in getattr(each, name)]


def _is_changed(file: CaseFile) -> bool:
    return bool(
        file.version != 1 or file.person_id or file.merged_into_id or file.assigned_to_id
        or file.status != status_at_first(file.collected_for)
    )  # fmt: skip


def _used(opened: set[int], made: Sequence[Made], cause: str, references: Collection[str]) -> set[int]:
    """Return the files on which something hangs that the import did not write, or misses what it wrote."""
    own: dict[Any, Q] = {
        Engagement: Q(cause=cause, reference__in=references),
        Note: Q(pk__in=_ids(made, "notes")),
        Wish: Q(pk__in=_ids(made, "wishes")),
    }
    used: set[int] = set()
    for relation in CaseFile._meta.get_fields(include_hidden=True):
        field: Any = getattr(relation, "field", None)
        if not relation.auto_created or relation.concrete or not isinstance(field, ForeignKey):
            continue
        model: Any = field.model
        rows = model._default_manager.filter(**{f"{field.name}__in": opened})
        if model._meta.label == cause:
            rows = rows.exclude(pk__in=references)
        elif model in own:
            rows = rows.exclude(own[model])
        used.update(rows.values_list(field.attname, flat=True))
    wishes = dict(Wish.objects.filter(pk__in=_ids(made, "wishes")).values_list("pk", "case_file"))
    members = set(HouseholdMember.objects.filter(household__case_files__in=opened).values_list("pk", flat=True))
    for each in made:
        if each.opened and set(each.wishes) - wishes.keys():
            used.add(each.file_id)
    if members != {pk for each in made if each.opened for pk in each.members}:
        used |= _other_households(opened, made)
    return used


def _other_households(opened: set[int], made: Sequence[Made]) -> set[int]:
    """Return the files whose households are not those that were written."""
    written = {each.file_id: set(each.members) for each in made if each.opened}
    present: dict[int, set[int]] = {pk: set() for pk in opened}
    rows = HouseholdMember.objects.filter(household__case_files__in=opened)
    for pk, file_id in rows.values_list("pk", "household__case_files"):
        present.setdefault(file_id, set()).add(pk)
    return {pk for pk in opened if present.get(pk, set()) != written.get(pk, set())}
