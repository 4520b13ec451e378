"""Money passes into the next fiscal year (繰越), by a vote of the council or by an accident that nobody could help."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, verdict
from kayoi.programmes.schemes.models import BudgetEntry, BudgetLine, Commitment, Provision
from kayoi.programmes.schemes.rules.budget import may_carry_over
from kayoi.programmes.schemes.rules.carrying import Passing, Vote, may_carry_by
from kayoi.programmes.schemes.selectors.budget.commitments import locked_commitment, taken_back
from kayoi.programmes.schemes.selectors.budget.provisions import (
    came_by,
    carried_yen,
    locked_provision,
    own_yen,
    provisions_for,
)
from kayoi.programmes.schemes.services.budget.entries import COMMITTED_IN, COMMITTED_OUT, Posting, UnableToBook
from kayoi.programmes.schemes.states.budget import CarryKind, EntryKind


@transaction.atomic
def carry_over(
    *, giver: BudgetLine, taker: BudgetLine, amount_yen: int, provision: Provision | None, on: date, key: str,
    note: str = "", by: Actor, at: datetime,
) -> BudgetEntry:  # fmt: skip
    """Let money that is free pass into the next fiscal year (繰り越す); return the entry of the taker.

    The same key twice is one. Raises UnableToBook or UnableToTransfer.
    """
    held = locked_provision(provision)
    # Whoever carries by another vote waits: what the line has of its own year passes once.
    BudgetLine.objects.select_for_update(no_key=True).get(pk=giver.pk)
    posting = Posting(giver, EntryKind.CARRIED, amount_yen, on, key, note, by, at, _right(held), held)
    if posting.known() is None:
        _require(posting, taker, Passing(amount_yen, is_bound=False, own_yen=own_yen(giver)))
    return posting.pass_on(taker)


@transaction.atomic
def carry_commitment_over(
    *, commitment: Commitment, taker: BudgetLine, provision: Provision | None, on: date, note: str = "", by: Actor,
    at: datetime,
) -> Commitment:  # fmt: skip
    """Let what is decided and not paid pass into the next fiscal year (支出負担行為を繰り越す).

    Without a vote it is 事故繰越, and `note` is the reason. The commitment keeps what is paid of it; return the one on
    the next year's line. Twice is once; what the bank sent back since can be carried over, too. Raises UnableToBook,
    also where nothing is open.
    """
    held = locked_provision(provision)
    row = locked_commitment(commitment.pk)
    same = Commitment.objects.filter(line=taker, cause=row.cause, reference=row.reference)
    carries = BudgetEntry.objects.filter(commitment=row, kind=EntryKind.CARRIED, committed_yen__lt=0).count()
    if row.open_yen == 0:
        if carries:
            return same.get()
        raise UnableToBook(verdict([Reason("schemes.nothing_open", {"number": row.number})]))
    key = f"carry:{row.pk}:{carries + 1}"
    given = Posting(row.line, EntryKind.CARRIED, row.open_yen, on, key, note, by, at, _right(held), held)
    _require(given, taker, Passing(row.open_yen, is_bound=True, came_by=came_by(row)))
    back = taken_back([row.pk]).get(row.pk, 0)
    parts = row.step(back + row.paid_yen, back + row.amount_yen)
    taken = replace(given, line=taker)
    transfer = given.between(taker.committed_id, row.line.committed_id, cause=row.cause, reference=row.reference)
    given.write(transfer, COMMITTED_OUT, parts=parts, commitment=row)
    Commitment.objects.filter(pk=row.pk).update(amount_yen=row.paid_yen)
    if not same.update(amount_yen=F("amount_yen") + row.open_yen):
        earlier = row.paid_before_yen + back + row.paid_yen
        taken.bind(row.cause, row.reference, row.committed_on, sources=row.sources, paid_before_yen=earlier)
    carried = same.get()
    taken.write(transfer, COMMITTED_IN, parts=parts, commitment=carried)
    after = {"from": row, "yen": row.open_yen, "right": given.carry, "provision": held}
    audit.record("schemes.carry", carried, by=by, at=at, why=note, after=after)
    return carried


def _right(provision: Provision | None) -> CarryKind:
    return CarryKind.of(provision.kind) if provision else CarryKind.ACCIDENT


def _require(posting: Posting, taker: BudgetLine, passing: Passing) -> None:
    """Raise UnableToBook with all that speaks against it: place, day, right. Whoever carries by a vote holds it."""
    giver, held, vote = posting.line, posting.provision, None
    if held:
        left = held.limit_yen - carried_yen([held], giver.fiscal_year).get(held.pk, 0)
        vote = Vote(held.voted_on, left, held.last_year, is_of_line=provisions_for(giver).contains(held))
    place = may_carry_over(giver.place, taker.place, on=posting.on)
    right = may_carry_by(
        _right(held), vote, passing, year=giver.fiscal_year, reason=posting.note.strip(), on=posting.on
    )
    UnableToBook.unless(verdict([*place.reasons, *right.reasons]))
