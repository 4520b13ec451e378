"""Guided days and their stops."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.lines import line_of
from kayoi.kit.moves import Transition
from kayoi.programmes.appointments.states import DayStatus, StopKind, StopStatus
from kayoi.programmes.appointments.states.days import TRANSITIONS as OF_DAYS
from kayoi.programmes.appointments.states.stops import TRANSITIONS as OF_STOPS


class GuidedDay(TenantModel):
    """One family's day in the town (現地案内). `shown_as` is all that hosts learn about who comes."""

    transitions: ClassVar[tuple[Transition, ...]] = OF_DAYS

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="guided_days")
    owner = models.ForeignKey(
        "identity.Membership", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="担当"
    )
    on = models.DateField("日")
    party = models.PositiveSmallIntegerField("来る人数", default=1)
    shown_as = models.CharField("相手への伝え方", max_length=60)
    meeting = models.CharField("集合の場所と時刻", max_length=200, blank=True)
    note = models.TextField("ご家族へのお知らせ(持ち物など)", max_length=1000, blank=True)
    language = models.CharField(max_length=5, default="ja")
    status = models.CharField("状態", max_length=10, choices=DayStatus.choices(), default=DayStatus.PLANNED)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [models.CheckConstraint(condition=Q(party__gte=1), name="appointments_day_with_people")]
        indexes = [models.Index(fields=["organization", "on"], name="appointments_days")]

    def __str__(self) -> str:
        return f"{self.on.isoformat()} {self.shown_as}"


class Stop(TenantModel):
    """Where and with whom a guided day stops (立ち寄り先). A host who has declined gives the time back."""

    transitions: ClassVar[tuple[Transition, ...]] = OF_STOPS

    day = models.ForeignKey("appointments.GuidedDay", models.CASCADE, related_name="stops")
    kind = models.CharField("種類", max_length=10, choices=StopKind.choices())
    starts_at = models.DateTimeField("何時から")
    ends_before = models.DateTimeField("何時まで")
    place = models.CharField("場所", max_length=200)
    purpose = models.CharField("何をするか", max_length=200, blank=True)
    host_name = models.CharField("相手の名前", max_length=100, blank=True)
    host_email = models.EmailField("相手のメールアドレス", blank=True)
    host_phone = models.CharField("相手の電話番号", max_length=30, blank=True)
    host_note = models.CharField("相手へのお願い", max_length=300, blank=True)
    needs_answer = models.BooleanField("相手の承諾が要る", default=True)
    status = models.CharField("状態", max_length=10, choices=StopStatus.choices(), default=StopStatus.OPEN)
    remark = models.CharField("相手の返事", max_length=300, blank=True)
    asked_at = models.DateTimeField("依頼した日時", null=True)
    answered_at = models.DateTimeField("返事の日時", null=True)
    disclosed_why = models.CharField("支援措置の人について相手に伝える理由", max_length=200, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    line = line_of("day", "starts_at", "ends_before")

    class Meta(TenantModel.Meta):
        constraints = [
            ExclusionConstraint(
                name="appointments_one_place_at_a_time",
                expressions=[("line", RangeOperators.OVERLAPS)],
                condition=~Q(status=StopStatus.DECLINED),
                violation_error_message="この時間には、ほかの立ち寄り先があります。",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_before")),
                name="appointments_stop_forward",
                violation_error_message="終わりの時刻は、始まりより後にしてください。",
            ),
            models.UniqueConstraint(
                fields=["organization", "token_hash"], condition=~Q(token_hash=""), name="appointments_host_link_once"
            ),
        ]
        indexes = [models.Index(fields=["day", "starts_at"], name="appointments_stops")]

    def __str__(self) -> str:
        return self.place
