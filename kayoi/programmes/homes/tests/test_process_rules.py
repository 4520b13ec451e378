"""Rules of the process, on both sides of each boundary."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.kit.dates import months_later
from kayoi.programmes.homes.rules import process as rules
from kayoi.programmes.homes.rules.counting import days_in_stages
from kayoi.programmes.homes.rules.process import Holder, HomeFacts
from kayoi.programmes.homes.states import (
    Agreement,
    CheckKind,
    CheckResult,
    HomeConsentPurpose,
    HomeStatus,
    PartyRole,
    Reached,
    Step,
)
from kayoi.programmes.homes.states.process import DOER, SAYS, Next

TODAY = date(2026, 11, 20)
CASES = Path(__file__).parent / "cases"
OWNER = Holder(PartyRole.OWNER, Reached.REACHED, Agreement.AGREED)
SILENT = Holder(PartyRole.CO_OWNER, Reached.WAITING, Agreement.OPEN)
READY = HomeFacts(
    HomeStatus.SURVEYED,
    TODAY,
    checks=dict.fromkeys(CheckKind, CheckResult.PASSED),
    holders=[OWNER],
    surveyed=True,
    consents=frozenset(HomeConsentPurpose),
    described=True,
    term_ends_before=TODAY + timedelta(days=30),
)


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def facts_of(row: dict[str, str]) -> HomeFacts:
    """Return READY with what a line of the table says otherwise."""
    checks = dict.fromkeys(CheckKind, CheckResult.PASSED)
    for kind in filter(None, row["問題あり"].split(" ")):
        checks[CheckKind.of(kind)] = CheckResult.FAILED
    for kind in filter(None, row["未確認"].split(" ")):
        checks[CheckKind.of(kind)] = CheckResult.OPEN
    said = {"同意": Agreement.AGREED, "まだ": Agreement.OPEN, "不同意": Agreement.REFUSED}
    holders = [
        Holder(PartyRole.CO_OWNER, Reached.WAITING, said[word]) for word in filter(None, row["権利者"].split(" "))
    ]
    return replace(
        READY, checks=checks, holders=holders, surveyed=row["調査"] == "済", rights_open=row["抵当・相続"] == "未了"
    )


@pytest.mark.parametrize("row", rows("may_register"), ids=lambda row: row["場合"])
def test_may_register(row: dict[str, str]) -> None:
    answer = rules.may_register(facts_of(row))
    assert answer.outcome.value == row["答え"]
    assert " ".join(sorted(reason.code.removeprefix("homes.") for reason in answer.reasons)) == row["理由"]


def test_all_reasons_are_told_at_once() -> None:
    nothing = HomeFacts(HomeStatus.CHECKING, TODAY, checks={CheckKind.TAX: CheckResult.FAILED}, holders=[SILENT])
    codes = [reason.code for reason in rules.may_register(nothing).reasons]
    assert codes.count("homes.check_open") == len(CheckKind) - 1
    assert {"homes.check_failed", "homes.holder_silent", "homes.no_survey"} <= set(codes)


def test_notices_do_not_stand_in_the_way() -> None:
    without = replace(READY, consents=frozenset())
    assert rules.may_register(without).met
    assert [one.code for one in rules.notices(without)] == ["homes.no_consent_site", "homes.no_consent_brokers"]
    assert rules.notices(READY) == []


def test_may_publish() -> None:
    assert rules.may_publish(READY).met
    last_day = replace(READY, term_ends_before=TODAY + timedelta(days=1))
    assert rules.may_publish(last_day).met
    wrong = replace(
        READY, consents=frozenset(), described=False, term_ends_before=TODAY,
        checks={CheckKind.HAZARDOUS: CheckResult.FAILED},
    )  # fmt: skip
    assert {one.code for one in rules.may_publish(wrong).reasons} == {
        "homes.no_consent_site", "homes.not_described", "homes.hazardous", "homes.term_over",
    }  # fmt: skip


def test_may_extend_and_may_renew() -> None:
    assert rules.may_extend(replace(READY, term_ends_before=TODAY + timedelta(days=60))).met
    early = rules.may_extend(replace(READY, term_ends_before=TODAY + timedelta(days=61)))
    assert [one.code for one in early.reasons] == ["homes.too_early_to_extend"]
    assert rules.may_renew(replace(READY, holders=[OWNER, SILENT])).met
    refused = replace(SILENT, agreement=Agreement.REFUSED)
    against = rules.may_renew(replace(READY, holders=[OWNER, refused], lot_taken=True))
    assert [one.code for one in against.reasons] == ["homes.holder_refused", "homes.lot_taken"]


def test_may_apply_again_and_may_take() -> None:
    assert rules.may_apply_again(READY).met
    assert not rules.may_apply_again(replace(READY, lot_taken=True)).met
    assert rules.may_take(Step.WITHDRAW, HomeFacts(HomeStatus.FOUND, TODAY)).met
    assert rules.may_take(Step.REGISTER, HomeFacts(HomeStatus.FOUND, TODAY)).refused


def test_may_record_check_asks_for_tax_only_with_consent() -> None:
    nothing: frozenset[HomeConsentPurpose] = frozenset()
    assert rules.may_record_check(CheckKind.TAX, consents=nothing).refused
    assert rules.may_record_check(CheckKind.TAX, consents=frozenset({HomeConsentPurpose.TAX_CHECK})).met
    assert rules.may_record_check(CheckKind.ANTISOCIAL, consents=nothing).met


@pytest.mark.parametrize("row", rows("next_step"), ids=lambda row: row["場合"])
def test_next_step(row: dict[str, str]) -> None:
    facts = replace(
        facts_of(row), status=HomeStatus.of(row["状態"]), broker_asked=row["業者"] == "依頼中",
        broker_accepted=row["業者"] == "引き受け",
        term_ends_before=TODAY + timedelta(days=int(row["残り日数"])) if row["残り日数"] else None,
    )  # fmt: skip
    assert rules.next_step(facts).value == row["次"]


def test_every_state_and_step_has_words() -> None:
    for status in HomeStatus:
        assert DOER[rules.next_step(replace(READY, status=status))]
    assert set(DOER) == set(Next)
    assert set(SAYS) == set(Step)


def test_term_end() -> None:
    assert rules.term_end(date(2026, 4, 10), years=2) == date(2028, 4, 10)
    assert rules.term_end(date(2024, 2, 29), years=1) == date(2025, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 900))
def test_extended_lies_ahead_by_at_most_a_month(ends: date, late: int) -> None:
    on = ends + timedelta(days=late)
    longer = rules.extended(ends, months=1, on=on)
    assert on < longer <= months_later(on, 1) + timedelta(days=3)


@pytest.mark.parametrize("row", rows("reminder_due"), ids=lambda row: f"{row['残り日数']}/{row['知らせた']}")
def test_reminder_due(row: dict[str, str]) -> None:
    told = int(row["知らせた"]) if row["知らせた"] else None
    due = rules.reminder_due(TODAY + timedelta(days=int(row["残り日数"])), told=told, on=TODAY)
    assert str(due or "") == row["知らせる"]


def test_days_in_stages_is_the_median() -> None:
    day = 86_400.0
    found = days_in_stages([("checking", day), ("published", 30 * day), ("checking", 4 * day), ("checking", 2 * day)])
    assert [(one.status, one.houses, one.days) for one in found] == [
        (HomeStatus.CHECKING, 3, 2.0), (HomeStatus.PUBLISHED, 1, 30.0),
    ]  # fmt: skip
