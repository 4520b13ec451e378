"""What is charged once a month, paid at the town's own desk, put right by its opposite; all of it in the ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
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
from kayoi.programmes.stays.models import DeskMember, Tenancy
from kayoi.programmes.stays.selectors.monthly import Book, Standing, account_key
from kayoi.programmes.stays.states import PaidBy

CALL_WITHIN_DAYS = 3


class UnableToCharge(Refused):
    """It was taken back before, or a partner keeps the book."""


@dataclass(frozen=True)
class Paid:
    """What was paid, when, how, by whom."""

    amount_yen: int
    paid_on: date
    paid_by: PaidBy
    payer: str = ""
    note: str = ""


@dataclass(frozen=True)
class Due:
    """What is charged for a month: how much, for what in words, by when; more columns where a book has them."""

    month: date
    yen: int
    words: str
    due_on: date
    also: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def write_charge(*, book: Book, debtor: Any, due: Due, by: Actor, at: datetime) -> None:
    """Charge something for a month (請求する), in the table and in the ledger."""
    more = dict(due.also)
    number = book.charges.objects.filter(**{book.debtor: debtor}, month=due.month, **more).count()
    key = ":".join([book.key, str(debtor.pk), f"{due.month:%Y-%m}", *more.values(), str(number)])
    transfer = ledger.transfer(
        debit=_account(book, debtor, by=by, at=at), credit=_pot(book, book.income, "請求した額", by=by, at=at),
        amount=due.yen, key=key, cause=book.cause, reference=str(debtor.pk), on=due.month, by=by, at=at,
    )  # fmt: skip
    charge = book.charges.objects.create(
        **{book.debtor: debtor}, month=due.month, amount_yen=due.yen, words=due.words, transfer_id=transfer,
        made_at=at, due_on=due.due_on, **more,
    )  # fmt: skip
    after = {"month": due.month, "amount_yen": due.yen, **more}
    audit.record(f"stays.charge_{book.key}", charge, by=by, at=at, after=after)


@transaction.atomic
def take_charge_back(*, book: Book, charge: Any, why: str, by: Actor, at: datetime) -> None:
    """Take a charge back by its opposite (請求を取り消す)."""
    back = ledger.reverse(
        original=charge.transfer, key=f"{book.key}-back:{charge.pk}", cause=book.cause,
        reference=str(getattr(charge, f"{book.debtor}_id")), on=charge.month, by=by, at=at,
    )  # fmt: skip
    audit.change(charge, {"reversal_id": back, "why": why}, version=None, by=by, at=at, why=why)


@transaction.atomic
def write_payment(*, book: Book, debtor: Any, paid: Paid, key: UUID, by: Actor, at: datetime) -> Any:
    """Note that something was paid (入金を記録する); the same key twice is one payment."""
    known = book.payments.objects.filter(key=key).first()
    if known is not None:
        return known
    transfer = ledger.transfer(
        debit=_pot(book, book.received, "入金", by=by, at=at), credit=_account(book, debtor, by=by, at=at),
        amount=paid.amount_yen, key=f"paid:{key}", cause=book.cause, reference=str(debtor.pk), on=paid.paid_on,
        by=by, at=at,
    )  # fmt: skip
    made = book.payments.objects.create(
        **{book.debtor: debtor}, amount_yen=paid.amount_yen, paid_on=paid.paid_on, paid_by=paid.paid_by,
        payer=paid.payer, note=paid.note, key=key, transfer_id=transfer, noted_by=by.name, noted_at=at,
    )  # fmt: skip
    after = {"amount_yen": paid.amount_yen, "paid_on": paid.paid_on}
    audit.record(f"stays.note_{book.key}", made, by=by, at=at, after=after)
    return made


@transaction.atomic
def take_payment_note_back(*, book: Book, payment: Any, why: str, by: Actor, at: datetime) -> None:
    """Take a note of a payment back that was a mistake (入金の記録を取り消す). Raises UnableToCharge."""
    row = book.payments.objects.select_for_update(of=("self",)).select_related("transfer").get(pk=payment.pk)
    if row.reversal_id is not None:
        raise UnableToCharge(verdict([Reason("tenancies.taken_back_before")]))
    if row.paid_by == PaidBy.DEPOSIT:
        raise UnableToCharge(verdict([Reason("tenancies.from_deposit")]))
    back = ledger.reverse(
        original=row.transfer, key=f"{book.key}-paid-back:{row.pk}", cause=book.cause,
        reference=str(getattr(row, f"{book.debtor}_id")), on=row.paid_on, by=by, at=at,
    )  # fmt: skip
    audit.change(row, {"reversal_id": back, "why": why}, version=None, by=by, at=at, why=why)


@transaction.atomic
def remind_of(
    *, organization: Organization, book: Book, debtor: Tenancy | DeskMember, place: str, owed: Standing, by: Actor,
    at: datetime,
) -> bool:  # fmt: skip
    """Remind somebody of what is overdue (催促する): by mail, or let staff call or write; tell whether by mail.

    Nothing goes by mail to whoever is under protection, or has no address.
    """
    today, file = local_date(at), debtor.case_file
    by_mail = bool(file.email) and not is_protected(file.pk, on=today)
    if by_mail:
        messages.send(
            template=book.mail, language="ja", to_address=file.email,
            values={
                "name": file.name or "お客さま", "organization": organization.name, "home": place,
                "months": "\n".join(
                    f"・{one.words or format(one.month, '%Y年%-m月分')} {one.left_yen:,}円(納期限 {wareki(one.due_on)})"
                    for one in owed.open if one.due_on < today
                ),
                "sum": f"{owed.late_yen:,}", "phone": organization.phone,
            },
            case_file=file, cause=book.cause, reference=f"{debtor.pk}:{today.isoformat()}", by=by, at=at,
        )  # fmt: skip
    else:
        followups.plan_follow_up(
            title=f"{book.word}の未納({owed.late_yen:,}円)を、電話か郵便で伝える: {place}",
            due_on=business_days_later(today, CALL_WITHIN_DAYS), case_file=file, owner=file.assigned_to,
            cause=book.subject, reference=str(debtor.pk), by=by, at=at,
        )  # fmt: skip
    audit.change(debtor, {"reminded_on": today}, version=None, by=by, at=at)
    return by_mail


def _account(book: Book, debtor: Any, *, by: Actor, at: datetime) -> int:
    key = account_key(book, debtor.pk)
    return int(ledger.open_account(key=key, label=f"{book.word} {debtor.pk}", least=None, by=by, at=at).pk)


def _pot(book: Book, key: str, words: str, *, by: Actor, at: datetime) -> int:
    return int(ledger.open_account(key=key, label=f"{book.word}({words})", least=None, by=by, at=at).pk)
