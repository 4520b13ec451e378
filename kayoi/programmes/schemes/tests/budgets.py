"""Budgets, accounts and payments for tests and for the walk."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.programmes.schemes.models import (
    Batch,
    BudgetLine,
    Commitment,
    PayeeAccount,
    Payment,
    PaymentFinding,
    Provision,
)
from kayoi.programmes.schemes.rules.payments import Details, Names
from kayoi.programmes.schemes.services import budget, payments

BY = system("test")
HALF_AND_QUARTER = [{"payer": "national", "rate": "1/2"}, {"payer": "prefecture", "rate": "1/4"}]
CODES = {
    "account_code": "01", "account_name": "一般会計", "kan_code": "02", "kan_name": "総務費", "kou_code": "01",
    "kou_name": "総務管理費", "moku_code": "06", "moku_name": "企画費", "setsu_code": "18",
    "setsu_name": "負担金補助及び交付金",
}  # fmt: skip


def line_fields(year: int, **more: Any) -> dict[str, Any]:
    """Return the fields of a line of a year, half of it borne by 国 and a quarter by 県."""
    fields = {"fiscal_year": year, "label": "移住支援金", "sources": HALF_AND_QUARTER, "procedure": None}
    return CODES | fields | more


def make_line(yen: int, *, year: int = 2026, at: datetime, by: Actor = BY, **more: Any) -> BudgetLine:
    """Return a line of a fiscal year with so much money in it."""
    return budget.open_line(fields=line_fields(year, **more), initial_yen=yen, by=by, at=at)


def commit(line: BudgetLine, yen: int, reference: str = "1", *, on: date | None = None, at: datetime) -> Commitment:
    """Bind money of a line."""
    return budget.commit_grant(
        line=line, reference=reference, amount_yen=yen, on=on or local_date(at), by=BY, at=at
    )  # fmt: skip


def permit(line: BudgetLine, yen: int = 10_000_000, *, at: datetime, **more: Any) -> Provision:
    """Write down that the council lets so much of a line pass into the next year (繰越明許費)."""
    fields = {"kind": "permitted", "matter": "移住支援事業", "voted_on": local_date(at), "limit_yen": yen}
    return budget.provide(line=line, fields=fields | {"last_year": line.fiscal_year} | more, by=BY, at=at)


def pots(line: BudgetLine) -> tuple[int, int, int]:
    """Return what is free, bound and paid of a line."""
    row = BudgetLine.objects.select_related("free", "committed", "paid").get(pk=line.pk)
    return row.free.balance, row.committed.balance, row.paid.balance


def make_payee(at: datetime, *, name: str = "山田 花", kana: str = "やまだ はな") -> CaseFile:
    """Return the file of somebody who gets money."""
    return casefiles.open_case_file(fields={"name": name, "kana": kana, "address": "伊那市荒井1"}, by=BY, at=at)


def make_account(file: CaseFile, *, by: Actor, at: datetime, number: str = "1234567", holder: str = "") -> PayeeAccount:
    """Write an account of somebody down; nobody has confirmed it."""
    details = Details("0001", "002", "1", number, holder or file.kana or "ヤマダ")
    why_other = "" if file.kana else "旧姓の口座"
    return payments.propose_account(
        case_file=file, account=details, names=Names("架空銀行", "本店"), why_other=why_other, by=by, at=at
    )


def make_payment(commitment: Commitment, file: CaseFile, yen: int, *, key: str = "", at: datetime) -> Payment:
    """Say that somebody is to be paid."""
    return payments.ask_payment(
        commitment=commitment, case_file=file, amount_yen=yen, summary="移住支援金", asked_on=local_date(at),
        key=key or str(uuid4()), by=BY, at=at,
    )  # fmt: skip


def make_batch(*paid: Payment, at: datetime, by: Actor = BY) -> Batch:
    """Make a batch of payments."""
    return payments.make_batch(
        payments=[one.pk for one in paid], pays_on=local_date(at), client_key=uuid4(), by=by, at=at
    )  # fmt: skip


def rows_of_budget(file: CaseFile, *, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Give a town a budget with something in every state; return the ids by the names that examples use."""
    year = fiscal_year(local_date(at))
    line = make_line(10_000_000, year=year, at=at, by=by, label=f"移住支援金{words}"[:60])
    make_line(1_000_000, year=year, at=at, by=by, label="起業支援金")
    make_line(0, year=year + 1, at=at, by=by)
    commitment = commit(line, 900_000, at=at)
    provision = permit(line, at=at)
    account = make_account(file, by=by, at=at)
    payments.confirm_account(account=account, by=BY, at=at)
    proposed = make_account(file, by=BY, at=at, number="7654321")
    paid, waiting, batched = (make_payment(commitment, file, 200_000, at=at) for _ in range(3))
    settled = make_batch(paid, at=at, by=by)
    payments.settle_batch(batch=settled, paid_on=local_date(at), by=by, at=at)
    batch = make_batch(batched, at=at, by=by)
    finding = PaymentFinding.objects.create(
        payment=waiting, code="other_holder", params={"account": account.pk}, found_at=at
    )
    return {
        "budget_line": line.pk, "budget_commitment": commitment.pk, "provision": provision.pk,
        "payee_account": account.pk, "payee_proposed": proposed.pk, "payment_paid": paid.pk, "payment_due": waiting.pk,
        "payment_finding": finding.pk, "payment_batch": batch.pk,
    }  # fmt: skip


def grow_budget(file: CaseFile, count: int, *, by: Actor, at: datetime) -> None:
    """Add that many lines, decisions, payments and batches."""
    year = fiscal_year(local_date(at))
    first = BudgetLine.objects.filter(fiscal_year=year).order_by("pk")[0]
    for _ in range(count):
        make_line(1_000_000, year=year, at=at, by=by, label=f"細事業{uuid4().hex[:8]}")
        commitment = commit(first, 2_000, uuid4().hex, at=at)
        payment = make_payment(commitment, file, 1_000, at=at)
        PaymentFinding.objects.create(payment=payment, code="moved_out", params={"day": "2026-11-01"}, found_at=at)
        make_account(file, by=BY, at=at)
        make_batch(make_payment(commitment, file, 1_000, at=at), at=at, by=by)
