"""Stays, who comes along, what is asked for them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.engines.rulesets.models import JsonText
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.stays.states import TRANSITIONS, ChargeKind, PaidBy, Relief, StayStatus


class Stay(TenantModel):
    """One use of a room by one party (滞在): who, when, on which terms. Its time is its booking's.

    Days are kept beside the booking so that figures and rules can be read without the calendar; a check compares them.
    """

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS

    room = models.ForeignKey("stays.Room", models.PROTECT, related_name="stays")
    booking = models.ForeignKey("reservations.Booking", models.PROTECT, related_name="+")
    application = models.ForeignKey("procedures.Application", models.PROTECT, null=True, related_name="+")
    # Null only while the person is writing the application.
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="stays")
    status = models.CharField("状態", max_length=10, choices=StayStatus.choices(), default=StayStatus.ASKED)
    arrives_on = models.DateField("利用の初日")
    leaves_on = models.DateField("利用の最終日")
    adults = models.PositiveSmallIntegerField("大人", default=1)
    children = models.PositiveSmallIntegerField("子ども", default=0)
    purpose = models.CharField("利用の目的", max_length=200, blank=True)
    # Priced lines as they were worked out, with the version of the rule; null until they can be.
    price = JsonText("料金の内訳", null=True)
    price_yen = models.PositiveIntegerField("料金", null=True)
    asked_at = models.DateTimeField("申し込んだ日時")
    arrived_at = models.DateTimeField("到着を確かめた日時", null=True)
    left_at = models.DateTimeField("退去を確かめた日時", null=True)
    # The last day as it was reserved, where they left before it.
    was_until = models.DateField("早く退去する前の最終日", null=True)
    # Why less is charged, by which article; what it was worked out to be is in `price`.
    relief = models.CharField("減免", max_length=10, choices=Relief.choices(), default=Relief.NONE)
    relief_article = models.CharField("減免の根拠(条)", max_length=100, blank=True)
    relief_why = models.CharField("減免の理由", max_length=300, blank=True)
    why = models.CharField("取りやめ・不許可の理由", max_length=400, blank=True)
    # By which of a programme's entries the house was asked for, where it is kept for one.
    entry = models.ForeignKey("stays.ProgrammeEntry", models.PROTECT, null=True, related_name="stays")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "booking"], name="stays_one_booking"),
            models.UniqueConstraint(fields=["organization", "application"], name="stays_one_application"),
            models.CheckConstraint(condition=Q(leaves_on__gte=F("arrives_on")), name="stays_forward"),
            models.CheckConstraint(
                condition=Q(relief=Relief.NONE) | ~Q(relief_article="") & ~Q(relief_why=""),
                name="stays_relief_on_a_ground",
            ),
            models.CheckConstraint(condition=Q(adults__gte=1), name="stays_no_child_alone"),
        ]
        indexes = [
            models.Index(fields=["organization", "status", "arrives_on"], name="stays_by_status"),
            models.Index(fields=["case_file", "-arrives_on"], name="stays_of_file"),
            models.Index(fields=["room", "arrives_on"], name="stays_of_room"),
        ]

    @property
    def persons(self) -> int:
        """How many people stay (人)."""
        return self.adults + self.children


class Companion(TenantModel):
    """Somebody who stays with the applicant (同行者)."""

    person_path = "stay__case_file__person"

    stay = models.ForeignKey("stays.Stay", models.CASCADE, related_name="companions")
    name = models.CharField("氏名", max_length=100)
    birth_on = models.DateField("生年月日", null=True, blank=True)
    relation = models.CharField("続柄", max_length=20, blank=True)
    address = models.CharField("住所(違うとき)", max_length=200, blank=True)
    added_at = models.DateTimeField()


class Charge(TenantModel):
    """What is asked for a stay, or given back (請求・還付). Kayoi notes payments; the town's own desk takes them."""

    person_path = "stay__case_file__person"

    stay = models.ForeignKey("stays.Stay", models.PROTECT, related_name="charges")
    kind = models.CharField("種類", max_length=12, choices=ChargeKind.choices())
    amount_yen = models.PositiveIntegerField("金額")
    words = models.CharField("内訳", max_length=200, blank=True)
    due_on = models.DateField("納期限", null=True)
    paid_on = models.DateField("支払いの日", null=True)
    paid_by = models.CharField("支払いの方法", max_length=10, choices=PaidBy.choices(), blank=True)
    note = models.CharField("メモ(領収の番号など)", max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(paid_on=None) | ~Q(paid_by=""), name="stays_paid_somehow"),
        ]
        indexes = [models.Index(fields=["stay", "made_at"], name="stays_charges")]
