"""The house file, its pictures, what happened to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.homes.states import ChooseBy, HomeKind, HomeStatus, Offer, PictureKind
from kayoi.programmes.homes.states.houses import TRANSITIONS


class Home(TenantModel):
    """A house before and while it is offered (空き家).

    What is searched and counted has a column; every other item of the house file stands in `details` by its code
    (states/items.py says type, words and who may see it). Nothing of this row is public: a Listing is a copy.
    """

    partner_path = "assignments__broker__partner"
    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS

    number = models.CharField("物件番号", max_length=12)
    status = models.CharField("状態", max_length=16, choices=HomeStatus.choices(), default=HomeStatus.FOUND)
    kind = models.CharField("用途", max_length=14, choices=HomeKind.choices(), default=HomeKind.DWELLING)
    offer = models.CharField("物件区分", max_length=4, choices=Offer.choices(), blank=True)
    price_yen = models.PositiveBigIntegerField("希望価格", null=True, blank=True)
    rent_yen = models.PositiveIntegerField("希望賃料(月)", null=True, blank=True)
    place_code = models.CharField("市区町村", max_length=6)
    quarter = models.CharField("町字", max_length=60)
    address = models.CharField("番地など", max_length=120, blank=True)
    lot_number = models.CharField("地番", max_length=60, blank=True)
    lot_key = models.CharField(max_length=120, blank=True)
    lat = models.FloatField("緯度", null=True, blank=True)
    lon = models.FloatField("経度", null=True, blank=True)
    built_year = models.PositiveSmallIntegerField("建築年(西暦)", null=True, blank=True)
    floor_m2 = models.DecimalField("延床面積", max_digits=8, decimal_places=2, null=True, blank=True)
    land_m2 = models.DecimalField("土地面積", max_digits=10, decimal_places=2, null=True, blank=True)
    farmland_m2 = models.DecimalField("付いている農地", max_digits=10, decimal_places=2, null=True, blank=True)
    vacant_since = models.PositiveSmallIntegerField("空き家になった年", null=True, blank=True)
    details = models.JSONField("そのほかの項目", default=dict, blank=True)
    title = models.CharField("見出し", max_length=80, blank=True)
    title_en = models.CharField("見出し(英語)", max_length=120, blank=True)
    appeal = models.TextField("紹介文", max_length=2000, blank=True)
    appeal_en = models.TextField("紹介文(英語)", max_length=3000, blank=True)
    owners_reason = models.CharField("活用していない理由", max_length=12, blank=True)
    lead = models.ForeignKey("homes.Lead", models.PROTECT, null=True, related_name="homes")
    application = models.ForeignKey("procedures.Application", models.PROTECT, null=True, related_name="+")
    choose_by = models.CharField(
        "申込みの選び方", max_length=10, choices=ChooseBy.choices(), default=ChooseBy.FIRST_COME
    )
    window_ends_on = models.DateField("申込みの締切日", null=True, blank=True)
    registered_on = models.DateField("登録日", null=True)
    term_ends_before = models.DateField("登録期間の終わりの翌日", null=True)
    term_told_days = models.PositiveSmallIntegerField("期間の終わりを何日前に知らせたか", null=True)
    opened_at = models.DateTimeField("作成日時")
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="homes_number"),
            models.UniqueConstraint(
                fields=["organization", "lot_key"],
                condition=~Q(lot_key="") & ~Q(status__in=["closed", "rejected", "withdrawn", "expired", "delisted"]),
                name="homes_once_a_lot",
                violation_error_message="同じ地番の空き家が、すでに登録または受付されています。",
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__range=(20, 46), lon__range=(122, 154)), name="homes_in_japan"
            ),
            models.CheckConstraint(
                condition=Q(term_ends_before=None) | Q(term_ends_before__gt=F("registered_on")),
                name="homes_term_forward",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "status", "-opened_at"], name="homes_by_status"),
            models.Index(fields=["organization", "-opened_at", "-id"], name="homes_latest"),
            models.Index(fields=["organization", "quarter"], name="homes_by_quarter"),
            models.Index(fields=["organization", "term_ends_before"], name="homes_by_term"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.quarter}"

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude where both are known; never shown to the public."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


class HomeEvent(TenantModel):
    """One step in the life of a house (物件の経過): append-only, nobody's name. Figures are counted from these."""

    append_only = True
    rollup_rows = True

    home = models.ForeignKey("homes.Home", models.PROTECT, related_name="events")
    action = models.CharField(max_length=20)
    source = models.CharField("前の状態", max_length=16, choices=HomeStatus.choices(), blank=True)
    target = models.CharField("後の状態", max_length=16, choices=HomeStatus.choices())
    occurred_at = models.DateTimeField("いつ")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["home", "occurred_at"], name="homes_time_line"),
            models.Index(fields=["organization", "action", "occurred_at"], name="homes_counting"),
            models.Index(fields=["organization", "occurred_at"], name="homes_events_by_day"),
        ]


class Picture(TenantModel):
    """A photo, floor plan or paper of a house (写真・間取図・書類). Re-encoded when taken: no GPS."""

    public_rows = "is_public AND home_id IN (SELECT home_id FROM homes_listing WHERE withdrawn_at IS NULL)"
    partner_path = "home__assignments__broker__partner"
    partner_rows = "kind <> 'paper'"

    home = models.ForeignKey("homes.Home", models.CASCADE, related_name="pictures")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    small = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    kind = models.CharField("種類", max_length=6, choices=PictureKind.choices())
    caption = models.CharField("説明", max_length=100, blank=True)
    caption_en = models.CharField("説明(英語)", max_length=150, blank=True)
    position = models.PositiveSmallIntegerField("並び順", default=0)
    is_public = models.BooleanField("公開する(人・表札・車のナンバーが写っていないことを確かめた)", default=False)
    client_key = models.UUIDField(null=True)
    added_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(kind="paper", is_public=True), name="homes_papers_stay_inside"),
            models.UniqueConstraint(
                fields=["organization", "client_key"],
                condition=Q(client_key__isnull=False),
                name="homes_picture_sent_once",
            ),
        ]
        indexes = [models.Index(fields=["home", "position", "id"], name="homes_pictures")]


class Survey(TenantModel):
    """A survey at the house (現地調査): what was found, by whom; typed there on a phone, also without a network."""

    home = models.ForeignKey("homes.Home", models.CASCADE, related_name="surveys")
    planned_at = models.DateTimeField("予定", null=True)
    surveyed_on = models.DateField("調査日", null=True)
    by_whom = models.CharField("調査した人", max_length=6, blank=True)
    broker = models.ForeignKey("homes.Broker", models.PROTECT, null=True, related_name="surveys")
    surveyor = models.CharField("調査者の氏名", max_length=60, blank=True)
    findings = models.JSONField("調査の結果", default=dict, blank=True)
    remark = models.TextField("気付いたこと(職員・業者だけ)", max_length=2000, blank=True)
    client_key = models.UUIDField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "client_key"],
                condition=Q(client_key__isnull=False),
                name="homes_survey_sent_once",
            ),
        ]


class Counter(TenantModel):
    """The last number given in a fiscal year, to houses and to seekers (採番)."""

    series = models.CharField(max_length=6)
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "series", "fiscal_year"], name="homes_counter_once")
        ]
