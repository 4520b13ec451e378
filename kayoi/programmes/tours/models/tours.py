"""Tours, their dates, and what happens on each."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kayoi.engines.rulesets.models import JsonText
from kayoi.engines.selections.states import Method
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.tours.states import (
    DATE_TRANSITIONS,
    TOUR_TRANSITIONS,
    DateStatus,
    ItemKind,
    Segment,
    TourKind,
    TourStatus,
    TravelBasis,
    WorkBasis,
)


class Tour(TenantModel):
    """What people may take part in (ツアー・体験): one call with one or more dates, or towns, to wish for."""

    transitions: ClassVar[tuple[Transition, ...]] = TOUR_TRANSITIONS

    key = models.SlugField("記号(アドレス)", max_length=40)
    kind = models.CharField("種類", max_length=16, choices=TourKind.choices())
    segment = models.CharField("対象", max_length=12, choices=Segment.choices(), blank=True)
    status = models.CharField("状態", max_length=10, choices=TourStatus.choices(), default=TourStatus.DRAFT)
    name = models.CharField("名称", max_length=80)
    name_en = models.CharField("名称(英語)", max_length=110, blank=True)
    summary = models.TextField("内容", max_length=1000, blank=True)
    summary_en = models.TextField("内容(英語)", max_length=1000, blank=True)
    # One fact a line; what is hard here is said before somebody comes.
    hard = models.TextField("知っておいてほしいこと", max_length=1000, blank=True)
    hard_en = models.TextField("知っておいてほしいこと(英語)", max_length=1500, blank=True)
    place_code = models.CharField("市区町村", max_length=6)
    organizer = models.CharField("主催", max_length=120, blank=True)
    contact = models.CharField("当日の連絡先", max_length=120, blank=True)
    # What it costs, and what for.
    fee_yen = models.PositiveIntegerField("参加費(1人、円)", default=0)
    fee_covers = models.CharField("参加費に含まれるもの、別にかかるもの", max_length=300, blank=True)
    fee_covers_en = models.CharField("参加費に含まれるもの、別にかかるもの(英語)", max_length=400, blank=True)
    insurance = models.CharField("保険", max_length=200, blank=True)
    # On what it may be held: rules/legal.py.
    arranges_lodging = models.BooleanField("宿泊を手配する", default=False)
    arranges_transport = models.BooleanField("運送(バス・列車・飛行機など)を手配する", default=False)
    # Seen by everybody, in lists and searches; otherwise by those who were given its address.
    openly_called = models.BooleanField("広く募集する(一覧や検索に載せる)", default=True)
    travel_basis = models.CharField("旅行業法の根拠", max_length=8, choices=TravelBasis.choices(), blank=True)
    agency_name = models.CharField("旅行業者の名称", max_length=100, blank=True)
    agency_number = models.CharField("旅行業の登録番号", max_length=60, blank=True)
    is_run_by_town = models.BooleanField("市町村が企画・運営に実質的に関わる", default=False)
    is_below_cost = models.BooleanField("参加費では費用をまかなえない", default=False)
    is_occasional = models.BooleanField("日常的に反復して行わない", default=False)
    consulted = models.CharField("相談した都道府県の担当課", max_length=100, blank=True)
    consulted_on = models.DateField("都道府県に相談した日", null=True, blank=True)
    has_paid_work = models.BooleanField("賃金の出る仕事がある", default=False)
    work_basis = models.CharField("職業安定法の根拠", max_length=12, choices=WorkBasis.choices(), blank=True)
    work_detail = models.CharField("届出の番号、雇い主の名称など", max_length=120, blank=True)
    work_on = models.DateField("通知・届出の日", null=True, blank=True)
    # Who may take part, from when until when applications are taken, how the places are given.
    rule = models.ForeignKey(
        "rulesets.Ruleset", models.PROTECT, verbose_name="参加の条件", null=True, blank=True, related_name="+"
    )
    apply_from = models.DateTimeField("受付の始まり", null=True, blank=True)
    apply_until = models.DateTimeField("受付の終わり", null=True, blank=True)
    most_persons = models.PositiveSmallIntegerField("1組の人数の上限", default=6)
    cancel_days = models.PositiveSmallIntegerField("何日前までなら取りやめて差し支えないか", default=7)
    method = models.CharField("選び方", max_length=10, choices=Method.choices(), default=Method.LOTTERY)
    quotas = JsonText("枠", default=list)
    weights = JsonText("審査の基準と重み", default=dict)
    public_number = models.CharField("抽選に使う公開の数字", max_length=120, blank=True)
    number_from = models.DateTimeField("公開の数字が分かる日時", null=True, blank=True)
    selection = models.ForeignKey("selections.Selection", models.PROTECT, null=True, related_name="+")
    before = models.ForeignKey("questionnaires.Questionnaire", models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey("questionnaires.Questionnaire", models.PROTECT, null=True, related_name="+")
    campaigns = ArrayField(models.CharField(max_length=20), verbose_name="広報の符号", default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"],
                name="tours_tour_key",
                violation_error_message="この記号のツアーは、すでにあります。",
            ),
            models.UniqueConstraint(fields=["organization", "selection"], name="tours_one_selection"),
            models.CheckConstraint(
                condition=Q(apply_from=None) | Q(apply_until=None) | Q(apply_until__gt=F("apply_from")),
                name="tours_apply_forward",
                violation_error_message="受付の終わりは、始まりより後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(most_persons__gte=1),
                name="tours_somebody",
                violation_error_message="1組の人数の上限は、1人以上にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TourDate(TenantModel):
    """One time at which a tour takes place (日程), in one town; an offer of the tour's selection."""

    transitions: ClassVar[tuple[Transition, ...]] = DATE_TRANSITIONS

    tour = models.ForeignKey("tours.Tour", models.PROTECT, related_name="dates")
    key = models.SlugField("記号", max_length=40)
    status = models.CharField("状態", max_length=10, choices=DateStatus.choices(), default=DateStatus.DRAFT)
    starts_on = models.DateField("初日")
    ends_on = models.DateField("最終日")
    place_code = models.CharField("受け入れる市区町村", max_length=6)
    is_online = models.BooleanField("オンライン", default=False)
    meeting_point = models.CharField("集合の場所と時刻", max_length=200, blank=True)
    meeting_point_en = models.CharField("集合の場所と時刻(英語)", max_length=300, blank=True)
    capacity = models.PositiveSmallIntegerField("定員(人)")
    minimum = models.PositiveSmallIntegerField("最少催行人数(人)", default=1)
    why = models.CharField("中止の理由", max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "tour", "key"],
                name="tours_date_key",
                violation_error_message="この記号の日程は、すでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="tours_date_forward",
                violation_error_message="最終日は、初日からにしてください。",
            ),
            models.CheckConstraint(
                condition=Q(minimum__gte=1, minimum__lte=F("capacity")),
                name="tours_minimum_within_capacity",
                violation_error_message="最少催行人数は、1人から定員までにしてください。",
            ),
            models.CheckConstraint(
                condition=~Q(status=DateStatus.CANCELLED) | ~Q(why=""), name="tours_cancelled_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["organization", "status", "starts_on"], name="tours_dates")]

    @property
    def nights(self) -> int:
        """From the first to the last day (泊)."""
        return (self.ends_on - self.starts_on).days


class ItineraryItem(TenantModel):
    """What happens at a point of a date (行程); free time stands in it as everything else does."""

    date = models.ForeignKey("tours.TourDate", models.CASCADE, related_name="items")
    day = models.PositiveSmallIntegerField("何日目")
    starts = models.TimeField("時刻")
    kind = models.CharField("種類", max_length=8, choices=ItemKind.choices())
    title = models.CharField("内容", max_length=120)
    title_en = models.CharField("内容(英語)", max_length=160, blank=True)
    place = models.CharField("場所", max_length=120, blank=True)
    host = models.CharField("受け入れる人・団体(公開しない)", max_length=120, blank=True)
    note = models.CharField("メモ(公開しない)", max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(day__gte=1),
                name="tours_item_on_a_day",
                violation_error_message="何日目かは、1からにしてください。",
            )
        ]
        indexes = [models.Index(fields=["date", "day", "starts"], name="tours_itinerary")]

    @property
    def is_free(self) -> bool:
        """True when people do as they like."""
        return self.kind == ItemKind.FREE
