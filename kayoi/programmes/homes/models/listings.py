"""What the public sees of houses: copies without anything private; saved searches."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Q

from kayoi.engines.casefiles.models.searching import SearchedManager
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.programmes.homes.states import HomeKind, HomeStatus, Offer

# Which published houses contain the words of a query. Indexes of tsvectors are not used under row-level security.
FIND = """
CREATE OR REPLACE FUNCTION homes_listing_find(query tsquery) RETURNS SETOF bigint LANGUAGE sql STABLE
SECURITY DEFINER ROWS 500 SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT id FROM homes_listing WHERE withdrawn_at IS NULL AND search @@ query $$;
ALTER TABLE homes_listing ALTER COLUMN search SET STATISTICS 500
"""
# In which towns something has been published, changed or withdrawn that a snapshot (pg_current_snapshot) did not see
# yet. A restored database brings numbers of transactions that are still to come here: they are nothing new.
CHANGED = """
CREATE OR REPLACE FUNCTION homes_listing_changed(seen text) RETURNS SETOF bigint LANGUAGE sql STABLE STRICT
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT DISTINCT organization_id FROM homes_listing
  WHERE changed_in >= pg_snapshot_xmin(seen::pg_snapshot)::text::bigint
    AND changed_in < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
    AND NOT pg_visible_in_snapshot(changed_in::text::xid8, seen::pg_snapshot) $$
"""


class ThisTransaction(Func):
    """The number of the transaction that writes (xid8), as a whole number."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class Listing(TenantModel):
    """A house as it is published (掲載): public items only, position blurred, made anew whenever the house changes."""

    public_rows = "withdrawn_at IS NULL"
    public_functions = (("homes_listing_find", "tsquery", FIND), ("homes_listing_changed", "text", CHANGED))

    home = models.ForeignKey("homes.Home", models.CASCADE, related_name="listings")
    number = models.CharField("物件番号", max_length=12)
    state = models.CharField("状態", max_length=16, choices=HomeStatus.choices())
    kind = models.CharField("用途", max_length=14, choices=HomeKind.choices())
    offer = models.CharField("物件区分", max_length=4, choices=Offer.choices())
    price_yen = models.PositiveBigIntegerField("価格", null=True)
    rent_yen = models.PositiveIntegerField("賃料(月)", null=True)
    price_before_yen = models.PositiveBigIntegerField("前の価格", null=True)
    rent_before_yen = models.PositiveIntegerField("前の賃料", null=True)
    place_code = models.CharField("市区町村", max_length=6)
    quarter = models.CharField("町字", max_length=60)
    lat = models.FloatField("緯度(ぼかした位置)", null=True)
    lon = models.FloatField("経度(ぼかした位置)", null=True)
    built_year = models.PositiveSmallIntegerField("建築年", null=True)
    floor_m2 = models.DecimalField("延床面積", max_digits=8, decimal_places=2, null=True)
    land_m2 = models.DecimalField("土地面積", max_digits=10, decimal_places=2, null=True)
    farmland_m2 = models.DecimalField("付いている農地", max_digits=10, decimal_places=2, null=True)
    rooms = models.CharField("間取り", max_length=20, blank=True)
    pets = models.BooleanField("ペット可", null=True)
    repairs = models.CharField("補修の要否", max_length=8, blank=True)
    school_km = models.FloatField("小学校までの距離", null=True)
    station_km = models.FloatField("駅までの距離", null=True)
    hazards = ArrayField(models.CharField(max_length=12), verbose_name="区域内のハザード", null=True)
    details = models.JSONField("公開の項目", default=dict)
    title = models.CharField("見出し", max_length=80)
    title_en = models.CharField("見出し(英語)", max_length=120, blank=True)
    appeal = models.TextField("紹介文", max_length=2000, blank=True)
    appeal_en = models.TextField("紹介文(英語)", max_length=3000, blank=True)
    pictures = ArrayField(models.BigIntegerField(), verbose_name="公開の写真", default=list)
    broker_name = models.CharField("取扱業者", max_length=100, blank=True)
    broker_licence = models.CharField("免許番号", max_length=60, blank=True)
    window_ends_on = models.DateField("申込みの締切日", null=True)
    on_national_sites = models.BooleanField("全国版バンクに掲載", default=False)
    early_until = models.DateTimeField("登録者だけに見せる期限", null=True)
    published_from = models.DateTimeField("公開の始まり")
    changed_at = models.DateTimeField("最後の変更")
    withdrawn_at = models.DateTimeField(null=True)
    # The facets of the public search as bits (rules/facets.py); the words as bigrams.
    mask = models.BigIntegerField(default=0)
    search = SearchVectorField(null=True)
    # By which a process knows what it has to read anew (selectors/published.py).
    changed_in = models.BigIntegerField("書いた取引の番号", db_default=ThisTransaction())

    objects: ClassVar = SearchedManager()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "home"], name="homes_one_listing")]
        indexes = [
            # Everything that is filtered, counted and sorted by, so that 100,000 houses are read from the index alone.
            models.Index(
                fields=["organization", "-published_from", "-id"],
                include=["mask", "price_yen", "rent_yen", "lat", "lon", "place_code", "quarter", "early_until"],
                condition=Q(withdrawn_at=None),
                name="homes_shown",
            ),
            GinIndex(fields=["search"], condition=Q(withdrawn_at=None), name="homes_words", fastupdate=False),
            models.Index(fields=["changed_in"], name="homes_listing_changed_in"),
        ]

    def __str__(self) -> str:
        return self.title


class PriceChange(TenantModel):
    """That the owner's asking price or rent changed (希望価格の変更)."""

    append_only = True

    home = models.ForeignKey("homes.Home", models.PROTECT, related_name="price_changes")
    price_yen = models.PositiveBigIntegerField(null=True)
    rent_yen = models.PositiveIntegerField(null=True)
    changed_at = models.DateTimeField()


class SavedSearch(TenantModel):
    """A search somebody wants to hear about when something new fits (保存した検索)."""

    person_path = "case_file__person"

    case_file = models.ForeignKey("casefiles.CaseFile", models.CASCADE, related_name="+")
    conditions = models.JSONField("条件", default=dict)
    words = models.CharField("条件を言葉で", max_length=300)
    language = models.CharField(max_length=5, default="ja")
    channel = models.CharField("申し出の方法", max_length=12, choices=Channel.choices())
    saved_at = models.DateTimeField()
    told_until = models.DateTimeField("ここまで知らせた")
    stopped_at = models.DateTimeField("やめた日時", null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["case_file"], name="homes_searches_of_file")]
