"""Two files about one person, or about two."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kayoi.foundation.tenancy.models import TenantModel


class Merge(TenantModel):
    """That one file was merged into another, and perhaps taken apart again (統合)."""

    source = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    target = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    # Which log-in each file was connected with before, to be given back when the merge is undone.
    source_person = models.BigIntegerField(null=True)
    target_person = models.BigIntegerField(null=True)


class Distinct(TenantModel):
    """That staff looked at two files and said: two persons (別人の確認). Smaller id first."""

    first = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    second = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "first", "second"], name="casefiles_distinct_once"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="casefiles_distinct_order"),
        ]
