"""Pages of budgets and payments: what staff see, press, and may not."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.programmes.schemes.models import Batch, BudgetLine, Commitment, PayeeAccount, Provision
from kayoi.programmes.schemes.services import budget, payments
from kayoi.programmes.schemes.tests.budgets import (
    BY,
    CODES,
    commit,
    make_account,
    make_batch,
    make_line,
    make_payee,
    make_payment,
    permit,
    pots,
)
from tests.cast import LogIn, Member, log_in_side, make_member

NOW = timezone.now()
TODAY = local_date(NOW)
YEAR = fiscal_year(TODAY)


class Browser:
    """A browser of a member of staff beside the scope that the test has opened for itself."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str) -> Any:
        with log_in_side():
            return self.client.get(path)

    def post(self, path: str, values: dict[str, Any] | None = None, *, follow: bool = False) -> Any:
        with log_in_side():
            return self.client.post(path, values or {}, follow=follow)


@pytest.fixture
def officer_desk(officer: Member, log_in: LogIn) -> Browser:
    return Browser(log_in(officer.user))


@pytest.fixture
def desk(ina: Organization, head: Member, officer_desk: Browser, log_in: LogIn) -> Iterator[Browser]:
    """The head's browser, and Ina's scope for what the test itself does."""
    browser = Browser(log_in(head.user))
    with scope.of_organization(ina.pk):
        yield browser


def line_with(yen: int, **more: Any) -> BudgetLine:
    return make_line(yen, year=YEAR, at=NOW, **more)


def text(client: Browser | Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_budget_of_a_year_at_a_glance(desk: Browser) -> None:
    line = line_with(10_000_000)
    commitment = commit(line, 8_500_000, on=TODAY, at=NOW)
    budget.pay_commitment(commitment=commitment, amount_yen=500_000, key="1", on=TODAY, by=BY, at=NOW)
    page = text(desk, "/ina/staff/budget/")
    for words in ("移住支援金", "10,000,000", "8,500,000", "500,000", "1,500,000(15%)", "残りわずか", "<svg"):
        assert words in page, words
    page = text(desk, f"/ina/staff/budget/{line.pk}/")
    for words in (commitment.number, "国 4,250,000、県 2,125,000、市町村 2,125,000", "国 1/2", "これからの見込み"):
        assert words in page, words


def test_a_line_is_registered_with_its_shares_and_its_money(desk: Browser) -> None:
    values = CODES | {
        "fiscal_year": YEAR, "label": "移住支援金", "initial_yen": "4000000", "national": "1/2", "prefecture": "２５万",
        "shown": "words", "few_percent": "20",
    }  # fmt: skip
    refused = desk.post("/ina/staff/budget/new/", values)
    assert refused.status_code == 422
    assert "1/2のような割合か" in refused.content.decode()
    response = desk.post("/ina/staff/budget/new/", values | {"prefecture": "250,000円"})
    row = BudgetLine.objects.get()
    assert response.headers["Location"] == f"/ina/staff/budget/{row.pk}/"
    assert row.sources == [{"payer": "national", "rate": "1/2"}, {"payer": "prefecture", "yen": 250000}]
    assert pots(row)[0] == 4_000_000
    again = desk.post("/ina/staff/budget/new/", values | {"prefecture": ""})
    assert "同じ科目と細事業の予算がすでにあります" in again.content.decode()
    edited = values | {"prefecture": "1/4", "label": "移住支援金(国)", "version": "1"}
    assert desk.post(f"/ina/staff/budget/{row.pk}/edit/", edited).status_code == 302
    assert desk.post(f"/ina/staff/budget/{row.pk}/edit/", edited | {"label": "別"}).status_code == 422
    row.refresh_from_db()
    assert (row.label, row.sources[1]) == ("移住支援金(国)", {"payer": "prefecture", "rate": "1/4"})


def test_the_same_press_of_a_supplement_counts_once(desk: Browser) -> None:
    line = line_with(1_000_000)
    values = {"change_yen": "500000", "on": TODAY.isoformat(), "note": "9月補正", "key": str(uuid4())}
    for _ in range(2):
        assert desk.post(f"/ina/staff/budget/{line.pk}/supplement/", values).status_code == 302
    assert pots(line)[0] == 1_500_000
    less = values | {"change_yen": "-1500001", "key": str(uuid4())}
    refused = desk.post(f"/ina/staff/budget/{line.pk}/supplement/", less)
    assert refused.status_code == 422
    assert "残りは1,500,000で" in refused.content.decode()


def test_money_is_diverted_and_carried_over_on_pages(desk: Browser) -> None:
    line, other = line_with(1_000_000), line_with(0, label="起業支援金")
    following = make_line(0, year=YEAR + 1, at=NOW)
    values = {"taker": other.pk, "amount_yen": "100", "on": TODAY.isoformat(), "key": str(uuid4())}
    assert desk.post(f"/ina/staff/budget/{line.pk}/divert/", values).status_code == 302
    values |= {"taker": following.pk, "amount_yen": "200", "right": str(permit(line, 1_000, at=NOW).pk)}
    assert desk.post(f"/ina/staff/budget/{line.pk}/divert/", values).status_code == 422
    assert desk.post(f"/ina/staff/budget/{line.pk}/carry/", values | {"key": str(uuid4())}).status_code == 302
    assert [pots(one)[0] for one in (line, other, following)] == [999_700, 100, 200]


def test_a_line_is_carried_over_with_the_decisions_that_are_chosen(desk: Browser) -> None:
    line, following = line_with(1_000_000), make_line(0, year=YEAR + 1, at=NOW)
    chosen, left, moving = (commit(line, 100_000, str(number), on=TODAY, at=NOW) for number in range(3))
    make_payment(moving, make_payee(NOW), 100_000, at=NOW)
    path = f"/ina/staff/budget/{line.pk}/carry/"
    page = text(desk, path)
    assert chosen.number in page
    assert left.number in page
    assert moving.number not in page
    values: dict[str, Any] = {"taker": following.pk, "amount_yen": "", "on": TODAY.isoformat(), "key": str(uuid4())}
    values["right"] = str(permit(line, 100_050, at=NOW).pk)
    nothing = desk.post(path, values)
    assert nothing.status_code == 422
    assert "一緒に繰り越す決定を選んでください" in nothing.content.decode()
    assert desk.post(path, values | {"commitments": [moving.pk]}).status_code == 422
    assert desk.post(path, values | {"commitments": [chosen.pk], "amount_yen": "50"}).status_code == 302
    assert (pots(line), pots(following)) == ((699_950, 200_000, 0), (50, 100_000, 0))
    closing = text(desk, f"/ina/staff/budget/closing/?year={YEAR}")
    carried = closing[closing.index("次の年度へ繰り越した決定") :]
    assert Commitment.objects.get(line=following).number in carried
    assert "100,000" in carried
    assert "繰越明許費(" in carried
    assert "限度額 100,050円" in carried


def test_the_end_of_the_year_lists_what_is_still_to_be_done(desk: Browser) -> None:
    line = line_with(1_000_000)
    commitment = commit(line, 300_000, on=TODAY, at=NOW)
    path = f"/ina/staff/budget/closing/?year={YEAR}"
    page = text(desk, path)
    for words in (commitment.number, "300,000", "報告・確定・請求を待つ", "700,000"):
        assert words in page, words
    carry = f"/ina/staff/budget/carry/{commitment.pk}/"
    values = {"right": "accident", "on": TODAY.isoformat(), "note": "豪雪で工事が止まった"}
    assert "先に登録してください" in desk.post(carry, values).content.decode()
    following = make_line(0, year=YEAR + 1, at=NOW)
    assert "避けがたい事故の内容を理由に書いてください" in desk.post(carry, values | {"note": ""}).content.decode()
    assert desk.post(carry, values).status_code == 302
    assert pots(following) == (0, 300_000, 0)
    page = text(desk, path)
    assert "事故繰越: 豪雪で工事が止まった" in page
    assert commitment.number not in text(desk, path)
    assert "繰越(事故繰越)" in text(desk, f"/ina/staff/budget/{line.pk}/")


@pytest.mark.parametrize("year", [0, 1867, 99_999, 10**20])
def test_what_is_no_year_has_no_paper(desk: Browser, year: int) -> None:
    assert desk.get(f"/ina/staff/budget/closing/{year}/carried/").status_code == 404


def test_what_the_council_voted_is_written_down_changed_and_seen(desk: Browser) -> None:
    line = line_with(1_000_000)
    assert "いません" in text(desk, f"/ina/staff/budget/{line.pk}/")
    path = f"/ina/staff/budget/{line.pk}/provisions/new/"
    values = {"kind": "permitted", "matter": "移住支援事業", "voted_on": TODAY.isoformat(), "limit_yen": "500000"}
    assert "最終年度は空けておいてください" in desk.post(path, values | {"last_year": YEAR + 1}).content.decode()
    assert desk.post(path, values).status_code == 302
    assert "すでにあります" in desk.post(path, values).content.decode()
    row = Provision.objects.get()
    assert (row.limit_yen, row.last_year) == (500_000, YEAR)
    page = text(desk, f"/ina/staff/budget/{line.pk}/")
    assert "移住支援事業" in page
    assert "500,000" in page
    edited = values | {"limit_yen": "600000", "version": "1"}
    edit = f"/ina/staff/budget/provisions/{row.pk}/"
    assert desk.post(edit, edited).status_code == 302
    assert desk.post(edit, edited | {"limit_yen": "700000"}).status_code == 422
    assert "600,000" in text(desk, f"/ina/staff/budget/closing/?year={YEAR}")


@pytest.mark.parametrize(
    ("shown", "decided", "words", "not_words"),
    [
        ("nothing", 900_000, "", "年度の予算:"),
        ("words", 700_000, "まだ余裕があります", "残りわずか"),
        ("words", 900_000, "残りわずか", "100,000"),
        ("share", 900_000, "残り 約10%", "100,000"),
        ("yen", 900_000, "残り 100,000円", "約10%"),
        ("yen", 1_000_000, "予算の上限に達しました", "残り 0円"),
    ],
)
def test_the_public_sees_what_the_town_wishes(
    in_ina: Organization, client: Client, shown: str, decided: int, words: str, not_words: str
) -> None:
    procedure = make_procedure(at=NOW)
    commit(line_with(1_000_000, procedure=procedure, shown=shown), decided, on=TODAY, at=NOW)
    for page in (text(client, f"/ina/apply/{procedure.key}/"), text(client, "/ina/apply/")):
        assert words in page
        assert not_words not in page


def test_numbers_are_masked_until_somebody_says_why(desk: Browser, officer: Member, officer_desk: Browser) -> None:
    row = make_account(make_payee(NOW), by=officer.actor, at=NOW)
    path = f"/ina/staff/payees/{row.pk}/"
    assert "1234567" not in text(desk, path)
    assert desk.post(f"{path}show/", {"why": ""}).status_code == 422
    shown = desk.post(f"{path}show/", {"why": "振込の照会"})
    assert "1234567" in shown.content.decode()
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert Entry.objects.filter(action="schemes.read_account").count() == 1
    assert officer_desk.post(f"{path}show/", {"why": "見たい"}).status_code == 403
    refused = officer_desk.post(f"{path}confirm/", {"action": "confirm"}, follow=True)
    assert "登録した人とは別の職員" in refused.content.decode()
    desk.post(f"{path}confirm/", {"action": "confirm"})
    row.refresh_from_db()
    assert row.status == "confirmed"
    assert desk.post(path, {"why": "解約"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.why) == ("ended", "解約")


def test_an_account_is_checked_when_it_is_written_down(desk: Browser) -> None:
    file = make_payee(NOW)
    values = {
        "bank_code": "0001", "bank_name": "架空銀行", "branch_code": "２３", "branch_name": "本店", "kind": "1",
        "number": "123", "holder": "ヤマダ タロウ", "why_other": "",
    }  # fmt: skip
    path = f"/ina/staff/payees/of/{file.pk}/"
    page = desk.post(path, values).content.decode()
    for words in ("支店コードは、3桁", "口座番号は、7桁", "本人のふりがなと違います"):
        assert words in page, words
    right = {"branch_code": "023", "number": "７６５４３２１", "holder": "ﾔﾏﾀﾞ ﾊﾅ"}
    assert desk.post(path, values | right).status_code == 302
    row = PayeeAccount.objects.get()
    assert (row.holder, row.number_masked) == ("ヤマダ ハナ", "*****21")


def test_a_batch_from_press_to_payment_and_back(desk: Browser, officer: Member) -> None:
    line, file = line_with(1_000_000), make_payee(NOW)
    payment = make_payment(commit(line, 600_000, on=TODAY, at=NOW), file, 600_000, at=NOW)
    assert "確認済みの口座がありません" in text(desk, "/ina/staff/payments/")
    payments.confirm_account(account=make_account(file, by=officer.actor, at=NOW), by=BY, at=NOW)
    values = {"payments": [payment.pk], "pays_on": TODAY.isoformat(), "client_key": str(uuid4())}
    places = {desk.post("/ina/staff/payments/", values).headers["Location"] for _ in range(2)}
    row = Batch.objects.get()
    assert places == {f"/ina/staff/payments/batches/{row.pk}/"}
    page = text(desk, places.pop())
    assert row.fingerprint in page
    assert "1234567" not in page
    file_path = f"/ina/staff/payments/batches/{row.pk}/file/"
    response = desk.post(file_path, {"which": "order", "cp932": "on"})
    assert "1234567" in response.content.decode("cp932")
    assert desk.post(file_path, {"which": "other"}).status_code == 404
    desk.post(f"/ina/staff/payments/batches/{row.pk}/settle/", {"paid_on": TODAY.isoformat()})
    assert pots(line) == (400_000, 0, 600_000)
    returned = {"why": "口座解約", "on": TODAY.isoformat()}
    assert desk.post(f"/ina/staff/payments/{payment.pk}/return/", returned).status_code == 302
    assert pots(line) == (400_000, 600_000, 0)
    assert "組戻し: 口座解約" in text(desk, "/ina/staff/payments/")
    assert desk.post(f"/ina/staff/payments/{payment.pk}/drop/", {"why": "辞退"}).status_code == 302
    assert "支払いを待つものはありません" in text(desk, "/ina/staff/payments/")


def test_a_batch_is_not_paid_after_the_books_are_closed_and_is_taken_back(desk: Browser, officer: Member) -> None:
    line, file = line_with(1_000_000), make_payee(NOW)
    payments.confirm_account(account=make_account(file, by=officer.actor, at=NOW), by=BY, at=NOW)
    row = make_batch(make_payment(commit(line, 600_000, on=TODAY, at=NOW), file, 600_000, at=NOW), at=NOW)
    path = f"/ina/staff/payments/batches/{row.pk}/"
    refused = desk.post(f"{path}settle/", {"paid_on": date(YEAR + 1, 6, 1).isoformat()})
    assert refused.status_code == 422
    assert "出納整理期間の末日" in refused.content.decode()
    assert desk.post(f"{path}void/", {"why": ""}).status_code == 422
    assert desk.post(f"{path}void/", {"why": "支払日の誤り"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.why, pots(line)[2]) == ("void", "支払日の誤り", 0)


def test_the_town_orders_and_names_the_columns(desk: Browser) -> None:
    path = "/ina/staff/payments/layout/order/"
    assert "見出し" in text(desk, path)
    assert desk.get("/ina/staff/payments/layout/other/").status_code == 404
    values = {"version": "0"}
    for at in range(22):
        values |= {f"header_{at}": "", f"source_{at}": "summary", f"order_{at}": "10"}
    assert "列がありません" in desk.post(path, values).content.decode()
    values |= {"header_0": "金額", "source_0": "yen", "order_0": "20", "header_1": "氏名", "source_1": "name"}
    assert desk.post(path, values).status_code == 302
    page = text(desk, path)
    assert page.index('value="氏名"') < page.index('value="金額"')


def test_contractors_see_neither_budgets_nor_accounts(ina: Organization, log_in: LogIn) -> None:
    client = log_in(make_member(ina, "contractor", "宮下 相談員").user)
    with scope.of_organization(ina.pk):
        file = make_payee(NOW)
    for path in ("budget/", "payments/", f"payees/of/{file.pk}/"):
        assert client.get(f"/ina/staff/{path}").status_code == 403
