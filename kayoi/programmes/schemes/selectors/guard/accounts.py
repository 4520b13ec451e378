"""Where payments go: whose name an account is in, who else is paid to it, whether it is still the confirmed one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import roots_of
from kayoi.kit.sealing import unseal
from kayoi.kit.text import kana_key
from kayoi.programmes.schemes.models import Batch, BatchRow, PayeeAccount, Payment
from kayoi.programmes.schemes.rules.guard.values import Account
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
    shared = _shared({account.pk: account for account in used.values()}, roots)
    files = {payment.pk: roots[payment.case_file_id] for payment in payments}
    returned = {payment.pk for payment in payments if payment.why}
    return {
        pk: Account(
            holder=account.holder, is_own_name=kana_key(account.holder) == kana_key(files[pk].kana),
            is_confirmed=account.status == PayeeStatus.CONFIRMED, shared_with=shared.get(account.pk, ()),
            after_return=pk in returned,
        )
        for pk, account in used.items()
    }  # fmt: skip


def _rows(batch: Batch | None) -> Iterable[BatchRow]:
    rows: Iterable[BatchRow] = BatchRow.objects.filter(batch=batch).select_related("account") if batch else ()
    return rows


def _shared(used: Mapping[int, PayeeAccount], roots: Mapping[int, CaseFile]) -> dict[int, list[str]]:
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
    groups = [group for group in alike.values() if len({row.case_file_id for row in group}) > 1]
    owners = roots_of({row.case_file_id for group in groups for row in group})
    found = {}
    for account in used.values():
        group = alike[_open(account)]
        if group in groups and (names := _others(account, group, owners)):
            found[account.pk] = names
    return found


def _open(account: PayeeAccount) -> Open:
    return account.bank_code, account.branch_code, account.kind, account.number_masked


def _others(account: PayeeAccount, group: Sequence[PayeeAccount], owners: Mapping[int, CaseFile]) -> list[str]:
    number = unseal(account.number_sealed, purpose=SEALED_ACCOUNT)
    own = owners.get(account.case_file_id)
    names = {
        owners[row.case_file_id].number
        for row in group
        if not _is_of_same_household(own, owners[row.case_file_id])
        and unseal(row.number_sealed, purpose=SEALED_ACCOUNT) == number
    }
    return sorted(names)


def _is_of_same_household(one: CaseFile | None, other: CaseFile) -> bool:
    if one is None:
        return False
    return one.pk == other.pk or (one.household_id is not None and one.household_id == other.household_id)
