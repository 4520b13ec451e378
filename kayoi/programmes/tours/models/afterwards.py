"""Who came, to which other door the others went, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.programmes.tours.states import AttendanceWay, OutcomeKind, StepKind


class Attendance(TenantModel):
    """That a party came (受付). The device makes the key, so that what is sent again counts once."""

    person_path = "party__case_file__person"

    party = models.ForeignKey("tours.Party", models.PROTECT, related_name="attendances")
    date = models.ForeignKey("tours.TourDate", models.PROTECT, related_name="attendances")
    key = models.UUIDField("端末の符号")
    way = models.CharField("受付の方法", max_length=4, choices=AttendanceWay.choices())
    persons = models.PositiveSmallIntegerField("来た人数")
    nights = models.PositiveSmallIntegerField("泊数", default=0)
    # When the device noted it, and when it reached the town.
    came_at = models.DateTimeField("受付の日時")
    received_at = models.DateTimeField("届いた日時")
    taken_back_at = models.DateTimeField("取り消した日時", null=True)
    why = models.CharField("取消しの理由", max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="tours_attendance_once"),
            models.UniqueConstraint(
                fields=["organization", "party", "date"], condition=Q(taken_back_at=None), name="tours_attended_once"
            ),
            models.CheckConstraint(condition=Q(persons__gte=1), name="tours_attended_by_somebody"),
        ]
        indexes = [models.Index(fields=["date", "came_at"], name="tours_attendances")]


class NextStep(TenantModel):
    """Another door that a party without a place was shown (次の一歩), and whether it went through.

    `opening` is an id without a constraint: it may be the opening of another town.
    """

    person_path = "party__case_file__person"

    party = models.ForeignKey("tours.Party", models.PROTECT, related_name="next_steps")
    kind = models.CharField("種類", max_length=8, choices=StepKind.choices())
    opening = models.PositiveBigIntegerField("募集", null=True)
    title = models.CharField("題", max_length=120)
    path = models.CharField("ページ", max_length=240)
    offered_at = models.DateTimeField("案内した日時")
    taken_at = models.DateTimeField("進んだ日時", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "party", "path"], name="tours_step_once"),
        ]
        indexes = [models.Index(fields=["party", "offered_at"], name="tours_steps")]


class Outcome(TenantModel):
    """What came of a tour (成果), as staff learnt it; `quantity` in days for stays, otherwise in cases."""

    person_path = "party__case_file__person"

    party = models.ForeignKey("tours.Party", models.PROTECT, related_name="outcomes")
    kind = models.CharField("種類", max_length=20, choices=OutcomeKind.choices())
    happened_on = models.DateField("いつ")
    quantity = models.PositiveIntegerField("数(件、滞在は日)", default=1)
    note = models.CharField("メモ", max_length=300, blank=True)
    recorded_at = models.DateTimeField("記した日時")

    class Meta(TenantModel.Meta):
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=1), name="tours_outcome_of_something")]
        indexes = [models.Index(fields=["party", "happened_on"], name="tours_outcomes")]
