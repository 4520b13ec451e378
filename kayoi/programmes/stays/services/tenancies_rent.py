"""Rent: charged once a month, paid at the town's own desk, put right by its opposite; all of it in the ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.followups import services as followups
from kayoi.engines.ledger import services as ledger
from kayoi.engines.messages import services as messages
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date, wareki
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import RentCharge, RentPayment, Tenancy
from kayoi.programmes.stays.rules import tenancies as rules
from kayoi.programmes.stays.selectors.tenancies import Debt, account_key, rent_of_month
from kayoi.programmes.stays.states import PaidBy
from kayoi.programmes.stays.states.tenancies import INCOME, LIVES, RECEIVED, RENT, TENANCY

CALL_WITHIN_DAYS = 3


class UnableToCharge(Refused):
    """It was taken back before."""


@dataclass(frozen=True)
class Paid:
    """What was paid, when, how, by whom."""

    amount_yen: int
    paid_on: date
    paid_by: PaidBy
    payer: str = ""
    note: str = ""


@transaction.atomic
def charge_rents(*, by: Actor, at: datetime) -> int:
    """Charge the rent of every month that has begun and was not charged yet (家賃を請求する); return how many.

    Run again, it charges nothing: a month of a tenancy stands once, and its transfer has a key.
    """
    rows = Tenancy.objects.filter(status__in=LIVES).select_for_update().order_by("pk")
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
    number = RentCharge.objects.filter(tenancy=row, month=month).count()
    transfer = ledger.transfer(
        debit=_account(row, by=by, at=at), credit=_income(by=by, at=at), amount=rent.yen,
        key=f"rent:{row.pk}:{month:%Y-%m}:{number}", cause=RENT, reference=str(row.pk), on=month, by=by, at=at,
    )  # fmt: skip
    words = "" if rent.days == rent.of_days else f"{rent.days}日分({rent.of_days}日のうち)"
    charge = RentCharge.objects.create(
        tenancy=row, month=month, amount_yen=rent.yen, words=words, transfer_id=transfer, made_at=at,
        due_on=rules.due_on(month, day=row.due_day, starts_on=row.starts_on),
    )  # fmt: skip
    audit.record("stays.charge_rent", charge, by=by, at=at, after={"month": month, "amount_yen": rent.yen})


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
        back = ledger.reverse(
            original=charge.transfer, key=f"rent-back:{charge.pk}", cause=RENT, reference=str(row.pk), on=charge.month,
            by=by, at=at,
        )  # fmt: skip
        audit.change(charge, {"reversal_id": back, "why": why}, version=None, by=by, at=at, why=why)
        _charge(row, charge.month, by=by, at=at)
    return len(wrong)


@transaction.atomic
def note_rent(*, tenancy: Tenancy, paid: Paid, key: UUID, by: Actor, at: datetime) -> RentPayment:
    """Note that rent was paid (入金を記録する); the same key twice is one payment."""
    row = Tenancy.objects.select_for_update().get(pk=tenancy.pk)
    known: RentPayment | None = RentPayment.objects.filter(key=key).first()
    if known is not None:
        return known
    transfer = ledger.transfer(
        debit=_received(by=by, at=at), credit=_account(row, by=by, at=at), amount=paid.amount_yen, key=f"paid:{key}",
        cause=RENT, reference=str(row.pk), on=paid.paid_on, by=by, at=at,
    )  # fmt: skip
    made: RentPayment = RentPayment.objects.create(
        tenancy=row, amount_yen=paid.amount_yen, paid_on=paid.paid_on, paid_by=paid.paid_by, payer=paid.payer,
        note=paid.note, key=key, transfer_id=transfer, noted_by=by.name, noted_at=at,
    )  # fmt: skip
    audit.record("stays.note_rent", made, by=by, at=at, after={"amount_yen": paid.amount_yen, "paid_on": paid.paid_on})
    return made


@transaction.atomic
def take_rent_back(*, payment: RentPayment, why: str, by: Actor, at: datetime) -> None:
    """Take a note of a payment back that was a mistake (入金の記録を取り消す). Raises UnableToCharge."""
    row = RentPayment.objects.select_for_update(of=("self",)).select_related("transfer").get(pk=payment.pk)
    if row.reversal_id is not None:
        raise UnableToCharge(verdict([Reason("tenancies.taken_back_before")]))
    if row.paid_by == PaidBy.DEPOSIT:
        raise UnableToCharge(verdict([Reason("tenancies.from_deposit")]))
    back = ledger.reverse(
        original=row.transfer, key=f"paid-back:{row.pk}", cause=RENT, reference=str(row.tenancy_id), on=row.paid_on,
        by=by, at=at,
    )  # fmt: skip
    audit.change(row, {"reversal_id": back, "why": why}, version=None, by=by, at=at, why=why)


@transaction.atomic
def remind(*, organization: Organization, debt: Debt, by: Actor, at: datetime) -> bool:
    """Remind somebody of rent that is overdue (催促する): by mail, or let staff call or write; tell whether by mail.

    Nothing goes by mail to whoever is under protection, or has no address.
    """
    row, today = debt.tenancy, local_date(at)
    file = row.case_file
    by_mail = bool(file.email) and not is_protected(file.pk, on=today)
    if by_mail:
        messages.send(
            template="stays/mail/rent_late", language="ja", to_address=file.email,
            values={
                "name": file.name or "入居者", "organization": organization.name, "home": row.room.house.name,
                "months": "\n".join(
                    f"・{one.month:%Y年%-m月分} {one.left_yen:,}円(納期限 {wareki(one.due_on)})"
                    for one in debt.open if one.due_on < today
                ),
                "sum": f"{debt.late_yen:,}", "phone": organization.phone,
            },
            case_file=file, cause=RENT, reference=f"{row.pk}:{today.isoformat()}", by=by, at=at,
        )  # fmt: skip
    else:
        followups.plan_follow_up(
            title=f"家賃の未納({debt.late_yen:,}円)を、電話か郵便で伝える: {row.room.house.name}",
            due_on=business_days_later(today, CALL_WITHIN_DAYS), case_file=file, owner=file.assigned_to,
            cause=TENANCY, reference=str(row.pk), by=by, at=at,
        )  # fmt: skip
    audit.change(row, {"reminded_on": today}, version=None, by=by, at=at)
    return by_mail


def _account(row: Tenancy, *, by: Actor, at: datetime) -> int:
    key = account_key(row)
    return int(ledger.open_account(key=key, label=f"家賃 入居{row.pk}", least=None, by=by, at=at).pk)


def _income(*, by: Actor, at: datetime) -> int:
    return int(ledger.open_account(key=INCOME, label="家賃(請求した額)", least=None, by=by, at=at).pk)


def _received(*, by: Actor, at: datetime) -> int:
    return int(ledger.open_account(key=RECEIVED, label="家賃(入金)", least=None, by=by, at=at).pk)
