"""A decision is cancelled, what was paid is asked back and comes back (取消し・返還)."""

from datetime import date, datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.schemes.models import Claim, ClaimMonth, Grant, GrantChange
from kayoi.programmes.schemes.selectors.grants.grants import locked
from kayoi.programmes.schemes.services.grants.changing import let_go
from kayoi.programmes.schemes.services.grants.hearings import require_heard
from kayoi.programmes.schemes.services.grants.money import call_off, let_go_money, take_in_refund, undo_entries
from kayoi.programmes.schemes.services.grants.obliging import release
from kayoi.programmes.schemes.services.grants.telling import issue, plan
from kayoi.programmes.schemes.states.grants import ChangeStatus, ClaimStatus, GrantStatus


class UnableToCancel(Refused):
    """More is asked back than was paid, or money has left already."""


@transaction.atomic
def cancel_grant(*, grant: Grant, why: str, unheard_ground: str = "", by: Actor, at: datetime) -> None:
    """Cancel a decision before anything was paid (交付決定を取り消す), with its letter.

    Raises UnableToCancel once money has left, UnableToHear where the grantee could not speak and nothing says why not,
    or UnableToMove.
    """
    row = locked(grant)
    if row.paid_yen:
        raise UnableToCancel(verdict([Reason("schemes.paid_already")]))
    require_heard(grant=row, unheard_ground=unheard_ground, by=by, at=at)
    audit.move(row, "cancel", by=by, at=at, why=why, also={"why": why, "report_due_on": None})
    _end_what_waits(row, why, by=by, at=at)
    let_go(grant=row, by=by, at=at)
    let_go_money(grant=row, key="cancelled", by=by, at=at)
    issue(grant=row, letter="cancelled", values={"reasons": [why]}, by=by, at=at)
    plan(grant=row, by=by, at=at)
    grant.refresh_from_db()


@transaction.atomic
def take_back_grant(*, grant: Grant, to_return_yen: int, why: str, by: Actor, at: datetime) -> None:
    """Cancel a decision after payment and ask for all or a part back (取り消して返還を求める).

    The letter is that of the refund (services/recovery). Raises UnableToCancel where it is more than was paid, or
    UnableToMove.
    """
    row = locked(grant)
    if not 0 < to_return_yen <= row.paid_yen:
        raise UnableToCancel(verdict([Reason("schemes.more_than_paid", {"paid": f"{row.paid_yen:,}"})]))
    audit.move(row, "take_back", by=by, at=at, why=why, also={"why": why, "to_return_yen": to_return_yen})
    _end_what_waits(row, why, by=by, at=at)
    release(grant=row, why=why, by=by, at=at)
    let_go_money(grant=row, key="taken_back", by=by, at=at)
    plan(grant=row, by=by, at=at)
    grant.refresh_from_db()


@transaction.atomic
def record_refund(*, grant: Grant, amount_yen: int, on: date, key: str = "", by: Actor, at: datetime) -> None:
    """Note what has come back (返還を記録する); with the last yen the grant is done.

    Raises UnableToCancel where it is more than is still owed, or UnableToMove.
    """
    row = locked(grant)
    owed = row.to_return_yen - row.returned_yen
    if not 0 < amount_yen <= owed:
        raise UnableToCancel(verdict([Reason("schemes.more_than_owed", {"owed": f"{owed:,}"})]))
    take_in_refund(grant=row, amount_yen=amount_yen, key=key or str(row.returned_yen), on=on, by=by, at=at)
    changes = {"returned_yen": row.returned_yen + amount_yen}
    audit.change(row, changes, version=row.version, by=by, at=at, why=f"{wareki(on)}に返還")
    if amount_yen == owed:
        audit.move(row, "settle_return", by=by, at=at)
    grant.refresh_from_db()


@transaction.atomic
def undo_refund(*, grant: Grant, amount_yen: int, key: str, why: str, by: Actor, at: datetime) -> None:
    """Take back that something has come back (返還の記録を取り消す): its principal is owed again.

    Raises UnableToBook or UnableToTransfer.
    """
    row = locked(grant)
    undo_entries(grant=row, key=key, why=why, by=by, at=at)
    if amount_yen:
        changes = {"returned_yen": row.returned_yen - amount_yen}
        audit.change(row, changes, version=row.version, by=by, at=at, why=why)
        if row.status == GrantStatus.RETURNED:
            audit.move(row, "reopen_return", by=by, at=at, why=why)
        plan(grant=row, by=by, at=at)
    grant.refresh_from_db()


def _end_what_waits(grant: Grant, why: str, *, by: Actor, at: datetime) -> None:
    """Give back open claims, and answer an open change: nothing of it is done any more."""
    for claim in Claim.objects.filter(grant=grant, status__in=(ClaimStatus.ASKED, ClaimStatus.FIXED)):
        audit.move(claim, "return_claim", by=by, at=at, why=why, also={"why": why})
        call_off(claim=claim, why=why, by=by, at=at)
        ClaimMonth.objects.filter(claimed_in=claim).delete()
    for change in GrantChange.objects.filter(grant=grant, status=ChangeStatus.ASKED):
        also = {"decided_on": local_date(at), "decided_by_id": by.membership_id, "refusal": why}
        audit.move(change, "refuse", by=by, at=at, why=why, also=also)
