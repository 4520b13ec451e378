"""Where payments go: whose name an account is in, who else is paid to it, whether it is still the confirmed one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import bodies_of, roots_of
from kayoi.kit.sealing import unseal
from kayoi.programmes.schemes.models import Batch, BatchRow, PayeeAccount, Payment
from kayoi.programmes.schemes.rules.guard.values import Account
from kayoi.programmes.schemes.rules.payments import is_own_name
from kayoi.programmes.schemes.selectors.payments.due import accounts_by_file
from kayoi.programmes.schemes.states.payments import SEALED_ACCOUNT, PayeeStatus

# All but the number itself: only accounts that agree in these are unsealed and compared.
Open = tuple[str, str, str, str]


def accounts_about(
    payments: Sequence[Payment], roots: Mapping[int, CaseFile], *, batch: Batch | None
) -> dict[int, Account]:
    """Return the account of each payment: the one in the batch, else the confirmed one; none where there is none."""
    confirmed = accounts_by_file(roots.values())
    handed = {row.payment_id: row.account for row in _rows(batch)}
    used = {}
    for payment in payments:
        account = handed.get(payment.pk) or confirmed.get(roots[payment.case_file_id].pk)
        if account is not None:
            used[payment.pk] = account
    shared = _shared({account.pk: account for account in used.values()})
    files = {payment.pk: roots[payment.case_file_id] for payment in payments}
    bodies = bodies_of(file.pk for file in files.values())
    returned = {payment.pk for payment in payments if payment.why}
    return {
        pk: Account(
            pk=account.pk,
            is_own_name=is_own_name(account.holder, files[pk].kana, of_body=files[pk].pk in bodies),
            is_confirmed=account.status == PayeeStatus.CONFIRMED, shared_with=shared[account.pk],
            after_return=pk in returned,
        )
        for pk, account in used.items()
    }  # fmt: skip


def _rows(batch: Batch | None) -> Iterable[BatchRow]:
    rows: Iterable[BatchRow] = BatchRow.objects.filter(batch=batch).select_related("account") if batch else ()
    return rows


def _shared(used: Mapping[int, PayeeAccount]) -> dict[int, list[str]]:
    """Return the numbers of files of other households that have the same account, by account."""
    alike: dict[Open, list[PayeeAccount]] = defaultdict(list)
    wanted = {_open(account) for account in used.values()}
    rows = PayeeAccount.objects.filter(
        status=PayeeStatus.CONFIRMED,
        bank_code__in={one[0] for one in wanted},
        branch_code__in={one[1] for one in wanted},
    )
    for row in rows.order_by("pk"):
        if _open(row) in wanted:
            alike[_open(row)].append(row)
    several = [row for group in alike.values() if len({one.case_file_id for one in group}) > 1 for row in group]
    owners = roots_of({row.case_file_id for row in several} | {row.case_file_id for row in used.values()})
    numbers = {row.pk: unseal(row.number_sealed, purpose=SEALED_ACCOUNT) for row in several}
    by_number: dict[tuple[Open, str], list[CaseFile]] = defaultdict(list)
    for row in several:
        by_number[_open(row), numbers[row.pk]].append(owners[row.case_file_id])
    found = {}
    for account in used.values():
        own, number = owners[account.case_file_id], numbers.get(account.pk, "")
        others = {file.number for file in by_number.get((_open(account), number), ()) if not _is_together(own, file)}
        found[account.pk] = sorted(others)
    return found


def _open(account: PayeeAccount) -> Open:
    return account.bank_code, account.branch_code, account.kind, account.number_masked


def _is_together(one: CaseFile, other: CaseFile) -> bool:
    return one.pk == other.pk or (one.household_id is not None and one.household_id == other.household_id)
