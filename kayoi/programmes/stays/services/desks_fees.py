"""Fees of members: charged once a month as rents are; what was used above them once the month is over."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.states import AHEAD
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, months_later
from kayoi.programmes.stays.models import DeskFee, DeskMember, DeskPayment, DeskUse
from kayoi.programmes.stays.rules.tenancies import due_on, months_until
from kayoi.programmes.stays.selectors.desks import fee_of_month, lock_places, over_of_month
from kayoi.programmes.stays.selectors.monthly import FEES, Standing
from kayoi.programmes.stays.services import monthly
from kayoi.programmes.stays.services.monthly import Due, Paid
from kayoi.programmes.stays.states.desks import IS_MEMBER, Counted, FeeKind, MemberStatus

SETTLED_WITHIN = timedelta(days=62)


@transaction.atomic
def charge_fees(*, by: Actor, at: datetime) -> int:
    """Charge what is due of every member and was not charged yet (会費を請求する); return how many charges.

    The fee of a month when it begins, what was used above it when it is over. Run again, it charges nothing. What was
    used longer ago than last month is left alone: what a plan includes now is not what it included then.
    """
    # Whoever has left is still charged for what was used above the fee in the last month.
    lately = Q(status=MemberStatus.ENDED, ends_before__gte=local_date(at) - SETTLED_WITHIN)
    rows = DeskMember.objects.filter(Q(status__in=IS_MEMBER) | lately)
    rows = rows.select_related("plan").prefetch_related("plan__prices", "pauses")
    return sum(_charge_missing(row, by=by, at=at) for row in rows.select_for_update(of=("self",)).order_by("pk"))


def _charge_missing(row: DeskMember, *, by: Actor, at: datetime) -> int:
    on = local_date(at)
    last = months_later(on.replace(day=1), -1)
    known = set(DeskFee.objects.filter(member=row, reversal=None).values_list("month", "kind"))
    wanted = [
        one for one in _dues(row, on=on)
        if (one.month, kind := dict(one.also)["kind"]) not in known and (kind != FeeKind.OVER or one.month >= last)
    ]  # fmt: skip
    for due in wanted:
        monthly.write_charge(book=FEES, debtor=row, due=due, by=by, at=at)
    return len(wanted)


def _dues(row: DeskMember, *, on: date) -> list[Due]:
    """Return what is to be charged by a day: fees of months that have begun, use above them of months that are over."""
    found = []
    for month in months_until(row.starts_on, row.ends_before or date.max, on=on):
        fee, after = fee_of_month(row, month), months_later(month, 1)
        if fee is not None and fee.yen:
            words = "" if fee.days == fee.of_days else f"{fee.days}日分({fee.of_days}日のうち)"
            due = due_on(month, day=row.plan.due_day, starts_on=row.starts_on)
            found.append(Due(month, fee.yen, words, due, (("kind", FeeKind.MONTH),)))
        over = over_of_month(row, month) if after <= on else None
        if over is not None and over.yen:
            words = f"超えた{over.units}{Counted.of(row.plan.counted).label}"
            due = due_on(after, day=row.plan.due_day, starts_on=row.starts_on)
            found.append(Due(month, over.yen, words, due, (("kind", FeeKind.OVER),)))
    return found


@transaction.atomic
def correct_fees(*, member: DeskMember, why: str, since: date | None = None, by: Actor, at: datetime) -> int:
    """Take back what was charged otherwise than it is now, and charge it anew (請求を正す); return how many.

    `since` is the first month that something has changed for: those before stay as they were charged.
    """
    row = DeskMember.objects.select_for_update(of=("self",)).select_related("plan").get(pk=member.pk)
    dues = {(one.month, dict(one.also)["kind"]): one for one in _dues(row, on=local_date(at))}
    charges = DeskFee.objects.filter(member=row, reversal=None).select_related("transfer").order_by("month", "pk")
    wrong = [
        one for one in (charges.filter(month__gte=since) if since else charges)
        if one.amount_yen != (dues[one.month, one.kind].yen if (one.month, one.kind) in dues else 0)
    ]  # fmt: skip
    for charge in wrong:
        monthly.take_charge_back(book=FEES, charge=charge, why=why, by=by, at=at)
        if due := dues.get((charge.month, FeeKind.of(charge.kind))):
            monthly.write_charge(book=FEES, debtor=row, due=due, by=by, at=at)
    return len(wrong)


@transaction.atomic
def note_fee(*, member: DeskMember, paid: Paid, key: UUID, by: Actor, at: datetime) -> DeskPayment:
    """Note that a fee was paid (会費の入金を記録する); the same key twice is one payment."""
    row = DeskMember.objects.select_for_update().get(pk=member.pk)
    made: DeskPayment = monthly.write_payment(book=FEES, debtor=row, paid=paid, key=key, by=by, at=at)
    return made


@transaction.atomic
def take_fee_back(*, payment: DeskPayment, why: str, by: Actor, at: datetime) -> None:
    """Take a note of a payment back that was a mistake (入金の記録を取り消す). Raises UnableToCharge."""
    monthly.take_payment_note_back(book=FEES, payment=payment, why=why, by=by, at=at)


@transaction.atomic
def remind_member(*, organization: Organization, member: DeskMember, owed: Standing, by: Actor, at: datetime) -> bool:
    """Remind a member of fees that are overdue (会費を催促する): by mail, or let staff call; tell whether by mail."""
    return monthly.remind_of(
        organization=organization, book=FEES, debtor=member, place=member.plan.house.name, owed=owed, by=by, at=at
    )


@transaction.atomic
def give_up_uses(*, member: DeskMember, starts_on: date, ends_before: date, why: str, by: Actor, at: datetime) -> int:
    """Give up what a member has booked on days when they are none (先の予約を取り消す); return how many."""
    rows = DeskUse.objects.filter(member=member, on__gte=starts_on, on__lt=ends_before, booking__status__in=AHEAD)
    found = list(rows.select_related("booking__unit", "beside__unit").order_by("pk"))
    lock_places(found)
    for use in found:
        give_up(use=use, why=why, by=by, at=at)
    return len(found)


def give_up(*, use: DeskUse, why: str, by: Actor, at: datetime) -> None:
    """Give up a desk and the child's place beside it, both or neither (席の予約を取り消す). Raises UnableToMove."""
    lock_places([use])
    for booking in (use.booking, use.beside):
        if booking is not None:
            reservations.cancel(booking=booking, why=why, by=by, at=at)
    audit.record("stays.give_up_desk", use, by=by, at=at, why=why)
