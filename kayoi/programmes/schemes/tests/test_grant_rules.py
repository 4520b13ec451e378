"""Days, months, years and answers around grants, by tables that an official can read."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kayoi.engines.rulesets.rules.amounts import Amount
from kayoi.kit.moves import transition_named
from kayoi.programmes.schemes.rules.actions import Now, actions
from kayoi.programmes.schemes.rules.before import Before, Taken, Unreported, may_grant
from kayoi.programmes.schemes.rules.claims import (
    may_claim_months,
    may_claim_year,
    months_of,
    rows_of_claims,
    years_unreported,
)
from kayoi.programmes.schemes.rules.due import Due, Stands, due
from kayoi.programmes.schemes.rules.enquiries import (
    Answered,
    Asked,
    Line,
    may_chase,
    missing_columns,
    number_of,
    read_answers,
    result_of,
)
from kayoi.programmes.schemes.rules.grants import answer_with, fixed_yen, may_begin, may_fix, report_due_on
from kayoi.programmes.schemes.states.actions import GrantAction
from kayoi.programmes.schemes.states.enquiries import EnquiryKind, Result
from kayoi.programmes.schemes.states.grants import CLOSED, GRANT_TRANSITIONS, ClaimStatus, GrantStatus, Once, Shape

CASES = Path(__file__).parent / "cases"
Row = dict[str, str]


def cases(name: str) -> list[Row]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def why(row: Row) -> str:
    return row["なぜ"]


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def months(text: str) -> list[date]:
    return [date.fromisoformat(f"{one}-01") for one in text.split()]


@pytest.mark.parametrize("row", cases("report_due_on"), ids=why)
def test_report_due_on(row: Row) -> None:
    found = report_due_on(finished_on=day(row["完了日"]), fiscal_year=int(row["年度"]))
    assert found == date.fromisoformat(row["期限"])


@pytest.mark.parametrize("row", cases("may_begin"), ids=why)
def test_may_begin(row: Row) -> None:
    decided_on = date.fromisoformat(row["決定日"])
    answer = may_begin(begun_on=day(row["着手日"]), decided_on=decided_on, allowed_from=day(row["承認の日"]))
    assert [one.code for one in answer.reasons] == ([f"schemes.{row['答え']}"] if row["答え"] else [])


@pytest.mark.parametrize("row", cases("may_claim_months"), ids=why)
def test_may_claim_months(row: Row) -> None:
    answer = may_claim_months(
        months(row["請求する月"]), months(row["請求した月"]), gap_months=int(row["延びる月数"]),
        most_months=int(row["最長"]) if row["最長"] else None, on=date.fromisoformat(row["きょう"]),
    )  # fmt: skip
    assert [one.code for one in answer.reasons] == ([f"schemes.{row['答え']}"] if row["答え"] else [])


@pytest.mark.parametrize("row", cases("may_claim_year"), ids=why)
def test_may_claim_year(row: Row) -> None:
    answer = may_claim_year(
        int(row["年度"]), first_year=int(row["始まり"]), years=int(row["年数"]), on=date.fromisoformat(row["きょう"]),
        claimed=[int(one) for one in row["請求した年度"].split()],
        reported=[int(one) for one in row["検査済みの報告"].split()], awaits_report=row["報告を待つ"] == "はい",
    )  # fmt: skip
    assert [one.code for one in answer.reasons] == ([f"schemes.{row['答え']}"] if row["答え"] else [])


def test_years_that_are_claimed_are_reported() -> None:
    assert years_unreported([2026, 2027, 2028], [2027], before=2028) == [2026]
    assert years_unreported([], [], before=2028) == []


def test_what_comes_back_is_taken_row_by_row() -> None:
    asked = {1: Asked("AAAA", Result.OPEN), 2: Asked("BBBB", Result.OPEN), 3: Asked("CCCC", Result.CLEAR)}
    lines = [
        Line(2, "12-001", "AAAA", "滞納なし", ""),
        Line(3, "12-002", "AAAA", "該当あり", ""),
        Line(4, "11-002", "BBBB", "該当あり", ""),
        Line(5, "12-002", "BBBB", "たぶん", ""),
        Line(6, "12-002", "BBBB", "", ""),
        Line(7, "12-003", "CCCC", "該当あり", ""),
        Line(8, "12-001", "AAAA", "滞納なし", ""),
        Line(9, "12-002", "BBBB", "支障あり", "分納中"),
    ]
    found, wrong = read_answers(12, EnquiryKind.TAX, asked, lines)
    assert found == [Answered(1, Result.CLEAR, ""), Answered(2, Result.AGAINST, "分納中")]
    assert [row for row, _ in wrong] == [3, 4, 5, 6, 7, 8]
    assert wrong[0][1] == "受付番号「AAAA」が、番号「12-002」のものと違います。"


@pytest.mark.parametrize("row", cases("may_chase"), ids=why)
def test_may_chase(row: Row) -> None:
    answer = may_chase(
        due_on=date.fromisoformat(row["期限"]), open_count=int(row["未回答"]), on=date.fromisoformat(row["きょう"])
    )
    assert " ".join(one.code.removeprefix("schemes.") for one in answer.reasons) == row["答え"]


@pytest.mark.parametrize("row", cases("result_of"), ids=lambda row: row["種類"] + row["結果"])
def test_an_answer_is_read_by_its_question(row: Row) -> None:
    kind = {one.label: one for one in EnquiryKind}[row["種類"]]
    found = result_of(kind, row["結果"])
    assert (found.label if found else "") == row["読み"]


def now(status: GrantStatus, **more: object) -> Now:
    usual: dict[str, object] = {
        "shape": Shape.ONCE, "has_report": False, "claims": [], "has_change": False, "is_paid": False
    }  # fmt: skip
    return Now(status=status, **(usual | more))  # type: ignore[arg-type]


def test_the_next_step_comes_first() -> None:
    first = {
        GrantStatus.DECIDED: GrantAction.REPORT, GrantStatus.INSPECTED: GrantAction.FIX,
        GrantStatus.FIXED: GrantAction.CLAIM,
    }  # fmt: skip
    assert {status: actions(now(status))[0] for status in first} == first
    assert actions(now(GrantStatus.REPORTED, has_report=True))[0] is GrantAction.INSPECT
    assert actions(now(GrantStatus.CLAIMED, claims=[ClaimStatus.ASKED]))[0] is GrantAction.CHECK_CLAIM
    assert actions(now(GrantStatus.CLAIMED, claims=[ClaimStatus.FIXED]))[0] is GrantAction.PAY
    assert actions(now(GrantStatus.DECIDED, has_change=True))[0] is GrantAction.APPROVE_CHANGE
    assert actions(now(GrantStatus.DECIDED, shape=Shape.MONTHLY))[0] is GrantAction.CLAIM_MONTHS


def test_money_that_was_paid_is_only_taken_back() -> None:
    assert GrantAction.CANCEL in actions(now(GrantStatus.CLAIMED))
    paid = actions(now(GrantStatus.OBLIGED, is_paid=True))
    assert GrantAction.CANCEL not in paid
    assert GrantAction.TAKE_BACK in paid
    assert GrantAction.TAKE_BACK not in actions(now(GrantStatus.OBLIGED, is_paid=True, has_recovery=True))
    assert actions(now(GrantStatus.CANCELLED)) == [GrantAction.VISIT]


@pytest.mark.parametrize("by_batch", [False, True])
def test_what_a_batch_says_is_no_step_of_the_grant(by_batch: bool) -> None:
    waiting = actions(now(GrantStatus.CLAIMED, claims=[ClaimStatus.FIXED], by_batch=by_batch))
    assert (GrantAction.PAY in waiting) is not by_batch
    assert GrantAction.RETURN_CLAIM in waiting
    assert (GrantAction.BOUNCE in actions(now(GrantStatus.OBLIGED, is_paid=True, by_batch=by_batch))) is not by_batch


def test_what_is_over_leads_nowhere_but_to_a_refund() -> None:
    actions_after = {one.action for one in GRANT_TRANSITIONS if one.sources & set(CLOSED)}
    assert actions_after == {"take_back", "bounce", "reopen_return"}
    assert GrantStatus.RETURNED not in transition_named(GRANT_TRANSITIONS, "take_back").sources


def test_a_list_is_due_by_what_waits_the_earliest_first() -> None:
    stands = Stands(
        title="通勤補助金", status=GrantStatus.DECIDED, shape=Shape.MONTHLY, since=date(2026, 11, 20),
        report_due_on=None,
        claims_asked_on=[date(2026, 11, 20)], claims_fixed_on=[date(2026, 11, 2)], change_asked_on=date(2026, 11, 24),
    )  # fmt: skip
    assert due(stands) == [
        Due("請求を確かめる: 通勤補助金", date(2026, 11, 30)),  # five open days: the 23rd is a holiday
        Due("変更・中止の申請を審査する: 通勤補助金", date(2026, 12, 1)),
        Due("支払う: 通勤補助金", date(2026, 12, 2)),
    ]


def test_what_stands_against_a_grant_is_told_at_once() -> None:
    known = Before(
        begins_on=date(2026, 11, 1), allowed_from=None, needs_house=True, has_house=False, needs_contract=True,
        has_contract=False, taken=[Taken("移住支援金", Once.HOUSEHOLD, "AAAA")],
        unreported=[Unreported(2025, "BBBB")], needs_consultation=True,
    )  # fmt: skip
    answer = may_grant(known, on=date(2026, 11, 20))
    assert [one.code.removeprefix("schemes.") for one in answer.reasons] == [
        "begun_too_early", "consultation_missing", "house_missing", "contract_missing", "granted_already", "unreported",
    ]  # fmt: skip
    assert answer.reasons[-2].params["subject"] == "同じ世帯に一度限り"


def test_months_of_a_claim_run_over_the_turn_of_the_year() -> None:
    assert months_of(date(2026, 11, 15), 3) == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    rows = rows_of_claims([{"month": "2027-01-01"}, {"month": "2026-11-15"}])
    assert [one["month"] for one in rows] == ["2026-11-15", "2027-01-01"]


def test_an_amount_is_fixed_by_the_rule_up_to_what_was_decided() -> None:
    assert answer_with({"facts": {}, "on": "2026-11-20"}, {}) is None
    assert may_fix(None).met
    assert fixed_yen(decided_yen=650_000, by_rule=None) == 650_000
    for least, yen in ((600_000, 600_000), (650_000, 650_000), (650_001, 650_000)):
        assert fixed_yen(decided_yen=650_000, by_rule=Amount(least, least, ())) == yen


def test_a_row_is_named_with_its_list_and_columns_are_asked_for() -> None:
    assert (number_of(12, 3), number_of(12, 1234)) == ("12-003", "12-1234")
    assert missing_columns(["番号", "結果", "補足"]) == ["受付番号"]
