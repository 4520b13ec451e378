"""Head leases, tenancies with their rent, the waiting list, what a community manager did."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.dates import last_day
from kayoi.kit.moves import Transition
from kayoi.programmes.stays.models.monthly import MonthlyCharge, MonthlyPayment
from kayoi.programmes.stays.states.tenancies import (
    TENANCY_TRANSITIONS,
    WAITING_TRANSITIONS,
    Afterwards,
    Contract,
    ManagerWork,
    PaperKind,
    TenancyStatus,
    WaitingStatus,
)


class HeadLease(TenantModel):
    """That the town, or a partner, has leased a house from its owner, to let it to somebody else (借上げ)."""

    person_path = "owner_file__person"
    # What a partner has leased leads it to the houses, and to those who live there.
    partner_path = "sub_lessor__partner"

    house = models.ForeignKey("stays.House", models.PROTECT, related_name="head_leases")
    owner = models.CharField("貸主(所有者)", max_length=100)
    owner_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="+")
    # Who leases it and lets it on under its own name; None is the town.
    sub_lessor = models.ForeignKey("stays.SubLessor", models.PROTECT, null=True, related_name="head_leases")
    starts_on = models.DateField("借上げの初日")
    ends_before = models.DateField()
    rent_yen = models.PositiveIntegerField("所有者に払う賃料(月額)", default=0)
    works = models.CharField("町の負担で行う工事", max_length=200, blank=True)
    works_yen = models.PositiveIntegerField("工事の費用", default=0)
    recovered_yen = models.PositiveIntegerField("工事の費用に充てる額(月額)", default=0)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.CheckConstraint(condition=Q(ends_before__gt=F("starts_on")), name="stays_head_forward")]
        indexes = [models.Index(fields=["house", "starts_on"], name="stays_heads")]

    @property
    def ends_on(self) -> date:
        """The last day of the lease."""
        return last_day(self.ends_before)


class Tenancy(TenantModel):
    """That a household lives in a room for months or years (入居). Its time is its booking's; a check compares."""

    person_path = "case_file__person"
    partner_path = "head_lease__sub_lessor__partner"
    transitions: ClassVar[tuple[Transition, ...]] = TENANCY_TRANSITIONS

    room = models.ForeignKey("stays.Room", models.PROTECT, related_name="tenancies")
    booking = models.ForeignKey("reservations.Booking", models.PROTECT, related_name="+")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="tenancies")
    head_lease = models.ForeignKey("stays.HeadLease", models.PROTECT, null=True, related_name="tenancies")
    status = models.CharField("状態", max_length=10, choices=TenancyStatus.choices(), default=TenancyStatus.APPLIED)
    contract = models.CharField("契約の種類", max_length=12, choices=Contract.choices())
    household = models.TextField("一緒に住む人", max_length=600, blank=True)
    persons = models.PositiveSmallIntegerField("人数", default=1)
    starts_on = models.DateField("入居の初日")
    # The contract that runs now; a home is let again within the limit that counts from the first day.
    term_starts_on = models.DateField("いまの契約の初日")
    ends_before = models.DateField()
    rent_yen = models.PositiveIntegerField("家賃(月額)", null=True, blank=True)
    reduced_yen = models.PositiveIntegerField("減額(月額)", default=0)
    reduced_article = models.CharField("減額の根拠(条)", max_length=100, blank=True)
    reduced_until = models.DateField("減額の最終日", null=True, blank=True)
    due_day = models.PositiveSmallIntegerField("家賃の納期限の日", default=25)
    deposit_yen = models.PositiveIntegerField("敷金", default=0)
    deposit_back_yen = models.PositiveIntegerField("返した敷金", null=True)
    explained_on = models.DateField("事前説明書を渡して説明した日", null=True, blank=True)
    signed_on = models.DateField("契約・許可の日", null=True, blank=True)
    asked_at = models.DateTimeField("申し込んだ日時")
    # The user who took the application does not decide it.
    taken_by = models.BigIntegerField(null=True)
    notice_on = models.DateField("退去の申出・通知の日", null=True)
    inspection_on = models.DateField("退去の点検の日", null=True)
    afterwards = models.CharField("退去のあと", max_length=8, choices=Afterwards.choices(), blank=True)
    reminded_on = models.DateField("家賃の催促をした日", null=True)
    why = models.CharField("理由", max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "booking"], name="stays_tenancy_booking"),
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("term_starts_on")) & Q(term_starts_on__gte=F("starts_on")),
                name="stays_tenancy_forward",
            ),
            models.CheckConstraint(
                condition=Q(reduced_yen=0) | ~Q(reduced_article="") & Q(rent_yen__gte=F("reduced_yen")),
                name="stays_reduced_on_a_ground",
                violation_error_message="減額には根拠の条が要り、家賃より多くはできません。",
            ),
            models.CheckConstraint(condition=Q(due_day__range=(1, 31)), name="stays_due_day"),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(contract=Contract.USE_PERMIT) | Q(explained_on__lte=F("signed_on")),
                name="stays_tenancy_explained",
                violation_error_message="契約の前に、事前説明書を渡して説明してください。",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "status", "ends_before"], name="stays_tenancies"),
            models.Index(fields=["case_file", "-starts_on"], name="stays_tenancies_of_file"),
        ]

    @property
    def ends_on(self) -> date:
        """The last day on which the household may live there."""
        return last_day(self.ends_before)


class TenancyPaper(TenantModel):
    """A paper that a household was given (入居の書面), and the first day of the contract that it is about."""

    append_only = True
    person_path = "tenancy__case_file__person"
    # The partner reads what it gives as the lessor, not what the town has decided.
    partner_path = "tenancy__head_lease__sub_lessor__partner"
    partner_rows = "kind IN ('explanation', 'contract', 'end_notice')"

    tenancy = models.ForeignKey("stays.Tenancy", models.PROTECT, related_name="papers")
    kind = models.CharField("書面", max_length=11, choices=PaperKind.choices())
    # Of another room, or another term, it does not speak.
    room = models.ForeignKey("stays.Room", models.PROTECT, related_name="+")
    term_starts_on = models.DateField("契約の初日")
    letter = models.ForeignKey("procedures.Letter", models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "letter"], name="stays_paper_of_one")]
        indexes = [models.Index(fields=["tenancy", "kind"], name="stays_home_papers")]


class RentCharge(MonthlyCharge):
    """The rent of a month (家賃の請求)."""

    person_path = "tenancy__case_file__person"

    tenancy = models.ForeignKey("stays.Tenancy", models.PROTECT, related_name="rents")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "tenancy", "month"], condition=Q(reversal=None), name="stays_rent_once"
            ),
        ]
        indexes = [models.Index(fields=["organization", "month"], name="stays_rents_of_month")]


class RentPayment(MonthlyPayment):
    """That rent was paid (家賃の入金)."""

    person_path = "tenancy__case_file__person"

    tenancy = models.ForeignKey("stays.Tenancy", models.PROTECT, related_name="rent_payments")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="stays_rent_paid_once")]
        indexes = [models.Index(fields=["tenancy", "paid_on"], name="stays_rents_paid")]


class Waiting(TenantModel):
    """Somebody who waits for a home (空き待ち): asked in the order of the list, one at a time for a room."""

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = WAITING_TRANSITIONS

    house = models.ForeignKey("stays.House", models.PROTECT, related_name="waiting")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="waiting_for_homes")
    status = models.CharField("状態", max_length=9, choices=WaitingStatus.choices(), default=WaitingStatus.WAITING)
    asked_at = models.DateTimeField("申し込んだ日時")
    is_mover = models.BooleanField("移住者(これから移る人を含む)", default=False)
    children = models.PositiveSmallIntegerField("18歳までの子ども", default=0)
    persons = models.PositiveSmallIntegerField("人数", default=1)
    wish = models.CharField("希望(時期など)", max_length=200, blank=True)
    room = models.ForeignKey("stays.Room", models.PROTECT, null=True, related_name="offers")
    booking = models.ForeignKey("reservations.Booking", models.PROTECT, null=True, related_name="+")
    answer_by = models.DateField("返事の期日", null=True)
    why = models.CharField("理由", max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "house", "case_file"],
                condition=Q(status__in=[WaitingStatus.WAITING, WaitingStatus.OFFERED]),
                name="stays_waits_once",
            ),
            # Beside the booking that holds it: a room is offered to one.
            models.UniqueConstraint(
                fields=["organization", "room"], condition=Q(status=WaitingStatus.OFFERED), name="stays_offered_once"
            ),
            models.CheckConstraint(
                condition=~Q(status=WaitingStatus.OFFERED)
                | Q(room__isnull=False, booking__isnull=False, answer_by__isnull=False),
                name="stays_offered_what",
            ),
        ]
        indexes = [models.Index(fields=["house", "status"], name="stays_waits_for")]


class ManagerNote(TenantModel):
    """What the community manager of a share house did (コミュニティマネージャーの日誌)."""

    house = models.ForeignKey("stays.House", models.PROTECT, related_name="manager_notes")
    on = models.DateField("日付")
    work = models.CharField("仕事", max_length=8, choices=ManagerWork.choices())
    words = models.TextField("内容", max_length=600)
    written_by = models.CharField("書いた人", max_length=150)
    written_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["house", "-on"], name="stays_manager_notes")]
