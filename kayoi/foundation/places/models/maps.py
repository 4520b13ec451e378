"""Drawn maps (地図): sheets with their projection, and the outlines on them."""

from django.db import models


class MapSheet(models.Model):
    """A map (図): "japan", a prefecture's two digits, or a designated city's five."""

    reference = True

    key = models.CharField("キー", max_length=6, primary_key=True)
    title = models.CharField("題", max_length=30)
    width = models.PositiveSmallIntegerField("幅")
    height = models.PositiveSmallIntegerField("高さ")
    panels = models.JSONField("本図と別枠(投影・縮尺)")
    note = models.CharField("注意", max_length=200, blank=True)

    class Meta:
        verbose_name = "図"

    def __str__(self) -> str:
        return self.title


class Outline(models.Model):
    """The outline of an area on a sheet, as an SVG path in the sheet's units (輪郭)."""

    reference = True

    sheet = models.ForeignKey(MapSheet, models.CASCADE, related_name="outlines")
    position = models.PositiveSmallIntegerField("並び順")
    place = models.ForeignKey("places.Place", models.CASCADE, related_name="+", null=True)
    name = models.CharField("名称", max_length=30)
    path = models.TextField("輪郭")

    class Meta:
        verbose_name = "輪郭"
        constraints = [models.UniqueConstraint(fields=["sheet", "position"], name="places_outline_once")]
