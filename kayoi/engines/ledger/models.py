"""Accounts, transfers between two of them, holds, and lots that have a last day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from kayoi.engines.ledger.states import TRANSITIONS, HoldStatus, Measure
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition

# Lock both accounts, in one order so that transfers in opposite directions do not wait for each other; then, where
# rules.may_transfer holds and the key is new, write the transfer and move both balances. Gives the id, or nothing.
# A function, because each of its statements sees what the one before it has locked, and is planned once a connection.
TRANSFER = """
CREATE OR REPLACE FUNCTION ledger_transfer(
    _key text, _debit bigint, _credit bigint, _amount bigint, _on date, _cause text, _reference text,
    _reverses bigint, _kind text, _name text, _user bigint, _at timestamptz
) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE written bigint;
BEGIN
  PERFORM 1 FROM public.ledger_account WHERE id IN (_debit, _credit) ORDER BY id FOR NO KEY UPDATE;
  INSERT INTO public.ledger_transfer (organization_id, key, debit_id, credit_id, amount, "on", cause, reference,
                               reverses_id, by_kind, by_name, by_user, at)
  SELECT current_setting('kayoi.organization')::bigint, _key, _debit, _credit, _amount, _on, _cause, _reference,
         _reverses, _kind, _name, _user, _at
  FROM public.ledger_account AS debit, public.ledger_account AS credit
  WHERE debit.id = _debit AND credit.id = _credit AND debit.id <> credit.id AND debit.measure = credit.measure
    AND _amount > 0 AND (credit.least IS NULL OR credit.balance - credit.held - _amount >= credit.least)
    AND coalesce(debit.closed_on > _on, true) AND coalesce(credit.closed_on > _on, true)
  ON CONFLICT (organization_id, key) DO NOTHING
  RETURNING id INTO written;
  IF written IS NOT NULL THEN
    UPDATE public.ledger_account SET balance = balance + CASE WHEN id = _debit THEN _amount ELSE -_amount END
    WHERE id IN (_debit, _credit);
  END IF;
  RETURN written;
END $$
"""


class Account(TenantModel):
    """Something that holds an amount (勘定): a budget line, what is committed, a person's points, the outside.

    `balance` is what came in by transfers less what went out, `held` what is spoken for. `least` is the least that may
    be left (0: never overdrawn); without it the account is the other side, and may go below zero.
    """

    key = models.CharField("記号", max_length=120)
    label = models.CharField("名称", max_length=120)
    measure = models.CharField("単位", max_length=8, choices=Measure.choices(), default=Measure.YEN)
    balance = models.BigIntegerField("残高", default=0)
    held = models.BigIntegerField("仮押さえ", default=0)
    least = models.BigIntegerField("最低の残高", null=True)
    opened_on = models.DateField("開設日")
    closed_on = models.DateField("閉鎖日", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="ledger_account_key"),
            models.CheckConstraint(condition=Q(held__gte=0), name="ledger_held_not_negative"),
            models.CheckConstraint(
                condition=Q(least=None) | Q(balance__gte=F("least") + F("held")),
                name="ledger_not_overdrawn",
                violation_error_message="残高が足りません。",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def free(self) -> int:
        """What is neither gone nor spoken for."""
        return self.balance - self.held


class Transfer(TenantModel):
    """An amount that passed from one account to another (増減): it is never changed, only reversed by another one.

    It is its own entry of the audit trail: who, when, why stand in it.
    """

    append_only = True
    search_functions = (
        (
            "ledger_transfer",
            "text, bigint, bigint, bigint, date, text, text, bigint, text, text, bigint, timestamptz",
            TRANSFER,
        ),
    )

    key = models.CharField("二重記録を防ぐ符号", max_length=120)
    # Indexes and foreign keys that begin with the organization say the same: one of each is enough, where much is
    # written.
    debit = models.ForeignKey(
        "ledger.Account",
        models.PROTECT,
        related_name="+",
        verbose_name="受ける勘定",
        db_index=False,
        db_constraint=False,
    )
    credit = models.ForeignKey(
        "ledger.Account",
        models.PROTECT,
        related_name="+",
        verbose_name="出す勘定",
        db_index=False,
        db_constraint=False,
    )
    amount = models.BigIntegerField("額")
    on = models.DateField("日付")
    cause = models.CharField(max_length=40)
    reference = models.CharField(max_length=40)
    reverses = models.ForeignKey(
        "ledger.Transfer", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    by_kind = models.CharField(max_length=10)
    by_name = models.CharField(max_length=150)
    by_user = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="ledger_transfer_once"),
            models.UniqueConstraint(
                fields=["organization", "reverses"], condition=Q(reverses__isnull=False), name="ledger_reversed_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_amount_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="ledger_between_two"),
        ]
        indexes = [
            models.Index(fields=["organization", "debit", "on"], name="ledger_by_debit"),
            models.Index(fields=["organization", "credit", "on"], name="ledger_by_credit"),
            models.Index(fields=["organization", "cause", "reference"], name="ledger_by_cause"),
        ]


class Hold(TenantModel):
    """An amount that is spoken for until it is taken, let go, or its time is over (仮押さえ)."""

    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS

    key = models.CharField(max_length=120)
    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="holds")
    amount = models.BigIntegerField("額")
    status = models.CharField("状態", max_length=8, choices=HoldStatus.choices(), default=HoldStatus.HELD)
    cause = models.CharField(max_length=40)
    reference = models.CharField(max_length=40)
    held_at = models.DateTimeField()
    expires_at = models.DateTimeField("期限", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="ledger_hold_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_hold_positive"),
        ]
        indexes = [
            models.Index(fields=["organization", "expires_at"], condition=Q(status="held"), name="ledger_hold_expiry"),
        ]


class Lot(TenantModel):
    """What came into an account in one transfer and is good until a day (有効期限のある受入れ); `left` is still there.

    Everything in an account with lots is in one of them: amounts come and go by the services of lots only.
    """

    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="lots")
    transfer = models.ForeignKey("ledger.Transfer", models.PROTECT, related_name="+", verbose_name="受入れの記録")
    amount = models.BigIntegerField("額")
    left = models.BigIntegerField("残り")
    last_day = models.DateField("使える最後の日")
    # Where it goes when its time is over.
    over_to = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+", verbose_name="期限の後に移す勘定")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "transfer"], name="ledger_lot_once"),
            models.CheckConstraint(
                condition=Q(left__gte=0, left__lte=F("amount"), amount__gt=0),
                name="ledger_lot_not_overdrawn",
                violation_error_message="残りが足りません。",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "last_day"], condition=Q(left__gt=0), name="ledger_lots_left"),
            models.Index(fields=["organization", "last_day"], condition=Q(left__gt=0), name="ledger_lots_over"),
        ]


class LotMove(TenantModel):
    """What a transfer has taken out of a lot (more than 0) or given back into it (less than 0)."""

    append_only = True

    lot = models.ForeignKey("ledger.Lot", models.PROTECT, related_name="moves")
    transfer = models.ForeignKey("ledger.Transfer", models.PROTECT, related_name="lot_moves")
    amount = models.BigIntegerField("額")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "transfer", "lot"], name="ledger_lot_move_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="ledger_lot_moves_something"),
        ]
