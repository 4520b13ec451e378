"""Post and reply in a group, delete one's own; report, hide with a reason, object, keep."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit import services as audit
from kayoi.foundation.files import services as files
from kayoi.foundation.files.models import StoredFile
from kayoi.foundation.files.rules import format_of
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.verdict import Reason, Refused, Verdict, verdict
from kayoi.programmes.furusato.models import Group, GroupMember, GroupPost, GroupReport
from kayoi.programmes.furusato.rules import groups as rules
from kayoi.programmes.furusato.selectors.groups import sent_today
from kayoi.programmes.furusato.states.groups import GROUP, GROUP_POST, PostStatus, ReportStatus

LOOK_DAYS, HEAD = 2, 1024


class UnableToPost(Refused):
    """A post, a reply or a photo is not taken."""


class UnableToReport(Refused):
    """This cannot be reported."""


class UnableToObject(Refused):
    """There is nothing to object to, or it has been done."""


@dataclass(frozen=True)
class Said:
    """What somebody writes: words, a photo as it was sent, the post that it answers."""

    text: str
    upload: Any = None
    answers: GroupPost | None = None
    client_key: UUID | None = None


@transaction.atomic
def post(*, group: Group, member: GroupMember | None, said: Said, by: Actor, at: datetime) -> GroupPost:
    """Post or reply in a group (投稿する), as a member, or as the town where `member` is None.

    The same client_key is one post. A reply to a reply stands below the same post. Raises UnableToPost,
    UnableToTakeFile.
    """
    if member is not None:  # two at once count each other
        member = GroupMember.objects.select_for_update(no_key=True, of=["self"]).get(pk=member.pk)
    known = GroupPost.objects.filter(client_key=said.client_key).first() if said.client_key else None
    if known is not None:
        return known
    sent = sent_today(member, on=local_date(at)) if member else 0
    text = said.text.strip()
    _check(UnableToPost, rules.may_post(
        status=group.status, has_text=bool(text), has_photo=said.upload is not None, sent_today=sent
    ))  # fmt: skip
    above = said.answers.answers if said.answers and said.answers.answers else said.answers
    status = rules.first_status(checks_first=group.checks_first, by_town=member is None)
    row: GroupPost = GroupPost.objects.create(
        group=group, member=member, answers=above, status=status, text=text, photo=_photo(said.upload, by=by, at=at),
        posted_at=at, shown_at=at if status is PostStatus.SHOWN else None, client_key=said.client_key,
    )  # fmt: skip
    audit.record("furusato.post", row, by=by, at=at, after={"group": group, "answers": above})
    if status is PostStatus.WAITING:
        _plan(f"グループ「{group.name}」: 確認を待つ投稿があります", GROUP, group.pk, by=by, at=at)
    return row


@transaction.atomic
def delete_post(*, post: GroupPost, by: Actor, at: datetime) -> None:
    """Delete one's own post or reply (投稿を削除する): words and photo are gone, the place remains."""
    row = _locked(post)
    if row.status == PostStatus.DELETED:
        return
    photo: StoredFile | None = row.photo
    GroupPost.objects.filter(pk=row.pk).update(text="", photo=None, objection="", objection_kept_at=None)
    audit.move(row, "delete", by=by, at=at)
    if photo is not None:
        files.forget_file(stored=photo, by=by, at=at)
    for report in _open_reports(row):
        audit.move(report, "lapse", by=by, at=at)
    _done(row, at=at)


@transaction.atomic
def report_post(*, post: GroupPost, member: GroupMember, why: str, by: Actor, at: datetime) -> GroupReport:
    """Report a post to the town (通報する): once by each member; staff look at it. Raises UnableToReport."""
    row = _locked(post)
    known = GroupReport.objects.filter(post=row, member=member).first()
    if known is not None:
        return known
    sent = GroupReport.objects.filter(member=member, reported_at__date=local_date(at)).count()
    _check(UnableToReport, rules.may_report(
        status=row.status, is_own=row.member_id == member.pk, sent_today=sent
    ))  # fmt: skip
    report: GroupReport = GroupReport.objects.create(post=row, member=member, why=why, reported_at=at)
    audit.record("furusato.report_post", report, by=by, at=at, after={"post": row})
    _plan(f"グループ「{row.group.name}」: 通報された投稿を確かめる", GROUP_POST, row.pk, by=by, at=at)
    return report


@transaction.atomic
def show_post(*, post: GroupPost, by: Actor, at: datetime) -> None:
    """Let a post be seen (投稿を載せる): one that waited, or one that was hidden and should not have been."""
    row = _locked(post)
    afresh = {"shown_at": row.shown_at or at, "why": "", "objection": "", "objection_kept_at": None}
    audit.move(row, "show", by=by, at=at, also=afresh)
    _done(row, at=at)


@transaction.atomic
def hide_post(*, post: GroupPost, why: str, by: Actor, at: datetime) -> None:
    """Hide a post (投稿を非表示にする), with the reason that its writer reads; reports of it are upheld."""
    row = _locked(post)
    audit.move(row, "hide", by=by, at=at, why=why, also={"why": why})
    for report in _open_reports(row):
        audit.move(report, "uphold", by=by, at=at)
    _done(row, at=at)


@transaction.atomic
def keep_post(*, post: GroupPost, by: Actor, at: datetime) -> None:
    """Decide that a report is no reason to hide a post (通報を退ける), or that it stays hidden (異議を退ける).

    The writer reads that an objection was decided, and does not object to the same again.
    """
    row = _locked(post)
    for report in _open_reports(row):
        audit.move(report, "reject", by=by, at=at)
    if row.status == PostStatus.HIDDEN and row.objection and row.objection_kept_at is None:
        GroupPost.objects.filter(pk=row.pk).update(objection_kept_at=at)
        audit.record("furusato.keep_hidden", row, by=by, at=at)
    _done(row, at=at)


@transaction.atomic
def object_to_hiding(*, post: GroupPost, words: str, by: Actor, at: datetime) -> None:
    """Object to that one's post was hidden (非表示に異議を伝える): staff look at it again. Raises UnableToObject."""
    row = _locked(post)
    if row.status != PostStatus.HIDDEN or row.objection:
        raise UnableToObject(verdict([Reason("furusato.group_object_not")]))
    # The words stand in the row alone: an entry would keep them when the post is deleted.
    GroupPost.objects.filter(pk=row.pk).update(objection=words)
    audit.record("furusato.object_to_hiding", row, by=by, at=at)
    _plan(f"グループ「{row.group.name}」: 非表示への異議を確かめる", GROUP_POST, row.pk, by=by, at=at)


def _photo(upload: Any, *, by: Actor, at: datetime) -> StoredFile | None:
    if upload is None:
        return None
    head = upload.read(HEAD)
    upload.seek(0)
    if format_of(head) == "pdf":
        raise UnableToPost(verdict([Reason("furusato.group_no_photo")]))
    return files.take_file(upload=upload, name=upload.name, size=upload.size, by=by, at=at)


def _locked(post: GroupPost) -> GroupPost:
    rows = GroupPost.objects.select_related("group", "photo").select_for_update(of=["self"])
    row: GroupPost = rows.get(pk=post.pk)
    return row


def _open_reports(post: GroupPost) -> list[GroupReport]:
    return list(GroupReport.objects.filter(post=post, status=ReportStatus.OPEN).order_by("pk"))


def _plan(title: str, cause: str, pk: int, *, by: Actor, at: datetime) -> None:
    """Let staff look, once as long as it has not been done: nobody gets a board full of one post."""
    if not FollowUp.objects.open().filter(cause=cause, reference=str(pk)).exists():
        due = business_days_later(local_date(at), LOOK_DAYS)
        followups.plan_follow_up(title=title[:200], due_on=due, cause=cause, reference=str(pk), by=by, at=at)


def _done(post: GroupPost, *, at: datetime) -> None:
    """Finish what staff had to do about a post, and about the group's queue once it is empty."""
    done = system("furusato.group_looked_at")
    followups.finish_caused_by(cause=GROUP_POST, reference=str(post.pk), by=done, at=at)
    if not GroupPost.objects.filter(group=post.group_id, status=PostStatus.WAITING).exists():
        followups.finish_caused_by(cause=GROUP, reference=str(post.group_id), by=done, at=at)


def _check(error: type[Refused], answer: Verdict) -> None:
    if answer.refused:
        raise error(answer)
