"""Groups as one person meets them: what they may see today, what they may join, how they are called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.signing import BadSignature, Signer
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, Greatest

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import family_ids, roots_of
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.models import Activity, Group, GroupMember, GroupPost, SignUp
from kayoi.programmes.furusato.rules.groups import may_join, may_read
from kayoi.programmes.furusato.selectors.registered import in_force
from kayoi.programmes.furusato.states import ActivityStatus, SignUpStatus
from kayoi.programmes.furusato.states.groups import SHOWS_REPLIES, GroupStatus, MemberStatus, PostStatus

SIGNER = Signer(salt="furusato.group_mail")
MOST_MEET_UPS = 20


def held_by(file: CaseFile, *, on: date) -> set[int]:
    """Return the ids of the registers in which somebody is registered on a day, in merged files too."""
    rows = in_force(on=on).filter(case_file__in=family_ids(file))
    return set(rows.values_list("register_id", flat=True))


def held_by_each(file_ids: Iterable[int], *, on: date) -> dict[int, set[int]]:
    """Return the same for many files, by the id of each."""
    roots, found = roots_of(file_ids), dict[int, set[int]]()
    rows = list(in_force(on=on).values_list("case_file_id", "register_id"))
    registered = roots_of(pk for pk, _ in rows)
    for pk, register in rows:
        found.setdefault(registered[pk].pk, set()).add(register)
    return {pk: found.get(root.pk, set()) for pk, root in roots.items()}


def needed_for(group: Group) -> set[int]:
    """Return the ids of the registers that a group is for; none: all."""
    return {link.register_id for link in group.registers.all()}


@dataclass(frozen=True)
class Entered:
    """A group that somebody takes part in, and as whom."""

    group: Group
    member: GroupMember


@dataclass(frozen=True)
class Listed:
    """A group in somebody's list: as whom they are in it, how much is new, whether they may join; why they are out."""

    group: Group
    member: GroupMember | None
    news: int
    may_join: bool
    why_out: str


def groups_of(file: CaseFile, *, at: datetime) -> list[Listed]:
    """Return the groups that somebody may see: those they are in first."""
    held, members = held_by(file, on=local_date(at)), _members(file)
    groups = [
        one for one in Group.objects.prefetch_related("registers").order_by("name")
        if may_read(status=one.status, needed=needed_for(one), held=held)
    ]  # fmt: skip
    news = news_of(members.values())
    out = GroupMember.objects.filter(case_file__in=family_ids(file), status=MemberStatus.OUT)
    why_out = {pk: why for pk, why in out.values_list("group_id", "why_out") if pk not in members}
    found = [
        Listed(one, members.get(one.pk), news.get(members[one.pk].pk, 0) if one.pk in members else 0,
               one.pk not in why_out and not may_join(status=one.status, needed=needed_for(one), held=held).refused,
               why_out.get(one.pk, ""))
        for one in groups if one.pk in members or one.status == GroupStatus.OPEN
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.member is None)


def group_to_join(file: CaseFile, pk: int, *, at: datetime) -> Group | None:
    """Return a group that somebody may see today, whether they are in it or not."""
    group = Group.objects.prefetch_related("registers").filter(pk=pk).first()
    held = held_by(file, on=local_date(at))
    return group if group and may_read(status=group.status, needed=needed_for(group), held=held) else None


def entered(file: CaseFile, pk: int, *, at: datetime) -> Entered | None:
    """Return a group and somebody's part in it; None for others, and once their registration is over."""
    member = _members(file).get(pk)
    group = group_to_join(file, pk, at=at) if member else None
    return Entered(group, member) if group and member else None


def member_before(group: Group, file: CaseFile) -> GroupMember | None:
    """Return the row of somebody who has been in a group, in it or not any more."""
    return GroupMember.objects.filter(group=group, case_file__in=family_ids(file)).order_by("status", "pk").first()


def parts_of(member: GroupMember) -> list[GroupMember]:
    """Return all rows of somebody in a group, by when they were made: two of merged files are one person's."""
    root = roots_of([member.case_file_id])[member.case_file_id]
    return list(GroupMember.objects.filter(group=member.group_id, case_file__in=family_ids(root)).order_by("pk"))


def is_member(group: Group, file: CaseFile, *, at: datetime) -> bool:
    """Tell whether somebody takes part in a group today."""
    return entered(file, group.pk, at=at) is not None


def _members(file: CaseFile) -> dict[int, GroupMember]:
    rows = GroupMember.objects.filter(case_file__in=family_ids(file), status=MemberStatus.IN)
    rows = rows.select_related("case_file").defer("case_file__search")
    return {row.group_id: row for row in rows.order_by("-pk")}


def news_of(members: Iterable[GroupMember], *, unmailed: bool = False) -> dict[int, int]:
    """Return how many posts and replies each has not seen: since they last opened the group, or joined it.

    With `unmailed` only those that came after the last mail too.
    """
    rows = GroupMember.objects.filter(pk__in=[one.pk for one in members])
    since = Coalesce("seen_at", "joined_at")
    # The later of both: the database leaves out a mail that never went.
    rows = rows.annotate(since=Greatest(since, "mailed_at") if unmailed else since)
    others = Q(group__posts__member=None) | ~Q(group__posts__member=F("pk"))
    shown = Q(group__posts__status=PostStatus.SHOWN) & (
        Q(group__posts__answers=None) | Q(group__posts__answers__status__in=SHOWS_REPLIES)
    )
    new = Q(group__posts__shown_at__gt=F("since")) & others & shown
    return dict(rows.annotate(news=Count("group__posts", filter=new)).values_list("pk", "news"))


@dataclass(frozen=True)
class MeetUp:
    """A meet-up of a group as a member sees it."""

    activity: Activity
    sign_up: SignUp | None

    @property
    def is_in(self) -> bool:
        """Whether the member has a place: only then the address of an online meet-up is shown."""
        return self.sign_up is not None and self.sign_up.status != SignUpStatus.WAITING


def meet_ups_of(one: Entered, *, at: datetime, pk: int | None = None) -> list[MeetUp]:
    """Return what a group holds next, the nearest first, and whether the member comes."""
    rows = Activity.objects.filter(group=one.group).exclude(status=ActivityStatus.DRAFT).select_related("kind")
    rows = rows.filter(pk=pk) if pk else rows.filter(ends_at__gt=at).exclude(status=ActivityStatus.CANCELLED)
    found = list(rows.order_by("starts_at", "pk")[:MOST_MEET_UPS])
    mine = SignUp.objects.filter(activity__in=found, case_file__in=family_ids(one.member.case_file))
    signed = {row.activity_id: row for row in mine.exclude(status=SignUpStatus.CANCELLED)}
    return [MeetUp(row, signed.get(row.pk)) for row in found]


def sent_today(member: GroupMember, *, on: date) -> int:
    """Return how many posts and replies a member has sent on a day, deleted ones too."""
    return GroupPost.objects.filter(member=member, posted_at__date=on).count()


def key_of(member: GroupMember) -> str:
    """Return the secret of the link that ends the mails of a group: signed, so that nothing has to be stored."""
    return SIGNER.sign(str(member.pk)).replace(":", "~")


def member_of_key(key: str) -> GroupMember | None:
    """Return whose mails a link ends, or None where it is not ours or belongs to another town."""
    try:
        pk = SIGNER.unsign(key.replace("~", ":"))
    except BadSignature:
        return None
    return GroupMember.objects.select_related("group").filter(pk=pk).first()
