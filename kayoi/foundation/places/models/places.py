"""Prefectures and municipalities, what changed in them, and what was loaded."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from kayoi.foundation.places.states import MUNICIPALITIES, PlaceKind, PlaceStatus


class PlaceQuerySet(models.QuerySet["Place"]):
    def current(self) -> PlaceQuerySet:
        """Those that exist today."""
        return self.filter(status=PlaceStatus.CURRENT)

    def municipalities(self) -> PlaceQuerySet:
        """The 1,741 with a mayor and an assembly: no prefectures, no wards of designated cities."""
        return self.current().filter(kind__in=MUNICIPALITIES)

    def on(self, day: date) -> PlaceQuerySet:
        """Those that existed on a day, as far as the changes since 1970 tell."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gt=day))


class Place(models.Model):
    """A prefecture, a municipality or a ward of a designated city (地域).

    Its key is the official six-digit code, which other tables and files may name without looking anything up.
    """

    reference = True

    code = models.CharField("全国地方公共団体コード(6桁)", max_length=6, primary_key=True)
    code5 = models.CharField("団体コード(検査数字なしの5桁)", max_length=5, unique=True)
    kind = models.CharField("種別", max_length=20, choices=PlaceKind.choices())
    name = models.CharField("名称", max_length=30)
    full_name = models.CharField("都道府県からの名称", max_length=60)
    kana = models.CharField("よみ", max_length=60)
    name_en = models.CharField("英語の名称", max_length=60)
    name_en_by_rule = models.BooleanField("英語の名称はよみから規則で作った")
    prefecture = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, verbose_name="都道府県")
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True, verbose_name="属する団体")
    district = models.CharField("郡・振興局・支庁", max_length=20, blank=True)
    site_url = models.URLField("公式サイト", blank=True)
    office_lat = models.FloatField("役所の緯度")
    office_lon = models.FloatField("役所の経度")
    office_note = models.CharField("役所の位置の注意", max_length=200, blank=True)
    centroid_lat = models.FloatField("区域の重心の緯度", null=True)
    centroid_lon = models.FloatField("区域の重心の経度", null=True)
    area_km2 = models.FloatField("面積(km²)", null=True)
    area_note = models.CharField("面積の注意", max_length=100, blank=True)
    population = models.PositiveIntegerField("人口", null=True)
    population_year = models.PositiveSmallIntegerField("人口の年", null=True)
    valid_from = models.DateField("この団体になった日", null=True)
    valid_until = models.DateField("なくなった日", null=True)
    status = models.CharField("状態", max_length=10)
    successor = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, verbose_name="引き継いだ団体")

    objects: ClassVar = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "地域"
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{6}$"), name="places_code_six_digits"),
            models.CheckConstraint(condition=Q(code__startswith=models.F("code5")), name="places_codes_agree"),
            models.CheckConstraint(
                condition=(Q(kind=PlaceKind.PREFECTURE) & Q(prefecture=None))
                | (~Q(kind=PlaceKind.PREFECTURE) & Q(prefecture__isnull=False)),
                name="places_below_a_prefecture",
            ),
            models.CheckConstraint(
                condition=(Q(status=PlaceStatus.CURRENT) & Q(valid_until=None))
                | (Q(status=PlaceStatus.ABOLISHED) & Q(valid_until__isnull=False)),
                name="places_abolished_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gt=models.F("valid_from")),
                name="places_not_ended_before_begun",
            ),
        ]
        indexes = [models.Index(fields=["prefecture", "kind"], name="places_in_prefecture")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_municipality(self) -> bool:
        """True when it has a mayor and an assembly of its own."""
        return self.kind in MUNICIPALITIES


class PlaceChange(models.Model):
    """A merger, split, renaming or promotion (廃置分合): one row from one old code to one new code.

    Old places are kept as words, not as Place rows: nothing of Kayoi hangs on a town that ended before Kayoi began.
    """

    reference = True

    on = models.DateField("効力発生日")
    reason = models.CharField("事由", max_length=50)
    old_code5 = models.CharField("変更前のコード", max_length=5)
    old_name = models.CharField("変更前の名称", max_length=30)
    new_code5 = models.CharField("変更後のコード", max_length=5)
    new_name = models.CharField("変更後の名称", max_length=30)

    class Meta:
        verbose_name = "廃置分合"
        constraints = [
            models.UniqueConstraint(
                fields=["old_code5", "on", "new_code5", "reason"],
                name="places_change_once",
            )
        ]
        indexes = [
            models.Index(fields=["new_code5"], name="places_change_to"),
            models.Index(fields=["old_name"], name="places_change_name"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.old_name} → {self.new_name}"


class Loading(models.Model):
    """What load_places has loaded last (取込みの記録): one row. Caches are keyed by its digest."""

    reference = True

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    digest = models.CharField("データの指紋", max_length=64)
    loaded_at = models.DateTimeField("取込み日時")
    loaded_by = models.CharField("取り込んだ人", max_length=100)
    counts = models.JSONField("件数", default=dict)
    repairs = models.JSONField("直したところ", default=list)

    objects: ClassVar = models.Manager["Loading"]()

    class Meta:
        verbose_name = "地域データの取込み"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="places_loading_is_one")]
