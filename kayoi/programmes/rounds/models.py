"""Rounds and whom they ask."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.rounds.states import TRANSITIONS, Purpose, Reply, RoundStatus


class Round(TenantModel):
    """One message to the people that a rule finds (声かけ)."""

    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS

    title = models.CharField("声かけの名前", max_length=100)
    purpose = models.CharField("目的", max_length=10, choices=Purpose.choices())
    # The rule as rules.Criteria.as_data() writes it.
    criteria = models.JSONField("だれに")
    source = models.CharField("連絡先を知った元", max_length=200, blank=True)
    subject = models.CharField("件名", max_length=150)
    body = models.TextField("本文", max_length=4000)
    subject_en = models.CharField("件名(英語)", max_length=150, blank=True)
    body_en = models.TextField("本文(英語)", max_length=4000, blank=True)
    status = models.CharField("状態", max_length=10, choices=RoundStatus.choices(), default=RoundStatus.DRAFT)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    # When the people were chosen, and how many were left out for which reason.
    chosen_at = models.DateTimeField(null=True)
    left_out = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.CONFIRM) | ~Q(source=""), name="rounds_confirm_names_its_source"
            )
        ]
        indexes = [models.Index(fields=["organization", "-made_at"], name="rounds_latest")]

    def __str__(self) -> str:
        return self.title


class Asking(TenantModel):
    """One person whom a round asks: once, whatever happens to the worker (声かけの一人分)."""

    person_path = "case_file__person"

    round = models.ForeignKey("rounds.Round", models.PROTECT, related_name="askings")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    message = models.ForeignKey("mailing.Message", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("送った日時", null=True)
    # The code of the reason for which the person was left out when it was their turn.
    left_out = models.CharField(max_length=40, blank=True)
    reply = models.CharField("返事", max_length=10, choices=Reply.choices(), blank=True)
    replied_at = models.DateTimeField("返事の日時", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "round", "case_file"], name="rounds_once_per_person"),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True, message__isnull=True)
                | Q(asked_at__isnull=False, message__isnull=False),
                name="rounds_asked_with_a_message",
            ),
            models.CheckConstraint(condition=Q(reply="") | Q(asked_at__isnull=False), name="rounds_reply_when_asked"),
        ]
        indexes = [
            models.Index(
                fields=["organization", "round", "id"],
                name="rounds_waiting",
                condition=Q(asked_at=None, left_out=""),
            ),
            models.Index(fields=["case_file", "-asked_at"], name="rounds_of_file"),
        ]
