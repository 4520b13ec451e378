"""Lists in and out: what is sent to the national sites, and registers that come from Excel."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.homes.states.exchange import IMPORT_TRANSITIONS, ImportStatus, RowFate

# The one path past append-only that an import has: events and prices of its own houses, while it is being undone.
TAKE_BACK = f"""
CREATE OR REPLACE FUNCTION homes_take_back(undone bigint[]) RETURNS bigint LANGUAGE sql VOLATILE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH mine AS (
    SELECT r.home_id, r.organization_id FROM homes_registerrow AS r JOIN homes_registerimport AS u ON r.run_id = u.id
    WHERE r.id = ANY (undone) AND u.status = '{ImportStatus.UNDOING}'
      AND u.organization_id = current_setting('kayoi.organization')::bigint
      AND r.organization_id = u.organization_id),
  prices AS (
    DELETE FROM homes_pricechange AS p USING mine WHERE p.home_id = mine.home_id
      AND p.organization_id = mine.organization_id RETURNING 1),
  gone AS (
    DELETE FROM homes_homeevent AS e USING mine WHERE e.home_id = mine.home_id
      AND e.organization_id = mine.organization_id RETURNING 1)
  SELECT count(*) FROM gone $$
"""  # noqa: S608  # our own words


class NationalMapping(TenantModel):
    """What a town's list for the national sites looks like (全国版への列の対応); rules/exchange/national.py."""

    columns = models.JSONField("列")
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization"], name="homes_one_mapping")]


class Sending(TenantModel):
    """One list for the national sites as it was made (全国版へ送った一覧): when, to whom, with which headings."""

    receiver = models.CharField("送り先", max_length=60)
    headers = models.JSONField("列の見出し")
    sent_at = models.DateTimeField("作った日時")
    by_name = models.CharField("作った人", max_length=100)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organization", "-sent_at"], name="homes_sendings")]


class SentHome(TenantModel):
    """One house of such a list with what was said of it; until it is taken down there, it stands there."""

    sending = models.ForeignKey("homes.Sending", models.CASCADE, related_name="homes")
    home = models.ForeignKey("homes.Home", models.CASCADE, related_name="+")
    values = models.JSONField("値")
    taken_down_on = models.DateField("下ろした日", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "sending", "home"], name="homes_sent_once_a_list")
        ]
        indexes = [models.Index(fields=["home"], condition=Q(taken_down_on=None), name="homes_standing_there")]


class RegisterImport(TenantModel):
    """One import of one register (台帳の取り込み). The workbook is forgotten when it is no longer needed."""

    transitions: ClassVar[tuple[Transition, ...]] = IMPORT_TRANSITIONS
    search_functions = (("homes_take_back", "bigint[]", TAKE_BACK),)

    status = models.CharField("状態", max_length=10, choices=ImportStatus.choices(), default=ImportStatus.MAPPED)
    name = models.CharField("ファイル名", max_length=200)
    data = models.BinaryField(null=True)
    taken_at = models.DateTimeField("受け取った日時")
    by_name = models.CharField("取り込む人", max_length=100)
    # Tables with a heading row, what their columns mean, and which of them is read.
    tables = models.JSONField(default=list)
    chosen = models.PositiveSmallIntegerField(default=0)
    notes = models.JSONField(default=list)
    problem = models.CharField("止まった理由", max_length=300, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField("取り消さずに残した行", default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [models.CheckConstraint(condition=Q(done__lte=F("total")), name="homes_import_done_of_total")]
        indexes = [models.Index(fields=["organization", "-taken_at"], name="homes_imports")]

    def __str__(self) -> str:
        return self.name


class RegisterRow(TenantModel):
    """One row of a register and its fate (行). What it says is forgotten when it stands in a house file."""

    run = models.ForeignKey("homes.RegisterImport", models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField("行")
    fate = models.CharField("ゆくえ", max_length=10, choices=RowFate.choices())
    digest = models.CharField(max_length=32)
    plan = models.JSONField(default=dict)
    said = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    # The earlier row whose owner this house has too.
    leader = models.PositiveIntegerField(null=True)
    home = models.ForeignKey("homes.Home", models.PROTECT, null=True, related_name="+")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="+")
    made = models.JSONField(default=dict)
    done = models.BooleanField(default=False)
    kept_why = models.CharField("残した理由", max_length=100, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "run", "row"], name="homes_import_row_once"),
            models.CheckConstraint(condition=Q(done=False) | Q(home__isnull=False), name="homes_row_done_in_a_house"),
        ]
        indexes = [
            models.Index(fields=["run", "fate", "row"], name="homes_rows_by_fate"),
            models.Index(fields=["organization", "digest"], name="homes_rows_by_digest"),
        ]


class RegisterColumns(TenantModel):
    """What the columns of a table with these headings mean in this town (覚えた対応)."""

    key = models.CharField(max_length=32)
    targets = models.JSONField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="homes_columns_once")]
