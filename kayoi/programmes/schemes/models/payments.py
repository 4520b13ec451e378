"""Where money goes (口座), what is to be paid, and the batches that hand it over to the finance system."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.dates import fiscal_year_label, wareki_year
from kayoi.kit.moves import Transition
from kayoi.programmes.schemes.states.payments import (
    BATCH_TRANSITIONS,
    PAYEE_TRANSITIONS,
    PAYMENT_TRANSITIONS,
    AccountKind,
    BatchStatus,
    HandOut,
    PayeeStatus,
    PaymentStatus,
)


class PayeeAccount(TenantModel):
    """A bank account of somebody who gets money (支払先の口座). Its number is sealed; all may see its last digits."""

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = PAYEE_TRANSITIONS

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    status = models.CharField("状態", max_length=10, choices=PayeeStatus.choices(), default=PayeeStatus.PROPOSED)
    bank_code = models.CharField("銀行コード", max_length=4)
    bank_name = models.CharField("銀行名", max_length=40)
    branch_code = models.CharField("支店コード", max_length=3)
    branch_name = models.CharField("支店名", max_length=40)
    kind = models.CharField("預金種目", max_length=1, choices=AccountKind.choices())
    number_masked = models.CharField("口座番号", max_length=7)
    number_sealed = models.CharField(max_length=200)
    holder = models.CharField("口座名義(カナ)", max_length=30)
    why_other = models.CharField("名義が違う理由", max_length=200, blank=True)
    proposed_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    why = models.CharField("差し戻し・停止の理由", max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "case_file"],
                condition=Q(status=PayeeStatus.CONFIRMED),
                name="schemes_one_payee_account",
            )
        ]
        indexes = [models.Index(fields=["case_file", "status"], name="schemes_payee_accounts")]

    def __str__(self) -> str:
        return f"{self.bank_name} {self.branch_name} {self.get_kind_display()} {self.number_masked}"


class BatchCounter(TenantModel):
    """How many batches a fiscal year has had."""

    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "fiscal_year"], name="schemes_batch_counter")]


class Batch(TenantModel):
    """Payments that go to the finance system together (支払データ): made once, never changed."""

    transitions: ClassVar[tuple[Transition, ...]] = BATCH_TRANSITIONS

    client_key = models.UUIDField()
    fiscal_year = models.PositiveSmallIntegerField("会計年度")
    number = models.PositiveIntegerField("番号")
    status = models.CharField("状態", max_length=6, choices=BatchStatus.choices(), default=BatchStatus.MADE)
    pays_on = models.DateField("支払予定日")
    count = models.PositiveIntegerField("件数")
    total_yen = models.BigIntegerField("合計")
    layouts = models.JSONField()
    fingerprint = models.CharField("指紋", max_length=64)
    made_at = models.DateTimeField("作った日時")
    by_name = models.CharField("作った人", max_length=150)
    why = models.CharField("取り消した理由", max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "client_key"], name="schemes_batch_once"),
            models.UniqueConstraint(fields=["organization", "fiscal_year", "number"], name="schemes_batch_number"),
            models.CheckConstraint(condition=Q(count__gt=0, total_yen__gt=0), name="schemes_batch_of_something"),
        ]
        indexes = [models.Index(fields=["organization", "-made_at"], name="schemes_batches")]

    def __str__(self) -> str:
        return f"{fiscal_year_label(self.fiscal_year)} 支払データ 第{self.number}号"

    @property
    def order_stem(self) -> str:
        """How the numbers of its orders begin: 令和8-命0012."""
        return f"{wareki_year(date(self.fiscal_year, 12, 31)).removesuffix('年')}-命{self.number:04d}"


class Payment(TenantModel):
    """Money that somebody is to get for a commitment (支払い)."""

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = PAYMENT_TRANSITIONS

    commitment = models.ForeignKey("schemes.Commitment", models.PROTECT, related_name="payments")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    status = models.CharField("状態", max_length=8, choices=PaymentStatus.choices(), default=PaymentStatus.DUE)
    amount_yen = models.BigIntegerField("額")
    summary = models.CharField("摘要", max_length=100)
    asked_on = models.DateField("請求日")
    paid_on = models.DateField("支払日", null=True)
    entry = models.ForeignKey("schemes.BudgetEntry", models.PROTECT, null=True, related_name="+")
    why = models.CharField("組戻し・取りやめの理由", max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="schemes_payment_once"),
            models.CheckConstraint(condition=Q(amount_yen__gt=0), name="schemes_payment_of_something"),
            models.CheckConstraint(
                condition=Q(status=PaymentStatus.PAID, paid_on__isnull=False, entry__isnull=False)
                | (~Q(status=PaymentStatus.PAID) & Q(paid_on=None, entry=None)),
                name="schemes_paid_with_entry",
            ),
        ]
        indexes = [models.Index(fields=["organization", "status"], name="schemes_payments_by_status")]


class BatchRow(TenantModel):
    """One payment of a batch as it was handed over (支払データの行); its values are sealed, with the account number."""

    append_only = True

    batch = models.ForeignKey("schemes.Batch", models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField("番号")
    payment = models.ForeignKey("schemes.Payment", models.PROTECT, related_name="rows")
    account = models.ForeignKey("schemes.PayeeAccount", models.PROTECT, related_name="+")
    amount_yen = models.BigIntegerField("額")
    order_number = models.CharField("支出命令番号", max_length=30)
    sealed = models.TextField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "batch", "position"], name="schemes_batch_row_position"),
            models.UniqueConstraint(fields=["organization", "batch", "payment"], name="schemes_batch_row_once"),
        ]


class Layout(TenantModel):
    """The columns of a list for the finance system, as the town has ordered and named them (列の対応)."""

    which = models.CharField(max_length=10, choices=HandOut.choices())
    columns = models.JSONField("列")
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "which"], name="schemes_layout_once")]
