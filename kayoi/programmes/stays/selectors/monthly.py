"""What is charged once a month, rents and fees of members alike: where it is kept, what of it is still to be paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import Sum
from django.utils.translation import gettext_noop

from kayoi.engines.ledger.models import Account, Transfer
from kayoi.engines.ledger.selectors import accounts
from kayoi.programmes.stays.models import DamageClaim, DeskFee, DeskPayment, RentCharge, RentPayment
from kayoi.programmes.stays.rules.tenancies import Charged, Owed, open_rents
from kayoi.programmes.stays.states.desks import DESK_FEE, DESK_INCOME, DESK_LATE_MAIL, DESK_MEMBER, DESK_RECEIVED
from kayoi.programmes.stays.states.tenancies import INCOME, RECEIVED, RENT, TENANCY

OF_DAMAGE = gettext_noop("原状回復の費用")


@dataclass(frozen=True)
class Book:
    """Where charges and payments of one kind are kept, and how they are called (帳簿)."""

    # The field by which a charge or a payment reaches whoever owes it.
    debtor: str
    charges: Any
    payments: Any
    # What stands before the keys of transfers, and in the entries of the audit trail.
    key: str
    cause: str
    income: str
    received: str
    word: str
    subject: str
    mail: str


RENTS: Final = Book(
    "tenancy", RentCharge, RentPayment, "rent", RENT, INCOME, RECEIVED, "家賃", TENANCY, "stays/mail/rent_late"
)
FEES: Final = Book(
    "member", DeskFee, DeskPayment, "fee", DESK_FEE, DESK_INCOME, DESK_RECEIVED, "会費", DESK_MEMBER, DESK_LATE_MAIL
)


class Standing(NamedTuple):
    """What somebody owes: month by month, all, and what is overdue on a day; paid too much is negative."""

    open: Sequence[Owed]
    balance_yen: int
    late_yen: int


def account_key(book: Book, pk: int) -> str:
    """Return the key of the ledger's account of what somebody owes."""
    return f"{book.cause}:{pk}"


def standings(book: Book, ids: Sequence[int], *, on: date) -> dict[int, Standing]:
    """Return what each of them owes, in a fixed number of queries (残り)."""
    charged: dict[int, list[Charged]] = {pk: [] for pk in ids}
    among = {f"{book.debtor}__in": list(ids), "reversal": None}
    for one in book.charges.objects.filter(**among):
        charged[getattr(one, f"{book.debtor}_id")].append(Charged(one.month, one.due_on, one.amount_yen))
    if book is RENTS:
        # A damage stands on the account of the rent, and is paid with it.
        for claim in DamageClaim.objects.filter(**among):
            month = claim.due_on.replace(day=1)
            charged[claim.tenancy_id].append(Charged(month, claim.due_on, claim.amount_yen, OF_DAMAGE))
    sums = book.payments.objects.filter(**among).order_by().values(book.debtor).annotate(total=Sum("amount_yen"))
    paid = {one[book.debtor]: one["total"] for one in sums}
    return {pk: standing(rows, paid_yen=paid.get(pk, 0), on=on) for pk, rows in charged.items()}


def standing(charged: Sequence[Charged], *, paid_yen: int, on: date) -> Standing:
    """Return what is still to be paid of charges."""
    owed = open_rents(charged, paid_yen=paid_yen)
    balance = sum(one.yen for one in charged) - paid_yen
    return Standing(owed, balance, sum(one.left_yen for one in owed if one.due_on < on))


def ledger_income(book: Book, month: date) -> int:
    """Return what was charged for a month, less what was taken back, as the ledger keeps it."""
    income = accounts([book.income]).get(book.income)
    if income is None:
        return 0
    rows = Transfer.objects.filter(on=month)
    charged = rows.filter(credit=income).aggregate(total=Sum("amount"))["total"] or 0
    back = rows.filter(debit=income).aggregate(total=Sum("amount"))["total"] or 0
    return int(charged - back)


def unlike_ledger(book: Book, ids: Sequence[int]) -> int:
    """Count those who owe, and months, that the ledger keeps otherwise."""
    kept = {one.key: one.balance for one in Account.objects.filter(key__startswith=f"{book.cause}:")}
    known = standings(book, ids, on=date.max)
    unlike = sum(kept.get(account_key(book, pk), 0) != one.balance_yen for pk, one in known.items())
    totals = dict.fromkeys(book.charges.objects.values_list("month", flat=True), 0)
    for month, yen in book.charges.objects.filter(reversal=None).values_list("month", "amount_yen"):
        totals[month] += yen
    return unlike + sum(total != ledger_income(book, month) for month, total in totals.items())
