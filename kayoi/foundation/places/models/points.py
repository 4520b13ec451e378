"""Points on the ground: quarters (町字) and what stands nearby (施設)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kayoi.foundation.places.states import FacilityKind


class Quarter(models.Model):
    """A quarter of a municipality with the point that stands for it (町字の代表点)."""

    reference = True

    place = models.ForeignKey("places.Place", models.CASCADE, related_name="quarters")
    name = models.CharField("町字", max_length=60)
    lat = models.FloatField("緯度")
    lon = models.FloatField("経度")

    class Meta:
        verbose_name = "町字"
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="places_quarter_once")]

    def __str__(self) -> str:
        return self.name


class Facility(models.Model):
    """A shelter or station (施設), with the hazards from which a shelter is safe."""

    reference = True

    kind = models.CharField("種類", max_length=12, choices=FacilityKind.choices())
    place = models.ForeignKey("places.Place", models.CASCADE, related_name="facilities")
    name = models.CharField("名称", max_length=80)
    lat = models.FloatField("緯度")
    lon = models.FloatField("経度")
    hazards = ArrayField(models.CharField(max_length=12), verbose_name="対応する災害", default=list)
    source = models.ForeignKey("places.Source", models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "避難場所・駅"
        indexes = [models.Index(fields=["kind", "lat", "lon"], name="places_facility_around")]

    def __str__(self) -> str:
        return self.name
