"""A follow-up: somebody is to do something by a day. Pauses of quiet files; desks that were handed over."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from kayoi.engines.followups.states import TRANSITIONS, Division, FollowUpStatus
from kayoi.foundation.tenancy.models import TenantManager, TenantModel, TenantQuerySet
from kayoi.kit.moves import Transition


class FollowUpQuerySet(TenantQuerySet["FollowUp"]):
    def open(self) -> FollowUpQuerySet:
        """Those that are still to be done."""
        return self.filter(status=FollowUpStatus.OPEN)

    def due(self, on: date) -> FollowUpQuerySet:
        """Those whose day has come or gone by."""
        return self.awake(on).filter(due_on__lte=on)

    def awake(self, on: date) -> FollowUpQuerySet:
        """Those that are still to be done and are not put off on that day."""
        return self.open().filter(models.Q(snoozed_until=None) | models.Q(snoozed_until__lte=on))

    def asleep(self, on: date) -> FollowUpQuerySet:
        """Those that are put off beyond that day."""
        return self.open().filter(snoozed_until__gt=on)


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
    # Put off until that day; afterwards it is back by itself, and the reason still stands on its row.
    snoozed_until = models.DateField("いつまで休ませるか", null=True)
    snoozed_why = models.CharField("休ませる理由", max_length=200, blank=True)
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
            models.Index(
                fields=["organization", "case_file"], name="followups_open_of_file", condition=models.Q(status="open")
            ),
            models.Index(fields=["organization", "cause", "reference"], name="followups_by_cause"),
        ]

    def __str__(self) -> str:
        return self.title


class Pause(TenantModel):
    """That a quiet file is not to be shown as quiet until a day, and why (休ませる)."""

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    until = models.DateField("いつまで")
    why = models.CharField("理由", max_length=200)
    said_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "case_file"], name="followups_one_pause")]


class HandOver(TenantModel):
    """One desk moved to successors at once (異動引継ぎ); may be taken back on the same day."""

    leaver = models.ForeignKey("identity.Membership", models.PROTECT, related_name="+")
    rule = models.CharField("分け方", max_length=16, choices=Division.choices())
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=100)
    undone_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organization", "-made_at"], name="followups_hand_overs")]


class HandedOver(TenantModel):
    """One follow-up or one file that changed hands, and to whom: what undoing gives back."""

    hand_over = models.ForeignKey("followups.HandOver", models.PROTECT, related_name="items")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="+")
    follow_up = models.ForeignKey("followups.FollowUp", models.PROTECT, null=True, related_name="+")
    # Whose it was: a file of the leaver may have an open follow-up that nobody owned.
    was_of = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    to = models.ForeignKey("identity.Membership", models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "hand_over", "follow_up"],
                condition=models.Q(follow_up__isnull=False),
                name="followups_handed_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "hand_over", "case_file"],
                condition=models.Q(follow_up__isnull=True),
                name="followups_file_handed_once",
            ),
        ]
