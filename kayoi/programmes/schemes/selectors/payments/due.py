"""What is to be paid, with the account it goes to, and what the finance system is told of it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import protected_families, roots_of
from kayoi.kit.sealing import unseal
from kayoi.programmes.schemes.models import Batch, PayeeAccount, Payment
from kayoi.programmes.schemes.rules.budget import split_between
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


def payments_due(*, only: Sequence[int] | None = None) -> list[Due]:
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
    """Return the confirmed accounts of files by their id."""
    rows = PayeeAccount.objects.filter(case_file__in={file.pk for file in files}, status=PayeeStatus.CONFIRMED)
    return {row.case_file_id: row for row in rows}


def values_of(due: Due, *, batch: Batch, position: int, on: date) -> dict[str, Any]:
    """Return what a row of a batch says, by the sources of its columns (states/payments.py)."""
    payment, account, file = due.payment, due.account, due.file
    commitment = payment.commitment
    line = commitment.line
    assert account is not None
    parts = split_between(commitment.paid_yen, commitment.paid_yen + payment.amount_yen, line.shares)
    return {
        "fiscal_year": line.fiscal_year, "account_code": line.account_code, "account": line.account_name,
        "kan_code": line.kan_code, "kan": line.kan_name, "kou_code": line.kou_code, "kou": line.kou_name,
        "moku_code": line.moku_code, "moku": line.moku_name, "setsu_code": line.setsu_code, "setsu": line.setsu_name,
        "label": line.label, "obligation": commitment.number, "obligation_on": commitment.committed_on.isoformat(),
        "obligation_yen": commitment.amount_yen, "order": f"{batch.order_stem}-{position:03d}",
        "order_on": on.isoformat(), "pays_on": batch.pays_on.isoformat(), "yen": payment.amount_yen,
        **asdict(parts), "summary": payment.summary, "name": file.name, "kana": file.kana, "address": file.address,
        "bank_code": account.bank_code, "bank": account.bank_name, "branch_code": account.branch_code,
        "branch": account.branch_name, "kind": account.kind,
        "number": unseal(account.number_sealed, purpose=SEALED_ACCOUNT), "holder": account.holder,
    }  # fmt: skip
