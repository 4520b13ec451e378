"""Districts, the editions of their sheets, and the items of each edition."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.village_sheets.states import MOST_SIGNS, TRANSITIONS, ConfirmedBy, SheetStatus, SourceKind


class District(TenantModel):
    """A district of a town (集落・地区)."""

    public_rows = "id IN (SELECT district_id FROM village_sheets_sheet WHERE status = 'published')"

    name = models.CharField("地区の名前", max_length=60)
    kana = models.CharField("ふりがな", max_length=100)
    name_en = models.CharField("地区の名前(ローマ字)", max_length=100, blank=True)
    block_code = models.CharField("町字コード", max_length=12, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="village_sheets_district_once",
                violation_error_message="この名前の地区はもうあります。",
            )
        ]
        indexes = [models.Index(fields=["organization", "kana"], name="village_sheets_by_kana")]

    def __str__(self) -> str:
        return self.name


class Sheet(TenantModel):
    """One edition of a district's sheet (暮らしのシート). Items change while it is a draft only."""

    public_rows = "status = 'published'"
    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS

    district = models.ForeignKey("village_sheets.District", models.PROTECT, related_name="sheets")
    edition = models.PositiveSmallIntegerField("版")
    status = models.CharField("状態", max_length=10, choices=SheetStatus.choices(), default=SheetStatus.DRAFT)
    text = models.TextField("ひとこと", max_length=MOST_SIGNS, blank=True)
    text_en = models.TextField("ひとこと(英語)", max_length=900, blank=True)
    chief_role = models.CharField("確認した人の役(区長など)", max_length=40, blank=True)
    chief_on = models.DateField("確認した日", null=True)
    chief_how = models.CharField("確認の方法", max_length=10, choices=ConfirmedBy.choices(), blank=True)
    writers = ArrayField(models.BigIntegerField(), default=list)
    approved_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    published_on = models.DateField("公開した日", null=True)
    review_due_on = models.DateField("見直しの期限", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "district", "edition"], name="village_sheets_edition"),
            models.UniqueConstraint(
                fields=["organization", "district"], condition=Q(status="published"), name="village_sheets_one_public"
            ),
            models.UniqueConstraint(
                fields=["organization", "district"],
                condition=Q(status__in=["draft", "checked"]),
                name="village_sheets_one_in_work",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | (~Q(chief_role="") & ~Q(chief_how="") & Q(chief_on__isnull=False)),
                name="village_sheets_district_agreed",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "checked"])
                | (
                    Q(approved_by__isnull=False)
                    & Q(published_on__isnull=False)
                    & Q(review_due_on__gt=F("published_on"))
                ),
                name="village_sheets_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.edition}版"


class Item(TenantModel):
    """What a sheet says on one item of the closed vocabulary (項目)."""

    public_rows = "sheet_id IN (SELECT id FROM village_sheets_sheet WHERE status = 'published')"

    sheet = models.ForeignKey("village_sheets.Sheet", models.CASCADE, related_name="items")
    code = models.CharField("項目", max_length=20)
    number = models.DecimalField("数", max_digits=9, decimal_places=1, null=True)
    choice = models.CharField("答え", max_length=12, blank=True)
    as_of = models.DateField("いつのことか")
    source_kind = models.CharField("出どころ", max_length=10, choices=SourceKind.choices())
    source = models.CharField("資料の名前・確認した人の役", max_length=120)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "sheet", "code"], name="village_sheets_item_once"),
            models.CheckConstraint(
                condition=(Q(number__isnull=False) & Q(choice="")) | (Q(number=None) & ~Q(choice="")),
                name="village_sheets_number_or_choice",
            ),
            models.CheckConstraint(condition=Q(number=None) | Q(number__gte=0), name="village_sheets_not_negative"),
            models.CheckConstraint(condition=~Q(source=""), name="village_sheets_source_named"),
        ]
