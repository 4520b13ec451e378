"""Published rows. The policy knows no clock: the period is the query's matter."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from kayoi.engines.openings.states import OpeningKind, School, SchoolDaysKind
from kayoi.foundation.tenancy.models import TenantManager, TenantModel, TenantQuerySet


class OpeningQuerySet(TenantQuerySet["Opening"]):
    def open_at(self, at: datetime) -> OpeningQuerySet:
        """Those that the public sees at that moment."""
        return self.filter(
            Q(published_until=None) | Q(published_until__gt=at), withdrawn_at=None, published_from__lte=at
        )


class Opening(TenantModel):
    """Something published for the public with a period (募集)."""

    public_rows = "withdrawn_at IS NULL"

    kind = models.CharField("種類", max_length=20, choices=OpeningKind.choices())
    reference = models.CharField(max_length=40)
    title = models.CharField("題", max_length=120)
    title_en = models.CharField("題(英語)", max_length=120, blank=True)
    summary = models.TextField("説明", max_length=1000, blank=True)
    summary_en = models.TextField("説明(英語)", max_length=1000, blank=True)
    place_code = models.CharField("市区町村", max_length=6, blank=True)
    path = models.CharField("ページ", max_length=200)
    published_from = models.DateTimeField("公開の始まり")
    published_until = models.DateTimeField("公開の終わり", null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar = TenantManager.from_queryset(OpeningQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind", "reference"], name="openings_once"),
            models.CheckConstraint(
                condition=Q(published_until=None) | Q(published_until__gt=models.F("published_from")),
                name="openings_not_empty",
                violation_error_message="公開の終わりは、始まりより後にしてください。",
            ),
        ]
        indexes = [models.Index(fields=["kind", "-published_from"], name="openings_latest")]

    def __str__(self) -> str:
        return self.title


class FreePeriod(TenantModel):
    """A time in which what an opening offers is free (空いている期間): a copy, without who has the rest.

    For nights: from the first possible day of arrival to the last possible day of leaving. Of what takes place once:
    all its days; `persons` is then how many can still come, 0 where people are taken as reserves only.
    """

    public_rows = "true"

    opening = models.ForeignKey("openings.Opening", models.CASCADE, related_name="free_periods")
    starts_on = models.DateField("いつから")
    ends_before = models.DateField("いつまで")
    persons = models.PositiveSmallIntegerField("定員(人)")
    # Where, if what the opening offers takes place in several towns.
    place_code = models.CharField("市区町村", max_length=6, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lt=models.F("ends_before")), name="openings_free_forward"),
        ]
        indexes = [models.Index(fields=["ends_before", "starts_on"], name="openings_free_by_time")]


class SchoolYear(TenantModel):
    """The terms and holidays of a kind of school in a fiscal year (学校の暦), as the town has entered them."""

    public_rows = "true"

    school = models.CharField("学校の種類", max_length=12, choices=School.choices())
    fiscal_year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "school", "fiscal_year"],
                name="openings_school_year_once",
                violation_error_message="この学校のこの年度の暦は、すでにあります。",
            ),
        ]


class SchoolDays(TenantModel):
    """A term or a holiday of a school year (学期・長期休業)."""

    public_rows = "true"

    year = models.ForeignKey("openings.SchoolYear", models.CASCADE, related_name="days")
    kind = models.CharField("種類", max_length=10, choices=SchoolDaysKind.choices())
    starts_on = models.DateField("初日")
    ends_before = models.DateField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "year", "kind"], name="openings_school_days_once"),
            models.CheckConstraint(condition=Q(starts_on__lt=models.F("ends_before")), name="openings_school_forward"),
        ]
        indexes = [models.Index(fields=["organization", "starts_on"], name="openings_school_days")]
