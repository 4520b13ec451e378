"""What happened to a person, what staff wrote, what was handed in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kayoi.engines.casefiles.models.searching import SearchedManager, search_function
from kayoi.engines.casefiles.states import Channel, Retention
from kayoi.engines.casefiles.states.kinds import KINDS
from kayoi.foundation.tenancy.models import TenantModel


class EngagementKind(models.Model):
    """Kinds of engagements, the same in every town so that figures can be compared (経過の種類)."""

    reference = True
    standing_rows: ClassVar = [
        {"code": kind.code, "label": kind.label, "label_en": kind.label_en, "unit": kind.unit} for kind in KINDS
    ]

    code = models.CharField(primary_key=True, max_length=30)
    label = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60)
    unit = models.CharField(max_length=10)

    def __str__(self) -> str:
        return self.label


class Engagement(TenantModel):
    """One dated event of a case file (経過記録): append-only, no free text, no name. Figures are counted from these."""

    append_only = True
    person_path = "case_file__person"
    rollup_rows = True

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="engagements")
    kind = models.ForeignKey("casefiles.EngagementKind", models.PROTECT, related_name="+")
    occurred_at = models.DateTimeField("いつ")
    recorded_at = models.DateTimeField(db_default=Now())
    channel = models.CharField("方法", max_length=12, choices=Channel.choices(), blank=True)
    quantity = models.DecimalField("数量", max_digits=12, decimal_places=2, default=1)
    unit = models.CharField("単位", max_length=10)
    confirmed_by_host = models.BooleanField(null=True)
    # What caused it: kind and id as text, checked by verify (no GenericForeignKey).
    cause = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=40, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["case_file", "-occurred_at"], name="casefiles_time_line"),
            models.Index(fields=["organization", "kind", "occurred_at"], name="casefiles_counting"),
            models.Index(fields=["organization", "cause", "reference"], name="casefiles_by_cause"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="casefiles_quantity_positive"),
        ]


class Note(TenantModel):
    """What staff write about a person (メモ). Disclosed on request; never changed, only withdrawn with a reason."""

    search_functions = (
        search_function("casefiles_note", "written_at", "AND (may_read OR NOT sensitive)", "may_read bool"),
    )

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="notes")
    text = models.TextField("内容", max_length=4000)
    sensitive = models.BooleanField("配慮が必要(病気・DV・家庭の事情など)", default=False)
    retention = models.CharField("保存年限", max_length=2, choices=Retention.choices(), default=Retention.YEARS_5)
    written_at = models.DateTimeField("書いた日時")
    written_by = models.CharField("書いた人", max_length=100)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)
    search = SearchVectorField(null=True)

    objects: ClassVar = SearchedManager["Note"]()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["case_file", "-written_at"], name="casefiles_notes"),
            GinIndex(fields=["search"], name="casefiles_note_search", fastupdate=False),
        ]


class Attachment(TenantModel):
    """A picture or paper of a case file (添付)."""

    person_path = "case_file__person"

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="attachments")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField("ファイル名", max_length=120)
    size_bytes = models.PositiveIntegerField("大きさ")
    from_person = models.BooleanField()
    attached_at = models.DateTimeField()
