"""Groups (グループ) of people whom a town has registered: members under a name of their choice, posts, reports."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.furusato.states.groups import (
    GROUP_TRANSITIONS,
    MEMBER_TRANSITIONS,
    POST_TRANSITIONS,
    REPORT_TRANSITIONS,
    GroupStatus,
    MemberStatus,
    PostStatus,
    ReportStatus,
)


class Group(TenantModel):
    """A group: what it is for, whose posts are looked at first. Without registers (GroupOf) all registered people."""

    transitions: ClassVar[tuple[Transition, ...]] = GROUP_TRANSITIONS

    status = models.CharField("状態", max_length=10, choices=GroupStatus.choices(), default=GroupStatus.DRAFT)
    name = models.CharField("名称", max_length=60)
    name_en = models.CharField("名称(英語)", max_length=80, blank=True)
    about = models.TextField("何のためのグループか", max_length=1000)
    about_en = models.TextField("何のためのグループか(英語)", max_length=1500, blank=True)
    checks_first = models.BooleanField("投稿を、職員が確かめてから載せる", default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="furusato_group_name",
                violation_error_message="この名称のグループは、すでにあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupOf(TenantModel):
    """That a group is for the people of a register (参加できる登録)."""

    group = models.ForeignKey("furusato.Group", models.PROTECT, related_name="registers")
    register = models.ForeignKey("furusato.Register", models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "group", "register"], name="furusato_group_of_once")
        ]


class GroupMember(TenantModel):
    """Somebody's part in a group, under a display name (グループの参加者). Reading asks whether they may."""

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = MEMBER_TRANSITIONS

    group = models.ForeignKey("furusato.Group", models.PROTECT, related_name="members")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    status = models.CharField("状態", max_length=10, choices=MemberStatus.choices(), default=MemberStatus.IN)
    name = models.CharField("表示名", max_length=20)
    name_key = models.CharField(max_length=60)
    joined_at = models.DateTimeField("参加した日時")
    seen_at = models.DateTimeField("最後に開いた日時", null=True)
    # The consent to news of this group by mail; None: none.
    mails_since = models.DateTimeField("お知らせメールに同意した日時", null=True)
    mailed_at = models.DateTimeField("お知らせメールを送った日時", null=True)
    why_out = models.CharField("町が参加を終えた理由(本人に示す)", max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "group", "case_file"],
                name="furusato_member_once",
                violation_error_message="このグループには、すでに参加しています。",
            ),
            # Also of who has left: nobody else speaks under a name that stands above older posts.
            models.UniqueConstraint(
                fields=["organization", "group", "name_key"],
                name="furusato_member_name",
                violation_error_message="この表示名は、このグループで使われています。",
            ),
            models.CheckConstraint(
                condition=~Q(status=MemberStatus.OUT) | ~Q(why_out=""),
                name="furusato_out_why",
                violation_error_message="参加を終える理由を書いてください。",
            ),
        ]
        indexes = [models.Index(fields=["case_file"], name="furusato_groups_of_file")]

    def __str__(self) -> str:
        return self.name


class GroupPost(TenantModel):
    """A post or a reply (投稿・返信). Of what its writer deletes only the place remains."""

    person_path = "member__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = POST_TRANSITIONS

    group = models.ForeignKey("furusato.Group", models.PROTECT, related_name="posts")
    # None: the town.
    member = models.ForeignKey("furusato.GroupMember", models.PROTECT, null=True, related_name="posts")
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    status = models.CharField("状態", max_length=10, choices=PostStatus.choices(), default=PostStatus.SHOWN)
    text = models.TextField("内容", max_length=1000, blank=True)
    photo = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    posted_at = models.DateTimeField("投稿した日時")
    shown_at = models.DateTimeField("載った日時", null=True)
    why = models.CharField("非表示の理由(本人に示す)", max_length=300, blank=True)
    objection = models.TextField("非表示への異議", max_length=1000, blank=True)
    objection_kept_at = models.DateTimeField("異議を退けた日時", null=True)
    client_key = models.UUIDField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "client_key"],
                condition=Q(client_key__isnull=False),
                name="furusato_post_sent_once",
            ),
            models.CheckConstraint(
                condition=~Q(status=PostStatus.DELETED) | Q(text="", photo=None), name="furusato_deleted_is_gone"
            ),
            models.CheckConstraint(
                condition=~Q(status=PostStatus.HIDDEN) | ~Q(why=""),
                name="furusato_hidden_why",
                violation_error_message="非表示にする理由を書いてください。",
            ),
        ]
        indexes = [
            models.Index(fields=["group", "-posted_at"], name="furusato_feed"),
            models.Index(fields=["answers", "posted_at"], name="furusato_replies"),
        ]


class GroupReport(TenantModel):
    """That a member finds a post wrong (通報): once each. The writer never learns who it was."""

    person_path = "member__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = REPORT_TRANSITIONS

    post = models.ForeignKey("furusato.GroupPost", models.PROTECT, related_name="reports")
    member = models.ForeignKey("furusato.GroupMember", models.PROTECT, related_name="reports")
    status = models.CharField("状態", max_length=10, choices=ReportStatus.choices(), default=ReportStatus.OPEN)
    why = models.CharField("気になったこと", max_length=300)
    reported_at = models.DateTimeField("通報した日時")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "post", "member"],
                name="furusato_reported_once",
                violation_error_message="この投稿は、すでに通報しています。",
            ),
        ]
