"""Payee accounts by two persons, payments once, batches frozen, what the bank sends back paid again."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.programmes.schemes.models import Batch, BatchRow, BudgetEntry, BudgetLine, Commitment, PayeeAccount, Payment
from kayoi.programmes.schemes.rules.payments import ListColumn
from kayoi.programmes.schemes.selectors.payments import checks
from kayoi.programmes.schemes.selectors.payments.batches import columns_for, layout_version
from kayoi.programmes.schemes.selectors.payments.due import payments_due
from kayoi.programmes.schemes.services import payments
from kayoi.programmes.schemes.services.budget import UnableToBook
from kayoi.programmes.schemes.services.payments import UnableToBatch, UnableToUseAccount
from kayoi.programmes.schemes.states.payments import HandOut, PayeeStatus, PaymentStatus
from kayoi.programmes.schemes.tests.budgets import (
    BY,
    commit,
    make_account,
    make_batch,
    make_line,
    make_payee,
    make_payment,
    pots,
)
from tests.cast import Member


@pytest.fixture
def line(in_ina: Organization, at: datetime) -> BudgetLine:
    return make_line(3_000_000, at=at)


@pytest.fixture
def commitment(line: BudgetLine, at: datetime) -> Commitment:
    return commit(line, 1_000_001, at=at)


@pytest.fixture
def hana_file(line: BudgetLine, at: datetime) -> CaseFile:
    return make_payee(at)


@pytest.fixture
def account(hana_file: CaseFile, officer: Member, head: Member, at: datetime) -> PayeeAccount:
    row = make_account(hana_file, by=officer.actor, at=at)
    payments.confirm_account(account=row, by=head.actor, at=at)
    return row


def reasons(error: pytest.ExceptionInfo[UnableToBatch]) -> list[str]:
    return [reason.code for reason in error.value.verdict.reasons]


def test_numbers_are_sealed_masked_and_read_with_an_entry(account: PayeeAccount, head: Member, at: datetime) -> None:
    assert account.number_masked == "*****67"
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(a)::text FROM schemes_payeeaccount a")
        assert "1234567" not in cursor.fetchone()[0]
    assert payments.show_number(account=account, why="振込の照会", by=head.actor, at=at) == "1234567"
    entry = Entry.objects.get(action="schemes.read_account")
    assert (entry.why, entry.actor_name, entry.reference) == ("振込の照会", head.actor.name, str(account.pk))
    assert not Entry.objects.filter(after__icontains="1234567").exists()


def test_a_second_person_confirms_and_the_one_before_is_used_no_longer(
    account: PayeeAccount, hana_file: CaseFile, officer: Member, head: Member, at: datetime
) -> None:
    other = make_account(hana_file, by=officer.actor, at=at, number="7654321")
    with pytest.raises(UnableToUseAccount):
        payments.confirm_account(account=other, by=officer.actor, at=at)
    payments.confirm_account(account=other, by=head.actor, at=at)
    found = dict(PayeeAccount.objects.values_list("pk", "status"))
    assert found == {account.pk: PayeeStatus.ENDED, other.pk: PayeeStatus.CONFIRMED}
    with pytest.raises(UnableToMove):
        payments.reject_account(account=other, why="番号が違う", by=head.actor, at=at)


def test_an_account_that_is_not_right_is_given_back(hana_file: CaseFile, officer: Member, at: datetime) -> None:
    row = make_account(hana_file, by=BY, at=at)
    payments.reject_account(account=row, why="通帳と番号が違う", by=officer.actor, at=at)
    assert (row.status, row.why) == (PayeeStatus.REJECTED, "通帳と番号が違う")
    with pytest.raises(UnableToUseAccount):
        make_account(hana_file, by=BY, at=at, number="12")


def test_the_account_of_a_file_merged_into_a_merged_one_is_found(
    account: PayeeAccount, commitment: Commitment, at: datetime
) -> None:
    between, kept = make_file(), make_file()
    for source, target in ((account.case_file, between), (between, kept)):
        casefiles.merge_case_files(source=source, target=target, by=BY, at=at)
    make_payment(commitment, kept, 10_000, at=at)
    [due] = payments_due()
    assert due.account == account


def test_no_more_is_asked_for_than_is_bound(commitment: Commitment, hana_file: CaseFile, at: datetime) -> None:
    one = make_payment(commitment, hana_file, 600_000, key="請求1", at=at)
    assert make_payment(commitment, hana_file, 600_000, key="請求1", at=at) == one
    with pytest.raises(UnableToBook):
        make_payment(commitment, hana_file, 400_002, at=at)
    payments.drop_payment(payment=one, why="請求の誤り", by=BY, at=at)
    make_payment(commitment, hana_file, 1_000_001, at=at)


@pytest.mark.usefixtures("account")
def test_a_batch_is_made_once_and_frozen(
    line: BudgetLine, commitment: Commitment, hana_file: CaseFile, at: datetime
) -> None:
    paid = [make_payment(commitment, hana_file, yen, at=at) for yen in (600_000, 400_001)]
    key, ids = uuid4(), [one.pk for one in paid]
    batch, same = (
        payments.make_batch(payments=ids, pays_on=local_date(at), client_key=key, by=BY, at=at) for _ in range(2)
    )
    assert batch == same
    assert (batch.number, batch.count, batch.total_yen) == (1, 2, 1_000_001)
    assert list(BatchRow.objects.values_list("order_number", flat=True)) == ["令和8-命0001-001", "令和8-命0001-002"]
    CaseFile.objects.filter(pk=hana_file.pk).update(name="改姓 花")
    text = payments.give_file(batch=batch, which=HandOut.ORDER, cp932=False, by=BY, at=at).decode("utf-8-sig")
    assert text.splitlines()[1].split(",")[6:] == [
        "移住支援金", "令和8-負001-0001", "令和8-命0001-001", "2026-11-20", "2026-11-20", "600000", "山田 花", "0001",
        "002", "1", "1234567", "ヤマダ ハナ", "移住支援金",
    ]  # fmt: skip
    assert Entry.objects.filter(action="schemes.give_batch").count() == 1
    assert pots(line) == (1_999_999, 1_000_001, 0)
    with pytest.raises(UnableToBatch) as refused:
        payments.make_batch(payments=ids, pays_on=local_date(at), client_key=uuid4(), by=BY, at=at)
    assert reasons(refused) == ["schemes.not_due"]
    assert checks.batches_unlike_fingerprint() == checks.payments_unlike_batches() == 0
    Batch.objects.update(total_yen=1)
    Payment.objects.filter(pk=ids[0]).update(status=PaymentStatus.DUE)
    assert checks.batches_unlike_fingerprint() == checks.payments_unlike_batches() == 1


@pytest.mark.usefixtures("account")
def test_the_split_of_rows_adds_up(commitment: Commitment, hana_file: CaseFile, at: datetime) -> None:
    columns = [ListColumn(name, name) for name in ("yen", "national_yen", "prefecture_yen", "town_yen")]
    payments.change_layout(which=HandOut.ORDER, columns=columns, version=0, by=BY, at=at)
    first, *others = (make_payment(commitment, hana_file, yen, at=at) for yen in (333_333, 333_333, 333_335))
    made = make_batch(first, at=at), make_batch(*others, at=at)
    lines = []
    for batch in made:
        text = payments.give_file(batch=batch, which=HandOut.ORDER, cp932=True, by=BY, at=at).decode("cp932")
        lines += [[int(cell) for cell in row.split(",")] for row in text.splitlines()[1:]]
        payments.settle_batch(batch=batch, paid_on=local_date(at), by=BY, at=at)
    assert [sum(column) for column in zip(*lines, strict=True)] == [1_000_001, 500_000, 250_000, 250_001]
    entries = BudgetEntry.objects.filter(kind="paid").order_by("pk")
    assert [[one.amount_yen, one.national_yen, one.prefecture_yen, one.town_yen] for one in entries] == lines


def test_what_cannot_be_paid_is_refused_with_all_reasons(
    commitment: Commitment, hana_file: CaseFile, at: datetime
) -> None:
    other = commit(make_line(500, at=at, year=2027), 500, "9", on=date(2027, 4, 1), at=at)
    ids = [make_payment(one, hana_file, 500, at=at).pk for one in (commitment, other)]
    with pytest.raises(UnableToBatch) as refused:
        payments.make_batch(payments=ids, pays_on=date(2027, 6, 1), client_key=uuid4(), by=BY, at=at)
    assert reasons(refused) == ["schemes.no_account", "schemes.several_years", "schemes.books_closed"]
    assert Batch.objects.count() == 0


@pytest.mark.usefixtures("account")
def test_a_batch_is_paid_as_a_whole_and_what_comes_back_is_paid_again(
    line: BudgetLine, commitment: Commitment, hana_file: CaseFile, officer: Member, head: Member, at: datetime
) -> None:
    first, second = (make_payment(commitment, hana_file, 500_000, at=at) for _ in range(2))
    batch, on = make_batch(first, second, at=at), local_date(at) + timedelta(days=10)
    payments.settle_batch(batch=batch, paid_on=on, by=head.actor, at=at)
    with pytest.raises((UnableToMove, ChangedMeanwhile)):
        payments.settle_batch(batch=batch, paid_on=on, by=head.actor, at=at)
    assert pots(line) == (1_999_999, 1, 1_000_000)
    first.refresh_from_db()
    payments.return_payment(payment=first, why="口座解約", on=on, by=head.actor, at=at)
    assert pots(line) == (1_999_999, 500_001, 500_000)
    assert (first.status, first.why, first.entry_id) == (PaymentStatus.DUE, "口座解約", None)
    with pytest.raises(UnableToBatch) as refused:
        make_batch(first, at=at)
    assert reasons(refused) == ["schemes.no_account"]
    payments.confirm_account(account=make_account(hana_file, by=officer.actor, at=at), by=head.actor, at=at)
    again = make_batch(first, at=at, by=head.actor)
    payments.settle_batch(batch=again, paid_on=on, by=head.actor, at=at)
    assert pots(line) == (1_999_999, 1, 1_000_000)
    assert checks.payments_unlike_batches() == 0


@pytest.mark.usefixtures("account")
def test_a_batch_is_taken_back_before_it_is_paid(
    line: BudgetLine, commitment: Commitment, hana_file: CaseFile, at: datetime
) -> None:
    payment = make_payment(commitment, hana_file, 500_000, at=at)
    batch = make_batch(payment, at=at)
    payments.void_batch(batch=batch, why="支払日の誤り", by=BY, at=at)
    with pytest.raises(UnableToMove):
        payments.settle_batch(batch=batch, paid_on=local_date(at), by=BY, at=at)
    assert make_batch(payment, at=at).number == 2
    assert pots(line)[2] == 0


def test_columns_are_ordered_and_named_by_the_town(in_ina: Organization, at: datetime) -> None:
    columns = [ListColumn("金額", "yen"), ListColumn("債権者", "name")]
    payments.change_layout(which=HandOut.ORDER, columns=columns, version=0, by=BY, at=at)
    with pytest.raises(ChangedMeanwhile):
        payments.change_layout(which=HandOut.ORDER, columns=columns, version=0, by=BY, at=at)
    with pytest.raises(UnableToBatch):
        payments.change_layout(which=HandOut.ORDER, columns=[], version=1, by=BY, at=at)
    assert (columns_for(HandOut.ORDER), layout_version(HandOut.ORDER)) == (columns, 1)
    assert layout_version(HandOut.OBLIGATION) == 0
