"""Rent: charged once a month, as everything monthly is (services/monthly.py); put right where the contract changed."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, verdict
from kayoi.programmes.stays.models import RentCharge, RentPayment, Tenancy
from kayoi.programmes.stays.rules import tenancies as rules
from kayoi.programmes.stays.selectors.monthly import RENTS, Standing
from kayoi.programmes.stays.selectors.tenancies import Debt, is_sublet, rent_of_month
from kayoi.programmes.stays.services import monthly
from kayoi.programmes.stays.services.monthly import Due, Paid, UnableToCharge
from kayoi.programmes.stays.states.tenancies import LIVES


@transaction.atomic
def charge_rents(*, by: Actor, at: datetime) -> int:
    """Charge the rent of every month that has begun and was not charged yet (家賃を請求する); return how many.

    Run again, it charges nothing: a month of a tenancy stands once, and its transfer has a key.
    """
    rows = Tenancy.objects.filter(status__in=LIVES, head_lease__sub_lessor=None)  # a partner keeps its own book
    rows = rows.select_for_update(of=("self",)).order_by("pk")
    return sum(_charge_missing(row, by=by, at=at) for row in rows)


def _charge_missing(row: Tenancy, *, by: Actor, at: datetime) -> int:
    known = set(RentCharge.objects.filter(tenancy=row).values_list("month", flat=True))
    months = [
        month for month in rules.months_until(row.starts_on, row.ends_before, on=local_date(at)) if month not in known
    ]  # fmt: skip
    for month in months:
        _charge(row, month, by=by, at=at)
    return len(months)


def _charge(row: Tenancy, month: date, *, by: Actor, at: datetime) -> None:
    rent = rent_of_month(row, month)
    if rent is None or not rent.yen:
        return
    words = "" if rent.days == rent.of_days else f"{rent.days}日分({rent.of_days}日のうち)"
    due_on = rules.due_on(month, day=row.due_day, starts_on=row.starts_on)
    monthly.write_charge(book=RENTS, debtor=row, due=Due(month, rent.yen, words, due_on), by=by, at=at)


@transaction.atomic
def correct_rents(*, tenancy: Tenancy, why: str, by: Actor, at: datetime) -> int:
    """Take back what was charged otherwise than is agreed now, and charge it anew (請求を正す); return how many."""
    row = Tenancy.objects.select_for_update().get(pk=tenancy.pk)
    wrong = []
    for charge in RentCharge.objects.filter(tenancy=row, reversal=None).select_related("transfer").order_by("month"):
        rent = rent_of_month(row, charge.month)
        if (rent.yen if rent else 0) != charge.amount_yen:
            wrong.append(charge)
    for charge in wrong:
        monthly.take_charge_back(book=RENTS, charge=charge, why=why, by=by, at=at)
        _charge(row, charge.month, by=by, at=at)
    return len(wrong)


@transaction.atomic
def note_rent(*, tenancy: Tenancy, paid: Paid, key: UUID, by: Actor, at: datetime) -> RentPayment:
    """Note that rent was paid (入金を記録する); the same key twice is one payment.

    Raises UnableToCharge where a partner receives it.
    """
    row = Tenancy.objects.select_for_update(of=("self",)).select_related("head_lease").get(pk=tenancy.pk)
    if is_sublet(row):
        raise UnableToCharge(verdict([Reason("tenancies.partner_keeps")]))
    made: RentPayment = monthly.write_payment(book=RENTS, debtor=row, paid=paid, key=key, by=by, at=at)
    return made


@transaction.atomic
def take_rent_back(*, payment: RentPayment, why: str, by: Actor, at: datetime) -> None:
    """Take a note of a payment back that was a mistake (入金の記録を取り消す). Raises UnableToCharge."""
    monthly.take_payment_note_back(book=RENTS, payment=payment, why=why, by=by, at=at)


@transaction.atomic
def remind(*, organization: Organization, debt: Debt, by: Actor, at: datetime) -> bool:
    """Remind somebody of rent that is overdue (催促する): by mail, or let staff call or write; tell whether by mail."""
    owed = Standing(debt.open, debt.balance_yen, debt.late_yen)
    row = debt.tenancy
    return monthly.remind_of(
        organization=organization, book=RENTS, debtor=row, place=row.room.house.name, owed=owed, by=by, at=at
    )
