"""Activities by which people help a town (担い手活動), and who takes part."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.furusato.states import (
    ACTIVITY_TRANSITIONS,
    SIGN_UP_TRANSITIONS,
    ActivityStatus,
    ConfirmedBy,
    SignUpStatus,
)


class ActivityKind(TenantModel):
    """A kind of activity (活動の種類), and whether the town has designated it for the national premium registration."""

    key = models.SlugField("記号", max_length=40)
    name = models.CharField("名称", max_length=60)
    name_en = models.CharField("名称(英語)", max_length=80, blank=True)
    designated = models.BooleanField("指定する担い手活動", default=False)
    position = models.PositiveSmallIntegerField("順番", default=1)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"],
                name="furusato_kind_key",
                violation_error_message="この記号の種類は、すでにあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Activity(TenantModel):
    """Something to take part in, at a time and a place, with somebody who receives (活動の募集)."""

    transitions: ClassVar[tuple[Transition, ...]] = ACTIVITY_TRANSITIONS

    key = models.SlugField("記号(アドレス)", max_length=40)
    kind = models.ForeignKey("furusato.ActivityKind", models.PROTECT, verbose_name="種類", related_name="activities")
    status = models.CharField("状態", max_length=10, choices=ActivityStatus.choices(), default=ActivityStatus.DRAFT)
    title = models.CharField("題", max_length=80)
    title_en = models.CharField("題(英語)", max_length=100, blank=True)
    summary = models.TextField("内容", max_length=1000, blank=True)
    summary_en = models.TextField("内容(英語)", max_length=1500, blank=True)
    place_code = models.CharField("市区町村", max_length=6)
    place = models.CharField("場所", max_length=120)
    meeting = models.CharField("集合", max_length=120, blank=True)
    starts_at = models.DateTimeField("始まり")
    ends_at = models.DateTimeField("終わり")
    capacity = models.PositiveSmallIntegerField("定員(空けると定めない)", null=True, blank=True)
    # Holders of a registration come first (催しの優先申込み): some days before everybody, or by places kept for them.
    all_from = models.DateField("だれでも申し込める最初の日(空けると募集の始まりから)", null=True, blank=True)
    priority = models.ForeignKey(
        "furusato.Benefit", models.PROTECT, verbose_name="優先申込みの特典", null=True, blank=True, related_name="+"
    )
    days_ahead = models.PositiveSmallIntegerField("優先の人は、その何日前から申し込めるか", default=0)
    kept_places = models.PositiveSmallIntegerField("優先の人のために空けておく人数", default=0)
    kept_until = models.DateField("いつまで空けておくか(この日まで)", null=True, blank=True)
    needs = models.CharField("持ち物・できるとよいこと", max_length=300, blank=True)
    insurance = models.CharField("保険", max_length=200, blank=True)
    host_name = models.CharField("受入れ先", max_length=80)
    host_email = models.EmailField("受入れ先のメール", blank=True)
    host_phone = models.CharField("受入れ先の電話", max_length=30, blank=True)
    # The host's own page, and the code that hangs on the spot.
    host_hash = models.CharField(max_length=64, blank=True)
    spot_code = models.CharField("会場の合言葉", max_length=12, blank=True)
    host_asked_at = models.DateTimeField("参加の確認を受入れ先に尋ねた日時", null=True)
    why = models.CharField("中止の理由", max_length=200, blank=True)
    # A meet-up of a group (交流会); only who has signed up sees the address of one that is held online.
    group = models.ForeignKey(
        "furusato.Group", models.PROTECT, verbose_name="グループ", null=True, blank=True, related_name="meet_ups"
    )
    members_only = models.BooleanField("グループの参加者だけに見せる", default=False)
    online_url = models.URLField("オンラインのアドレス(申し込んだ人だけに見せる)", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(members_only=False) | Q(group__isnull=False),
                name="furusato_members_of_a_group",
                violation_error_message="参加者だけに見せるときは、グループを選んでください。",
            ),
            models.UniqueConstraint(
                fields=["organization", "key"],
                name="furusato_activity_key",
                violation_error_message="この記号の活動は、すでにあります。",
            ),
            models.UniqueConstraint(
                fields=["organization", "host_hash"], condition=~Q(host_hash=""), name="furusato_host_once"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="furusato_activity_forward",
                violation_error_message="終わりは、始まりより後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(priority__isnull=False) | Q(days_ahead=0, kept_places=0),
                name="furusato_priority_of_somebody",
                violation_error_message="だれの優先かを、特典で選んでください。",
            ),
        ]
        indexes = [models.Index(fields=["organization", "starts_at"], name="furusato_by_time")]

    def __str__(self) -> str:
        return self.title


class SignUp(TenantModel):
    """That somebody comes to an activity (活動の申込み), or reports one that had no call; and whether it counts."""

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = SIGN_UP_TRANSITIONS

    # None: an activity of one's own, reported with evidence.
    activity = models.ForeignKey("furusato.Activity", models.PROTECT, null=True, related_name="sign_ups")
    kind = models.ForeignKey("furusato.ActivityKind", models.PROTECT, related_name="+")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="sign_ups")
    status = models.CharField("状態", max_length=10, choices=SignUpStatus.choices(), default=SignUpStatus.SIGNED)
    receipt = models.CharField("受付番号", max_length=14)
    # On the list of the activity: what a host answers by mail.
    number = models.PositiveSmallIntegerField("名簿の番号", null=True)
    # The registration by which they came before others.
    holder = models.ForeignKey(
        "furusato.Registration", models.PROTECT, verbose_name="優先申込みの登録", null=True, related_name="+"
    )
    starts_on = models.DateField("活動の初日")
    ends_on = models.DateField("活動の最終日")
    # Frozen when it is confirmed: a kind that is designated later, or no more, changes nothing of what was.
    is_designated = models.BooleanField("指定する活動として数える", default=False)
    confirmed_by = models.CharField("確認の方法", max_length=10, choices=ConfirmedBy.choices(), blank=True)
    confirmed_at = models.DateTimeField("確認した日時", null=True)
    note = models.TextField("本人のメモ", max_length=1000, blank=True)
    why = models.CharField("確認できない理由(本人に示す)", max_length=300, blank=True)
    client_key = models.UUIDField(null=True)
    signed_at = models.DateTimeField("申し込んだ日時")
    reminded_at = models.DateTimeField("前日の案内を送った日時", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "activity", "case_file"],
                condition=Q(activity__isnull=False) & ~Q(status=SignUpStatus.CANCELLED),
                name="furusato_signed_once",
                violation_error_message="この活動には、すでに申し込んでいます。",
            ),
            models.UniqueConstraint(
                fields=["organization", "client_key"],
                condition=Q(client_key__isnull=False),
                name="furusato_sign_up_sent_once",
            ),
            models.UniqueConstraint(fields=["organization", "receipt"], name="furusato_sign_up_receipt"),
            models.UniqueConstraint(
                fields=["organization", "activity", "number"],
                condition=Q(number__isnull=False),
                name="furusato_list_number",
            ),
            models.UniqueConstraint(
                fields=["organization", "activity", "holder"],
                condition=Q(holder__isnull=False) & ~Q(status=SignUpStatus.CANCELLED),
                name="furusato_holder_once",
                violation_error_message="この登録で、すでに申し込んでいます。",
            ),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="furusato_sign_up_forward"),
            models.CheckConstraint(
                condition=~Q(status=SignUpStatus.CONFIRMED) | ~Q(confirmed_by="") & Q(confirmed_at__isnull=False),
                name="furusato_confirmed_somehow",
            ),
        ]
        indexes = [models.Index(fields=["case_file", "starts_on"], name="furusato_sign_ups")]


class Evidence(TenantModel):
    """A photo that shows that somebody took part (活動の写真). Re-encoded when taken: no place in it."""

    person_path = "sign_up__case_file__person"

    sign_up = models.ForeignKey("furusato.SignUp", models.PROTECT, related_name="evidence")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("受け取った日時")


class SignUpLink(TenantModel):
    """A secret link to somebody's own sign-ups (控えのリンク), stored as a hash."""

    case_file = models.ForeignKey("casefiles.CaseFile", models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "token_hash"], name="furusato_sign_up_link")]
