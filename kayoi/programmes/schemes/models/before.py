"""What a procedure grants on which terms, and what is kept about an application around its decision."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.rulesets.models import JsonText
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.programmes.schemes.states.enquiries import Living
from kayoi.programmes.schemes.states.grants import LaterYears, Once, Shape, Side
from kayoi.programmes.schemes.states.obligations import Duty


def residence() -> list[str]:
    """Return what is obliged where nothing else is said."""
    return [Duty.RESIDENCE]


class Life(models.Model):
    """How a grant is paid and for how long: said with its scheme, and kept with each grant as it was then."""

    shape = models.CharField("交付のしかた", max_length=8, choices=Shape.choices(), default=Shape.ONCE)
    needs_report = models.BooleanField("実績報告と検査がある", default=True)
    most_months = models.PositiveSmallIntegerField("請求できる月数", null=True, blank=True)
    gap_months = models.PositiveSmallIntegerField("間があいたとき延びる月数(通算)", default=0)
    years = models.PositiveSmallIntegerField("交付する年数", default=1)
    later_years = models.CharField(
        "次の年度からの分の根拠", max_length=8, choices=LaterYears.choices(), default=LaterYears.DECISION
    )
    awaits_report = models.BooleanField("前の年度の報告を待つ", default=True)
    obliged_years = models.PositiveSmallIntegerField("申請日からの義務の年数", default=0)
    duties = models.JSONField("義務の内容", default=residence, blank=True)
    # Of job, start-up and business, where it is shorter or longer than that of residence.
    work_years = models.PositiveSmallIntegerField("就業・起業・営業の義務の年数", null=True, blank=True)
    proved_yearly = models.BooleanField("毎年確かめる", default=True)
    by_register = models.BooleanField("居住は住民記録で確かめる", default=False)
    # What is paid on a refund from the day on which the money was received (加算金); 0: nothing.
    surcharge_percent = models.DecimalField("加算金の年の割合(%)", max_digits=5, decimal_places=2, default=Decimal(0))
    surcharge_source = models.CharField("加算金の根拠の条文", max_length=120, blank=True)

    class Meta:
        abstract = True


class GrantTerms(Life, TenantModel):
    """On which terms a procedure grants something (交付の条件), beyond its rule."""

    procedure = models.ForeignKey("procedures.Procedure", models.PROTECT, related_name="+")
    needs_consultation = models.BooleanField("申請の前に相談する(事前相談)", default=False)
    begins_after_decision = models.BooleanField("着手は交付決定後", default=False)
    once = models.JSONField("一度限り", default=list, blank=True)
    # Schemes with the same words here are not granted together: they pay for the same cost.
    cost = models.CharField("対象の経費(併給の禁止)", max_length=40, blank=True)
    report_papers = JsonText("実績報告の書類", default=list, blank=True)
    # By which rules it is paid back (返還の要件).
    refund_rules = models.ForeignKey("rulesets.Ruleset", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "procedure"], name="schemes_terms_once"),
            models.CheckConstraint(condition=Q(years__range=(1, 20)), name="schemes_terms_years"),
            models.CheckConstraint(
                condition=Q(surcharge_percent=0) | ~Q(surcharge_source=""), name="schemes_surcharge_by_ordinance",
                violation_error_message="加算金を求めるには、根拠の条文が要ります。",
            ),
        ]  # fmt: skip


class PriorConsultation(TenantModel):
    """What somebody was told about a grant before applying (事前相談): a note; corrected by another one."""

    append_only = True
    person_path = "case_file__person"

    procedure = models.ForeignKey("procedures.Procedure", models.PROTECT, related_name="+", verbose_name="手続き")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="prior_consultations")
    consulted_on = models.DateField("相談の日")
    channel = models.CharField("相談の方法", max_length=12, choices=Channel.choices())
    text = models.TextField("聞いたこと・答えたこと", max_length=1000)
    noted_by = models.CharField("受けた人", max_length=150)
    noted_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["case_file", "-consulted_on"], name="schemes_prior_consultations")]


class LinkedHouse(TenantModel):
    """Which house an application is about (対象の家), by its number in the register of houses."""

    person_path = "application__case_file__person"

    application = models.ForeignKey("procedures.Application", models.CASCADE, related_name="linked_houses")
    number = models.CharField("空き家の番号", max_length=20)
    side = models.CharField("家との関わり", max_length=6, choices=Side.choices())
    contract_on = models.DateField("契約日", null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "application"], name="schemes_house_once")]
        indexes = [models.Index(fields=["organization", "number"], name="schemes_by_house")]


class EarlyStart(TenantModel):
    """That work may begin before the decision (事前着手の承認), consented to in writing before it did."""

    person_path = "application__case_file__person"

    application = models.ForeignKey("procedures.Application", models.PROTECT, related_name="early_starts")
    allowed_from = models.DateField("着手してよい日")
    why = models.CharField("理由", max_length=300)
    consented_on = models.DateField("承認した日")
    consented_by = models.ForeignKey("identity.Membership", models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "application"], name="schemes_early_start_once"),
            models.CheckConstraint(condition=Q(allowed_from__gte=F("consented_on")), name="schemes_early_start_before"),
        ]


class FieldNote(TenantModel):
    """What was seen on a visit (居住実態の現地確認): a note with its day; corrected by another one."""

    append_only = True
    person_path = "application__case_file__person"

    application = models.ForeignKey("procedures.Application", models.PROTECT, related_name="field_notes")
    visited_on = models.DateField("確認した日")
    finding = models.CharField("居住の様子", max_length=8, choices=Living.choices())
    text = models.TextField("見たこと・聞いたこと", max_length=1000)
    noted_by = models.CharField("確認した人", max_length=150)
    noted_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["application", "-visited_on"], name="schemes_field_notes")]


class Entitlement(TenantModel):
    """That something has been granted to somebody or for something and is not granted again (一度限り・併給の禁止).

    `scheme` is a procedure's key, or the words of a cost that several schemes pay for.
    """

    person_path = "grant__case_file__person"

    grant = models.ForeignKey("schemes.Grant", models.PROTECT, related_name="entitlements")
    scheme = models.CharField("制度・経費", max_length=60)
    subject = models.CharField("何について", max_length=10, choices=Once.choices())
    reference = models.CharField(max_length=64)
    ended_on = models.DateField("また受けられるようになった日", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            # Two decisions at once: the second finds the row of the first, whatever was read before.
            models.UniqueConstraint(
                fields=["organization", "scheme", "subject", "reference"],
                condition=Q(ended_on=None),
                name="schemes_granted_once",
            )
        ]
