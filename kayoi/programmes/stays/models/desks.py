"""Plans of a space for those who work there every month, their members, what they use and pay."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.dates import last_day
from kayoi.kit.moves import Transition
from kayoi.programmes.stays.models.monthly import MonthlyCharge, MonthlyPayment
from kayoi.programmes.stays.states.desks import (
    ASKS_OR_IS,
    IS_MEMBER,
    MEMBER_TRANSITIONS,
    PLAN_TRANSITIONS,
    Counted,
    FeeKind,
    MemberStatus,
    PartMonths,
    PlanStatus,
)


class DeskPlan(TenantModel):
    """What members of a space get for a monthly fee (会員プラン)."""

    transitions: ClassVar[tuple[Transition, ...]] = PLAN_TRANSITIONS

    house = models.ForeignKey("stays.House", models.PROTECT, related_name="desk_plans")
    status = models.CharField("状態", max_length=6, choices=PlanStatus.choices(), default=PlanStatus.DRAFT)
    name = models.CharField("プランの名称", max_length=60)
    name_en = models.CharField("プランの名称(英語)", max_length=80, blank=True)
    words = models.TextField("説明", max_length=600, blank=True)
    words_en = models.TextField("説明(英語)", max_length=900, blank=True)
    counted = models.CharField("利用の数え方", max_length=5, choices=Counted.choices(), default=Counted.HOURS)
    included = models.PositiveSmallIntegerField("月会費に含まれる量(空けると制限なし)", null=True, blank=True)
    # Digits of reservations.Weekday.
    weekdays = models.CharField("使える曜日", max_length=7, default="0123456")
    opens_at = models.TimeField("何時から使えるか", null=True, blank=True)
    closes_at = models.TimeField("何時まで使えるか", null=True, blank=True)
    part_months = models.CharField(
        "入会・退会の月の会費", max_length=6, choices=PartMonths.choices(), default=PartMonths.BY_DAY
    )
    least_months = models.PositiveSmallIntegerField("最低利用期間(月)", default=1)
    notice_days = models.PositiveSmallIntegerField("退会は何日前までに申し出るか", default=30)
    most_pause_months = models.PositiveSmallIntegerField("続けて休める月数", default=3)
    most_members = models.PositiveSmallIntegerField("定員(人)")
    due_day = models.PositiveSmallIntegerField("会費の納期限の日", default=25)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "house", "name"],
                name="stays_plan_name",
                violation_error_message="この施設には、同じ名称のプランがすでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(most_members__gte=1) & Q(due_day__range=(1, 31)),
                name="stays_plan_for_somebody",
                violation_error_message="定員は1人以上、納期限の日は1から31までにしてください。",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(opens_at__lt=F("closes_at")),
                name="stays_plan_hours",
                violation_error_message="使える時間の終わりは、始まりより後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeskPlanRoom(TenantModel):
    """A desk or room that members of a plan may book (プランで使える席)."""

    plan = models.ForeignKey("stays.DeskPlan", models.CASCADE, related_name="rooms")
    room = models.ForeignKey("stays.Room", models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "plan", "room"], name="stays_plan_room")]


class DeskPrice(TenantModel):
    """What a plan costs from a month on (会費の版): the fee, and what is above what it includes."""

    plan = models.ForeignKey("stays.DeskPlan", models.PROTECT, related_name="prices")
    starts_on = models.DateField("いつの月から")
    fee_yen = models.PositiveIntegerField("月会費(円)")
    # None: nothing can be had above what is included.
    over_yen = models.PositiveIntegerField("超えた分の料金(円)", null=True, blank=True)
    article = models.CharField("根拠(条例の条など)", max_length=100, blank=True)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "plan", "starts_on"],
                name="stays_plan_price_once",
                violation_error_message="この月からの会費は、すでに登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__day=1),
                name="stays_plan_price_month",
                violation_error_message="会費は、月の初日から変わります。",
            ),
        ]


class DeskMember(TenantModel):
    """That somebody is a member of a space, or asks to be (席の会員)."""

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = MEMBER_TRANSITIONS

    plan = models.ForeignKey("stays.DeskPlan", models.PROTECT, related_name="members")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="desk_memberships")
    status = models.CharField("状態", max_length=9, choices=MemberStatus.choices(), default=MemberStatus.APPLIED)
    # Which of the plan's places somebody has: the last one is given once.
    place = models.PositiveSmallIntegerField(null=True)
    work = models.CharField("どんな仕事をしますか", max_length=200, blank=True)
    starts_on = models.DateField("利用の初日")
    ends_before = models.DateField(null=True)
    notice_on = models.DateField("退会の申出の日", null=True)
    channel = models.CharField("受付の経路", max_length=10, choices=Channel.choices())
    language = models.CharField(max_length=2, default="ja")
    asked_at = models.DateTimeField("申し込んだ日時")
    # Sent with the form, so that what is pressed twice is one.
    client_key = models.UUIDField()
    reminded_on = models.DateField("会費の催促をした日", null=True)
    why = models.CharField("理由", max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "client_key"], name="stays_member_sent_once"),
            models.UniqueConstraint(
                fields=["organization", "plan", "case_file"],
                condition=Q(status__in=ASKS_OR_IS),
                name="stays_member_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "plan", "place"],
                condition=Q(status__in=IS_MEMBER),
                name="stays_member_place",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=IS_MEMBER) | Q(place__isnull=False), name="stays_member_has_place"
            ),
            models.CheckConstraint(
                condition=Q(ends_before=None) | Q(ends_before__gte=F("starts_on")), name="stays_member_forward"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "status"], name="stays_members"),
            models.Index(fields=["case_file", "-starts_on"], name="stays_members_of_file"),
        ]

    @property
    def ends_on(self) -> date | None:
        """The last day of the membership, where it is known."""
        return last_day(self.ends_before) if self.ends_before else None


class DeskPause(TenantModel):
    """Whole months in which a member does not come and pays nothing (休会)."""

    person_path = "member__case_file__person"

    member = models.ForeignKey("stays.DeskMember", models.PROTECT, related_name="pauses")
    starts_on = models.DateField("休会の最初の月")
    ends_before = models.DateField()
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "member", "starts_on"], name="stays_pause_once"),
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")) & Q(starts_on__day=1) & Q(ends_before__day=1),
                name="stays_pause_months",
            ),
        ]

    @property
    def ends_on(self) -> date:
        """The last day of the pause."""
        return last_day(self.ends_before)


class DeskLink(TenantModel):
    """A secret link to a member's own page (会員のページのリンク), stored as a hash."""

    member = models.ForeignKey("stays.DeskMember", models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "token_hash"], name="stays_desk_link_once")]


class DeskUse(TenantModel):
    """That a member has booked a desk (席の予約). A child's place beside it is a second booking."""

    person_path = "member__case_file__person"

    member = models.ForeignKey("stays.DeskMember", models.PROTECT, related_name="uses")
    room = models.ForeignKey("stays.Room", models.PROTECT, related_name="+")
    booking = models.ForeignKey("reservations.Booking", models.PROTECT, related_name="+")
    beside = models.ForeignKey("reservations.Booking", models.PROTECT, null=True, related_name="+")
    on = models.DateField("利用の日")
    minutes = models.PositiveSmallIntegerField("時間(分)")
    booked_at = models.DateTimeField("予約した日時")
    arrived_at = models.DateTimeField("来たことを確かめた日時", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "booking"], name="stays_use_of_booking"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="stays_use_takes_time"),
        ]
        indexes = [
            models.Index(fields=["member", "on"], name="stays_uses_of_member"),
            models.Index(fields=["organization", "on"], name="stays_uses_on"),
        ]


class DeskFee(MonthlyCharge):
    """The fee of a month, or what was used above it (会費の請求)."""

    person_path = "member__case_file__person"

    member = models.ForeignKey("stays.DeskMember", models.PROTECT, related_name="fees")
    kind = models.CharField("種類", max_length=5, choices=FeeKind.choices(), default=FeeKind.MONTH)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "member", "month", "kind"], condition=Q(reversal=None), name="stays_fee_once"
            ),
        ]
        indexes = [models.Index(fields=["organization", "month"], name="stays_fees_of_month")]


class DeskPayment(MonthlyPayment):
    """That a fee was paid (会費の入金)."""

    person_path = "member__case_file__person"

    member = models.ForeignKey("stays.DeskMember", models.PROTECT, related_name="fee_payments")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="stays_fee_paid_once")]
        indexes = [models.Index(fields=["member", "paid_on"], name="stays_fees_paid")]
