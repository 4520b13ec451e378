"""Rules about money of fiscal years: days on both sides of their ends, shares to the yen, what is to be expected."""

import csv
from dataclasses import asdict, astuple
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Verdict
from kayoi.programmes.schemes.forms.money_refusals import REFUSALS
from kayoi.programmes.schemes.rules import budget, payments
from kayoi.programmes.schemes.rules.budget import Place, Source, Split
from kayoi.programmes.schemes.rules.forecast import forecast
from kayoi.programmes.schemes.states.budget import Payer
from kayoi.programmes.schemes.states.payments import HandOut

CASES = Path(__file__).parent / "cases"
PAYERS = {"国": Payer.NATIONAL, "県": Payer.PREFECTURE, "その他": Payer.OTHER}
Row = dict[str, str]


def cases(name: str) -> pytest.MarkDecorator:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as opened:
        lines = list(csv.DictReader(opened, strict=True))
    return pytest.mark.parametrize("row", lines, ids=[line["備考"] for line in lines])


def sources(row: Row) -> list[Source]:
    data = [
        {"payer": payer, "rate": row[head]} if "/" in row[head] else {"payer": payer, "yen": int(row[head])}
        for head, payer in PAYERS.items()
        if row.get(head)
    ]
    return budget.sources_of(data)


def place(text: str) -> Place:
    year, *codes = text.split("-")
    return Place(int(year), *codes)


def refused(answer: Verdict, codes: str) -> None:
    assert [reason.code for reason in answer.reasons] == codes.split()
    assert all(sentences(answer, REFUSALS))


@cases("budget_days")
def test_days_of_a_fiscal_year(row: Row) -> None:
    year, on = int(row["年度"]), date.fromisoformat(row["日"])
    answers = [
        budget.may_commit(year, on=on).met, budget.may_pay(year, on=on).met, budget.may_supplement(year, on=on).met,
        budget.goes_back_to_line(year, on=on),
    ]  # fmt: skip
    heads = ("決定できる", "支出できる", "補正できる", "返還は科目へ")
    assert dict(zip(heads, answers, strict=True)) == {head: row[head] == "はい" for head in heads}


def test_the_books_of_a_year_are_closed_after_the_end_of_may() -> None:
    assert budget.books_close_on(2026) == date(2027, 5, 31)


@cases("split")
def test_who_bears_how_much(row: Row) -> None:
    parts = budget.split(int(row["額"]), sources(row))
    assert list(asdict(parts).values()) == [int(row[head]) for head in ("国の額", "県の額", "その他の額", "市町村の額")]


@cases("split_between")
def test_who_bears_how_much_of_a_step(row: Row) -> None:
    parts = budget.split_between(int(row["前の額"]), int(row["後の額"]), sources(row))
    told = (parts.national_yen, parts.prefecture_yen, parts.town_yen)
    assert told == tuple(int(row[head]) for head in ("国の額", "県の額", "市町村の額"))


RATES = st.fractions(0, Fraction(1, 3), max_denominator=12)
SHARES = st.builds(
    lambda nation, other, yen: [
        Source(Payer.NATIONAL, nation), Source(Payer.OTHER, other), Source(Payer.PREFECTURE, yen=yen)
    ],
    RATES, RATES, st.integers(0, 2_000_000),
)  # fmt: skip


@given(steps=st.lists(st.integers(1, 3_000_000), min_size=1, max_size=6), shares=SHARES)
def test_steps_are_the_whole_for_everybody(steps: list[int], shares: list[Source]) -> None:
    total, sums = 0, dict.fromkeys(asdict(budget.split(0, shares)), 0)
    for step in steps:
        parts = asdict(budget.split_between(total, total + step, shares))
        assert sum(parts.values()) == step
        sums = {name: sums[name] + parts[name] for name in sums}
        total += step
    assert sums == asdict(budget.split(total, shares))
    assert min(sums.values()) >= 0


def together(one: Split, other: Split) -> Split:
    return Split(*map(sum, zip(astuple(one), astuple(other), strict=True)))


@cases("split_of_refund")
def test_who_gets_how_much_of_a_refund(row: Row) -> None:
    paid, back = budget.split(int(row["支払った額"]), sources(row)), Split()
    for yen in map(int, row["返還額"].split()):
        back = together(back, budget.split_of_refund(yen, paid=paid, back=back))
    told = (back.national_yen, back.prefecture_yen, back.town_yen)
    assert told == tuple(int(row[head]) for head in ("国の額", "県の額", "市町村の額"))


@given(steps=st.lists(st.integers(1, 3_000_000), min_size=1, max_size=6), left=st.integers(0, 3), shares=SHARES)
def test_nobody_gets_back_more_than_was_borne(steps: list[int], left: int, shares: list[Source]) -> None:
    paid, back = budget.split(sum(steps) + left, shares), Split()
    for step in steps:
        parts = budget.split_of_refund(step, paid=paid, back=back)
        assert parts.whole_yen == step
        assert min(parts.national_yen, parts.prefecture_yen, parts.other_yen) >= 0
        back = together(back, parts)
        over = [got - borne for got, borne in zip(astuple(back), astuple(paid), strict=True)]
        # Until all came back the town holds what was cut off: less than a yen of each other payer.
        assert max(over[:3]) <= 0
        assert over[3] <= 2
    assert left or back == paid


@pytest.mark.parametrize(
    ("shares", "code"),
    [
        ([], ""),
        ([Source(Payer.NATIONAL, Fraction(1, 2)), Source(Payer.PREFECTURE, Fraction(1, 2))], ""),
        ([Source(Payer.NATIONAL, Fraction(2, 3)), Source(Payer.PREFECTURE, Fraction(1, 2))], "schemes.more_than_whole"),
        ([Source(Payer.NATIONAL, Fraction(1, 2)), Source(Payer.NATIONAL, yen=1)], "schemes.payer_twice"),
        ([Source(Payer.TOWN, Fraction(1, 2))], "schemes.payer_twice"),
    ],
)
def test_may_share(shares: list[Source], code: str) -> None:
    refused(budget.may_share(shares), code)


@cases("may_divert")
def test_may_divert(row: Row) -> None:
    on = date.fromisoformat(row["日"])
    answer = budget.may_divert(place(row["渡す側"]), place(row["受ける側"]), on=on, provision=row["予算総則"])
    refused(answer, row["理由"])


@cases("may_carry_over")
def test_may_carry_over(row: Row) -> None:
    answer = budget.may_carry_over(place(row["渡す側"]), place(row["受ける側"]), on=date.fromisoformat(row["日"]))
    refused(answer, row["理由"])


@cases("forecast")
def test_forecast(row: Row) -> None:
    on = date.fromisoformat(row["日"])
    pairs = [one.split("=") for one in row["過去の実績"].split()]
    past = [{date.fromisoformat(day): int(yen) for day, yen in pairs}] if pairs else []
    found = forecast(int(row["残り"]), {date(2026, 4, 5): int(row["今年の実績"])}, past, on=on)
    assert (found.runs_out_on, found.left_yen) == (
        date.fromisoformat(row["尽きる日"]) if row["尽きる日"] else None, int(row["年度末の残り"]),
    )  # fmt: skip


def test_a_leap_day_of_a_past_year_counts_with_the_day_before() -> None:
    past = {date(2023, 5, 1): 100, date(2024, 2, 29): 100}
    found = forecast(10_000, {date(2026, 5, 1): 100}, [past], on=date(2026, 5, 1))
    assert found.left_yen == 9_900
    assert found.past_so_far_yen == found.past_later_yen == 100


@cases("may_use_account")
def test_may_use_account(row: Row) -> None:
    holder = payments.holder_written(row["名義"])
    details = payments.Details(row["銀行"], row["支店"], "1", row["番号"], holder)
    refused(payments.may_use_account(details, kana=row["ふりがな"], why_other=row["別名義の理由"]), row["理由"])


@cases("is_own_name")
def test_is_own_name(row: Row) -> None:
    holder = payments.holder_written(row["名義"])
    own = payments.is_own_name(holder, row["ふりがな"], of_body=row["団体"] == "はい")
    assert own is (row["本人の名義"] == "はい")


def test_only_the_last_two_digits_are_seen() -> None:
    assert payments.number_masked("1234567") == "*****67"


@pytest.mark.parametrize(("one", "other", "code"), [(1, 2, ""), (1, 1, "schemes.same_person")])
def test_may_confirm_account(one: int, other: int, code: str) -> None:
    refused(payments.may_confirm_account(proposed_by=one, confirmed_by=other), code)


def test_columns_of_lists() -> None:
    first = payments.layout_of(None, HandOut.ORDER)
    refused(payments.may_lay_out(first), "")
    refused(payments.may_lay_out([]), "schemes.no_columns")
    refused(payments.may_lay_out([*first, first[0]]), "schemes.header_twice")
    assert payments.layout_of(payments.columns_data(first), HandOut.ORDER) == first


def test_the_fingerprint_tells_rows_and_their_order_apart() -> None:
    rows = [{"yen": 1}, {"yen": 2}]
    assert payments.fingerprint(rows) == payments.fingerprint([dict(row) for row in rows])
    assert len({payments.fingerprint(one) for one in (rows, rows[::-1], rows[:1])}) == 3


def test_what_came_back_is_undone_until_the_books_are_closed() -> None:
    assert budget.may_undo(2026, on=date(2027, 5, 31)).met
    assert budget.may_undo(2026, on=date(2027, 6, 1)).refused
