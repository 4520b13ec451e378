"""Houses, their rooms, their pictures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.stays.states import HOUSE_TRANSITIONS, HouseKind, HouseStatus, LegalBasis
from kayoi.programmes.stays.states.tenancies import Guaranty


class House(TenantModel):
    """A house, or a place with desks or cars, that people can stay in or use for a time (滞在施設)."""

    # A partner that has leased a house, to let it on, sees it.
    partner_path = "head_leases__sub_lessor__partner"

    transitions: ClassVar[tuple[Transition, ...]] = HOUSE_TRANSITIONS

    key = models.SlugField("記号(アドレス)", max_length=40)
    kind = models.CharField("種類", max_length=12, choices=HouseKind.choices())
    status = models.CharField("状態", max_length=10, choices=HouseStatus.choices(), default=HouseStatus.DRAFT)
    name = models.CharField("名称", max_length=60)
    name_en = models.CharField("名称(英語)", max_length=80, blank=True)
    summary = models.TextField("紹介", max_length=1000, blank=True)
    summary_en = models.TextField("紹介(英語)", max_length=1500, blank=True)
    # One fact a line; what is hard here is said before somebody comes.
    good = models.TextField("よいところ", max_length=1000, blank=True)
    good_en = models.TextField("よいところ(英語)", max_length=1500, blank=True)
    hard = models.TextField("知っておいてほしいこと", max_length=1000, blank=True)
    hard_en = models.TextField("知っておいてほしいこと(英語)", max_length=1500, blank=True)
    place_code = models.CharField("市区町村", max_length=6)
    quarter = models.CharField("町字", max_length=60, blank=True)
    address = models.CharField("番地(許可した人にだけ知らせる)", max_length=120, blank=True)
    basis = models.CharField("根拠", max_length=16, choices=LegalBasis.choices())
    # Number of the licence, article of the ordinance, or day on which the town has named the house.
    basis_detail = models.CharField("許可・届出の番号、条例の条、指定の日", max_length=120, blank=True)
    # Questions, papers, letters, who decides, and the ruleset of who may stay.
    procedure = models.ForeignKey(
        "procedures.Procedure", models.PROTECT, verbose_name="手続き", null=True, blank=True, related_name="+"
    )
    price_rule = models.ForeignKey(
        "rulesets.Ruleset", models.PROTECT, verbose_name="料金の決まり", null=True, blank=True, related_name="+"
    )
    cancel_rule = models.ForeignKey(
        "rulesets.Ruleset", models.PROTECT, verbose_name="取消料の決まり", null=True, blank=True, related_name="+"
    )
    deposit_rule = models.ForeignKey(
        "rulesets.Ruleset", models.PROTECT, verbose_name="預り金の決まり", null=True, blank=True, related_name="+"
    )
    # Where no rule says how much.
    deposit_yen = models.PositiveIntegerField("預り金", default=0)
    pay_within_days = models.PositiveSmallIntegerField("許可から何日以内に支払うか", default=14)
    rate_yen = models.PositiveIntegerField("この家の単価(料金の決まりが家ごとの単価によるとき)", null=True, blank=True)
    hold_minutes = models.PositiveSmallIntegerField("申請を書く間、空きを押さえておく時間(分)", default=60)
    before = models.ForeignKey(
        "questionnaires.Questionnaire", models.PROTECT, verbose_name="利用前のアンケート", null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    after = models.ForeignKey(
        "questionnaires.Questionnaire", models.PROTECT, verbose_name="利用後のアンケート", null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    guaranty = models.CharField("長く住むときの保証", max_length=8, choices=Guaranty.choices(), default=Guaranty.NONE)
    needs_activity = models.BooleanField("地域との交流・活動が要る", default=False)
    guide = models.TextField("利用の案内(鍵の受取り、ごみ、暖房など)", max_length=4000, blank=True)
    guide_en = models.TextField("利用の案内(英語)", max_length=5000, blank=True)
    contact = models.CharField("滞在中の連絡先", max_length=120, blank=True)
    # Only families with an entry of it may ask for the house (離島留学など).
    kept_for = models.ForeignKey(
        "stays.StayProgramme", models.PROTECT, verbose_name="充てる事業", null=True, blank=True, related_name="houses"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"],
                name="stays_house_key",
                violation_error_message="この記号の施設は、すでにあります。",
            ),
            models.CheckConstraint(
                condition=~Q(status=HouseStatus.PUBLISHED)
                | ~Q(basis__in=[LegalBasis.INN, LegalBasis.HOME_SHARING, LegalBasis.NOTICE])
                | ~Q(basis_detail=""),
                name="stays_published_on_a_ground",
                violation_error_message="公開するには、許可・届出の番号か指定の日を入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Room(TenantModel):
    """What of a house is given as one: all of it, a room, a bed, a desk, a car (部屋・席); time is kept by its unit."""

    partner_path = "house__head_leases__sub_lessor__partner"

    house = models.ForeignKey("stays.House", models.PROTECT, related_name="rooms")
    unit = models.ForeignKey("reservations.Unit", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("順番", default=1)
    # Sealed; told on the day to whoever is allowed to stay.
    key_code = models.CharField("鍵の番号", max_length=200, blank=True)
    # Hangs in the room: whoever types it is there.
    arrival_code = models.CharField("到着の合言葉", max_length=8, blank=True)
    feed_hash = models.CharField(max_length=64, blank=True)
    # A place for a child next to the desk: booked together with it, or neither.
    beside = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="一緒に予約できる子どもの場所"
    )

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "unit"], name="stays_room_of_unit"),
            models.UniqueConstraint(
                fields=["organization", "feed_hash"], condition=~Q(feed_hash=""), name="stays_feed_once"
            ),
        ]
        indexes = [models.Index(fields=["house", "position"], name="stays_rooms")]


class HousePicture(TenantModel):
    """A photo of a house (写真). Re-encoded when taken: no place in it."""

    house = models.ForeignKey("stays.House", models.CASCADE, related_name="pictures")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    caption = models.CharField("説明", max_length=100)
    position = models.PositiveSmallIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "house", "position"], name="stays_picture_place")
        ]
