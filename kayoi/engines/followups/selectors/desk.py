"""What a desk holds, hot cases first; which hand-overs there were."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups.models import FollowUp, HandOver
from kayoi.engines.followups.rules import Heat, Parcel, heat
from kayoi.foundation.identity.models import Membership
from kayoi.kit.dates import local_date


@dataclass(frozen=True)
class DeskCase:
    """One person on a desk with what is still to be done; or a single follow-up that is about nobody."""

    file: CaseFile | None
    follow_ups: Sequence[FollowUp]
    heat: Heat

    @property
    def parcel(self) -> Parcel:
        """What the rule of division looks at."""
        if self.file is None:
            return Parcel(f"task:{self.follow_ups[0].pk}")
        return Parcel(f"file:{self.file.pk}", self.file.stage, self.file.place_code[:2])


def open_follow_ups_of_desk(leaver: Membership) -> QuerySet[FollowUp]:
    """Return the open follow-ups that a member owns, and those without an owner on files of theirs."""
    mine = Q(owner=leaver) | Q(owner=None, case_file__assigned_to=leaver)
    rows: QuerySet[FollowUp] = FollowUp.objects.open().filter(mine)
    return rows


def files_of_desk(leaver: Membership) -> QuerySet[CaseFile]:
    """Return the files that a member looks after, closed ones too."""
    rows: QuerySet[CaseFile] = CaseFile.objects.without_search().roots().filter(assigned_to=leaver)
    return rows


def desk_cases(*, files: Iterable[CaseFile], follow_ups: Iterable[FollowUp], on: date) -> list[DeskCase]:
    """Return files and follow-ups as cases in reading order: the hottest first, then by what is due."""
    tasks: dict[int | None, list[FollowUp]] = {}
    for row in follow_ups:
        tasks.setdefault(row.case_file_id, []).append(row)
    of_nobody = [[row] for row in tasks.pop(None, [])]
    known = {file.pk: file for file in files}
    elsewhere = CaseFile.objects.without_search().in_bulk([pk for pk in tasks if pk not in known])
    pairs: list[tuple[CaseFile | None, list[FollowUp]]] = [
        (file, sorted(tasks.get(pk or 0, []), key=lambda row: (row.due_on, row.pk)))
        for pk, file in (known | elsewhere).items()
    ]
    pairs += [(None, rows) for rows in of_nobody]
    cases = [DeskCase(file, rows, _heat(file, rows, on)) for file, rows in pairs]
    return sorted(cases, key=lambda case: (-case.heat.points, _next_due(case), case.parcel.key))


def _heat(file: CaseFile | None, rows: Sequence[FollowUp], on: date) -> Heat:
    return heat(
        due=[row.due_on for row in rows],
        promised=bool(rows),
        stage=file.stage if file else "",
        touched_on=local_date(file.touched_at) if file else None,
        on=on,
    )


def _next_due(case: DeskCase) -> date:
    return case.follow_ups[0].due_on if case.follow_ups else date.max


def desks() -> QuerySet[Membership]:
    """Return the members, former ones too, who have open follow-ups or files: whose desk can be handed over."""
    tasks = FollowUp.objects.open().filter(owner=OuterRef("pk"))
    files = CaseFile.objects.roots().filter(assigned_to=OuterRef("pk"))
    rows: QuerySet[Membership] = Membership.objects.filter(Exists(tasks) | Exists(files)).order_by("name", "pk")
    return rows


def hand_overs() -> QuerySet[HandOver]:
    """Return the hand-overs of the open organization, the latest first."""
    rows: QuerySet[HandOver] = HandOver.objects.select_related("leaver").order_by("-made_at", "-pk")
    return rows


def heirs_of(row: HandOver) -> QuerySet[Membership]:
    """Return who took a desk over."""
    return Membership.objects.filter(pk__in=row.items.values("to")).order_by("name", "pk")
