"""Programmes for which houses are kept, and the entries that they give to families."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.dates import last_day
from kayoi.programmes.stays.states.programmes import ProgrammeKind


class StayProgramme(TenantModel):
    """A row of a programme for which houses are kept (住まいを充てる事業): whose it is, its period, its places.

    Kind and reference name the row where the programme keeps it; today staff enter it here.
    """

    kind = models.CharField("事業の種類", max_length=16, choices=ProgrammeKind.choices())
    reference = models.CharField("事業の側の記号(年度・募集の番号など)", max_length=40)
    name = models.CharField("名称", max_length=80)
    decided_by = models.CharField("受入れを決めるところ(教育委員会など)", max_length=80)
    starts_on = models.DateField("期間の初日")
    ends_before = models.DateField()
    places = models.PositiveSmallIntegerField("受け入れる組数")
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "reference"],
                name="stays_programme_once",
                violation_error_message="この種類のこの記号の事業は、すでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")) & Q(places__gte=1), name="stays_programme_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ends_on(self) -> date:
        """The last day."""
        return last_day(self.ends_before)


class ProgrammeEntry(TenantModel):
    """That a programme takes a family (受入れの決まった家庭): the code by which they ask for a house, given once."""

    programme = models.ForeignKey("stays.StayProgramme", models.PROTECT, related_name="entries")
    # One of the programme's places; the last one is given once.
    place = models.PositiveSmallIntegerField()
    code = models.CharField("申込みの符号", max_length=14)
    # What the programme calls the family; no name is needed.
    label = models.CharField("家庭の呼び方(番号など)", max_length=60)
    given_at = models.DateTimeField()
    ended_on = models.DateField("受入れが終わる日", null=True)
    why = models.CharField("終わる理由", max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "code"], name="stays_entry_code"),
            models.UniqueConstraint(
                fields=["organization", "programme", "place"], condition=Q(ended_on=None), name="stays_entry_place"
            ),
        ]

    def __str__(self) -> str:
        return self.label
