"""The town's points: the terms from a day on, and what was earned by which activity."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel


class PointsScheme(TenantModel):
    """The terms of the town's points from a day on (ポイントの決まり), until the next ones begin.

    Free of charge only: earned by activities, never bought, changed into money or given away.
    """

    starts_on = models.DateField("適用する最初の日")
    name = models.CharField("名称", max_length=40)
    name_en = models.CharField("名称(英語)", max_length=60, blank=True)
    unit = models.CharField("単位", max_length=10, default="ポイント")
    unit_en = models.CharField("単位(英語)", max_length=20, blank=True)
    valid_months = models.PositiveSmallIntegerField("付いた日から使える月数", default=12)
    percent_without = models.PositiveSmallIntegerField("登録のない人の割合(%)", default=0)
    cap_day = models.PositiveIntegerField("1日の上限(空けると定めない)", null=True, blank=True)
    cap_year = models.PositiveIntegerField("年度の上限(空けると定めない)", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "starts_on"],
                name="furusato_points_from",
                violation_error_message="この日から始まる決まりが、すでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(valid_months__gte=1),
                name="furusato_points_last",
                violation_error_message="使える月数は1か月以上にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PointsRate(TenantModel):
    """How many points an activity of a kind earns (活動の種類ごとのポイント)."""

    scheme = models.ForeignKey("furusato.PointsScheme", models.CASCADE, related_name="rates")
    kind = models.ForeignKey("furusato.ActivityKind", models.PROTECT, related_name="+")
    points = models.PositiveIntegerField("ポイント")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "scheme", "kind"], name="furusato_points_rate_once")
        ]


class PointsStep(TenantModel):
    """How many percent of that whoever stands on a step of the ladder earns (段階ごとの割合)."""

    scheme = models.ForeignKey("furusato.PointsScheme", models.CASCADE, related_name="steps")
    step = models.PositiveSmallIntegerField("段階")
    percent = models.PositiveSmallIntegerField("割合(%)")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "scheme", "step"], name="furusato_points_step_once")
        ]


class PointsEarned(TenantModel):
    """The points of one confirmed activity (付けたポイント), as they were worked out then; taken back with it."""

    person_path = "case_file__person"

    sign_up = models.ForeignKey("furusato.SignUp", models.PROTECT, related_name="points")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    scheme = models.ForeignKey("furusato.PointsScheme", models.PROTECT, related_name="earned")
    on = models.DateField("活動の日")
    base = models.PositiveIntegerField("種類のポイント")
    step = models.PositiveSmallIntegerField("その日の段階", null=True)
    percent = models.PositiveSmallIntegerField("段階の割合(%)")
    points = models.PositiveIntegerField("付けたポイント")
    cut = models.PositiveIntegerField("上限で付かなかったポイント", default=0)
    # What an earlier confirmation of the same activity had given and could not be taken back.
    set_off = models.PositiveIntegerField("前に取り消せなかった分との相殺", default=0)
    lot = models.ForeignKey("ledger.Lot", models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField("付けた日時")
    taken_back_at = models.DateTimeField("取り消した日時", null=True)
    taken = models.PositiveIntegerField("取り消したポイント", default=0)
    short = models.PositiveIntegerField("使われていて取り消せなかったポイント", default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            # However often it is confirmed, an activity earns once.
            models.UniqueConstraint(
                fields=["organization", "sign_up"], condition=Q(taken_back_at=None), name="furusato_earned_once"
            ),
            models.CheckConstraint(condition=Q(set_off__lte=F("points")), name="furusato_set_off_fits"),
        ]
        indexes = [models.Index(fields=["case_file", "on"], name="furusato_points_of_file")]
