"""Rent of homes that a partner lets: in the partner's own book, never in the town's ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import SubletReceipt, SubletRent, Tenancy
from kayoi.programmes.stays.rules import tenancies as rules
from kayoi.programmes.stays.selectors.tenancies import may_note_of, rent_of_month
from kayoi.programmes.stays.states import PaidBy
from kayoi.programmes.stays.states.tenancies import LIVES


class UnableToSublet(Refused):
    """The home is not let by a partner, nobody has lived there, the room is another's, or it was taken back before."""


@dataclass(frozen=True)
class Received:
    """What a partner has received, when, how."""

    amount_yen: int
    paid_on: date
    paid_by: PaidBy
    note: str = ""


@transaction.atomic
def charge_sublets(*, by: Actor, at: datetime) -> int:
    """Write the rent of every month that has begun into the partners' books (団体の家賃を起こす); return how many."""
    rows = Tenancy.objects.filter(status__in=LIVES, head_lease__sub_lessor__isnull=False)
    return sum(_charge_missing(row, by=by, at=at) for row in rows.select_for_update(of=("self",)).order_by("pk"))


def _charge_missing(row: Tenancy, *, by: Actor, at: datetime) -> int:
    known = set(SubletRent.objects.filter(tenancy=row).values_list("month", flat=True))
    months = rules.months_until(row.starts_on, row.ends_before, on=local_date(at))
    missing = [month for month in months if month not in known]
    for month in missing:
        _charge(row, month, by=by, at=at)
    return len(missing)


def _charge(row: Tenancy, month: date, *, by: Actor, at: datetime) -> None:
    rent = rent_of_month(row, month)
    if rent is None or not rent.yen:
        return
    made = SubletRent.objects.create(
        tenancy=row, month=month, amount_yen=rent.yen, made_at=at,
        words="" if rent.days == rent.of_days else f"{rent.days}日分({rent.of_days}日のうち)",
        due_on=rules.due_on(month, day=row.due_day, starts_on=row.starts_on),
    )  # fmt: skip
    audit.record("stays.charge_sublet", made, by=by, at=at, after={"month": month, "amount_yen": rent.yen})


@transaction.atomic
def correct_sublets(*, tenancy: Tenancy, why: str, by: Actor, at: datetime) -> int:
    """Take back what stands otherwise than is agreed now, and write it anew (団体の家賃を正す); return how many."""
    row = Tenancy.objects.select_for_update(of=("self",)).get(pk=tenancy.pk)
    changed = 0
    for one in SubletRent.objects.filter(tenancy=row, taken_back_at=None).order_by("month"):
        rent = rent_of_month(row, one.month)
        if (rent.yen if rent else 0) != one.amount_yen:
            audit.change(one, {"taken_back_at": at, "why": why}, version=None, by=by, at=at, why=why)
            _charge(row, one.month, by=by, at=at)
            changed += 1
    return changed


@transaction.atomic
def note_receipt(*, tenancy: Tenancy, paid: Received, key: UUID, by: Actor, at: datetime) -> SubletReceipt:
    """Note that a partner has received rent (受け取った家賃を記録する); the same key is one. Raises UnableToSublet."""
    row = Tenancy.objects.select_for_update(of=("self",)).select_related("head_lease").get(pk=tenancy.pk)
    known: SubletReceipt | None = SubletReceipt.objects.filter(key=key).first()
    if known is not None:
        return known
    answer = may_note_of(row)
    if answer.refused:
        raise UnableToSublet(answer)
    made: SubletReceipt = SubletReceipt.objects.create(
        tenancy=row, amount_yen=paid.amount_yen, paid_on=paid.paid_on, paid_by=paid.paid_by, note=paid.note, key=key,
        noted_by=by.name, noted_at=at,
    )  # fmt: skip
    audit.record("stays.note_receipt", made, by=by, at=at, after={"amount_yen": paid.amount_yen})
    return made


@transaction.atomic
def take_receipt_back(*, receipt: SubletReceipt, why: str, by: Actor, at: datetime) -> None:
    """Take a note of a receipt back that was a mistake (受取りの記録を取り消す). Raises UnableToSublet."""
    row = SubletReceipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    if row.taken_back_at is not None:
        raise UnableToSublet(verdict([Reason("tenancies.taken_back_before")]))
    audit.change(row, {"taken_back_at": at, "why": why}, version=None, by=by, at=at, why=why)
