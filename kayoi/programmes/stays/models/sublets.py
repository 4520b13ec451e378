"""Partners that let homes under their own name, and what they keep of them: rent, receipts, proposals, inspections.

All of it is read by the partner that it is about and by no other; the town's ledger holds none of the partner's rent.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.stays.states import PaidBy
from kayoi.programmes.stays.states.sublets import (
    PROPOSAL_TRANSITIONS,
    Found,
    InspectedWhen,
    PartnerMoney,
    ProposalStatus,
)


class SubLessor(TenantModel):
    """A body that leases houses and lets them on under its own name (転貸する団体). `partner` is its organization."""

    partner_path = "partner"

    partner = models.ForeignKey("tenancy.Organization", models.PROTECT, null=True, related_name="+")
    name = models.CharField("団体の名称", max_length=100)
    representative = models.CharField("代表者の職・氏名", max_length=100)
    address = models.CharField("所在地", max_length=200)
    phone = models.CharField("電話番号", max_length=60)
    email = models.EmailField("メールアドレス", blank=True)
    pay_to = models.CharField("家賃の払込先(契約書に書く)", max_length=200, blank=True)
    agreed_on = models.DateField("町との協定の日")
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="stays_sub_lessor_name",
                violation_error_message="この名称の団体は、すでに登録されています。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SubletRent(TenantModel):
    """The rent of a month that a household owes a partner (団体が受け取る家賃): in the partner's own book."""

    person_path = "tenancy__case_file__person"
    partner_path = "tenancy__head_lease__sub_lessor__partner"

    tenancy = models.ForeignKey("stays.Tenancy", models.PROTECT, related_name="sublet_rents")
    month = models.DateField("月")
    amount_yen = models.PositiveIntegerField("金額")
    words = models.CharField("内訳", max_length=120, blank=True)
    due_on = models.DateField("納期限")
    taken_back_at = models.DateTimeField(null=True)
    why = models.CharField("取り消した理由", max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "tenancy", "month"], condition=Q(taken_back_at=None), name="stays_sublet_once"
            )
        ]
        indexes = [models.Index(fields=["organization", "month"], name="stays_sublets_of_month")]


class SubletReceipt(TenantModel):
    """That a partner has received rent (団体が受け取った家賃)."""

    person_path = "tenancy__case_file__person"
    partner_path = "tenancy__head_lease__sub_lessor__partner"

    tenancy = models.ForeignKey("stays.Tenancy", models.PROTECT, related_name="sublet_receipts")
    amount_yen = models.PositiveIntegerField("金額")
    paid_on = models.DateField("受け取った日")
    paid_by = models.CharField("支払いの方法", max_length=10, choices=PaidBy.choices())
    note = models.CharField("メモ(領収の番号など)", max_length=200, blank=True)
    key = models.UUIDField()
    taken_back_at = models.DateTimeField(null=True)
    why = models.CharField("取り消した理由", max_length=200, blank=True)
    noted_by = models.CharField("記録した人", max_length=150)
    noted_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="stays_sublet_paid_once")]
        indexes = [models.Index(fields=["tenancy", "paid_on"], name="stays_sublets_paid")]


class Proposal(TenantModel):
    """A household that a partner proposes for a room (入居の推薦): the town decides; name and number go with it."""

    partner_path = "sub_lessor__partner"
    person_path = "tenancy__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = PROPOSAL_TRANSITIONS

    sub_lessor = models.ForeignKey("stays.SubLessor", models.PROTECT, related_name="proposals")
    room = models.ForeignKey("stays.Room", models.PROTECT, related_name="+")
    status = models.CharField("状態", max_length=8, choices=ProposalStatus.choices(), default=ProposalStatus.PROPOSED)
    # Emptied once it is decided: from then on the case file says who it is, or nothing does. Without a case file
    # nobody could be told or erased: then the words go as well.
    name = models.CharField("氏名", max_length=100, blank=True)
    phone = models.CharField("電話番号", max_length=60, blank=True)
    persons = models.PositiveSmallIntegerField("住む人数")
    starts_on = models.DateField("入居の初日")
    ends_before = models.DateField()
    words = models.CharField("推薦の理由", max_length=400, blank=True)
    tenancy = models.ForeignKey("stays.Tenancy", models.PROTECT, null=True, related_name="proposals")
    why = models.CharField("見送りの理由", max_length=200, blank=True)
    key = models.UUIDField()
    proposed_by = models.CharField("推薦した人", max_length=150)
    proposed_at = models.DateTimeField("推薦した日時")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="stays_proposed_once"),
            models.CheckConstraint(condition=Q(ends_before__gt=F("starts_on")), name="stays_proposal_forward"),
            models.CheckConstraint(
                condition=Q(status=ProposalStatus.PROPOSED)
                | Q(status=ProposalStatus.TAKEN, name="", phone="")
                | Q(name="", phone="", words=""),
                name="stays_proposal_forgets",
            ),
        ]
        indexes = [models.Index(fields=["sub_lessor", "status"], name="stays_proposals")]


class SubletInspection(TenantModel):
    """How a partner found a home that it lets (団体による点検)."""

    person_path = "tenancy__case_file__person"
    partner_path = "tenancy__head_lease__sub_lessor__partner"

    tenancy = models.ForeignKey("stays.Tenancy", models.PROTECT, related_name="sublet_inspections")
    occasion = models.CharField("点検の時", max_length=8, choices=InspectedWhen.choices())
    inspected_on = models.DateField("点検した日")
    found = models.CharField("結果", max_length=8, choices=Found.choices())
    words = models.TextField("見つかったこと", max_length=1000, blank=True)
    key = models.UUIDField()
    inspected_by = models.CharField("点検した人", max_length=150)
    noted_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="stays_sublet_inspected_once")]
        indexes = [models.Index(fields=["tenancy", "-inspected_on"], name="stays_sublet_inspections")]


class PartnerPayment(TenantModel):
    """What the town paid a partner or received from it (町と団体の間のお金): this alone is in the town's ledger."""

    partner_path = "sub_lessor__partner"

    sub_lessor = models.ForeignKey("stays.SubLessor", models.PROTECT, related_name="payments")
    kind = models.CharField("種類", max_length=10, choices=PartnerMoney.choices())
    amount_yen = models.PositiveIntegerField("金額")
    paid_on = models.DateField("日付")
    note = models.CharField("メモ(支出命令の番号など)", max_length=200, blank=True)
    key = models.UUIDField()
    transfer = models.ForeignKey("ledger.Transfer", models.PROTECT, related_name="+")
    reversal = models.ForeignKey("ledger.Transfer", models.PROTECT, null=True, related_name="+")
    why = models.CharField("取り消した理由", max_length=200, blank=True)
    noted_by = models.CharField("記録した人", max_length=150)
    noted_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="stays_partner_paid_once"),
            models.CheckConstraint(condition=Q(amount_yen__gt=0), name="stays_partner_paid_something"),
        ]
        indexes = [models.Index(fields=["sub_lessor", "paid_on"], name="stays_partner_payments")]
