"""Money is asked for, looked at and paid (請求・支払): all at once, by months, by years."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.kit.verdict import Reason, Refused, Verdict, verdict
from kayoi.programmes.schemes.models import Claim, ClaimMonth, Grant, GrantChange
from kayoi.programmes.schemes.rules.claims import may_claim_months, months_of
from kayoi.programmes.schemes.rules.guard import findings_by_hand
from kayoi.programmes.schemes.selectors.grants.claims import (
    amount_of_months,
    claimed_months,
    may_claim_year_of,
    unreported_of,
)
from kayoi.programmes.schemes.selectors.grants.grants import locked
from kayoi.programmes.schemes.selectors.grants.money import is_paid_by_batch
from kayoi.programmes.schemes.selectors.guard.gathering import about_to_note
from kayoi.programmes.schemes.services.grants.money import call_off, let_go_money, order
from kayoi.programmes.schemes.services.grants.obliging import oblige, release
from kayoi.programmes.schemes.services.grants.telling import Sender, plan, tell
from kayoi.programmes.schemes.states.grants import ChangeStatus, ClaimStatus, GrantStatus, Shape
from kayoi.programmes.schemes.states.guard import CHECKS, Severity


class UnableToClaim(Refused):
    """The months or the year are claimed already, out of time, or more than was granted."""


class UnableToPay(Refused):
    """The payment goes by a batch for the finance system."""


@transaction.atomic
def claim_all(*, grant: Grant, channel: Channel, sender: Sender, by: Actor, at: datetime) -> Claim:
    """Claim what was fixed (請求する). Raises UnableToMove."""
    row = locked(grant)
    audit.move(row, "claim", by=by, at=at)
    assert row.fixed_yen is not None
    return _claim(row, row.fixed_yen, channel, sender, by=by, at=at)


@transaction.atomic
def claim_months(
    *, grant: Grant, row: Mapping[str, Any], channel: Channel, sender: Sender, by: Actor, at: datetime
) -> Claim:
    """Claim one month or several (月ごとに請求する), each once. `row` is a line of the claims as the rule reads it.

    Raises UnableToClaim.
    """
    found = locked(grant)
    months = months_of(date.fromisoformat(row["month"]), row["months"])
    answer = may_claim_months(
        months, claimed_months(found), most_months=found.most_months, gap_months=found.gap_months, on=local_date(at)
    )
    _require(found, Shape.MONTHLY, answer)
    yen = amount_of_months(found, row)
    if not yen:
        raise UnableToClaim(verdict([Reason("schemes.nothing_by_rule")]))
    claim = _claim(found, yen, channel, sender, row=dict(row), by=by, at=at)
    try:
        with transaction.atomic():
            ClaimMonth.objects.bulk_create(ClaimMonth(grant=found, claimed_in=claim, month=month) for month in months)
    except IntegrityError as error:
        raise UnableToClaim(verdict([Reason("schemes.claimed_meanwhile")])) from error
    return claim


@transaction.atomic
def claim_year(*, grant: Grant, fiscal_year: int, channel: Channel, sender: Sender, by: Actor, at: datetime) -> Claim:
    """Claim a year of a grant over years (年度分を請求する). Raises UnableToClaim."""
    row = locked(grant)
    _require(row, Shape.YEARLY, may_claim_year_of(row, fiscal_year, on=local_date(at)))
    assert row.year_yen is not None
    if GrantChange.objects.filter(grant=row, status=ChangeStatus.ASKED).exists():
        raise UnableToClaim(verdict([Reason("schemes.change_open")]))
    return _claim(row, row.year_yen, channel, sender, fiscal_year=fiscal_year, by=by, at=at)


@transaction.atomic
def check_claim(*, claim: Claim, by: Actor, at: datetime) -> None:
    """Find a claim in order (請求を確認済みにする): it may be paid, out of the budget where there is a line.

    Raises UnableToMove, UnableToPlan beyond what is planned, or UnableToTransfer where the budget is used up.
    """
    row = locked(claim.grant)
    audit.move(claim, "fix", by=by, at=at)
    order(claim=claim, by=by, at=at)
    plan(grant=row, by=by, at=at)


@transaction.atomic
def return_claim(*, claim: Claim, why: str, sender: Sender, by: Actor, at: datetime) -> None:
    """Give a claim back (請求を差し戻す): its months and its year may be claimed again. Raises UnableToMove."""
    row = locked(claim.grant)
    audit.move(claim, "return_claim", by=by, at=at, why=why, also={"why": why})
    call_off(claim=claim, why=why, by=by, at=at)
    ClaimMonth.objects.filter(claimed_in=claim).delete()
    if row.shape == Shape.ONCE:
        audit.move(row, "return_claim", by=by, at=at, why=why)
    plan(grant=row, by=by, at=at)
    tell(grant=row, news="claim_returned", sender=sender, why=why, by=by, at=at)


@transaction.atomic
def record_payment(
    *, claim: Claim, paid_on: date, sender: Sender, why: str = "", by: Actor, at: datetime
) -> None:  # fmt: skip
    """Pay a claim (支払を記録する), where no batch does; `why` in spite of what the checks ask about.

    Raises UnableToPay, also where the case does not come out as claimed, or UnableToMove.
    """
    _require_by_hand(claim)
    if claim.status == ClaimStatus.FIXED:  # of all others `move` says so
        _require_in_order(claim, why, by=by, at=at)
    follow_payment(claim=claim, paid_on=paid_on, sender=sender, by=by, at=at)


@transaction.atomic
def bounce_payment(*, claim: Claim, why: str, by: Actor, at: datetime) -> None:
    """Take in that the bank sent a payment back (組戻し), where it was noted by hand.

    Raises UnableToPay or UnableToMove.
    """
    _require_by_hand(claim)
    follow_return(claim=claim, why=why, by=by, at=at)


@transaction.atomic
def follow_payment(*, claim: Claim, paid_on: date, sender: Sender, by: Actor, at: datetime) -> None:
    """Go on once a claim is paid: the obligations begin, or all is done. Raises UnableToMove."""
    row = locked(claim.grant)
    audit.move(claim, "pay", by=by, at=at, also={"paid_on": paid_on})
    Grant.objects.filter(pk=row.pk).update(paid_yen=F("paid_yen") + claim.amount_yen)
    row.refresh_from_db()
    if row.shape == Shape.ONCE:
        audit.move(row, "pay", by=by, at=at)
        _go_on_after_payment(row, by=by, at=at)
    plan(grant=row, by=by, at=at)
    tell(grant=row, news="paid", sender=sender, by=by, at=at)


@transaction.atomic
def follow_return(*, claim: Claim, why: str, by: Actor, at: datetime) -> None:
    """Go back once the bank has sent a payment back: it waits to be paid again. Raises UnableToMove."""
    row = locked(claim.grant)
    audit.move(claim, "bounce", by=by, at=at, why=why, also={"paid_on": None})
    if row.status != GrantStatus.DECIDED:
        audit.move(row, "bounce", by=by, at=at, why=why)
        release(grant=row, why=why, by=by, at=at)
    Grant.objects.filter(pk=row.pk).update(paid_yen=F("paid_yen") - claim.amount_yen)
    row.refresh_from_db()
    plan(grant=row, by=by, at=at)


@transaction.atomic
def complete_grant(*, grant: Grant, by: Actor, at: datetime) -> None:
    """Say that the last month or year has been paid (交付を終える).

    Raises UnableToClaim while claims are open, or reports are awaited.
    """
    row = locked(grant)
    late = unreported_of(row, before=fiscal_year(local_date(at)) + 1) if row.awaits_report else []
    against = [Reason("schemes.year_before_unreported", {"year": year}) for year in late]
    if Claim.objects.filter(grant=row, status__in=(ClaimStatus.ASKED, ClaimStatus.FIXED)).exists():
        against.append(Reason("schemes.claims_open"))
    if against:
        raise UnableToClaim(verdict(against))
    audit.move(row, "complete", by=by, at=at, also={"fixed_yen": row.paid_yen, "fixed_on": local_date(at)})
    let_go_money(grant=row, key="completed", by=by, at=at)
    _go_on_after_payment(row, by=by, at=at)
    plan(grant=row, by=by, at=at)
    grant.refresh_from_db()


def _go_on_after_payment(grant: Grant, *, by: Actor, at: datetime) -> None:
    """Begin the time of obligations where there are any; otherwise the grant has come to its end."""
    audit.move(grant, "oblige" if oblige(grant=grant, by=by, at=at) else "end", by=by, at=at)


def _require_in_order(claim: Claim, why: str, *, by: Actor, at: datetime) -> None:
    """Let nothing be paid that the checks before payment stop; in spite of what they ask about only with a reason."""
    found = findings_by_hand(about_to_note(claim, on=local_date(at)))
    told: dict[Severity, list[str]] = {Severity.STOP: [], Severity.ASK: [], Severity.LOOK: []}
    for one in found:
        told[CHECKS[one.code].severity].append(CHECKS[one.code].told % one.params)
    against = [Reason("schemes.stopped_by_hand", {"told": one}) for one in told[Severity.STOP]]
    if not why:
        against += [Reason("schemes.asked_by_hand", {"told": one}) for one in told[Severity.ASK]]
    if against:
        raise UnableToPay(verdict(against))
    if told[Severity.ASK]:
        audit.record("schemes.pay_in_spite", claim, by=by, at=at, why=why, after={"found": [one.code for one in found]})


def _require_by_hand(claim: Claim) -> None:
    """Refuse what only a batch says: that a claim was paid, or came back."""
    if is_paid_by_batch([claim]):
        raise UnableToPay(verdict([Reason("schemes.paid_by_batch")]))


def _require(grant: Grant, shape: Shape, answer: Verdict) -> None:
    against = list(answer.reasons)
    if grant.shape != shape or grant.status != GrantStatus.DECIDED:
        against.append(Reason("schemes.nothing_to_claim"))
    if against:
        raise UnableToClaim(verdict(against))


def _claim(grant: Grant, yen: int, channel: Channel, sender: Sender, *, by: Actor, at: datetime, **of: Any) -> Claim:
    """Write a claim down; all claims together are never above what was decided."""
    before = Claim.objects.filter(grant=grant)
    live = sum(before.exclude(status=ClaimStatus.RETURNED).values_list("amount_yen", flat=True))
    if live + yen > grant.decided_yen:
        raise UnableToClaim(verdict([Reason("schemes.above_decided", {"left": f"{grant.decided_yen - live:,}"})]))
    claim = Claim.objects.create(
        grant=grant, number=before.count() + 1, channel=channel, claimed_on=local_date(at), amount_yen=yen, **of
    )
    audit.record("schemes.claim", claim, by=by, at=at, after={"grant": grant, "yen": yen})
    plan(grant=grant, by=by, at=at)
    tell(grant=grant, news="claim_received", sender=sender, by=by, at=at)
    return claim
