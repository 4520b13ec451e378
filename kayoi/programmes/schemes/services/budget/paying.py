"""Pay what is bound, reopen what the bank sent back, take back what was paid."""

from datetime import date, datetime

from django.db import transaction

from kayoi.engines.ledger import services as ledger
from kayoi.engines.ledger.selectors import accounts
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year, fiscal_year_label, fiscal_year_start, local_date
from kayoi.programmes.schemes.models import BudgetEntry, Commitment
from kayoi.programmes.schemes.rules.budget import Split, goes_back_to_line, may_pay, may_undo, split_of_refund
from kayoi.programmes.schemes.selectors.budget.commitments import given_back, locked_commitment, taken_back
from kayoi.programmes.schemes.services.budget.entries import NOWHERE, Posting, UnableToBook
from kayoi.programmes.schemes.states.budget import OUTSIDE, UNDONE_BY, EntryKind


@transaction.atomic
def pay_commitment(
    *, commitment: Commitment, amount_yen: int, key: str, on: date, note: str = "", by: Actor, at: datetime
) -> BudgetEntry:
    """Pay a part or all of what is bound (支出する). The same key twice is one payment.

    Raises UnableToBook where less is open, or after 31 May (出納整理期間).
    """
    row = locked_commitment(commitment.pk)
    posting = Posting(row.line, EntryKind.PAID, amount_yen, on, f"{row.pk}:{key}", note, by, at)
    if known := posting.known():
        return known
    UnableToBook.unless(may_pay(row.line.fiscal_year, on=on))
    posting.require_open(row)
    return _write(posting, row, _transfer(posting, row), {"paid_yen": row.paid_yen + amount_yen})


@transaction.atomic
def reopen_payment(*, entry: BudgetEntry, on: date, note: str = "", by: Actor, at: datetime) -> BudgetEntry:
    """Take in what the bank sent back (組戻し): it is bound again and can be paid once more. Twice is one.

    Raises UnableToBook after 31 May.
    """
    assert entry.commitment_id is not None
    row = locked_commitment(entry.commitment_id)
    posting = Posting(row.line, EntryKind.REOPENED, entry.amount_yen, on, f"reopen:{entry.pk}", note, by, at)
    if known := posting.known():
        return known
    UnableToBook.unless(may_pay(row.line.fiscal_year, on=on))
    posting.require_paid(row)
    transfer = ledger.reverse(
        original=entry.transfer, key=posting.transfer_key, cause=row.cause, reference=row.reference, on=on, by=by, at=at
    )
    return _write(posting, row, transfer, {"paid_yen": row.paid_yen - entry.amount_yen})


@transaction.atomic
def take_back_payment(
    *, commitment: Commitment, amount_yen: int, key: str, on: date, note: str = "", by: Actor, at: datetime
) -> BudgetEntry:
    """Book what a grantee has paid back (返還). The same key twice is one.

    Until the books of the line's year are closed it goes back to the line (戻入); afterwards it is revenue of the
    fiscal year of the day (諸収入), and the entry tells what to give back to 国 and 県. Raises UnableToBook.
    """
    row = locked_commitment(commitment.pk)
    to_line = goes_back_to_line(row.line.fiscal_year, on=on)
    kind = EntryKind.TAKEN_BACK if to_line else EntryKind.REVENUE
    posting = Posting(row.line, kind, amount_yen, on, f"{row.pk}:{key}", note, by, at)
    if known := posting.known():
        return known
    posting.require_paid(row)
    if to_line:
        less = {"paid_yen": row.paid_yen - amount_yen, "amount_yen": row.amount_yen - amount_yen}
        return _write_refund(posting, row, _transfer(posting, row), less)
    transfer = posting.between(
        _revenue(fiscal_year(on), by=by, at=at), accounts([OUTSIDE])[OUTSIDE].pk, cause=row.cause,
        reference=row.reference,
    )  # fmt: skip
    return _write_refund(posting, row, transfer, {"refunded_yen": row.refunded_yen + amount_yen})


@transaction.atomic
def undo_refund(*, entry: BudgetEntry, note: str, by: Actor, at: datetime) -> BudgetEntry:
    """Undo what was booked as paid back (返還の記帳を取り消す), on the day of the entry. Twice is one.

    Raises UnableToBook once the books are closed, UnableToTransfer where the line has spent it meanwhile.
    """
    assert entry.commitment_id is not None
    row, kind = locked_commitment(entry.commitment_id), EntryKind.of(entry.kind)
    posting = Posting(row.line, UNDONE_BY[kind], entry.amount_yen, entry.on, f"undo:{entry.pk}", note, by, at)
    if known := posting.known():
        return known
    year = row.line.fiscal_year if kind is EntryKind.TAKEN_BACK else fiscal_year(entry.on)
    UnableToBook.unless(may_undo(year, on=local_date(at)))
    transfer = ledger.reverse(
        original=entry.transfer, key=posting.transfer_key, cause=row.cause, reference=row.reference, on=entry.on,
        by=by, at=at,
    )  # fmt: skip
    changes = {}
    if kind is EntryKind.TAKEN_BACK:
        changes = {"paid_yen": row.paid_yen + entry.amount_yen, "amount_yen": row.amount_yen + entry.amount_yen}
    elif kind is EntryKind.REVENUE:
        changes = {"refunded_yen": row.refunded_yen - entry.amount_yen}
    return posting.change(row, transfer, entry.split, changes)


@transaction.atomic
def take_in_interest(
    *, commitment: Commitment, amount_yen: int, key: str, on: date, by: Actor, at: datetime
) -> BudgetEntry:
    """Book what was paid because a refund was late (延滞分), as the town's own revenue. The same key twice is one."""
    row = locked_commitment(commitment.pk)
    posting = Posting(row.line, EntryKind.INTEREST, amount_yen, on, f"{row.pk}:interest:{key}", "", by, at)
    if known := posting.known():
        return known
    transfer = posting.between(
        _revenue(fiscal_year(on), by=by, at=at), accounts([OUTSIDE])[OUTSIDE].pk, cause=row.cause,
        reference=row.reference,
    )  # fmt: skip
    entry = posting.write(transfer, NOWHERE, parts=Split(town_yen=amount_yen), commitment=row)
    audit.record("schemes.interest", row, by=by, at=at, after={"yen": amount_yen, "on": on})
    return entry


@transaction.atomic
def take_in_surcharge(
    *, commitment: Commitment, amount_yen: int, key: str, on: date, by: Actor, at: datetime
) -> BudgetEntry:
    """Book what was paid for having held the money (加算金), split as what was paid. The same key twice is one."""
    row = locked_commitment(commitment.pk)
    posting = Posting(row.line, EntryKind.SURCHARGE, amount_yen, on, f"{row.pk}:surcharge:{key}", "", by, at)
    if known := posting.known():
        return known
    paid = row.step(0, taken_back([row.pk]).get(row.pk, 0) + row.paid_yen)
    parts = Split(town_yen=amount_yen)
    if paid.whole_yen:
        parts = split_of_refund(amount_yen, paid=paid, back=given_back(row.pk, (EntryKind.SURCHARGE,)))
    transfer = posting.between(
        _revenue(fiscal_year(on), by=by, at=at), accounts([OUTSIDE])[OUTSIDE].pk, cause=row.cause,
        reference=row.reference,
    )  # fmt: skip
    entry = posting.write(transfer, NOWHERE, parts=parts, commitment=row)
    audit.record("schemes.surcharge", row, by=by, at=at, after={"yen": amount_yen, "on": on})
    return entry


def _revenue(year: int, *, by: Actor, at: datetime) -> int:
    label, on = f"{fiscal_year_label(year)} 諸収入(返還金)", fiscal_year_start(year)
    return ledger.open_account(key=f"budget:{year}:revenue", label=label, on=on, by=by, at=at).pk


def _transfer(posting: Posting, row: Commitment) -> int:
    return posting.within(row.cause, row.reference)


def _write(posting: Posting, row: Commitment, transfer: int, changes: dict[str, int]) -> BudgetEntry:
    """Write the entry of a payment with who bears it: of all that was paid before and after, also what came back."""
    back = taken_back([row.pk]).get(row.pk, 0)
    return posting.change(row, transfer, row.step(back + row.paid_yen, back + changes["paid_yen"]), changes)


def _write_refund(posting: Posting, row: Commitment, transfer: int, changes: dict[str, int]) -> BudgetEntry:
    """Write the entry of a refund with who gets it: each as they have borne what was paid."""
    paid = row.step(0, taken_back([row.pk]).get(row.pk, 0) + row.paid_yen)
    parts = split_of_refund(posting.amount_yen, paid=paid, back=given_back(row.pk))
    return posting.change(row, transfer, parts, changes)
