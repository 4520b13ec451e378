"""Grants, what is reported of them, claimed for them and changed in them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.dates import fiscal_year_label, wareki_year
from kayoi.kit.moves import Transition
from kayoi.programmes.schemes.models.before import Life
from kayoi.programmes.schemes.states.grants import (
    CHANGE_TRANSITIONS,
    CLAIM_TRANSITIONS,
    GRANT_TRANSITIONS,
    REPORT_TRANSITIONS,
    YEAR_TRANSITIONS,
    ChangeKind,
    ChangeStatus,
    ClaimStatus,
    GrantStatus,
    ReportStatus,
    YearStatus,
)


class Grant(Life, TenantModel):
    """What an approved application has brought (交付): state, days and amounts; `decision` holds the frozen rule.

    `applied_on` is the day from which obligations run. `decided_yen` follows approved changes; the first amount stands
    in the decision.
    """

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = GRANT_TRANSITIONS

    application = models.ForeignKey("procedures.Application", models.PROTECT, related_name="grants")
    decision = models.ForeignKey("procedures.Decision", models.PROTECT, related_name="+")
    procedure = models.ForeignKey("procedures.Procedure", models.PROTECT, related_name="+")
    # Whose grant it is: of somebody who applied by a proxy, not the proxy's.
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="grants")
    status = models.CharField("状態", max_length=10, choices=GrantStatus.choices(), default=GrantStatus.DECIDED)
    house_number = models.CharField("空き家の番号", max_length=20, blank=True)
    applied_on = models.DateField("申請日")
    decided_on = models.DateField("交付決定日")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    # 債務負担行為 that covers the years to come.
    provision = models.ForeignKey("schemes.Provision", models.PROTECT, null=True, related_name="grants")
    decided_yen = models.PositiveBigIntegerField("交付決定額")
    # Of a grant over years: what each year is worth that is not claimed yet.
    year_yen = models.PositiveBigIntegerField("1年度の額", null=True)
    fixed_yen = models.PositiveBigIntegerField("確定額", null=True)
    paid_yen = models.PositiveBigIntegerField("支払額", default=0)
    returned_yen = models.PositiveBigIntegerField("返還額", default=0)
    # How much of what was paid is asked back.
    to_return_yen = models.PositiveBigIntegerField("返還を求める額", default=0)
    begun_on = models.DateField("着手日", null=True)
    finished_on = models.DateField("完了日", null=True)
    report_due_on = models.DateField("実績報告の期限", null=True)
    # The last day of which the grantee was reminded: each day once.
    reminded_for = models.DateField("お知らせした報告の期限", null=True)
    fixed_on = models.DateField("額の確定日", null=True)
    why = models.CharField("中止・取消しの理由", max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "application"], name="schemes_grant_once"),
            models.CheckConstraint(
                condition=Q(fixed_yen=None) | Q(fixed_yen__lte=F("decided_yen")), name="schemes_fixed_within"
            ),
            models.CheckConstraint(
                condition=Q(paid_yen__lte=F("decided_yen"), to_return_yen__lte=F("paid_yen"))
                & Q(returned_yen__lte=F("to_return_yen")),
                name="schemes_paid_within",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "status", "report_due_on"], name="schemes_grants_by_status"),
            models.Index(fields=["organization", "procedure", "fiscal_year"], name="schemes_grants_by_year"),
            models.Index(fields=["case_file", "-decided_on"], name="schemes_grants_of_file"),
        ]

    def __str__(self) -> str:
        return self.application.receipt


class GrantYear(TenantModel):
    """What a grant is to come to in a fiscal year (年度ごとの予定額); once it is decided its money can be bound."""

    person_path = "grant__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = YEAR_TRANSITIONS

    grant = models.ForeignKey("schemes.Grant", models.PROTECT, related_name="grant_years")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    status = models.CharField("状態", max_length=7, choices=YearStatus.choices(), default=YearStatus.PLANNED)
    planned_yen = models.PositiveBigIntegerField("予定額")
    decided_on = models.DateField("決定の日", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "grant", "fiscal_year"], name="schemes_grant_year_once"),
            models.CheckConstraint(
                condition=~Q(status=YearStatus.DECIDED) | Q(decided_on__isnull=False), name="schemes_year_decided_on"
            ),
        ]
        indexes = [models.Index(fields=["organization", "fiscal_year", "status"], name="schemes_years_to_bind")]

    @property
    def year_label(self) -> str:
        """The fiscal year as offices write it."""
        return fiscal_year_label(self.fiscal_year)


class Report(TenantModel):
    """What was done with a grant (実績報告), in all or in a year: as reported, and as found on inspection (検査)."""

    person_path = "grant__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = REPORT_TRANSITIONS

    grant = models.ForeignKey("schemes.Grant", models.PROTECT, related_name="reports")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    status = models.CharField("状態", max_length=10, choices=ReportStatus.choices(), default=ReportStatus.RECEIVED)
    channel = models.CharField("報告の方法", max_length=12, choices=Channel.choices())
    reported_on = models.DateField("報告日")
    begun_on = models.DateField("着手日", null=True)
    finished_on = models.DateField("完了日", null=True)
    words = models.TextField("行ったこと", max_length=2000, blank=True)
    costs = models.JSONField("報告された費用", default=dict)
    accepted = models.JSONField("認めた費用", null=True)
    inspected_on = models.DateField("検査日", null=True)
    inspected_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    remark = models.CharField("検査の所見", max_length=400, blank=True)
    why = models.CharField("差し戻しの理由", max_length=400, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "grant", "fiscal_year"], name="schemes_report_once"),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.INSPECTED) | Q(inspected_by__isnull=False, accepted__isnull=False),
                name="schemes_inspected_by_somebody",
            ),
        ]

    @property
    def year_label(self) -> str:
        """The fiscal year as offices write it."""
        return fiscal_year_label(self.fiscal_year)


class Claim(TenantModel):
    """That a grantee asks for money (請求): all of it, that of some months, or that of a year."""

    person_path = "grant__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = CLAIM_TRANSITIONS

    grant = models.ForeignKey("schemes.Grant", models.PROTECT, related_name="claims")
    number = models.PositiveSmallIntegerField("回")
    status = models.CharField("状態", max_length=10, choices=ClaimStatus.choices(), default=ClaimStatus.ASKED)
    channel = models.CharField("請求の方法", max_length=12, choices=Channel.choices())
    claimed_on = models.DateField("請求日")
    fiscal_year = models.PositiveSmallIntegerField("年度", null=True)
    # Of claims by months: a row as the rule reads it (first month, months, fare, allowance).
    row = models.JSONField("請求の内容", null=True)
    amount_yen = models.PositiveBigIntegerField("請求額")
    paid_on = models.DateField("支払日", null=True)
    why = models.CharField("差し戻しの理由", max_length=400, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "grant", "number"], name="schemes_claim_number"),
            models.UniqueConstraint(
                fields=["organization", "grant", "fiscal_year"],
                condition=Q(fiscal_year__isnull=False) & ~Q(status=ClaimStatus.RETURNED),
                name="schemes_year_claimed_once",
            ),
            models.CheckConstraint(
                condition=~Q(status=ClaimStatus.PAID) | Q(paid_on__isnull=False), name="schemes_claim_paid_on"
            ),
        ]

    @property
    def about(self) -> str:
        """What it is for: months, a year, or all that was fixed."""
        if self.row:
            month = date.fromisoformat(self.row["month"])
            return f"{wareki_year(month)}{month.month}月から{self.row['months']}か月分"
        return f"{fiscal_year_label(self.fiscal_year)}分" if self.fiscal_year else "確定額"


class ClaimMonth(TenantModel):
    """A month for which something is claimed: once in a grant. A claim that is given back lets go of its months."""

    person_path = "grant__case_file__person"

    grant = models.ForeignKey("schemes.Grant", models.PROTECT, related_name="claim_months")
    claimed_in = models.ForeignKey("schemes.Claim", models.PROTECT, related_name="months")
    month = models.DateField("月")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "grant", "month"], name="schemes_month_claimed_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="schemes_month_begins"),
        ]


class GrantChange(TenantModel):
    """What is to be other than decided (変更・中止の申請), and what came of it."""

    person_path = "grant__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = CHANGE_TRANSITIONS

    grant = models.ForeignKey("schemes.Grant", models.PROTECT, related_name="changes")
    kind = models.CharField("種類", max_length=6, choices=ChangeKind.choices())
    status = models.CharField("状態", max_length=8, choices=ChangeStatus.choices(), default=ChangeStatus.ASKED)
    asked_on = models.DateField("申請日")
    why = models.CharField("理由", max_length=400)
    costs = models.JSONField("変わる費用", default=dict)
    before_yen = models.PositiveBigIntegerField("変更前の交付決定額")
    after_yen = models.PositiveBigIntegerField("変更後の交付決定額")
    # Of a grant over years: what a year is worth from now on, and what stays of those that were claimed before.
    year_yen = models.PositiveBigIntegerField("変更後の1年度の額", null=True)
    kept_years = models.PositiveSmallIntegerField("変更の前に請求された年度の数", default=0)
    kept_yen = models.PositiveBigIntegerField("変更の前に請求された額", default=0)
    decided_on = models.DateField("承認・不承認の日", null=True)
    decided_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    refusal = models.CharField("不承認の理由", max_length=400, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            # One after the other: each begins from the amount that the one before has left.
            models.UniqueConstraint(
                fields=["organization", "grant"],
                condition=Q(status=ChangeStatus.ASKED),
                name="schemes_one_change_at_once",
            )
        ]
