"""Events and who came; brochures and who asked for them; referrals of national counters. Names stand in case files."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kayoi.engines.casefiles.states import AgeBand, Channel, HouseholdType, Interest
from kayoi.foundation.tenancy.models import TenantManager, TenantModel, TenantQuerySet
from kayoi.kit.moves import Transition
from kayoi.programmes.fairs.states import MOST_PERSONS, TRANSITIONS, EventKind, RequestStatus, Way


class Event(TenantModel):
    """A fair, seminar, tour or gathering (イベント)."""

    title = models.CharField("名前", max_length=120)
    kind = models.CharField("種類", max_length=10, choices=EventKind.choices())
    starts_on = models.DateField("開催日")
    ends_before = models.DateField("最終日の翌日")
    place = models.CharField("会場", max_length=120, blank=True)
    organiser = models.CharField("主催", max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")),
                name="fairs_event_not_empty",
                violation_error_message="最終日は開催日より前にできません。",
            ),
        ]
        indexes = [models.Index(fields=["organization", "-starts_on"], name="fairs_events")]

    def __str__(self) -> str:
        return self.title


class Seeker(models.Model):
    """What is counted of a group without saying who they are (誰と特定しない属性)."""

    prefecture = models.CharField("いまの都道府県", max_length=6, blank=True)
    household_type = models.CharField("世帯の形", max_length=20, choices=HouseholdType.choices(), blank=True)
    age_band = models.CharField("年代", max_length=3, choices=AgeBand.choices(), blank=True)
    interests = ArrayField(
        models.CharField(max_length=12, choices=Interest.choices()), verbose_name="関心", default=list, blank=True
    )

    class Meta:
        abstract = True


class VisitQuerySet(TenantQuerySet["Visit"]):
    def counted(self) -> VisitQuerySet:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Visit(Seeker, TenantModel):
    """One group at an event (来場した組): counted also when it gave no name. Name and contact stand in the file."""

    person_path = "case_file__person"

    event = models.ForeignKey("fairs.Event", models.PROTECT, related_name="visits")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="+")
    persons = models.PositiveSmallIntegerField("人数")
    way = models.CharField("記録の方法", max_length=10, choices=Way.choices())
    visited_at = models.DateTimeField("日時")
    remark = models.CharField("聞いたこと", max_length=400, blank=True)
    receipt = models.CharField("受付番号", max_length=14)
    client_key = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField("取り消した日時", null=True)
    withdrawn_why = models.CharField("取り消した理由", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = TenantManager.from_queryset(VisitQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "receipt"], name="fairs_visit_receipt"),
            models.UniqueConstraint(
                fields=["organization", "client_key"],
                condition=Q(client_key__isnull=False),
                name="fairs_visit_sent_once",
            ),
            models.CheckConstraint(
                condition=Q(persons__gte=1, persons__lte=MOST_PERSONS),
                name="fairs_visit_has_persons",
                violation_error_message="人数は1人から99人までです。",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "-visited_at", "-id"], name="fairs_visits"),
            models.Index(fields=["case_file"], name="fairs_of_file", condition=Q(case_file__isnull=False)),
        ]


class Brochure(TenantModel):
    """Something that is sent to people who ask (資料), with how many copies are left."""

    title = models.CharField("名前", max_length=120)
    title_en = models.CharField("名前(英語)", max_length=120, blank=True)
    about = models.CharField("説明", max_length=300, blank=True)
    about_en = models.CharField("説明(英語)", max_length=300, blank=True)
    stock = models.IntegerField("在庫", default=0)
    reorder_at = models.PositiveIntegerField("この数になったら増刷する", default=20)
    offered = models.BooleanField("資料請求のページに出す", default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(stock__gte=0),
                name="fairs_stock_not_negative",
                violation_error_message="在庫が足りません。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_low(self) -> bool:
        """True when more should be printed."""
        return self.stock <= self.reorder_at


class BrochureRequest(TenantModel):
    """That somebody wants a brochure by post (資料請求); to where stands in the case file."""

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    brochure = models.ForeignKey("fairs.Brochure", models.PROTECT, related_name="requests")
    copies = models.PositiveSmallIntegerField("部数", default=1)
    status = models.CharField("状態", max_length=10, choices=RequestStatus.choices(), default=RequestStatus.REQUESTED)
    channel = models.CharField("受けた方法", max_length=12, choices=Channel.choices())
    requested_at = models.DateTimeField("受けた日時")
    due_on = models.DateField("発送の期限")
    sent_at = models.DateTimeField("発送した日時", null=True)
    receipt = models.CharField("受付番号", max_length=14)
    client_key = models.UUIDField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "receipt", "brochure"], name="fairs_request_receipt"),
            models.UniqueConstraint(
                fields=["organization", "client_key", "brochure"],
                condition=Q(client_key__isnull=False),
                name="fairs_request_sent_once",
            ),
            models.CheckConstraint(condition=Q(copies__gte=1), name="fairs_request_has_copies"),
        ]
        indexes = [
            models.Index(fields=["organization", "status", "requested_at"], name="fairs_requests"),
            models.Index(fields=["case_file", "-requested_at"], name="fairs_requests_of_file"),
        ]

    def __str__(self) -> str:
        return self.receipt


class Referral(Seeker, TenantModel):
    """One row of the weekly sheet of a national counter (全国の窓口からの報告): counted; a file only where allowed."""

    person_path = "case_file__person"

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="+")
    talked_on = models.DateField("相談日")
    adviser = models.CharField("相談員", max_length=60, blank=True)
    row_key = models.UUIDField()
    taken_at = models.DateTimeField("取り込んだ日時")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "row_key"], name="fairs_referral_once"),
        ]
        indexes = [models.Index(fields=["organization", "-talked_on"], name="fairs_referrals")]
