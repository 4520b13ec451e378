"""The preview of a hand-over, and the reading order that a successor gets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.doors.workspace.selectors.hand_over.cases import CasePage, Step, case_pages, steps_of
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import CaseFileStatus
from kayoi.engines.followups.models import FollowUp, HandOver
from kayoi.engines.followups.rules import divide
from kayoi.engines.followups.selectors import desk_cases, files_of_desk, open_follow_ups_of_desk
from kayoi.engines.followups.states import Division
from kayoi.foundation.identity.models import Membership


@dataclass(frozen=True)
class Share:
    """What one successor gets."""

    heir: Membership
    files: int
    follow_ups: int
    hot: int


@dataclass(frozen=True)
class Preview:
    """What a hand-over would move (まだ何も動かさない)."""

    files: int
    follow_ups: int
    unowned: int
    shares: Sequence[Share]


def preview(*, leaver: Membership, heirs: Sequence[Membership], how: Division, on: date) -> Preview:
    """Return what would go to whom, by the rule that the service uses."""
    tasks = list(open_follow_ups_of_desk(leaver))
    files = list(files_of_desk(leaver))
    cases = desk_cases(files=files, follow_ups=tasks, on=on)
    shares = divide([case.parcel for case in cases], [heir.pk for heir in heirs], how)
    return Preview(
        len(files),
        len(tasks),
        sum(task.owner_id is None for task in tasks),
        [
            Share(
                heir,
                sum(case.file is not None and case.file.assigned_to_id == leaver.pk for case in mine),
                sum(len(case.follow_ups) for case in mine),
                sum(case.heat.hot for case in mine),
            )
            for heir in heirs
            for mine in [[case for case in cases if shares[case.parcel.key] == heir.pk]]
        ],
    )


@dataclass(frozen=True)
class Due:
    """Something that is due, with whom it is about."""

    step: Step
    name: str
    file_id: int | None


@dataclass(frozen=True)
class Reading:
    """What a successor reads, in this order: hot cases, what is due, what to know, then every case."""

    hot: Sequence[CasePage]
    due: Sequence[Due]
    to_know: Sequence[CasePage]
    cases: Sequence[CasePage]
    closed: int


def reading(hand_over: HandOver, *, to: int | None, on: date) -> Reading:
    """Return the reading order of a desk as it stands now (読む順), of one successor or of all.

    Closed files without anything to do have changed hands too; they are counted, not printed.
    """
    items = hand_over.items.filter(to_id=to) if to else hand_over.items.all()
    pairs: list[tuple[int | None, int | None]] = list(items.values_list("case_file_id", "follow_up_id"))
    tasks = list(FollowUp.objects.open().filter(pk__in=[task for _, task in pairs if task is not None]))
    files = list(CaseFile.objects.without_search().filter(pk__in=[pk for pk, _ in pairs if pk is not None]))
    busy = {task.case_file_id for task in tasks}
    shown = [file for file in files if file.status == CaseFileStatus.OPEN or file.pk in busy]
    found = desk_cases(files=shown, follow_ups=tasks, on=on)
    pages = case_pages(found, on=on)
    due = [Due(step, page.name, page.file_id) for page in pages for step in page.steps]
    due += [Due(step, "", None) for case in found if case.file is None for step in steps_of(case.follow_ups, on=on)]
    return Reading(
        hot=[page for page in pages if page.hot],
        due=sorted(due, key=lambda each: (each.step.due_on, each.name)),
        to_know=[page for page in pages if page.worth_knowing],
        cases=pages,
        closed=len(files) - len(shown),
    )


def case_of(hand_over: HandOver, file: CaseFile, *, on: date) -> CasePage | None:
    """Return the page of one case of a hand-over, or None when it was not part of it."""
    if not hand_over.items.filter(case_file=file).exists():
        return None
    tasks = FollowUp.objects.open().filter(case_file=file).order_by("due_on", "pk")
    (page,) = case_pages(desk_cases(files=[file], follow_ups=tasks, on=on), on=on)
    return page
