"""Bind money of a line by a decision, raise and lower it, let go what is not used."""

from datetime import date, datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.programmes.schemes.models import BudgetEntry, BudgetLine, Commitment
from kayoi.programmes.schemes.rules.budget import may_commit, may_pay
from kayoi.programmes.schemes.selectors.budget.commitments import locked_commitment, taken_back
from kayoi.programmes.schemes.services.budget.entries import WITHIN, Posting, UnableToBook
from kayoi.programmes.schemes.states.budget import GRANT, EntryKind


@transaction.atomic
def commit_grant(
    *, line: BudgetLine, reference: str, amount_yen: int, on: date, cause: str = GRANT, by: Actor, at: datetime
) -> Commitment:
    """Bind money of a line for a grant (交付決定に伴い支出負担行為をする). The same grant twice is one commitment.

    Raises UnableToBook outside the line's fiscal year, UnableToTransfer where too little is free, KeyReused where the
    grant has another amount there already.
    """
    UnableToBook.unless(may_commit(line.fiscal_year, on=on))
    key = f"commit:{cause}:{reference}"
    posting = Posting(line, EntryKind.COMMITTED, amount_yen, on, key, "", by, at)
    # The transfer locks the line's accounts: from here on decisions on this line come one after the other.
    transfer = posting.within(cause, reference)
    known = Commitment.objects.filter(line=line, cause=cause, reference=reference).first()
    if known is not None:
        return known
    commitment = posting.bind(cause, reference, on)
    posting.write(transfer, WITHIN[posting.kind], parts=commitment.step(0, amount_yen), commitment=commitment)
    after = {"line": line, "yen": amount_yen, "cause": cause, "reference": reference}
    audit.record("schemes.commit", commitment, by=by, at=at, after=after)
    return commitment


@transaction.atomic
def raise_commitment(
    *, commitment: Commitment, by_yen: int, key: str, on: date, note: str = "", by: Actor, at: datetime
) -> BudgetEntry:
    """Bind more money for the same grant (増額変更). The same key twice is one.

    Raises UnableToBook outside the line's fiscal year, UnableToTransfer where too little is free.
    """
    row = locked_commitment(commitment.pk)
    UnableToBook.unless(may_commit(row.line.fiscal_year, on=on))
    posting = Posting(row.line, EntryKind.RAISED, by_yen, on, f"{row.pk}:{key}", note, by, at)
    return posting.known() or _change(posting, row, row.amount_yen + by_yen)


@transaction.atomic
def reduce_commitment(
    *, commitment: Commitment, by_yen: int, key: str, on: date, note: str = "", by: Actor, at: datetime
) -> BudgetEntry:
    """Let go a part of what is bound and not paid (減額変更). The same key twice is one.

    Raises UnableToBook where less is open, or the books are closed.
    """
    row = locked_commitment(commitment.pk)
    posting = Posting(row.line, EntryKind.REDUCED, by_yen, on, f"{row.pk}:{key}", note, by, at)
    return posting.known() or _let_go(posting, row)


@transaction.atomic
def release_commitment(
    *, commitment: Commitment, key: str, on: date, note: str = "", by: Actor, at: datetime
) -> BudgetEntry | None:
    """Let go all that is bound and not paid (使わなかった分を解除する); None where nothing is. The same key is one.

    Raises UnableToBook when the books are closed.
    """
    row = locked_commitment(commitment.pk)
    known = BudgetEntry.objects.filter(line=row.line, key=f"{row.pk}:{key}").first()
    if known is not None or row.open_yen == 0:
        return known
    return _let_go(Posting(row.line, EntryKind.RELEASED, row.open_yen, on, f"{row.pk}:{key}", note, by, at), row)


def _let_go(posting: Posting, row: Commitment) -> BudgetEntry:
    UnableToBook.unless(may_pay(row.line.fiscal_year, on=posting.on))
    posting.require_open(row)
    return _change(posting, row, row.amount_yen - posting.amount_yen)


def _change(posting: Posting, row: Commitment, amount_yen: int) -> BudgetEntry:
    """Write another amount with who bears it: of all that was decided before and after, also what came back."""
    transfer, back = posting.within(row.cause, row.reference), taken_back([row.pk]).get(row.pk, 0)
    parts = row.step(back + row.amount_yen, back + amount_yen)
    return posting.change(row, transfer, parts, {"amount_yen": amount_yen})
