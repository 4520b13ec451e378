"""What is around the houses: facilities that the town knows, answers of the national land library."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kayoi.foundation.places.states import FacilityKind
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.programmes.homes.states.around import Layer


class LocalFacility(TenantModel):
    """A school, nursery, clinic … that the town has entered (町の施設): no open data of all towns have them."""

    public_rows = "true"

    kind = models.CharField("種類", max_length=12, choices=FacilityKind.choices())
    name = models.CharField("名称", max_length=80)
    lat = models.FloatField("緯度")
    lon = models.FloatField("経度")
    hazards = ArrayField(models.CharField(max_length=12), verbose_name="対応する災害", default=list, blank=True)
    source = models.CharField("出典", max_length=100, blank=True)
    as_of = models.DateField("いつの情報か")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "name"],
                name="homes_facility_once",
                violation_error_message="この種類に、同じ名前の施設がすでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(lat__range=(20, 46), lon__range=(122, 154)), name="homes_facility_in_japan"
            ),
        ]


class LibraryAnswer(TenantModel):
    """What 不動産情報ライブラリ has answered for one tile of one layer, kept with its day."""

    layer = models.CharField("種類", max_length=6, choices=Layer.choices())
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    features = models.JSONField("区域", default=list)
    fetched_at = models.DateTimeField("取得した日時")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "layer", "x", "y"], name="homes_library_tile_once")
        ]
