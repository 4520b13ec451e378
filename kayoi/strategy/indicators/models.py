"""Rows of figures that are not counted here: what others publish, and what was answered with figures before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kayoi.foundation.tenancy.models import TenantManager, TenantModel, TenantQuerySet
from kayoi.strategy.indicators.states import Subject, YearKind


class OfficialQuerySet(TenantQuerySet["OfficialFigure"]):
    def in_order(self) -> OfficialQuerySet:
        """By series and year; of each year the latest vintage last."""
        return self.order_by("subject", "detail", "year_kind", "year", "as_of", "pk")


class OfficialFigure(TenantModel):
    """One published value (公表値): never without who published it, in which table, and as of when."""

    subject = models.CharField("項目", max_length=16, choices=Subject.choices())
    detail = models.CharField("内訳", max_length=60, blank=True)
    year_kind = models.CharField("年の種類", max_length=8, choices=YearKind.choices())
    year = models.PositiveSmallIntegerField("年・年度")
    value = models.DecimalField("値", max_digits=14, decimal_places=3)
    publisher = models.CharField("公表者", max_length=100)
    table = models.CharField("表・資料の名称", max_length=200)
    as_of = models.DateField("時点")
    recorded_at = models.DateTimeField()

    objects: ClassVar = TenantManager.from_queryset(OfficialQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "subject", "detail", "year_kind", "year", "as_of"],
                name="indicators_official_once",
            ),
            models.CheckConstraint(
                condition=~Q(publisher="") & ~Q(table=""),
                name="indicators_official_has_source",
                violation_error_message="公表者と表の名称がない値は、公表値として記録できません。",
            ),
        ]


class AnswerSheet(TenantModel):
    """What was answered with a figure (答弁シート): kept as it was, so that the next answer agrees with it."""

    append_only = True

    figure = models.CharField("数のありか", max_length=120)
    label = models.CharField("数の名前", max_length=200)
    value = models.CharField("数", max_length=60)
    definition = models.CharField("数え方", max_length=500)
    as_of = models.DateField("時点")
    caveat = models.CharField("注意", max_length=500, blank=True)
    occasion = models.CharField("場面", max_length=100)
    answer = models.TextField("答え", max_length=2000)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=100)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organization", "figure", "-written_at"], name="indicators_answered")]
