"""Imports: the workbook while it is needed, what its columns mean, and what became of each row."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kayoi.engines.imports.states import CAUSE, TRANSITIONS, Fate, Ledger, RunStatus
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition

# The one path past append-only that an import has: engagements of its own rows, while it is being undone.
TAKE_BACK = f"""
CREATE OR REPLACE FUNCTION imports_take_back(undone bigint[]) RETURNS bigint LANGUAGE sql VOLATILE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH gone AS (
    DELETE FROM casefiles_engagement AS e USING imports_row AS r, imports_importrun AS u
    WHERE r.id = ANY (undone) AND r.run_id = u.id AND u.status = '{RunStatus.UNDOING}'
      AND u.organization_id = current_setting('kayoi.organization')::bigint
      AND r.organization_id = u.organization_id AND e.organization_id = u.organization_id
      AND e.cause = '{CAUSE}' AND e.reference = r.id::text
    RETURNING 1)
  SELECT count(*) FROM gone $$
"""  # noqa: S608  # our own words


class ImportRun(TenantModel):
    """One import of one workbook (取り込み). The workbook itself is forgotten when it is no longer needed."""

    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS
    search_functions = (("imports_take_back", "bigint[]", TAKE_BACK),)

    status = models.CharField("状態", max_length=10, choices=RunStatus.choices(), default=RunStatus.MAPPED)
    ledger = models.CharField("表の種類", max_length=16, choices=Ledger.choices(), default=Ledger.CONSULTATIONS)
    name = models.CharField("ファイル名", max_length=200)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField(null=True)
    uploaded_at = models.DateTimeField("受け取った日時")
    by_name = models.CharField("取り込む人", max_length=100)
    # Tables with the same columns (rules.layouts), the answers (rules.plans.Options), what kit.sheets remarked.
    layouts = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    colours = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    problem = models.TextField("止まった理由", blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # Raised when a job begins: an earlier one that is still alive sees it and stops.
    attempt = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField("始めた日時", null=True)
    finished_at = models.DateTimeField("終わった日時", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organization", "-uploaded_at"], name="imports_latest")]

    def __str__(self) -> str:
        return self.name


class Row(TenantModel):
    """One row of a workbook and its fate (行). What it says is forgotten when it stands in a file."""

    run = models.ForeignKey("imports.ImportRun", models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    sheet = models.CharField("シート", max_length=200)
    row = models.PositiveIntegerField("行")
    fate = models.CharField("ゆくえ", max_length=12, choices=Fate.choices())
    digest = models.CharField(max_length=32)
    plan = models.JSONField(default=dict)
    said = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    repaired = models.BooleanField(default=False)
    returned = models.BooleanField(default=False)
    # Which earlier row opens the file that this one goes into.
    leader = models.PositiveIntegerField(null=True)
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="+")
    made = models.JSONField(default=dict)
    done = models.BooleanField(default=False)
    kept_why = models.CharField("残した理由", max_length=100, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "run", "number"], name="imports_row_once"),
            models.CheckConstraint(condition=Q(done=False) | Q(case_file__isnull=False), name="imports_done_in_a_file"),
        ]
        indexes = [
            models.Index(fields=["run", "fate", "number"], name="imports_by_fate"),
            models.Index(fields=["organization", "digest"], name="imports_by_digest"),
        ]


class Mapping(TenantModel):
    """What the columns of a table with these headings mean in this town (覚えた対応)."""

    key = models.CharField(max_length=32)
    targets = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="imports_mapping_once")]
