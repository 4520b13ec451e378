"""Money comes to lines and moves between them: 当初予算, 補正, 流用, 繰越."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from kayoi.engines.ledger.selectors import accounts
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year_start
from kayoi.kit.verdict import Reason, verdict
from kayoi.programmes.schemes.models import BudgetEntry, BudgetLine, Commitment
from kayoi.programmes.schemes.rules.budget import may_carry_over, may_divert, may_supplement
from kayoi.programmes.schemes.selectors.budget.commitments import locked_commitment, taken_back
from kayoi.programmes.schemes.services.budget.entries import (
    COMMITTED_IN,
    COMMITTED_OUT,
    FREE_IN,
    FREE_OUT,
    Posting,
    UnableToBook,
)
from kayoi.programmes.schemes.states.budget import COUNCIL, EntryKind


@transaction.atomic
def appropriate(*, line: BudgetLine, amount_yen: int, note: str = "", by: Actor, at: datetime) -> BudgetEntry:
    """Give a line its money of the year (当初予算を計上する), once; it counts from the first day of the year.

    Raises KeyReused where it was given another amount before.
    """
    on = fiscal_year_start(line.fiscal_year)
    posting = Posting(line, EntryKind.INITIAL, amount_yen, on, "initial", note, by, at)
    return _from_council(posting, gives=True)


@transaction.atomic
def supplement(
    *, line: BudgetLine, change_yen: int, on: date, key: str, note: str = "", by: Actor, at: datetime
) -> BudgetEntry:
    """Raise or lower the money of a line by a vote of the council (補正する). The same key twice is one.

    Raises UnableToBook after the year, UnableToTransfer where less is free than is taken away.
    """
    UnableToBook.unless(may_supplement(line.fiscal_year, on=on))
    posting = Posting(line, EntryKind.SUPPLEMENT, abs(change_yen), on, key, note, by, at)
    return _from_council(posting, gives=change_yen > 0)


def _from_council(posting: Posting, *, gives: bool) -> BudgetEntry:
    if known := posting.known():
        return known
    council, free = accounts([COUNCIL])[COUNCIL].pk, posting.line.free_id
    transfer = posting.between(*((free, council) if gives else (council, free)))
    entry = posting.write(transfer, FREE_IN if gives else FREE_OUT)
    _record(entry, by=posting.by, at=posting.at)
    return entry


@transaction.atomic
def divert(
    *, giver: BudgetLine, taker: BudgetLine, amount_yen: int, on: date, key: str, provision: str = "", note: str = "",
    by: Actor, at: datetime,
) -> BudgetEntry:  # fmt: skip
    """Let money pass from one line to another (流用する); return the entry of the taker. The same key twice is one.

    `provision` is where the budget allows it between 項. Raises UnableToBook or UnableToTransfer.
    """
    UnableToBook.unless(may_divert(giver.place, taker.place, on=on, provision=provision))
    words = " ".join(word for word in (note, provision) if word)
    return _move(Posting(giver, EntryKind.DIVERTED, amount_yen, on, key, words, by, at), taker)


@transaction.atomic
def carry_over(
    *, giver: BudgetLine, taker: BudgetLine, amount_yen: int, on: date, key: str, note: str = "", by: Actor,
    at: datetime,
) -> BudgetEntry:  # fmt: skip
    """Let money that is free pass into the next fiscal year (繰り越す); return the entry of the taker.

    The same key twice is one. Raises UnableToBook or UnableToTransfer.
    """
    UnableToBook.unless(may_carry_over(giver.place, taker.place, on=on))
    return _move(Posting(giver, EntryKind.CARRIED, amount_yen, on, key, note, by, at), taker)


def _move(posting: Posting, taker: BudgetLine) -> BudgetEntry:
    if posting.known():
        return BudgetEntry.objects.get(line=taker, key=posting.key)
    transfer = posting.between(taker.free_id, posting.line.free_id)
    given = posting.write(transfer, FREE_OUT)
    taken = Posting(
        taker, posting.kind, posting.amount_yen, posting.on, posting.key, posting.note, posting.by, posting.at
    )
    entry = taken.write(transfer, FREE_IN)
    for one in (given, entry):
        _record(one, by=posting.by, at=posting.at)
    return entry


def _record(entry: BudgetEntry, *, by: Actor, at: datetime) -> None:
    after = {"kind": entry.kind, "yen": entry.free_yen, "on": entry.on}
    audit.record("schemes.appropriate", entry.line, by=by, at=at, why=entry.note, after=after)


@transaction.atomic
def carry_commitment_over(
    *, commitment: Commitment, taker: BudgetLine, on: date, note: str = "", by: Actor, at: datetime
) -> Commitment:
    """Let what is decided and not paid pass into the next fiscal year (支出負担行為を繰り越す).

    The commitment keeps what is paid of it; return the one on the next year's line. Twice is once; what the bank sent
    back since can be carried over, too. Raises UnableToBook, also where nothing is open.
    """
    row = locked_commitment(commitment.pk)
    same = Commitment.objects.filter(line=taker, cause=row.cause, reference=row.reference)
    carries = BudgetEntry.objects.filter(commitment=row, kind=EntryKind.CARRIED, committed_yen__lt=0).count()
    if row.open_yen == 0 and carries:
        return same.get()
    UnableToBook.unless(may_carry_over(row.line.place, taker.place, on=on))
    if row.open_yen == 0:
        raise UnableToBook(verdict([Reason("schemes.nothing_open", {"number": row.number})]))
    key = f"carry:{row.pk}:{carries + 1}"
    back = taken_back([row.pk]).get(row.pk, 0)
    parts = row.step(back + row.paid_yen, back + row.amount_yen)
    given, taken = (Posting(line, EntryKind.CARRIED, row.open_yen, on, key, note, by, at) for line in (row.line, taker))
    transfer = given.between(taker.committed_id, row.line.committed_id, cause=row.cause, reference=row.reference)
    given.write(transfer, COMMITTED_OUT, parts=parts, commitment=row)
    Commitment.objects.filter(pk=row.pk).update(amount_yen=row.paid_yen)
    if not same.update(amount_yen=F("amount_yen") + row.open_yen):
        earlier = row.paid_before_yen + back + row.paid_yen
        taken.bind(row.cause, row.reference, row.committed_on, sources=row.sources, paid_before_yen=earlier)
    carried = same.get()
    taken.write(transfer, COMMITTED_IN, parts=parts, commitment=carried)
    audit.record("schemes.carry", carried, by=by, at=at, why=note, after={"from": row, "yen": row.open_yen})
    return carried
