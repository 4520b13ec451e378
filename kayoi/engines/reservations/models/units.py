"""What can be reserved."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.engines.reservations.states import Measure, UnitKind, Weekday
from kayoi.foundation.tenancy.models import TenantManager, TenantModel, TenantQuerySet


class Pool(TenantModel):
    """Units that are equal (同じものの集まり): whoever reserves one gets any of them."""

    name = models.CharField("名称", max_length=100)
    kind = models.CharField("種類", max_length=12, choices=UnitKind.choices())
    measure = models.CharField("予約の単位", max_length=6, choices=Measure.choices())

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="reservations_pool_name",
                violation_error_message="この名称の集まりは、すでにあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(TenantQuerySet["Unit"]):
    def in_service(self, on: date) -> UnitQuerySet:
        """Those that can be used on a day."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=on))


class Unit(TenantModel):
    """What one booking has to itself (予約できるもの): a house, room, bed, desk, meeting room or car.

    `buffer` is what it takes to make it ready after each booking: days for nights, minutes for minutes. Where it has
    an opening, its free periods are published with that (openings.FreePeriod). All times are Japanese.
    """

    name = models.CharField("名称", max_length=100)
    kind = models.CharField("種類", max_length=12, choices=UnitKind.choices())
    measure = models.CharField("予約の単位", max_length=6, choices=Measure.choices())
    capacity = models.PositiveSmallIntegerField("定員(人)", default=1)
    pool = models.ForeignKey(
        "reservations.Pool", models.PROTECT, null=True, blank=True, related_name="units", verbose_name="集まり"
    )
    checkin_at = models.TimeField("チェックイン(何時から)", null=True, blank=True)
    checkout_at = models.TimeField("チェックアウト(何時まで)", null=True, blank=True)
    buffer = models.PositiveSmallIntegerField("予約の後の準備(泊は日数、時間は分)", default=0)
    retired_on = models.DateField("使わなくなる日", null=True, blank=True)
    opening = models.ForeignKey("openings.Opening", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = TenantManager.from_queryset(UnitQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="reservations_unit_name",
                violation_error_message="この名称は、すでに使われています。",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="reservations_unit_for_somebody",
                violation_error_message="定員は1人以上にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(measure=Measure.NIGHT, buffer__lte=31) | Q(measure=Measure.MINUTE, buffer__lte=1440),
                name="reservations_unit_buffer",
                violation_error_message="予約の後の準備は、31日(時間単位では1,440分)までにしてください。",
            ),
            models.CheckConstraint(
                condition=Q(checkin_at=None, checkout_at=None) | Q(measure=Measure.NIGHT),
                name="reservations_checkin_of_nights",
                violation_error_message="チェックインの時刻は、泊で予約するものだけに決められます。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHours(TenantModel):
    """Hours of one day of the week in which a unit is open (利用時間), always or in a season.

    Hours that end no later than they start end on the next day.
    """

    unit = models.ForeignKey("reservations.Unit", models.CASCADE, related_name="hours")
    weekday = models.CharField("曜日", max_length=1, choices=Weekday.choices())
    starts = models.TimeField("何時から")
    ends = models.TimeField("何時まで")
    starts_on = models.DateField("いつから", null=True, blank=True)
    ends_before = models.DateField("いつまで(終わりの翌日)", null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_before=None) | Q(starts_on__lt=F("ends_before")),
                name="reservations_hours_period",
                violation_error_message="期間の終わりは、始まりより後にしてください。",
            ),
            models.UniqueConstraint(
                fields=["organization", "unit", "weekday", "starts", "starts_on"],
                name="reservations_hours_once",
                nulls_distinct=False,
                violation_error_message="この曜日のこの時刻から始まる利用時間は、すでにあります。",
            ),
        ]
