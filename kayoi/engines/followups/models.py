"""A follow-up: somebody is to do something by a day."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from kayoi.engines.followups.states import TRANSITIONS, FollowUpStatus
from kayoi.foundation.tenancy.models import TenantManager, TenantModel, TenantQuerySet
from kayoi.kit.moves import Transition


class FollowUpQuerySet(TenantQuerySet["FollowUp"]):
    def open(self) -> FollowUpQuerySet:
        """Those that are still to be done."""
        return self.filter(status=FollowUpStatus.OPEN)

    def due(self, on: date) -> FollowUpQuerySet:
        """Those whose day has come or gone by."""
        return self.open().filter(due_on__lte=on)


class FollowUp(TenantModel):
    """What is to be done next (次の対応). `cause` and `reference` say what it came from; doors map them to a page."""

    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="follow_ups")
    title = models.CharField("何をするか", max_length=200)
    due_on = models.DateField("期限")
    owner = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+", verbose_name="担当")
    status = models.CharField("状態", max_length=10, choices=FollowUpStatus.choices(), default=FollowUpStatus.OPEN)
    cause = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = TenantManager.from_queryset(FollowUpQuerySet)()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(
                fields=["organization", "due_on", "id"], name="followups_due", condition=models.Q(status="open")
            ),
            models.Index(
                fields=["organization", "owner", "due_on"], name="followups_of_owner", condition=models.Q(status="open")
            ),
            models.Index(fields=["case_file", "due_on"], name="followups_of_file"),
            models.Index(fields=["organization", "cause", "reference"], name="followups_by_cause"),
        ]

    def __str__(self) -> str:
        return self.title
