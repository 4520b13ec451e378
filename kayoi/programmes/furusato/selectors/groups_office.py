"""Groups as staff see them: what waits for them, who is in a group, figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.selectors import protected_families
from kayoi.programmes.furusato.models import Group, GroupMember, GroupPost, GroupReport, SignUp
from kayoi.programmes.furusato.rules.groups import may_be_called, may_read
from kayoi.programmes.furusato.selectors.group_feed import PAGE
from kayoi.programmes.furusato.selectors.groups import held_by_each, needed_for
from kayoi.programmes.furusato.selectors.registered import HIDDEN
from kayoi.programmes.furusato.states import SIGN_UP
from kayoi.programmes.furusato.states.groups import GroupStatus, MemberStatus, PostStatus, ReportStatus


def staff_groups() -> list[Group]:
    """Return the groups of the town."""
    return list(Group.objects.prefetch_related("registers__register").order_by("name"))


@dataclass(frozen=True)
class Seen:
    """A post as staff see it: with who wrote it, its reports that wait, its replies."""

    post: GroupPost
    who: str
    reports: Sequence[GroupReport]
    replies: Sequence["Seen"] = ()


def office_feed(group: Group, *, page: str, on: date) -> tuple[Page[GroupPost], list[Seen]]:
    """Return a page of all that stands in a group, for staff."""
    rows = GroupPost.objects.filter(group=group).select_related("member__case_file").defer("member__case_file__search")
    found = Paginator(rows.filter(answers=None).order_by("-posted_at", "-pk"), PAGE).get_page(page)
    posts = list(found.object_list)
    replies = list(rows.filter(answers__in=[post.pk for post in posts]).order_by("posted_at", "pk"))
    seen = {one.post.pk: one for one in seen_by_staff([*posts, *replies], on=on)}
    below: dict[int, list[Seen]] = {}
    for row in replies:
        below.setdefault(row.answers_id or 0, []).append(seen[row.pk])
    return found, [Seen(p, seen[p.pk].who, seen[p.pk].reports, below.get(p.pk, ())) for p in posts]


def to_look_at(group: Group | None = None) -> QuerySet[GroupPost]:
    """Return what waits for staff, the oldest first: posts before they show, reported ones, objections."""
    waits = Q(status=PostStatus.WAITING) | Q(reports__status=ReportStatus.OPEN)
    waits |= Q(status=PostStatus.HIDDEN, objection_kept_at=None) & ~Q(objection="")
    rows = GroupPost.objects.filter(waits, **({"group": group} if group else {})).distinct()
    rows = rows.select_related("group", "member__case_file").defer("member__case_file__search")
    return rows.order_by("posted_at", "pk")


def seen_by_staff(posts: Iterable[GroupPost], *, on: date) -> list[Seen]:
    """Return posts with their writers and open reports; people under protection measures without their name."""
    rows = list(posts)
    reports: dict[int, list[GroupReport]] = {}
    for report in GroupReport.objects.filter(post__in=rows, status=ReportStatus.OPEN).order_by("reported_at"):
        reports.setdefault(report.post_id, []).append(report)
    hidden = protected_families((row.member.case_file_id for row in rows if row.member), on=on)
    return [Seen(row, _who(row.member, hidden), reports.get(row.pk, ())) for row in rows]


def _who(member: GroupMember | None, hidden: set[int]) -> str:
    if member is None:
        return ""
    return HIDDEN if member.case_file_id in hidden else member.case_file.shown_name


@dataclass(frozen=True)
class OnRoll:
    """A member as staff see them.

    `reads` is whether a registration in force still opens the group; `shows_name` that the display name of somebody
    under protection measures holds a part of their real name: they came under them after they had joined.
    """

    member: GroupMember
    who: str
    reads: bool
    shows_name: bool


def roll_of(group: Group, *, on: date) -> list[OnRoll]:
    """Return who is in a group, by when they joined; and whom the town has put out or has to rename."""
    rows = GroupMember.objects.filter(group=group).select_related("case_file")
    members = list(rows.defer("case_file__search").order_by("joined_at", "pk"))
    files, needed = [one.case_file_id for one in members], needed_for(group)
    hidden, held = protected_families(files, on=on), held_by_each(files, on=on)
    found = [
        OnRoll(one, _who(one, hidden), may_read(status=GroupStatus.OPEN, needed=needed, held=held[one.case_file_id]),
               one.case_file_id in hidden and _shows_name(one))
        for one in members
    ]  # fmt: skip
    return [one for one in found if one.shows_name or one.member.status != MemberStatus.LEFT]


def _shows_name(member: GroupMember) -> bool:
    own = [member.case_file.name, member.case_file.kana]
    return may_be_called(member.name, own=own, every_part=True, town=[]).refused


@dataclass(frozen=True)
class Figures:
    """A group in figures: who is in it, what was posted, how many people have come to its meet-ups."""

    group: Group
    members: int
    posts: int
    writers: int
    waiting: int
    meet_ups: int
    came: int


def figures(groups: Sequence[Group]) -> list[Figures]:
    """Return groups in figures, in a constant number of queries. Who came is counted from confirmed events."""
    members, posts = _counts(groups)
    waiting: dict[int, int] = {}
    for pk in to_look_at().filter(group__in=groups).values_list("group_id", flat=True):
        waiting[pk] = waiting.get(pk, 0) + 1
    meet_ups, came = _meetings(groups)
    return [
        Figures(one, members.get(one.pk, 0), len(posts.get(one.pk, ())),
                len({writer for writer in posts.get(one.pk, ()) if writer}), waiting.get(one.pk, 0),
                len(meet_ups.get(one.pk, ())), len(came.get(one.pk, ())))
        for one in groups
    ]  # fmt: skip


def _counts(groups: Sequence[Group]) -> tuple[dict[int, int], dict[int, list[int | None]]]:
    members: dict[int, int] = {}
    for pk in GroupMember.objects.filter(group__in=groups, status=MemberStatus.IN).values_list("group_id", flat=True):
        members[pk] = members.get(pk, 0) + 1
    posts: dict[int, list[int | None]] = {}
    shown = GroupPost.objects.filter(group__in=groups, status=PostStatus.SHOWN)
    for pk, writer in shown.values_list("group_id", "member_id"):
        posts.setdefault(pk, []).append(writer)
    return members, posts


def _meetings(groups: Sequence[Group]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Return the meet-ups of each group, and the files of those who have come to one."""
    meet_ups: dict[int, set[int]] = {}
    group_of: dict[str, int] = {}
    rows = SignUp.objects.filter(activity__group__in=groups).values_list("pk", "activity_id", "activity__group_id")
    for pk, activity, group in rows:
        meet_ups.setdefault(group, set()).add(activity)
        group_of[str(pk)] = group
    net: dict[tuple[int, int], int] = {}
    events = Engagement.objects.filter(
        cause=SIGN_UP, reference__in=group_of, kind__in=("activity", "activity_withdrawn")
    )
    for reference, kind, file in events.values_list("reference", "kind_id", "case_file_id"):
        key = (group_of[reference], file)
        net[key] = net.get(key, 0) + (1 if kind == "activity" else -1)
    came: dict[int, set[int]] = {}
    for (group, file), number in net.items():
        if number > 0:
            came.setdefault(group, set()).add(file)
    return meet_ups, came
