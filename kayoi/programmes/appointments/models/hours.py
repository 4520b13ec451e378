"""Who can be talked to, and when."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantManager, TenantModel, TenantQuerySet
from kayoi.programmes.appointments.states import ExceptionKind, Way, Weekday


class CounsellorQuerySet(TenantQuerySet["Counsellor"]):
    def published(self) -> CounsellorQuerySet:
        """Those who take bookings."""
        return self.filter(is_published=True)


class Counsellor(TenantModel):
    """Somebody who can be booked (相談員): a member of staff, or a named specialist without a log-in."""

    membership = models.ForeignKey(
        "identity.Membership", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="職員"
    )
    name = models.CharField("名前", max_length=100)
    name_en = models.CharField("名前(英語)", max_length=100, blank=True)
    about = models.CharField("紹介(何を相談できるか)", max_length=300, blank=True)
    about_en = models.CharField("紹介(英語)", max_length=300, blank=True)
    email = models.EmailField("予約を知らせるメールアドレス", blank=True)
    place = models.CharField("来庁・現地のときの場所", max_length=200, blank=True)
    online_url = models.URLField("オンラインのときのアドレス", blank=True)
    length_min = models.PositiveSmallIntegerField("1回の長さ", default=45)
    buffer_min = models.PositiveSmallIntegerField("次の予約までの間", default=15)
    notice_hours = models.PositiveSmallIntegerField("予約の締切(何時間前まで)", default=24)
    ahead_days = models.PositiveSmallIntegerField("何日先まで予約できるか", default=60)
    most_per_day = models.PositiveSmallIntegerField("1日に受ける件数の上限", default=6)
    on_holidays = models.BooleanField("祝日・年末年始も受け付ける", default=False)
    is_published = models.BooleanField("予約を受け付ける", default=True)
    feed_hash = models.CharField(max_length=64, blank=True)
    feed_names = models.BooleanField("カレンダーに相談者の氏名を出す", default=False)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = TenantManager.from_queryset(CounsellorQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(length_min__gte=10, length_min__lte=480, buffer_min__lte=240, most_per_day__gte=1),
                name="appointments_counsellor_sound",
                violation_error_message="1回の長さは10分から480分、間は240分まで、件数は1件以上にしてください。",
            ),
            models.UniqueConstraint(
                fields=["organization", "feed_hash"], condition=~Q(feed_hash=""), name="appointments_feed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WeeklyHours(TenantModel):
    """Hours of one day of the week in which a counsellor can be booked (受付時間), half-open, in Japanese time."""

    counsellor = models.ForeignKey("appointments.Counsellor", models.CASCADE, related_name="weekly")
    weekday = models.CharField("曜日", max_length=1, choices=Weekday.choices())
    starts = models.TimeField("何時から")
    ends = models.TimeField("何時まで")
    ways = ArrayField(models.CharField(max_length=12, choices=Way.choices()), verbose_name="相談の方法")

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__lt=F("ends")),
                name="appointments_hours_forward",
                violation_error_message="終わりの時刻は、始まりより後にしてください。",
            ),
            models.UniqueConstraint(
                fields=["organization", "counsellor", "weekday", "starts"],
                name="appointments_hours_once",
                violation_error_message="この曜日のこの時刻から始まる受付時間は、すでにあります。",
            ),
        ]


class HoursException(TenantModel):
    """One day that differs from the weekly pattern (臨時の休み・受付)."""

    counsellor = models.ForeignKey("appointments.Counsellor", models.CASCADE, related_name="exceptions")
    on = models.DateField("日")
    kind = models.CharField("どうするか", max_length=8, choices=ExceptionKind.choices())
    starts = models.TimeField("何時から")
    ends = models.TimeField("何時まで")
    ways = ArrayField(
        models.CharField(max_length=12, choices=Way.choices()), verbose_name="相談の方法", default=list, blank=True
    )
    why = models.CharField("理由(外には出ません)", max_length=100, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="appointments_exception_forward"),
            models.UniqueConstraint(
                fields=["organization", "counsellor", "on", "kind", "starts"], name="appointments_exception_once"
            ),
        ]
