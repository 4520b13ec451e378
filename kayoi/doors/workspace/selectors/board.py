"""What is to be done: the board, its lists, who has how much, and the staff home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from kayoi.doors.workspace.states import PAGES, Due, Owner
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups.models import FollowUp, Pause
from kayoi.engines.followups.selectors import asleep_follow_ups, open_follow_ups, paused_files, quiet_files
from kayoi.engines.messages.models import Message
from kayoi.engines.messages.selectors import troubled_messages
from kayoi.engines.messages.selectors.incoming import waiting_count
from kayoi.engines.procedures.selectors.routes import waiting_for
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.identity.selectors import members
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date

SHOWN_AT_HOME = 8
SHOWN_IN_A_COLUMN = 8
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Asked:
    """Which part of the board is asked for; `owner` is mine, nobody, all, or the id of a member."""

    owner: str
    due: Due
    kind: str
    member: Membership

    def of_owner(self, field: str) -> Q:
        """Return the condition on the field that names the owner."""
        if self.owner == Owner.ALL:
            return Q()
        if self.owner == Owner.NOBODY:
            return Q(**{f"{field}__isnull": True})
        return Q(**{field: self.member.pk if self.owner == Owner.MINE else int(self.owner)})


def follow_ups(asked: Asked, *, on: date) -> QuerySet[FollowUp]:
    """Return the follow-ups that a filter asks for, the most urgent first; those put off only when asked for."""
    rows = asleep_follow_ups(on=on) if asked.due is Due.ASLEEP else open_follow_ups(on=on)
    rows = rows.filter(asked.of_owner("owner"))
    when = {
        Due.LATE: Q(due_on__lt=on),
        Due.TODAY: Q(due_on=on),
        Due.WEEK: Q(due_on__lte=on + WEEK),
        Due.LATER: Q(due_on__gt=on),
    }.get(asked.due, Q())
    return rows.filter(when, cause=asked.kind) if asked.kind else rows.filter(when)


def quiet(asked: Asked, *, at: datetime, on: date) -> QuerySet[CaseFile]:
    """Return the quiet files of the owner who is asked for."""
    return quiet_files(at=at, on=on).filter(asked.of_owner("assigned_to")).select_related("assigned_to")


def asleep_files(asked: Asked, *, on: date) -> QuerySet[Pause]:
    """Return the quiet files that rest, of the owner who is asked for."""
    return paused_files(on=on).filter(asked.of_owner("case_file__assigned_to")).order_by("until", "pk")


@dataclass(frozen=True)
class Row:
    """A follow-up with the page on which it is done, or a quiet file."""

    title: str
    kind: str
    href: str
    late: bool = False
    today: bool = False
    follow_up: FollowUp | None = None
    file: CaseFile | None = None
    owner: str = ""
    silent_days: int = 0
    until: date | None = None
    why: str = ""
    back: bool = False

    @property
    def key(self) -> str:
        """What a ticked box sends: t12 for a follow-up, f34 for a file."""
        if self.follow_up is not None:
            return f"t{self.follow_up.pk}"
        assert self.file is not None
        return f"f{self.file.pk}"


def follow_up_rows(found: list[FollowUp], *, slug: str, on: date) -> list[Row]:
    """Return rows for the page: kind in words, link, how urgent, and why it was put off."""
    rows = []
    for follow_up in found:
        label, page = PAGES.get(follow_up.cause, ("対応", ""))
        if page:
            href = reverse(page, kwargs={"organization": slug, "pk": int(follow_up.reference.partition(":")[0])})
        elif follow_up.case_file_id is not None:
            href = reverse("workspace:case_file", kwargs={"organization": slug, "pk": follow_up.case_file_id})
        else:
            href = reverse("workspace:follow_up", kwargs={"organization": slug, "pk": follow_up.pk})
        until = follow_up.snoozed_until
        rows.append(
            Row(
                follow_up.title,
                label,
                href,
                late=follow_up.due_on < on,
                today=follow_up.due_on == on,
                follow_up=follow_up,
                file=follow_up.case_file,
                owner=follow_up.owner.name if follow_up.owner else "",
                until=until,
                why=follow_up.snoozed_why,
                back=until is not None and until <= on,
            )
        )
    return rows


def file_rows(found: list[CaseFile], *, slug: str, on: date, pauses: dict[int, Pause] | None = None) -> list[Row]:
    """Return rows for quiet files: how long nothing has happened, and until when they rest."""
    rows = []
    for file in found:
        pause = (pauses or {}).get(file.pk)
        rows.append(
            Row(
                file.shown_name,
                file.get_stage_display(),
                reverse("workspace:case_file", kwargs={"organization": slug, "pk": file.pk}),
                file=file,
                owner=file.assigned_to.name if file.assigned_to else "",
                silent_days=(on - local_date(file.touched_at)).days,
                until=pause.until if pause else None,
                why=pause.why if pause else "",
                back=pause is not None and pause.until <= on,
            )
        )
    return rows


@dataclass(frozen=True)
class Load:
    """How much one member has: exact counts."""

    owner: str
    name: str
    late: int
    today: int
    week: int
    all: int
    quiet: int


@dataclass(frozen=True)
class Column:
    """One column of the board: its exact count, its first rows, and the list of all."""

    due: Due
    total: int
    rows: list[Row]


def board(asked: Asked, *, slug: str, has: Sequence[Load], at: datetime, on: date) -> list[Column]:
    """Return the columns: late, today, later, gone quiet (対応ボード). `has` has counted the quiet files."""
    counts = _counts(asked, on=on)
    columns = []
    for due in (Due.LATE, Due.TODAY, Due.LATER):
        found = follow_ups(Asked(asked.owner, due, asked.kind, asked.member), on=on)[:SHOWN_IN_A_COLUMN]
        columns.append(Column(due, counts[due], follow_up_rows(list(found), slug=slug, on=on)))
    silent = quiet(asked, at=at, on=on)
    pauses = _past_pauses(found_silent := list(silent[:SHOWN_IN_A_COLUMN]))
    rows = file_rows(found_silent, slug=slug, on=on, pauses=pauses)
    wanted = str(asked.member.pk) if asked.owner == Owner.MINE else asked.owner
    total = sum(load.quiet for load in has if wanted in {Owner.ALL, load.owner})
    return [*columns, Column(Due.QUIET, total, rows)]


def _past_pauses(files: list[CaseFile]) -> dict[int, Pause]:
    return {pause.case_file_id: pause for pause in Pause.objects.filter(case_file__in=[file.pk for file in files])}


def _counts(asked: Asked, *, on: date) -> dict[Due, int]:
    rows = FollowUp.objects.awake(on).filter(asked.of_owner("owner"))
    if asked.kind:
        rows = rows.filter(cause=asked.kind)
    found: dict[str, int] = rows.aggregate(
        late=Count("pk", filter=Q(due_on__lt=on)),
        today=Count("pk", filter=Q(due_on=on)),
        later=Count("pk", filter=Q(due_on__gt=on)),
    )
    return {due: found[due.value] for due in (Due.LATE, Due.TODAY, Due.LATER)}


def loads(*, at: datetime, on: date) -> list[Load]:
    """Return who has how much (だれがどれだけ), those without an owner last."""
    tasks: dict[int | None, Any] = {
        row["owner_id"]: row
        for row in FollowUp.objects.awake(on).order_by().values("owner_id").annotate(
            late=Count("pk", filter=Q(due_on__lt=on)),
            today=Count("pk", filter=Q(due_on=on)),
            week=Count("pk", filter=Q(due_on__lte=on + WEEK)),
            all=Count("pk"),
        )
    }  # fmt: skip
    silent = quiet_files(at=at, on=on).order_by().values("assigned_to_id").annotate(count=Count("pk"))
    still: dict[int | None, int] = {row["assigned_to_id"]: row["count"] for row in silent}
    names: dict[int | None, str] = {member.pk: member.name for member in members(on=on)}
    names |= _names_of({pk for pk in tasks.keys() | still.keys() if pk is not None and pk not in names})
    names[None] = "担当なし"
    none: dict[str, int] = {}
    return [
        Load(
            str(pk) if pk is not None else Owner.NOBODY.value,
            name,
            late=tasks.get(pk, none).get("late", 0),
            today=tasks.get(pk, none).get("today", 0),
            week=tasks.get(pk, none).get("week", 0),
            all=tasks.get(pk, none).get("all", 0),
            quiet=still.get(pk, 0),
        )
        for pk, name in names.items()
    ]


def _names_of(gone: set[int]) -> dict[int | None, str]:
    rows = Membership.objects.filter(pk__in=gone).order_by("name")
    return {member.pk: f"{member.name}(在籍していません)" for member in rows}


@dataclass(frozen=True)
class Home:
    """What the staff home shows first."""

    mine: list[Row]
    columns: list[Column]
    unowned: list[Row]
    unowned_total: int
    troubled: list[Message]
    waiting_mails: int
    waiting_stamps: int
    waiting_stays: int


def home(*, member: Membership, by: Actor, slug: str, at: datetime, on: date) -> Home:
    """Return what is due for a member, counts of the board, what nobody has taken, mails in trouble, what to stamp."""
    asked = Asked(Owner.MINE, Due.WEEK, "", member)
    mine = follow_ups(asked, on=on)[:SHOWN_AT_HOME]
    unowned = follow_ups(Asked(Owner.NOBODY, Due.ALL, "", member), on=on)
    counts = _counts(asked, on=on)
    silent = quiet(asked, at=at, on=on).order_by().count()
    return Home(
        mine=follow_up_rows(list(mine), slug=slug, on=on),
        columns=[Column(due, count, []) for due, count in counts.items()] + [Column(Due.QUIET, silent, [])],
        unowned=follow_up_rows(list(unowned[:SHOWN_AT_HOME]), slug=slug, on=on),
        unowned_total=unowned.count(),
        troubled=list(troubled_messages(at=at)[:SHOWN_AT_HOME]),
        waiting_mails=waiting_count(),
        waiting_stamps=len(waiting_for(by, role=member.role)),
        waiting_stays=len(waiting_for(by, role=member.role, elsewhere=True)),
    )
