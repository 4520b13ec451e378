"""Deposits of homes: taken at the town's own desk, kept apart in the ledger, settled when a household goes."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.ledger import services as ledger
from kayoi.engines.ledger.models import Transfer
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import Tenancy
from kayoi.programmes.stays.rules.tenancies_end import DECIDED, Settled, deposit_settled
from kayoi.programmes.stays.selectors.tenancies import debts, is_sublet
from kayoi.programmes.stays.selectors.tenancies_deposit import deposit_held, deposit_key
from kayoi.programmes.stays.services.monthly import Paid
from kayoi.programmes.stays.services.tenancies_rent import note_rent
from kayoi.programmes.stays.states import PaidBy
from kayoi.programmes.stays.states.tenancies import DEPOSIT, MADE_GOOD, PAYERS, TENANCY

SETTLE_WITHIN_DAYS = 10


class UnableToKeep(Refused):
    """It is more than was agreed, nothing was decided yet, or it was settled or taken back meanwhile."""


@transaction.atomic
def note_deposit(*, tenancy: Tenancy, amount_yen: int, paid_on: date, key: UUID, by: Actor, at: datetime) -> None:
    """Note that a deposit was paid (敷金の入金を記録する), whole or in parts; the same key twice is one.

    Raises UnableToKeep.
    """
    row = Tenancy.objects.select_for_update(of=("self",)).select_related("head_lease").get(pk=tenancy.pk)
    if Transfer.objects.filter(key=f"deposit:{key}").exists():
        return
    against, left = [], row.deposit_yen - deposit_held(row)
    if row.status not in DECIDED:
        against.append(Reason("tenancies.paper_not_now"))
    if is_sublet(row):
        against.append(Reason("tenancies.partner_keeps"))
    if amount_yen > left:
        against.append(Reason("tenancies.deposit_over", {"left": f"{left:,}"}))
    if against:
        raise UnableToKeep(verdict(against))
    ledger.transfer(
        debit=_held(row, by=by, at=at), credit=_other(PAYERS, by=by, at=at), amount=amount_yen, key=f"deposit:{key}",
        cause=DEPOSIT, reference=str(row.pk), on=paid_on, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def take_deposit_back(*, tenancy: Tenancy, note: Transfer, why: str, by: Actor, at: datetime) -> None:
    """Take a note back that was a mistake (敷金の入金を取り消す), until the deposit is settled. Raises UnableToKeep."""
    row = Tenancy.objects.select_for_update().get(pk=tenancy.pk)
    against = [] if row.status in DECIDED else [Reason("tenancies.paper_not_now")]
    if Transfer.objects.filter(reverses=note).exists():
        against.append(Reason("tenancies.taken_back_before"))
    if against:
        raise UnableToKeep(verdict(against))
    ledger.reverse(
        original=note, key=f"deposit-back:{note.pk}", cause=DEPOSIT, reference=str(row.pk), on=note.on, by=by, at=at
    )
    audit.record("stays.take_deposit_back", row, by=by, at=at, why=why, after={"amount_yen": -note.amount})


def settle_deposit(*, tenancy: Tenancy, damage_yen: int, on: date, by: Actor, at: datetime) -> Settled:
    """Settle what the town holds of a deposit (敷金を精算する): to damages, to rent that is owed, the rest back.

    The caller has locked the tenancy, has put its rent right, and claims what is short. Staff are asked to pay back.
    """
    [debt] = debts([tenancy], on=on)
    settled = deposit_settled(held_yen=deposit_held(tenancy), damage_yen=damage_yen, rent_yen=debt.balance_yen)
    for other, yen in ((MADE_GOOD, settled.damage_yen), (PAYERS, settled.rent_yen + settled.back_yen)):
        if yen:
            ledger.transfer(
                debit=_other(other, by=by, at=at), credit=_held(tenancy, by=by, at=at), amount=yen,
                key=f"deposit-end:{tenancy.pk}:{other}", cause=DEPOSIT, reference=str(tenancy.pk), on=on, by=by, at=at,
            )  # fmt: skip
    if settled.rent_yen:
        paid = Paid(settled.rent_yen, on, PaidBy.DEPOSIT)
        note_rent(tenancy=tenancy, paid=paid, key=uuid4(), by=by, at=at)
    if settled.back_yen:
        followups.plan_follow_up(
            title=f"敷金の残り{settled.back_yen:,}円を返す: {tenancy.room.house.name}", case_file=tenancy.case_file,
            due_on=business_days_later(local_date(at), SETTLE_WITHIN_DAYS), owner=tenancy.case_file.assigned_to,
            cause=TENANCY, reference=str(tenancy.pk), by=by, at=at,
        )  # fmt: skip
    return settled


def _held(row: Tenancy, *, by: Actor, at: datetime) -> int:
    return int(ledger.open_account(key=deposit_key(row), label=f"敷金 入居{row.pk}", by=by, at=at).pk)


def _other(key: str, *, by: Actor, at: datetime) -> int:
    label = "敷金から原状回復の費用" if key == MADE_GOOD else "敷金(入金・返還)"
    return int(ledger.open_account(key=key, label=label, least=None, by=by, at=at).pk)
