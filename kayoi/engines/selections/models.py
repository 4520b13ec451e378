"""A selection, its final list, what happened since, and where each party stands."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kayoi.engines.selections.states import (
    JUDGING_TRANSITIONS,
    PLACE_TRANSITIONS,
    SELECTION_TRANSITIONS,
    EventKind,
    JudgingStatus,
    PlaceStatus,
    SelectionStatus,
)
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition


class Selection(TenantModel):
    """How the places of something are given (選考). `key` names what: a programme's row.

    `secret_sealed` decides the draw and is published after it; `salt_sealed` keeps the lines secret and never is.
    """

    transitions: ClassVar[tuple[Transition, ...]] = SELECTION_TRANSITIONS

    key = models.CharField("記号", max_length=60)
    title = models.CharField("名称", max_length=120)
    status = models.CharField("状態", max_length=8, choices=SelectionStatus.choices(), default=SelectionStatus.OPEN)
    terms = models.JSONField("条件")
    commitment = models.CharField("事前に公表する値", max_length=64)
    secret_sealed = models.TextField()
    salt_sealed = models.TextField()
    fingerprint = models.CharField("名簿の指紋", max_length=64, blank=True)
    public_number = models.CharField("公開の数字", max_length=40, blank=True)
    opened_at = models.DateTimeField("公表日時")
    closed_at = models.DateTimeField("名簿の確定日時", null=True)
    drawn_at = models.DateTimeField("抽選日時", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="selections_key"),
            models.CheckConstraint(
                condition=Q(status=SelectionStatus.OPEN, fingerprint="", closed_at=None)
                | Q(~Q(fingerprint=""), ~Q(status=SelectionStatus.OPEN), closed_at__isnull=False),
                name="selections_closed_has_fingerprint",
            ),
            models.CheckConstraint(
                condition=Q(status=SelectionStatus.DRAWN, drawn_at__isnull=False, drawn_at__gte=models.F("closed_at"))
                | Q(~Q(status=SelectionStatus.DRAWN), drawn_at=None, public_number=""),
                name="selections_drawn_after_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Line(TenantModel):
    """What a party applied with (名簿の行), never changed. Who the number is, the programme knows."""

    append_only = True

    selection = models.ForeignKey("selections.Selection", models.PROTECT, related_name="lines")
    number = models.CharField("番号", max_length=20)
    arrived = models.PositiveIntegerField("受付の順番")
    size = models.PositiveIntegerField("人数")
    wishes = ArrayField(models.CharField(max_length=80), verbose_name="希望")
    groups = ArrayField(models.CharField(max_length=80), verbose_name="区分")
    scores = models.JSONField("審査の点")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "selection", "number"], name="selections_number_once"),
            models.UniqueConstraint(fields=["organization", "selection", "arrived"], name="selections_arrived_once"),
            models.CheckConstraint(condition=Q(size__gte=1), name="selections_somebody"),
        ]


class Event(TenantModel):
    """What happened once the list was final (出来事), never changed. From lines and events all else is recomputed."""

    append_only = True

    selection = models.ForeignKey("selections.Selection", models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField("順番")
    key = models.CharField("二重記録を防ぐ符号", max_length=80)
    kind = models.CharField("種別", max_length=8, choices=EventKind.choices())
    number = models.CharField("番号", max_length=20, blank=True)
    offer = models.CharField("日程・行き先", max_length=80, blank=True)
    persons = models.PositiveIntegerField("増やす人数", default=0)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "selection", "sequence"], name="selections_event_order"),
            models.UniqueConstraint(fields=["organization", "selection", "key"], name="selections_event_once"),
        ]


class Place(TenantModel):
    """Where a party stands after the draw (結果), with the reasons that it is told."""

    transitions: ClassVar[tuple[Transition, ...]] = PLACE_TRANSITIONS

    selection = models.ForeignKey("selections.Selection", models.PROTECT, related_name="places")
    number = models.CharField("番号", max_length=20)
    turn = models.PositiveIntegerField("順番")
    status = models.CharField("状態", max_length=8, choices=PlaceStatus.choices())
    offer = models.CharField("日程・行き先", max_length=80, blank=True)
    reasons = models.JSONField("理由")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "selection", "number"], name="selections_place_once"),
            models.UniqueConstraint(fields=["organization", "selection", "turn"], name="selections_turn_once"),
            models.CheckConstraint(
                condition=Q(~Q(offer=""), status=PlaceStatus.PLACED) | Q(~Q(status=PlaceStatus.PLACED), offer=""),
                name="selections_placed_has_offer",
            ),
        ]


class Judging(TenantModel):
    """That several judges give points to entries (審査). `key` names what: a programme's row."""

    transitions: ClassVar[tuple[Transition, ...]] = JUDGING_TRANSITIONS

    key = models.CharField("記号", max_length=60)
    status = models.CharField("状態", max_length=8, choices=JudgingStatus.choices(), default=JudgingStatus.OPEN)
    # Criteria, what decides ties, prizes: named before, never changed.
    terms = models.JSONField("審査の条件")
    opened_at = models.DateTimeField("始めた日時")
    closed_at = models.DateTimeField("締め切った日時", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="selections_judging_key"),
            models.CheckConstraint(
                condition=Q(status=JudgingStatus.OPEN, closed_at=None)
                | Q(status=JudgingStatus.CLOSED, closed_at__isnull=False),
                name="selections_judging_closed",
            ),
        ]


class Entry(TenantModel):
    """What is judged, by its number alone (応募作品); whose it is, the programme knows. `place` follows the result."""

    judging = models.ForeignKey("selections.Judging", models.PROTECT, related_name="entries")
    number = models.CharField("番号", max_length=20)
    # When it was applied with: between equals the earlier is first.
    arrived_at = models.DateTimeField("応募の日時")
    place = models.PositiveIntegerField("順位", null=True)
    # The mean of its judges as numerator and denominator: nothing is rounded.
    mean = models.CharField("平均点", max_length=40, blank=True)
    prize = models.CharField("賞", max_length=60, blank=True)
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True)
    why = models.CharField("取り下げた理由", max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "judging", "number"], name="selections_entry_once"),
            models.UniqueConstraint(
                fields=["organization", "judging", "place"],
                condition=Q(place__isnull=False),
                name="selections_entry_place",
            ),
        ]


class Judge(TenantModel):
    """Somebody who judges (審査員), invited by a secret link of which only the hash is kept."""

    judging = models.ForeignKey("selections.Judging", models.PROTECT, related_name="judges")
    name = models.CharField("審査員", max_length=100)
    email = models.EmailField("メールアドレス")
    # Empty once the judge was dismissed: the link opens nothing any more.
    token_hash = models.CharField(max_length=64, blank=True)
    invited_at = models.DateTimeField()
    dismissed_at = models.DateTimeField("外れた日時", null=True)
    why = models.CharField("外れた理由", max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "token_hash"], condition=~Q(token_hash=""), name="selections_judge_link"
            ),
            models.UniqueConstraint(fields=["organization", "judging", "email"], name="selections_judge_once"),
        ]


class Sheet(TenantModel):
    """What one judge gave one entry (採点表), or that the judge stepped back from it (利害関係による辞退)."""

    judge = models.ForeignKey("selections.Judge", models.PROTECT, related_name="sheets")
    entry = models.ForeignKey("selections.Entry", models.PROTECT, related_name="sheets")
    scores = models.JSONField("点", null=True)
    remark = models.CharField("講評", max_length=600, blank=True)
    stepped_back = models.CharField("辞退の理由(利害関係)", max_length=200, blank=True)
    written_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "judge", "entry"], name="selections_sheet_once"),
            models.CheckConstraint(
                condition=Q(scores__isnull=False, stepped_back="") | Q(Q(scores=None), ~Q(stepped_back="")),
                name="selections_scored_or_stepped_back",
            ),
        ]
