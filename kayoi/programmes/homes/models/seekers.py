"""Registered seekers, their wishes, inquiries, viewings, keys, contracts."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.lines import line_of
from kayoi.kit.moves import Transition
from kayoi.programmes.homes.states import ContractKind, InquiryStatus, SeekerStatus, ViewingStatus
from kayoi.programmes.homes.states.seekers import (
    INQUIRY_TRANSITIONS,
    OPEN,
    SEEKER_TRANSITIONS,
    TALKING,
    VIEWING_TRANSITIONS,
    VISITING,
)


class Seeker(TenantModel):
    """Somebody registered as a user of the home bank (利用登録者), with the pledge (誓約)."""

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = SEEKER_TRANSITIONS

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    number = models.CharField("利用登録番号", max_length=12)
    status = models.CharField("状態", max_length=10, choices=SeekerStatus.choices(), default=SeekerStatus.APPLIED)
    pledge_version = models.CharField("誓約の版", max_length=20)
    pledged_on = models.DateField("誓約した日")
    household = models.CharField("一緒に住む人", max_length=200, blank=True)
    purpose = models.CharField("使い方の希望", max_length=300, blank=True)
    wish = models.TextField("所有者に伝えたいこと・希望", max_length=1000, blank=True)
    shows_wish = models.BooleanField("希望を所有者に見せてよい(氏名・連絡先は見せない)", default=False)
    registered_on = models.DateField("登録日", null=True)
    term_ends_before = models.DateField("登録期間の終わりの翌日", null=True)
    reminded_on = models.DateField("期間の終わりを知らせた日", null=True)
    why = models.CharField("登録できない・取りやめる理由", max_length=200, blank=True)
    applied_at = models.DateTimeField("申し込んだ日時")
    client_key = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="homes_seeker_number"),
            models.UniqueConstraint(
                fields=["organization", "case_file"],
                name="homes_seeker_once",
                violation_error_message="この人は、すでに利用登録があります。",
            ),
            models.UniqueConstraint(
                fields=["organization", "client_key"],
                condition=Q(client_key__isnull=False),
                name="homes_seeker_sent_once",
            ),
            models.CheckConstraint(
                condition=Q(term_ends_before=None) | Q(term_ends_before__gt=F("registered_on")),
                name="homes_seeker_term_forward",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "status", "-applied_at"], name="homes_seekers_by_status"),
            models.Index(fields=["organization", "term_ends_before"], name="homes_seekers_by_term"),
        ]

    def __str__(self) -> str:
        return self.number


class SeekerLink(TenantModel):
    """A secret link to a seeker's own page (控えのリンク), stored as a hash."""

    seeker = models.ForeignKey("homes.Seeker", models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "token_hash"], name="homes_seeker_link_once")]


class WishesLink(TenantModel):
    """A secret link by which the owner of a house reads what seekers wish (希望の一覧のリンク), stored as a hash."""

    home = models.ForeignKey("homes.Home", models.CASCADE, related_name="wishes_links")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "token_hash"], name="homes_wishes_link_once")]


class Inquiry(TenantModel):
    """A seeker's request to talk about a house (交渉の申込み), with a letter to the owner. No price: never."""

    person_path = "seeker__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = INQUIRY_TRANSITIONS

    home = models.ForeignKey("homes.Home", models.PROTECT, related_name="inquiries")
    seeker = models.ForeignKey("homes.Seeker", models.PROTECT, related_name="inquiries")
    receipt = models.CharField("受付番号", max_length=14)
    letter = models.TextField("所有者への手紙", max_length=2000, blank=True)
    status = models.CharField("状態", max_length=12, choices=InquiryStatus.choices(), default=InquiryStatus.WAITING)
    why = models.CharField("理由", max_length=200, blank=True)
    asked_at = models.DateTimeField("申し込んだ日時")
    decided_at = models.DateTimeField("決まった日時", null=True)
    client_key = models.UUIDField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "receipt"], name="homes_inquiry_receipt"),
            models.UniqueConstraint(
                fields=["organization", "home"],
                condition=Q(status__in=TALKING),
                name="homes_one_talk",
                violation_error_message="この空き家は、すでにほかの方と商談中です。",
            ),
            models.UniqueConstraint(
                fields=["organization", "home", "seeker"],
                condition=Q(status__in=[*OPEN, InquiryStatus.CONTRACTED]),
                name="homes_one_inquiry_each",
                violation_error_message="この空き家には、すでに申し込まれています。",
            ),
            models.UniqueConstraint(
                fields=["organization", "client_key"],
                condition=Q(client_key__isnull=False),
                name="homes_inquiry_sent_once",
            ),
        ]
        indexes = [models.Index(fields=["home", "asked_at", "id"], name="homes_queue")]

    def __str__(self) -> str:
        return self.receipt


class Viewing(TenantModel):
    """A visit to a house (見学), by itself or within a guided day; who attends, and the key."""

    partner_path = "home__assignments__broker__partner"
    person_path = "seeker__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = VIEWING_TRANSITIONS

    home = models.ForeignKey("homes.Home", models.PROTECT, related_name="viewings")
    seeker = models.ForeignKey("homes.Seeker", models.PROTECT, related_name="viewings")
    wishes = models.CharField("希望の日時", max_length=300, blank=True)
    persons = models.PositiveSmallIntegerField("人数", default=1)
    starts_at = models.DateTimeField("開始", null=True)
    ends_before = models.DateTimeField("終了", null=True)
    attended_by = models.CharField("立ち会う人", max_length=100, blank=True)
    guided_day = models.CharField("現地案内(番号)", max_length=20, blank=True)
    status = models.CharField("状態", max_length=10, choices=ViewingStatus.choices(), default=ViewingStatus.ASKED)
    why = models.CharField("理由", max_length=200, blank=True)
    asked_at = models.DateTimeField("申し込んだ日時")
    client_key = models.UUIDField(null=True)
    line = line_of("home", "starts_at", "ends_before")

    class Meta(TenantModel.Meta):
        constraints = [
            ExclusionConstraint(
                name="homes_one_viewing_at_a_time",
                expressions=[("line", RangeOperators.OVERLAPS)],
                condition=Q(status__in=VISITING),
                violation_error_message="この時間には、ほかの方の見学があります。",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=VISITING) | Q(starts_at__isnull=False), name="homes_viewing_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_before=None)
                | Q(starts_at__isnull=False, ends_before__isnull=False, starts_at__lt=F("ends_before")),
                name="homes_viewing_forward",
                violation_error_message="終わりの時刻は、始まりより後にしてください。",
            ),
            models.UniqueConstraint(
                fields=["organization", "client_key"],
                condition=Q(client_key__isnull=False),
                name="homes_viewing_sent_once",
            ),
        ]
        indexes = [models.Index(fields=["home", "starts_at"], name="homes_viewings")]


class KeyLoan(TenantModel):
    """Who has the key of a house, since when, until when (鍵の貸出し)."""

    partner_path = "home__assignments__broker__partner"

    home = models.ForeignKey("homes.Home", models.PROTECT, related_name="key_loans")
    holder = models.CharField("借りた人・業者", max_length=100)
    lent_at = models.DateTimeField("貸した日時")
    due_on = models.DateField("返す予定の日")
    returned_at = models.DateTimeField("返した日時", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "home"],
                condition=Q(returned_at=None),
                name="homes_one_key",
                violation_error_message="この空き家の鍵は、貸出し中です。",
            )
        ]


class Contract(TenantModel):
    """A report that a contract was made (成約報告), by the broker or the owner. The price is not asked."""

    partner_path = "home__assignments__broker__partner"

    home = models.ForeignKey("homes.Home", models.PROTECT, related_name="contracts")
    inquiry = models.ForeignKey("homes.Inquiry", models.PROTECT, null=True, related_name="contracts")
    kind = models.CharField("契約の種類", max_length=8, choices=ContractKind.choices())
    contracted_on = models.DateField("契約日")
    moves_in_on = models.DateField("入居・引渡しの予定日", null=True, blank=True)
    ends_on = models.DateField("賃貸の終わり", null=True, blank=True)
    reported_by = models.CharField("報告した人", max_length=100)
    persons = models.PositiveSmallIntegerField("入居する人数", null=True, blank=True)
    reported_at = models.DateTimeField("報告の日時")
    fell_through_on = models.DateField("不成立になった日", null=True)
    why = models.CharField("不成立の理由", max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(fell_through_on=None) | Q(fell_through_on__gte=F("contracted_on")),
                name="homes_contract_forward",
                violation_error_message="不成立になった日は、契約日より後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("contracted_on")),
                name="homes_rental_forward",
                violation_error_message="賃貸の終わりは、契約日より後にしてください。",
            ),
        ]
        indexes = [models.Index(fields=["organization", "-contracted_on"], name="homes_contracts")]
