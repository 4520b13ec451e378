"""A file of an organization. The bytes lie under KAYOI_VAR/uploads/<organization>/<hash>."""

from django.db import models

from kayoi.foundation.files.states import FileKind
from kayoi.foundation.tenancy.models import TenantModel


class StoredFile(TenantModel):
    """What was taken, after it was made anew (保存したファイル). Never served except through a marked view."""

    name = models.CharField("ファイル名", max_length=120)
    kind = models.CharField("種類", max_length=20, choices=FileKind.choices())
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField("大きさ")
    width_px = models.PositiveIntegerField(null=True)
    height_px = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    taken_at = models.DateTimeField("受け取った日時")

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organization", "sha256"], name="files_by_hash")]
