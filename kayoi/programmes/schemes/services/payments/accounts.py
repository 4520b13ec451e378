"""Bank accounts of people who get money: written by one person, confirmed by another, read with an entry."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import body_of
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.sealing import seal, unseal
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.models import PayeeAccount
from kayoi.programmes.schemes.rules.payments import (
    Details,
    Names,
    holder_written,
    may_confirm_account,
    may_use_account,
    number_masked,
)
from kayoi.programmes.schemes.states.payments import SEALED_ACCOUNT, PayeeStatus


class UnableToUseAccount(Refused):
    """The account is not written as banks write it, is somebody else's, or was written by the same person."""


@transaction.atomic
def propose_account(
    *, case_file: CaseFile, account: Details, names: Names, why_other: str = "", by: Actor, at: datetime
) -> PayeeAccount:
    """Write an account down (口座を登録する); money goes there when somebody else has confirmed it.

    `why_other` says why it may be in another name. Raises UnableToUseAccount.
    """
    account = Details(**asdict(account) | {"holder": holder_written(account.holder)})
    of_body = body_of(case_file) is not None
    answer = may_use_account(account, kana=case_file.kana, of_body=of_body, why_other=why_other)
    if answer.refused:
        raise UnableToUseAccount(answer)
    row = PayeeAccount.objects.create(
        case_file=case_file, bank_code=account.bank_code, bank_name=names.bank, branch_code=account.branch_code,
        branch_name=names.branch, kind=account.kind, number_masked=number_masked(account.number),
        number_sealed=seal(account.number, purpose=SEALED_ACCOUNT), holder=account.holder, why_other=why_other,
        proposed_by_id=by.membership_id, proposed_at=at,
    )  # fmt: skip
    audit.record("schemes.propose_account", row, by=by, at=at, why=why_other, after={"account": str(row)})
    return row


@transaction.atomic
def confirm_account(*, account: PayeeAccount, by: Actor, at: datetime) -> None:
    """Confirm an account that somebody else has written down (口座を確認する); the one before is used no longer.

    Raises UnableToUseAccount, UnableToMove or ChangedMeanwhile.
    """
    CaseFile.objects.select_for_update(of=["self"]).get(pk=account.case_file_id)
    answer = may_confirm_account(proposed_by=account.proposed_by_id, confirmed_by=by.membership_id)
    if answer.refused:
        raise UnableToUseAccount(answer)
    for before in PayeeAccount.objects.filter(case_file=account.case_file_id, status=PayeeStatus.CONFIRMED):
        audit.move(before, "replace", by=by, at=at)
    audit.move(account, "confirm", by=by, at=at)


@transaction.atomic
def reject_account(*, account: PayeeAccount, why: str, by: Actor, at: datetime) -> None:
    """Give an account back that is not right (口座を差し戻す). Raises UnableToMove."""
    audit.move(account, "reject", by=by, at=at, why=why, also={"why": why})


@transaction.atomic
def end_account(*, account: PayeeAccount, why: str, by: Actor, at: datetime) -> None:
    """Send no more money to an account (口座を使わないことにする). Raises UnableToMove."""
    audit.move(account, "end", by=by, at=at, why=why, also={"why": why})


@transaction.atomic
def show_number(*, account: PayeeAccount, why: str, by: Actor, at: datetime) -> str:
    """Return the whole number of an account (口座番号を見る), and keep who has read it, and why."""
    audit.record("schemes.read_account", account, by=by, at=at, why=why)
    return unseal(account.number_sealed, purpose=SEALED_ACCOUNT)
