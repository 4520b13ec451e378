"""The town's table of deadlines, a family's plan, what is done of it, and how it changed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.programmes.family_plans.states import Anchor, Fact, Unit


class Task(TenantModel):
    """One version of one row of the town's table of deadlines (期限の表), over a period; samples stand in code."""

    public_rows = "true"

    key = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField("版")
    used = models.BooleanField("使う", default=True)
    title = models.CharField("何をするか", max_length=80)
    title_en = models.CharField("何をするか(英語)", max_length=120, blank=True)
    how = models.CharField("どうするか", max_length=300, blank=True)
    how_en = models.CharField("どうするか(英語)", max_length=300, blank=True)
    breaks = models.CharField("遅れるとどうなるか", max_length=300)
    breaks_en = models.CharField("遅れるとどうなるか(英語)", max_length=300, blank=True)
    anchor = models.CharField("基準の日", max_length=16, choices=Anchor.choices())
    month = models.PositiveSmallIntegerField("月", null=True, blank=True)
    day = models.PositiveSmallIntegerField("日", null=True, blank=True)
    latest_count = models.SmallIntegerField("いつまで", null=True, blank=True)
    latest_unit = models.CharField("単位", max_length=16, choices=Unit.choices(), default=Unit.DAY)
    earliest_count = models.SmallIntegerField("いつから", null=True, blank=True)
    earliest_unit = models.CharField("単位", max_length=16, choices=Unit.choices(), default=Unit.DAY)
    carry_over = models.BooleanField("閉庁日なら翌開庁日", default=False)
    needs = ArrayField(models.CharField(max_length=20, choices=Fact.choices()), default=list, blank=True)
    lacks = ArrayField(models.CharField(max_length=20, choices=Fact.choices()), default=list, blank=True)
    after = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    takes_days = models.PositiveSmallIntegerField("次に進めるまでの日数", default=0)
    happens = models.CharField("この日そのもの", max_length=16, choices=Anchor.choices(), blank=True)
    important = models.BooleanField("大事な期限", default=False)
    source = models.CharField("根拠", max_length=200)
    source_on = models.DateField("根拠を確かめた日")
    basis = models.CharField("要綱・通知の番号", max_length=100)
    adopted_on = models.DateField("決めた日")
    starts_on = models.DateField("この日の引越しから使う")
    ends_before = models.DateField("この日の引越しからは使わない", null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key", "version"], name="family_plans_task_version"),
            models.UniqueConstraint(
                fields=["organization", "key"], condition=Q(ends_before=None), name="family_plans_one_open_version"
            ),
            models.CheckConstraint(
                condition=Q(ends_before=None) | Q(ends_before__gte=F("starts_on")), name="family_plans_task_forward"
            ),
            models.CheckConstraint(
                condition=Q(month=None, day=None)
                | Q(month__isnull=False, day__isnull=False, month__range=(1, 12), day__range=(1, 31)),
                name="family_plans_calendar_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Plan(TenantModel):
    """A family's plan (わが家の計画): what it is made from. Its steps are worked out anew whenever it is shown."""

    person_path = "case_file__person"

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="plans")
    reference = models.CharField(max_length=14)
    moves_on = models.DateField("引越しの日")
    month_only = models.BooleanField("月だけ決まっている", default=False)
    children = models.JSONField("子の生年月日", default=list)
    facts = ArrayField(models.CharField(max_length=20, choices=Fact.choices()), default=list)
    dates = models.JSONField("決まっている日", default=dict)
    token_hash = models.CharField(max_length=64, blank=True)
    link_ends_before = models.DateField("リンクの終わり", null=True)
    made_at = models.DateTimeField("作った日時")
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "case_file"], name="family_plans_one_of_file"),
            models.UniqueConstraint(fields=["organization", "reference"], name="family_plans_reference"),
            models.UniqueConstraint(
                fields=["organization", "token_hash"], condition=~Q(token_hash=""), name="family_plans_link_once"
            ),
            models.CheckConstraint(
                condition=Q(token_hash="", link_ends_before=None) | (~Q(token_hash="") & ~Q(link_ends_before=None)),
                name="family_plans_link_has_an_end",
            ),
        ]
        indexes = [models.Index(fields=["organization", "moves_on"], name="family_plans_by_move")]

    def __str__(self) -> str:
        return self.reference


class Mark(TenantModel):
    """That a step of a plan is done (済み), or has a follow-up of staff."""

    person_path = "plan__case_file__person"

    plan = models.ForeignKey("family_plans.Plan", models.PROTECT, related_name="marks")
    key = models.CharField(max_length=40)
    done_on = models.DateField("済んだ日", null=True)
    done_by = models.CharField("印を付けた人", max_length=100, blank=True)
    follow_up = models.ForeignKey("followups.FollowUp", models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "plan", "key"], name="family_plans_mark_once")]


class Change(TenantModel):
    """How a plan was changed (計画の変更): append-only, shown to the family too."""

    append_only = True
    person_path = "plan__case_file__person"

    plan = models.ForeignKey("family_plans.Plan", models.PROTECT, related_name="changes")
    at = models.DateTimeField("日時")
    by_staff = models.BooleanField(default=False)
    before = models.JSONField()
    after = models.JSONField()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["plan", "-at"], name="family_plans_changes")]
