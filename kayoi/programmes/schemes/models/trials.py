"""Trials of a changed rule on past applications."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.engines.rulesets.models import JsonText
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.schemes.states.trials import TRIAL_TRANSITIONS, TrialStatus


class Trial(TenantModel):
    """What a version would have made of the decisions of some fiscal years (試算), as it was worked out on a day.

    `rules` is what the version said then; `result` holds ids of applications and yen, and no names.
    """

    transitions: ClassVar[tuple[Transition, ...]] = TRIAL_TRANSITIONS

    name = models.CharField("名前", max_length=80)
    procedure = models.ForeignKey("procedures.Procedure", models.PROTECT, related_name="+")
    tried_version = models.ForeignKey("rulesets.Version", models.PROTECT, related_name="+")
    first_year = models.PositiveSmallIntegerField("決定の年度(から)")
    last_year = models.PositiveSmallIntegerField("決定の年度(まで)")
    # The question that says the district; empty: the address.
    district = models.CharField("地区の分け方", max_length=80, blank=True)
    rules = JsonText("試した規則")
    status = models.CharField("状態", max_length=10, choices=TrialStatus.choices(), default=TrialStatus.WAITING)
    total = models.PositiveIntegerField("申請の件数")
    done = models.PositiveIntegerField("計算した件数", default=0)
    result = JsonText("結果", null=True)
    made_by = models.ForeignKey("identity.Membership", models.PROTECT, related_name="+")
    made_at = models.DateTimeField("試算した日時")

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="schemes_trial_forward"),
            models.CheckConstraint(
                condition=~Q(status=TrialStatus.DONE) | Q(result__isnull=False), name="schemes_trial_has_result"
            ),
        ]
        indexes = [models.Index(fields=["organization", "-made_at"], name="schemes_trials_latest")]

    def __str__(self) -> str:
        return self.name

    @property
    def version_text(self) -> str:
        """The version as addresses name it."""
        return str(self.tried_version_id)
