"""Climate normals (平年値) and which station stands for which place."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ClimateStation(models.Model):
    """An observing station of the Japan Meteorological Agency (観測所)."""

    reference = True

    number = models.CharField("観測所番号", max_length=5, primary_key=True)
    name = models.CharField("名称", max_length=20)
    lat = models.FloatField("緯度")
    lon = models.FloatField("経度")
    altitude_m = models.IntegerField("標高(m)")
    city_text = models.CharField("所在地", max_length=30)

    class Meta:
        verbose_name = "観測所"

    def __str__(self) -> str:
        return self.name


class ClimateNormal(models.Model):
    """The normals 1991-2020 of one element at one station: twelve months and the year."""

    reference = True

    station = models.ForeignKey(ClimateStation, models.CASCADE, related_name="normals")
    element = models.CharField("要素", max_length=20)
    months = ArrayField(models.FloatField(), size=12, verbose_name="1月から12月")
    annual = models.FloatField("年")

    class Meta:
        verbose_name = "平年値"
        constraints = [models.UniqueConstraint(fields=["station", "element"], name="places_normal_once")]


class NearestStation(models.Model):
    """The nearest station that observes a group of elements, and how far it is from the office (最寄りの観測所)."""

    reference = True

    place = models.ForeignKey("places.Place", models.CASCADE, related_name="nearest_stations")
    group = models.CharField("要素の組", max_length=20)
    station = models.ForeignKey(ClimateStation, models.CASCADE, related_name="+", db_index=False)
    distance_km = models.FloatField("役所からの距離(km)")

    class Meta:
        verbose_name = "最寄りの観測所"
        constraints = [models.UniqueConstraint(fields=["place", "group"], name="places_nearest_once")]
