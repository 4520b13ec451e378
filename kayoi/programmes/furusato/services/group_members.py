"""Join a group under a display name, leave it, wish for its news by mail; be renamed, put out, forgotten."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import family_ids, is_protected, roots_of
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.text import name_key, normal
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.furusato.models import Group, GroupMember, GroupPost
from kayoi.programmes.furusato.rules.groups import may_be_called, may_join
from kayoi.programmes.furusato.selectors.groups import held_by, member_before, needed_for, parts_of
from kayoi.programmes.furusato.services.group_posts import delete_post
from kayoi.programmes.furusato.states.groups import MemberStatus, PostStatus

# What stands above the empty places of somebody who has erased their log-in.
GONE = "退会した人"


class UnableToJoin(Refused):
    """The group is not for this person now, or the display name cannot be taken."""


@transaction.atomic
def join_group(
    *, organization: Organization, group: Group, file: CaseFile, name: str, mails: bool, by: Actor, at: datetime
) -> GroupMember:
    """Join a group under a display name (グループに参加する); who is in it already stays as they are.

    Raises UnableToJoin with every reason.
    """
    locked = Group.objects.select_for_update(of=["self"]).prefetch_related("registers").get(pk=group.pk)
    known = member_before(locked, file)
    if known is not None and known.status == MemberStatus.IN:
        return known
    _check(organization, locked, file, name, known, at=at)
    named = {"name": normal(name), "name_key": name_key(name), "mails_since": at if mails else None}
    if known is None:
        known = GroupMember.objects.create(group=locked, case_file=file, joined_at=at, **named)
    else:
        GroupMember.objects.filter(pk=known.pk).update(**named, joined_at=at, seen_at=None)
        audit.move(known, "come_back", by=by, at=at)
    audit.record("furusato.join_group", known, by=by, at=at, after={"group": locked, "mails": mails})
    return known


@transaction.atomic
def leave_group(*, member: GroupMember, with_posts: bool, by: Actor, at: datetime) -> None:
    """Leave a group (グループをやめる), with what one has written there or without; its mails end.

    Raises UnableToMove.
    """
    rows = parts_of(member)
    for row in rows if with_posts else ():
        _empty(row, by=by, at=at)
    for row in [row for row in rows if row.status == MemberStatus.IN] or [member]:
        audit.move(row, "leave", by=by, at=at, also={"mails_since": None})


@transaction.atomic
def wish_mails(*, member: GroupMember, wish: bool, by: Actor, at: datetime) -> None:
    """Agree to the news of a group by mail, or end them (お知らせメールの同意・取りやめ). Twice is once."""
    ids = [row.pk for row in parts_of(member) if row.status == MemberStatus.IN or not wish]
    for row in GroupMember.objects.select_for_update(of=["self"]).filter(pk__in=ids).order_by("pk"):
        if (row.mails_since is not None) is not wish:
            audit.change(row, {"mails_since": at if wish else None}, version=None, by=by, at=at)


@transaction.atomic
def note_visit(*, member: GroupMember, by: Actor, at: datetime) -> None:
    """Write down when a member last opened a group (最後に開いた時刻), for what is new to them.

    No entry of the audit: reading is no act, and nobody is watched.
    """
    GroupMember.objects.filter(pk=member.pk).update(seen_at=at)


@transaction.atomic
def rename_member(*, organization: Organization, member: GroupMember, name: str, by: Actor, at: datetime) -> None:
    """Give a member another display name (表示名を変える), also above what they have written; staff do it.

    As for who has come under protection measures since. The entry names neither name. Raises UnableToJoin.
    """
    group = Group.objects.select_for_update(of=["self"]).get(pk=member.group_id)
    reasons = _name_refused(organization, group, member.case_file, name, member, at=at)
    if reasons:
        raise UnableToJoin(verdict(reasons))
    GroupMember.objects.filter(pk=member.pk).update(name=normal(name), name_key=name_key(name))
    audit.record("furusato.rename_member", member, by=by, at=at)


@transaction.atomic
def put_out_member(*, member: GroupMember, why: str, by: Actor, at: datetime) -> None:
    """End somebody's part in a group (参加を終える), with the reason that they read; they do not join again alone.

    Raises UnableToMove.
    """
    for row in [row for row in parts_of(member) if row.status == MemberStatus.IN] or [member]:
        audit.move(row, "put_out", by=by, at=at, why=why, also={"why_out": why, "mails_since": None})


@transaction.atomic
def let_member_back(*, member: GroupMember, by: Actor, at: datetime) -> None:
    """Let somebody join again who was put out (また参加できるようにする). Raises UnableToMove."""
    for row in [row for row in parts_of(member) if row.status == MemberStatus.OUT] or [member]:
        audit.move(row, "let_back", by=by, at=at, also={"why_out": ""})


@transaction.atomic
def forget_member(*, person: Person, by: Actor, at: datetime) -> None:
    """Empty what somebody has left in the groups of the open town (投稿と表示名を消す), when their log-in is erased."""
    linked = roots_of(CaseFile.objects.filter(person=person).values_list("pk", flat=True))
    files = {pk for root in linked.values() for pk in family_ids(root)}
    for row in GroupMember.objects.filter(case_file__in=files).order_by("pk"):
        _empty(row, by=by, at=at)
        if row.status == MemberStatus.IN:
            audit.move(row, "leave", by=by, at=at, also={"mails_since": None})
        GroupMember.objects.filter(pk=row.pk).update(name=GONE, name_key=f"gone{row.pk}")
        audit.record("furusato.forget_member", row, by=by, at=at)


def _empty(member: GroupMember, *, by: Actor, at: datetime) -> None:
    for post in GroupPost.objects.filter(member=member).exclude(status=PostStatus.DELETED).order_by("pk"):
        delete_post(post=post, by=by, at=at)


def _check(
    organization: Organization, group: Group, file: CaseFile, name: str, known: GroupMember | None, *, at: datetime
) -> None:
    answer = may_join(status=group.status, needed=needed_for(group), held=held_by(file, on=local_date(at)))
    reasons = [*answer.reasons, *_name_refused(organization, group, file, name, known, at=at)]
    if known is not None and any(row.status == MemberStatus.OUT for row in parts_of(known)):
        reasons.append(Reason("furusato.group_put_out"))
    if reasons:
        raise UnableToJoin(verdict(reasons))


def _name_refused(
    organization: Organization, group: Group, file: CaseFile, name: str, known: GroupMember | None, *, at: datetime
) -> list[Reason]:
    answer = may_be_called(
        name, own=[file.name, file.kana], every_part=is_protected(file.pk, on=local_date(at)),
        town=[organization.name, organization.office_name, organization.name_en],
    )  # fmt: skip
    same = GroupMember.objects.filter(group=group, name_key=name_key(name)).first() if name_key(name) else None
    taken = same is not None and same != known
    return [*answer.reasons, *([Reason("furusato.group_name_taken")] if taken else [])]
