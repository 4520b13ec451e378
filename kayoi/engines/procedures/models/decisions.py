"""What people have found where a rule could not say, and decisions with all that they rest on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.rulesets.models import JsonText
from kayoi.foundation.tenancy.models import TenantModel


class Judgement(TenantModel):
    """That a condition holds or not, as somebody has found with a ground (認定); counted in the order of the rule."""

    person_path = "application__case_file__person"

    application = models.ForeignKey("procedures.Application", models.PROTECT, related_name="judgements")
    version = models.ForeignKey("rulesets.Version", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = models.TextField("要件")
    holds = models.BooleanField("満たす")
    ground = models.CharField("根拠", max_length=400)
    judged_by = models.ForeignKey("identity.Membership", models.PROTECT, related_name="+")
    judged_at = models.DateTimeField("認定の日時")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "application", "version", "number"], name="procedures_judged_once"
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="procedures_judged_with_ground"),
        ]


class Stamp(TenantModel):
    """That somebody has examined, approved or decided a proposal (決裁欄の印): step 0 is the examiner's.

    Nobody stamps a proposal twice. Who acts for an absent role (代決) does so with a reason.
    """

    append_only = True
    person_path = "application__case_file__person"

    application = models.ForeignKey("procedures.Application", models.PROTECT, related_name="stamps")
    proposal_number = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField("段階")
    role = models.CharField("役割", max_length=30)
    member = models.ForeignKey("identity.Membership", models.PROTECT, related_name="+")
    stamped_at = models.DateTimeField("日時")
    deputy_role = models.CharField("代決した人の役割", max_length=30, blank=True)
    why = models.CharField("代決の理由", max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "application", "proposal_number", "step"], name="procedures_stamped_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "application", "proposal_number", "member"], name="procedures_one_step_each"
            ),
            models.CheckConstraint(
                condition=Q(deputy_role="", why="") | (~Q(deputy_role="") & ~Q(why="")),
                name="procedures_deputy_says_why",
            ),
        ]


class Decision(TenantModel):
    """A decision (決定) with the facts, the version of the rule and the answer as they stood, and their fingerprint."""

    append_only = True
    person_path = "application__case_file__person"

    application = models.ForeignKey("procedures.Application", models.PROTECT, related_name="decisions")
    outcome = models.CharField("決定", max_length=10, choices=ApplicationStatus.choices())
    amount_yen = models.PositiveBigIntegerField("決定額", null=True)
    reasons = models.JSONField("理由", default=list)
    inputs = JsonText("決定のもと")
    answer = JsonText("要件の答え", null=True)
    fingerprint = models.CharField("指紋(SHA-256)", max_length=64)
    examined_by = models.ForeignKey("identity.Membership", models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("identity.Membership", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("決定の日時")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "application"], name="procedures_decided_once"),
            models.CheckConstraint(condition=~Q(examined_by=F("decided_by")), name="procedures_four_eyes"),
        ]
