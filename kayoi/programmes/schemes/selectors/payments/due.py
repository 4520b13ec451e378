"""What is to be paid, with the account it goes to, and what the finance system is told of it."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import families_of, protected_families, roots_of
from kayoi.kit.sealing import unseal
from kayoi.programmes.schemes.models import Batch, PayeeAccount, Payment
from kayoi.programmes.schemes.selectors.budget.commitments import taken_back
from kayoi.programmes.schemes.states.payments import SEALED_ACCOUNT, PayeeStatus, PaymentStatus


@dataclass(frozen=True)
class Due:
    """A payment that waits, whose it is, and its confirmed account where there is one."""

    payment: Payment
    file: CaseFile
    account: PayeeAccount | None

    @property
    def name(self) -> str:
        """The name of whoever gets the money, by the number of the file for staff."""
        return f"{self.file.number} {self.file.name}"


@dataclass(frozen=True)
class Line:
    """A payment as the list shows it; names of people under protection measures are not shown."""

    due: Due
    protected: bool


def payments_due(*, only: Collection[int] | None = None) -> list[Due]:
    """Return what waits to be paid, or of that only some, the earliest asked for first."""
    rows = Payment.objects.filter(status=PaymentStatus.DUE).select_related("commitment__line")
    if only is not None:
        rows = rows.filter(pk__in=only)
    found = list(rows.order_by("asked_on", "pk"))
    roots = roots_of(row.case_file_id for row in found)
    accounts = accounts_by_file(roots.values())
    return [Due(row, roots[row.case_file_id], accounts.get(roots[row.case_file_id].pk)) for row in found]


def due_lines(*, on: date) -> list[Line]:
    """Return what waits to be paid as the list shows it."""
    found = payments_due()
    protected = protected_families({one.file.pk for one in found}, on=on)
    return [Line(one, one.file.pk in protected) for one in found]


def accounts_by_file(files: Iterable[CaseFile]) -> dict[int, PayeeAccount]:
    """Return the confirmed accounts of files by their id, also of files that were merged into them."""
    kept = families_of(file.pk for file in files)
    rows = PayeeAccount.objects.filter(case_file__in=kept, status=PayeeStatus.CONFIRMED)
    return {kept[row.case_file_id]: row for row in rows.order_by("proposed_at", "pk")}


def values_of_each(found: Sequence[Due], *, batch: Batch, on: date) -> list[dict[str, Any]]:
    """Return what the rows of a batch say, by the sources of their columns (states/payments.py).

    Who bears a payment follows from what was paid before it; what other batches are paying counts as paid.
    """
    commitments = {one.payment.commitment_id for one in found}
    batched = Payment.objects.filter(commitment__in=commitments, status=PaymentStatus.BATCHED).order_by()
    before: Counter[int] = Counter(dict(batched.values_list("commitment").annotate(Sum("amount_yen"))))
    before.update(taken_back(commitments))
    rows = []
    for position, one in enumerate(found, start=1):
        payment = one.payment
        paid = payment.commitment.paid_yen + before[payment.commitment_id]
        parts = payment.commitment.step(paid, paid + payment.amount_yen)
        before[payment.commitment_id] += payment.amount_yen
        numbered = {"order": f"{batch.order_stem}-{position:03d}", "order_on": on.isoformat()}
        rows.append(_values(one) | numbered | {"pays_on": batch.pays_on.isoformat()} | asdict(parts))
    return rows


def _values(due: Due) -> dict[str, Any]:
    payment, account, file = due.payment, due.account, due.file
    commitment = payment.commitment
    line = commitment.line
    assert account is not None
    return {
        "fiscal_year": line.fiscal_year, "account_code": line.account_code, "account": line.account_name,
        "kan_code": line.kan_code, "kan": line.kan_name, "kou_code": line.kou_code, "kou": line.kou_name,
        "moku_code": line.moku_code, "moku": line.moku_name, "setsu_code": line.setsu_code, "setsu": line.setsu_name,
        "label": line.label, "obligation": commitment.number, "obligation_on": commitment.committed_on.isoformat(),
        "obligation_yen": commitment.amount_yen, "yen": payment.amount_yen,
        "summary": payment.summary, "name": file.name, "kana": file.kana, "address": file.address,
        "bank_code": account.bank_code, "bank": account.bank_name, "branch_code": account.branch_code,
        "branch": account.branch_name, "kind": account.kind,
        "number": unseal(account.number_sealed, purpose=SEALED_ACCOUNT), "holder": account.holder,
    }  # fmt: skip
