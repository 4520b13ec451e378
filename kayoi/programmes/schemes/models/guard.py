"""What was found before money left (支払い前の確認), and what became of it."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.dates import wareki
from kayoi.kit.moves import Transition
from kayoi.programmes.schemes.states.guard import CHECKS, FINDING_TRANSITIONS, Check, FindingStatus

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class PaymentFinding(TenantModel):
    """Something that a check has found in a payment (支払い前の確認で見つかったこと); kept also when it is cleared."""

    person_path = "payment__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = FINDING_TRANSITIONS

    payment = models.ForeignKey("schemes.Payment", models.PROTECT, related_name="findings")
    code = models.CharField(max_length=24)
    params = models.JSONField(default=dict)
    status = models.CharField("状態", max_length=8, choices=FindingStatus.choices(), default=FindingStatus.OPEN)
    found_at = models.DateTimeField("見つけた日時")
    found_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    released_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    why = models.CharField("進める理由", max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "payment", "code"],
                condition=~Q(status=FindingStatus.CLEARED),
                name="schemes_found_once",
            ),
            models.CheckConstraint(
                condition=~Q(status=FindingStatus.RELEASED) | Q(released_by__isnull=False) & ~Q(why=""),
                name="schemes_released_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["organization", "status"], name="schemes_findings")]

    # Whose name the account is in: filled in by the page, never kept here, where it could not be masked.
    holder = "支援措置の対象のため伏せています"

    @property
    def check_made(self) -> Check:
        """The check that has found it."""
        return CHECKS[self.code]

    @property
    def told(self) -> str:
        """What staff read of it, with days as offices write them."""
        text = str(self.check_made.told % (self.params | {"holder": self.holder}))
        return ISO_DAY.sub(lambda day: wareki(date.fromisoformat(day[0])), text)
