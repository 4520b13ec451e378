"""Payment batches: made once and frozen, handed over as files, paid or taken back as a whole."""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sealing import seal
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.schemes.models import Batch, BatchCounter, BatchRow, Layout
from kayoi.programmes.schemes.rules.budget import may_pay
from kayoi.programmes.schemes.rules.payments import ListColumn, columns_data, fingerprint, may_lay_out
from kayoi.programmes.schemes.selectors.guard.standing import found_in_batch
from kayoi.programmes.schemes.selectors.payments.batches import columns_for, file_of, payments_of
from kayoi.programmes.schemes.selectors.payments.due import Due, payments_due, values_of_each
from kayoi.programmes.schemes.services.budget import pay_commitment
from kayoi.programmes.schemes.services.payments.guarding import check_payments
from kayoi.programmes.schemes.states.payments import SEALED_ROW, BatchStatus, HandOut


class UnableToBatch(Refused):
    """Something that was chosen cannot be paid now, or the columns make no list."""


def make_batch(*, payments: Sequence[int], pays_on: date, client_key: UUID, by: Actor, at: datetime) -> Batch:
    """Hand payments over to the finance system together (支払データを作る). The same press twice is one batch.

    All of one fiscal year, each with a confirmed account. What the checks before payment find stays behind, held back.
    Raises UnableToBatch; nothing but that is kept then.
    """
    if (known := Batch.objects.filter(client_key=client_key).first()) is not None:
        return known
    _require_payable(payments_due(only=payments), asked=len(set(payments)), pays_on=pays_on)
    left = set(payments) - set(check_payments(payments=payments, on=pays_on, by=by, at=at))
    if not left:
        raise UnableToBatch(verdict([Reason("schemes.all_held")]))
    return _make_batch(payments=left, pays_on=pays_on, client_key=client_key, by=by, at=at)


@transaction.atomic
def _make_batch(*, payments: Collection[int], pays_on: date, client_key: UUID, by: Actor, at: datetime) -> Batch:
    if (known := Batch.objects.filter(client_key=client_key).first()) is not None:
        return known
    chosen = payments_due(only=payments)
    _require_payable(chosen, asked=len(payments), pays_on=pays_on)
    year = chosen[0].payment.commitment.line.fiscal_year
    # Whoever makes a batch holds the counter: numbers follow each other, the same press finds what it has made.
    BatchCounter.objects.get_or_create(fiscal_year=year)
    counter = BatchCounter.objects.select_for_update().get(fiscal_year=year)
    if (known := Batch.objects.filter(client_key=client_key).first()) is not None:
        return known
    BatchCounter.objects.filter(pk=counter.pk).update(last=counter.last + 1)
    batch = Batch(
        client_key=client_key, fiscal_year=year, number=counter.last + 1, pays_on=pays_on, count=len(chosen),
        total_yen=sum(one.payment.amount_yen for one in chosen),
        layouts={which: columns_data(columns_for(which)) for which in HandOut}, made_at=at, by_name=by.name,
    )  # fmt: skip
    rows = values_of_each(chosen, batch=batch, on=local_date(at))
    batch.fingerprint = fingerprint(rows)
    batch.save()
    for position, (one, values) in enumerate(zip(chosen, rows, strict=True), start=1):
        assert one.account is not None  # _require_payable
        audit.move(one.payment, "batch", by=by, at=at)
        BatchRow.objects.create(
            batch=batch, position=position, payment=one.payment, account=one.account,
            amount_yen=one.payment.amount_yen, order_number=values["order"],
            sealed=seal(json.dumps(values, ensure_ascii=False), purpose=SEALED_ROW),
        )  # fmt: skip
    after = {"number": batch.number, "count": batch.count, "yen": batch.total_yen, "fingerprint": batch.fingerprint}
    audit.record("schemes.make_batch", batch, by=by, at=at, after=after)
    return batch


def _require_payable(chosen: Sequence[Due], *, asked: int, pays_on: date) -> None:
    reasons = []
    if not chosen or len(chosen) < asked:
        reasons.append(Reason("schemes.not_due"))
    if without := [one.name for one in chosen if one.account is None]:
        reasons.append(Reason("schemes.no_account", {"names": "、".join(without)}))
    years = {one.payment.commitment.line.fiscal_year for one in chosen}
    if len(years) > 1:
        reasons.append(Reason("schemes.several_years"))
    for year in years:
        reasons += may_pay(year, on=pays_on).reasons
    if reasons:
        raise UnableToBatch(verdict(reasons))


@transaction.atomic
def settle_batch(*, batch: Batch, paid_on: date, by: Actor, at: datetime) -> None:
    """Say that a batch was paid (支払済みにする): each payment leaves its line. Raises UnableToBook or UnableToMove."""
    audit.move(batch, "settle", by=by, at=at)
    for payment in payments_of(batch):
        entry = pay_commitment(
            commitment=payment.commitment, amount_yen=payment.amount_yen, key=f"batch:{batch.pk}:{payment.pk}",
            on=paid_on, note=payment.summary, by=by, at=at,
        )  # fmt: skip
        audit.move(payment, "settle", by=by, at=at, also={"paid_on": paid_on, "entry": entry, "why": ""})


@transaction.atomic
def void_batch(*, batch: Batch, why: str, by: Actor, at: datetime) -> None:
    """Take a batch back before it is paid (支払データを取り消す); its payments wait again. Raises UnableToMove."""
    audit.move(batch, "void", by=by, at=at, why=why, also={"why": why})
    for payment in payments_of(batch):
        audit.move(payment, "unbatch", by=by, at=at)


@transaction.atomic
def give_file(*, batch: Batch, which: HandOut, cp932: bool, by: Actor, at: datetime) -> bytes:
    """Hand a list of a batch out as CSV (CSVで渡す), and keep who has taken it: whole account numbers stand in it.

    Until the batch is paid its payments are checked once more. Raises UnableToBatch with what was found.
    """
    if batch.status == BatchStatus.MADE and (found := found_in_batch(batch)):
        raise UnableToBatch(verdict(found))
    audit.record("schemes.give_batch", batch, by=by, at=at, after={"which": which, "cp932": cp932})
    return file_of(batch, which, cp932=cp932)


@transaction.atomic
def change_layout(*, which: HandOut, columns: Sequence[ListColumn], version: int, by: Actor, at: datetime) -> None:
    """Order and name the columns of a list (列の対応を変える). Raises UnableToBatch, or ChangedMeanwhile.

    `version` is 0 while the town has the first columns still.
    """
    answer = may_lay_out(columns)
    if answer.refused:
        raise UnableToBatch(answer)
    data = columns_data(columns)
    layout = Layout.objects.filter(which=which).first()
    if layout is None and version == 0:
        layout = Layout.objects.create(which=which, columns=data)
    elif layout is None or not Layout.objects.filter(pk=layout.pk, version=version).update(
        columns=data, version=version + 1
    ):
        raise ChangedMeanwhile
    audit.record("schemes.change_layout", layout, by=by, at=at, after={"columns": data})
