"""Case files and what hangs on them. A person reads the rows that are about them; notes and flags are the town's."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kayoi.engines.casefiles.states import (
    KINDS,
    TRANSITIONS,
    CaseFileStatus,
    Channel,
    ConsentPurpose,
    Interest,
    Retention,
    Stage,
)
from kayoi.foundation.identity.states import Relation
from kayoi.foundation.tenancy.models import TenantManager, TenantModel, TenantQuerySet
from kayoi.kit.moves import Transition

SEARCH = """
CREATE OR REPLACE FUNCTION casefiles_search(query tsquery, most int) RETURNS SETOF bigint LANGUAGE sql STABLE
SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT id FROM casefiles_casefile
  WHERE organization_id = current_setting('kayoi.organization')::bigint AND search @@ query
  ORDER BY touched_at DESC LIMIT most $$;
ALTER TABLE casefiles_casefile ALTER COLUMN search SET STATISTICS 500
"""


class Household(TenantModel):
    """People of one household as the town knows them (世帯)."""

    made_at = models.DateTimeField()


class CaseFileQuerySet(TenantQuerySet["CaseFile"]):
    def roots(self) -> CaseFileQuerySet:
        """Those that have not been merged into another."""
        return self.filter(merged_into=None)

    def without_search(self) -> CaseFileQuerySet:
        """Leave the search column in the database: it is long and nobody reads it."""
        return self.defer("search")


class CaseFile(TenantModel):
    """One town's file on one person (個票). May exist without any log-in: a caller, a walk-in."""

    person_path = "person"
    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS
    search_functions = (("casefiles_search", "tsquery, int", SEARCH),)

    number = models.CharField("個票番号", max_length=12)
    # DO_NOTHING: the database refuses; Django must not look for rows of all towns when a person is erased.
    person = models.ForeignKey("identity.Person", models.DO_NOTHING, null=True, related_name="+")
    household = models.ForeignKey("casefiles.Household", models.PROTECT, null=True, related_name="case_files")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="aliases")
    status = models.CharField("状態", max_length=10, choices=CaseFileStatus.choices(), default=CaseFileStatus.OPEN)
    stage = models.CharField("段階", max_length=12, choices=Stage.choices(), default=Stage.ASKING)
    name = models.CharField("氏名", max_length=100, blank=True)
    kana = models.CharField("ふりがな", max_length=100, blank=True)
    birth_on = models.DateField("生年月日", null=True, blank=True)
    phone = models.CharField("電話番号", max_length=60, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    place_code = models.CharField("いまの市区町村", max_length=6, blank=True)
    address = models.CharField("住所(市区町村より後)", max_length=200, blank=True)
    language = models.CharField("連絡の言語", max_length=5, default="ja")
    wished_on = models.CharField("希望の時期", max_length=100, blank=True)
    assigned_to = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("作成日時")
    touched_at = models.DateTimeField("最後の動き")
    version = models.PositiveIntegerField(default=1)
    # Normal forms for finding the same person again; written by services only.
    name_key = models.CharField(max_length=100, blank=True)
    kana_key = models.CharField(max_length=100, blank=True)
    phone_key = models.CharField(max_length=60, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    search = SearchVectorField(null=True)

    objects: ClassVar = TenantManager.from_queryset(CaseFileQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="casefiles_number"),
            models.UniqueConstraint(
                fields=["organization", "person"],
                condition=Q(merged_into=None, person__isnull=False),
                name="casefiles_one_per_person",
                violation_error_message="この人の個票はすでにあります。",
            ),
            models.CheckConstraint(condition=~Q(merged_into=models.F("id")), name="casefiles_not_into_itself"),
        ]
        indexes = [
            models.Index(fields=["person"], name="casefiles_person", condition=Q(person__isnull=False)),
            models.Index(fields=["organization", "-touched_at", "-id"], name="casefiles_latest"),
            models.Index(fields=["organization", "name_key"], name="casefiles_by_name"),
            models.Index(fields=["organization", "kana_key"], name="casefiles_by_kana"),
            models.Index(fields=["organization", "phone_key"], name="casefiles_by_phone"),
            models.Index(fields=["organization", "email_key"], name="casefiles_by_email"),
            models.Index(fields=["organization", "assigned_to", "-touched_at"], name="casefiles_by_owner"),
            GinIndex(fields=["search"], name="casefiles_search_gin", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name, or what stands for it where a person gave none."""
        return self.name or "お名前なし"


class Counter(TenantModel):
    """The last number given in a fiscal year (採番)."""

    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "fiscal_year"], name="casefiles_counter_once")]


class HouseholdMember(TenantModel):
    """Somebody of the household; may have a case file too (世帯員)."""

    household = models.ForeignKey("casefiles.Household", models.CASCADE, related_name="members")
    relation = models.CharField("続柄", max_length=10, choices=Relation.choices())
    name = models.CharField("氏名", max_length=100, blank=True)
    birth_on = models.DateField("生年月日", null=True, blank=True)
    remark = models.CharField("補足", max_length=100, blank=True)


class Wish(TenantModel):
    """What a person is interested in (希望)."""

    person_path = "case_file__person"

    case_file = models.ForeignKey("casefiles.CaseFile", models.CASCADE, related_name="wishes")
    interest = models.CharField("関心", max_length=12, choices=Interest.choices())

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "case_file", "interest"], name="casefiles_wish_once")
        ]


class Consent(TenantModel):
    """A consent with purpose and version, given and perhaps withdrawn (同意)."""

    person_path = "case_file__person"

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="consents")
    purpose = models.CharField("目的", max_length=20, choices=ConsentPurpose.choices())
    text_version = models.CharField("文面の版", max_length=20)
    channel = models.CharField("受けた方法", max_length=12, choices=Channel.choices())
    given_at = models.DateTimeField("同意した日時")
    withdrawn_at = models.DateTimeField("取り消した日時", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "case_file", "purpose"],
                condition=Q(withdrawn_at=None),
                name="casefiles_one_open_consent",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("given_at")),
                name="casefiles_consent_forward",
            ),
        ]


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

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="notes")
    text = models.TextField("内容", max_length=4000)
    sensitive = models.BooleanField("配慮が必要(病気・DV・家庭の事情など)", default=False)
    retention = models.CharField("保存年限", max_length=2, choices=Retention.choices(), default=Retention.YEARS_5)
    written_at = models.DateTimeField("書いた日時")
    written_by = models.CharField("書いた人", max_length=100)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["case_file", "-written_at"], name="casefiles_notes")]


class Protection(TenantModel):
    """That a person is under protection measures (支援措置: DV, stalking and the like), from a day to a day."""

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="protections")
    starts_on = models.DateField("開始日")
    ends_before = models.DateField("終了日の翌日", null=True)
    basis = models.CharField("根拠(申出書の番号など)", max_length=100, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before=None) | Q(ends_before__gte=models.F("starts_on")),
                name="casefiles_protection_forward",
                violation_error_message="終了日は開始日より後にしてください。",
            ),
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


class ConnectLink(TenantModel):
    """A one-time link by which somebody connects their log-in with this file (結びつけのリンク); stored as a hash."""

    login_rows = True

    case_file = models.ForeignKey("casefiles.CaseFile", models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, db_index=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    across: ClassVar = models.Manager()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "token_hash"], name="casefiles_connect_once"),
        ]
