"""Refunds by the rule: all, half, none on both sides of each day; parts, being late, who may decide."""

import csv
import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from kayoi.engines.procedures.rules.evaluating import frozen_inputs
from kayoi.programmes.schemes.rules.hearings import may_cancel, may_hear, may_note_statement
from kayoi.programmes.schemes.rules.recovery.arrears import Rate, interest_yen, late_yen_days, rate_of
from kayoi.programmes.schemes.rules.recovery.deciding import (
    Proposal,
    actions,
    may_decide,
    may_open,
    may_propose,
    may_reverse,
    may_take,
    may_write_off,
    taken,
)
from kayoi.programmes.schemes.rules.recovery.due import due_before_lapse, due_of_recovery
from kayoi.programmes.schemes.rules.recovery.instalments import (
    Part,
    may_pay_in_parts,
    month_end,
    next_open,
    paid_parts,
    parts_of,
)
from kayoi.programmes.schemes.rules.recovery.lapse import lapses_on
from kayoi.programmes.schemes.rules.recovery.reckoning import (
    APPLIED_ON,
    HARDSHIP,
    KIND,
    PAID_YEN,
    certain_yen,
    reckonings,
    share_in_words,
)
from kayoi.programmes.schemes.rules.recovery.surcharge import held_yen_days, surcharge_rate
from kayoi.programmes.schemes.states.hearings import Spoken
from kayoi.programmes.schemes.states.recovery import CLOSED, RecoveryAction, RecoveryStatus, Renewal

CASES = Path(__file__).parent / "cases"
PAID = 1_000_001
SHARES = {"full": PAID, "half": PAID // 2, "none": 0, "person": None}
yens = st.integers(1, 10**9)


def cases(name: str) -> pytest.MarkDecorator:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as opened:
        return pytest.mark.parametrize("case", list(csv.DictReader(opened, strict=True)))


def frozen(counting: str, applied_on: date, ground: str) -> dict[str, object]:
    """Return the inputs of a refund under a ruleset that comes with the platform."""
    name = f"ijushienkin-refund-{counting.replace('_', '-')}.json"
    file = json.loads((settings.ROOT / "data" / "rulesets" / name).read_text(encoding="utf-8"))
    facts = {APPLIED_ON: applied_on, PAID_YEN: PAID, HARDSHIP: "none"}
    known = facts | ({} if ground == "other" else {KIND: ground})
    return frozen_inputs(ruleset_file=file, used=None, facts=known, on=applied_on, judged={})


@cases("refund_share")
def test_all_half_or_none(case: dict[str, str]) -> None:
    rule = frozen(case["counting"], date.fromisoformat(case["applied_on"]), case["ground"])
    day = date.fromisoformat(case["happened_on"]) if case["happened_on"] else None
    found = reckonings(rule, [day])
    assert certain_yen(found) == SHARES[case["share"]], case["note"]
    assert len(found) == (2 if case["counting"] == "undeclared" else 1)


def test_both_ways_of_counting_stand_side_by_side_with_their_reasons() -> None:
    first, second = reckonings(frozen("undeclared", date(2025, 6, 10), "moved_out"), [date(2028, 6, 10)])
    assert (first.yen, first.because) == (PAID, ("申請日から3年たたないうちに転出したこと",))
    assert second.yen == PAID // 2
    assert dict(first.ends)["3年"] == date(2028, 6, 10)
    assert dict(second.ends)["3年"] == date(2028, 6, 9)
    (over,) = reckonings(frozen("civil_code", date(2025, 6, 10), "moved_out"), [date(2031, 6, 10)])
    assert "「申請日から5年以内に転出したこと」に当たりません" in over.because
    assert not any("辞めた" in one for one in over.because), "nothing of another event"


def test_two_days_are_both_reckoned() -> None:
    found = reckonings(
        frozen("civil_code", date(2024, 4, 1), "moved_out"), [date(2027, 4, 1), date(2027, 4, 2)]
    )  # fmt: skip
    assert [one.yen for one in found] == [PAID, PAID // 2]
    assert certain_yen(found) is None


def test_shares_in_words() -> None:
    shares = [share_in_words(yen, paid_yen=1_000_000) for yen in (1_000_000, 500_000, 400_000, 0, None)]
    assert shares == ["全額(1,000,000円)", "半額(500,000円)", "400,000円", "返還なし", "要件では決まりません"]


@cases("late_interest")
def test_interest_of_being_late(case: dict[str, str]) -> None:
    paid = [one.split(":") for one in case["paid"].split(" ") if one]
    days = late_yen_days(
        [(date.fromisoformat(case["due_on"]), int(case["demanded_yen"]))],
        [(date.fromisoformat(day), int(yen)) for day, yen in paid],
        after=date(2026, 11, 20), until=date.fromisoformat(case["until"]),
    )  # fmt: skip
    rate = Rate(Decimal(case["percent"]), int(case["least_yen"]), int(case["unit_yen"]))
    assert interest_yen(days, rate) == int(case["yen"]), case["note"]


@cases("surcharge")
def test_what_is_paid_for_having_held_the_money(case: dict[str, str]) -> None:
    received, paid = (
        [(date.fromisoformat(day), int(yen)) for day, yen in (one.split(":") for one in case[name].split(" ") if one)]
        for name in ("received", "paid")
    )
    days = held_yen_days(
        received, paid, demanded_yen=int(case["demanded_yen"]), until=date.fromisoformat(case["until"])
    )
    rate = surcharge_rate({"percent": case["percent"], "unit_yen": int(case["unit_yen"])})
    assert interest_yen(days, rate) == int(case["yen"]), case["note"]


def test_no_surcharge_where_nothing_was_received() -> None:
    assert held_yen_days([], [], demanded_yen=1, until=date(2026, 11, 20)) == 0
    assert surcharge_rate(None) is None


def test_nothing_is_asked_for_being_late_without_an_article() -> None:
    assert rate_of(None) is rate_of({"kind": "none", "percent": "10.95", "least_yen": 0, "unit_yen": 1}) is None
    assert interest_yen(10**12, None) == 0


@given(
    st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2028, 12, 31)), yens), max_size=5),
    st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2028, 12, 31)), yens), max_size=5),
)  # fmt: skip
def test_late_days_are_those_of_day_by_day(dues: list[tuple[date, int]], paid: list[tuple[date, int]]) -> None:
    first, last = date(2025, 12, 31), date(2029, 1, 1)
    total = 0
    for number in range(first.toordinal() + 1, last.toordinal() + 1):
        day = date.fromordinal(number)
        owed = sum(yen for due, yen in dues if due < day) - sum(yen for on, yen in paid if on < day)
        total += max(owed, 0)
    assert late_yen_days(dues, paid, after=first, until=last) == total


@cases("may_cancel")
def test_whoever_may_speak_is_waited_for(case: dict[str, str]) -> None:
    due_on = date.fromisoformat(case["due_on"]) if case["due_on"] else None
    answer = may_cancel(
        Spoken.of(case["spoken"]), due_on=due_on, unheard_ground=case["unheard_ground"],
        on=date.fromisoformat(case["on"]),
    )  # fmt: skip
    assert [one.code for one in answer.reasons] == ([case["code"]] if case["code"] else []), case["note"]


def test_who_may_be_asked_to_speak() -> None:
    day = date(2026, 11, 20)
    assert may_hear(Spoken.NOT_ASKED, due_on=day + timedelta(days=1), on=day).met
    assert may_hear(Spoken.NOT_ASKED, due_on=day, on=day).refused
    assert may_hear(Spoken.WAITED_FOR, due_on=day + timedelta(days=1), on=day).refused


@pytest.mark.parametrize(("day", "may"), [(19, False), (20, True), (24, True), (25, False)])
def test_on_which_day_somebody_can_have_spoken(day: int, may: bool) -> None:
    notified_on, on = date(2026, 11, 20), date(2026, 11, 24)
    assert may_note_statement(notified_on=notified_on, said_on=date(2026, 11, day), on=on).met is may


@cases("lapses_on")
def test_when_a_claim_lapses(case: dict[str, str]) -> None:
    renewals = [
        (date.fromisoformat(day), Renewal.of(kind))
        for kind, day in (one.split(":") for one in case["renewals"].split(" ") if one)
    ]
    found = lapses_on(date.fromisoformat(case["due_on"]), renewals)
    assert str(found) == case["lapses_on"], case["note"]


@cases("parts_of")
def test_parts(case: dict[str, str]) -> None:
    parts = parts_of(int(case["amount_yen"]), int(case["count"]), date.fromisoformat(case["first_month"]))
    assert [parts[0].yen, parts[-1].yen] == [int(case["first_yen"]), int(case["other_yen"])]
    assert [str(parts[0].due_on), str(parts[-1].due_on)] == [case["first_due_on"], case["last_due_on"]], case["note"]


def test_months_end_on_a_day_on_which_the_office_is_open() -> None:
    ends = [month_end(day) for day in (date(2028, 2, 29), date(2026, 10, 1), date(2026, 12, 31))]
    assert ends == [date(2028, 2, 29), date(2026, 11, 2), date(2027, 1, 4)]


@given(yens, st.integers(2, 240), st.dates(date(2026, 1, 1), date(2060, 1, 1)))
def test_parts_are_the_whole(yen: int, count: int, first: date) -> None:
    parts = parts_of(yen, count, first)
    assert sum(part.yen for part in parts) == yen
    assert [part.due_on for part in parts] == sorted({part.due_on for part in parts})


@given(st.lists(yens, min_size=1, max_size=12), st.data())
def test_what_comes_in_fills_the_earliest_parts(yen: list[int], data: st.DataObject) -> None:
    parts = [Part(number, date(2027, 1, 1), one) for number, one in enumerate(yen)]
    paid = data.draw(st.integers(0, sum(yen)))
    found = paid_parts(parts, paid)
    assert sum(one.paid_yen for one in found) == paid
    rest = next_open(found)
    assert (rest is None) is (paid == sum(yen))


@pytest.mark.parametrize(
    ("count", "yen", "first", "codes"),
    [
        (2, 100, date(2026, 11, 1), []),
        (24, 100, date(2026, 11, 1), []),
        (1, 100, date(2026, 11, 1), ["schemes.parts_count"]),
        (25, 100, date(2026, 11, 1), ["schemes.parts_count"]),
        (3, 2, date(2026, 11, 1), ["schemes.parts_too_small"]),
        (2, 100, date(2026, 10, 31), ["schemes.parts_begin_past"]),
    ],
)
def test_who_may_pay_in_parts(count: int, yen: int, first: date, codes: list[str]) -> None:
    answer = may_pay_in_parts(yen, count, first, most=24, on=date(2026, 11, 20))
    assert [one.code for one in answer.reasons] == codes


@pytest.mark.parametrize(
    ("proposal", "by_rule", "codes"),
    [
        (Proposal(1000), 1000, []),
        (Proposal(500), 1000, ["schemes.reason_missing"]),
        (Proposal(500, reason="本人の日を採る"), None, []),
        (Proposal(500), None, ["schemes.reason_missing"]),
        (Proposal(1000, no_surcharge=True), 1000, ["schemes.reason_missing"]),
        (Proposal(1000, no_surcharge=True, reason="入院"), 1000, []),
        (Proposal(1001, reason="誤り"), 1000, ["schemes.more_than_paid"]),
        (Proposal(1000, 1000, "illness", reason="入院", evidence="診断書"), 1000, []),
        (Proposal(1000, 1, "illness", reason="入院"), 1000, ["schemes.exemption_unproven"]),
        (Proposal(1000, 1, "", reason="入院", evidence="診断書"), 1000, ["schemes.exemption_unproven"]),
        (Proposal(1000, 1001, "illness", reason="入院", evidence="診断書"), 1000, ["schemes.exempts_too_much"]),
    ],
)
def test_what_may_be_proposed(proposal: Proposal, by_rule: int | None, codes: list[str]) -> None:
    answer = may_propose(proposal, paid_yen=1000, by_rule_yen=by_rule)
    assert [one.code for one in answer.reasons] == codes


def test_another_person_reverses_what_was_booked() -> None:
    assert may_reverse(RecoveryStatus.SETTLED, booked_by=1, by=2).met
    assert may_reverse(RecoveryStatus.SETTLED, booked_by=1, by=1).refused
    assert may_reverse(RecoveryStatus.WRITTEN_OFF, booked_by=1, by=2).refused


def test_two_persons_decide() -> None:
    assert may_decide(proposed_by=1, decided_by=2).met
    assert may_decide(proposed_by=1, decided_by=1).refused
    assert may_decide(proposed_by=None, decided_by=None).refused


@pytest.mark.parametrize(
    ("rest", "late", "reminded", "days", "code"),
    [
        (1, True, True, 0, ""),
        (0, False, False, 0, ""),  # only what is for being late is left
        (1, True, False, 0, "schemes.not_reminded"),
        (1, False, True, 0, "schemes.not_reminded"),
        (0, False, False, 1, "schemes.loss_to_come"),
    ],
)
def test_what_may_be_written_off(rest: int, late: bool, reminded: bool, days: int, code: str) -> None:
    day = date(2026, 12, 1)
    answer = may_write_off(
        rest_yen=rest, is_late=late, is_reminded=reminded, lost_on=day + timedelta(days=days), lapses_on=None, today=day
    )
    assert [one.code for one in answer.reasons] == ([code] if code else [])


def test_nothing_is_given_up_as_lapsed_before_it_has() -> None:
    lost: dict[str, Any] = {"rest_yen": 1, "is_late": True, "is_reminded": True, "today": date(2031, 12, 20)}
    days = [date(2031, 12, 10), date(2031, 12, 11)]
    assert [may_write_off(**lost, lost_on=day, lapses_on=days[0]).met for day in days] == [False, True]


def test_what_may_be_opened() -> None:
    assert may_open(paid_yen=1, to_return_yen=0, is_open=False).met
    assert may_open(paid_yen=0, to_return_yen=0, is_open=False).refused
    assert may_open(paid_yen=1, to_return_yen=0, is_open=True).refused
    assert may_open(paid_yen=1, to_return_yen=1, is_open=False).refused


@given(yens, st.integers(0, 10**6), st.data())
def test_never_more_than_is_owed(rest: int, interest: int, data: st.DataObject) -> None:
    yen = data.draw(st.integers(1, rest + interest + 1))
    day = date(2026, 12, 1)
    answer = may_take(yen, rest_yen=rest, extra_yen=interest, on=day, demanded_on=day, today=day)
    assert answer.met is (yen <= rest + interest)
    part = taken(yen, rest_yen=rest, surcharge_yen=interest // 2)
    assert part.principal_yen + part.surcharge_yen + part.interest_yen == yen
    assert part.principal_yen <= rest
    assert part.surcharge_yen == 0 or part.principal_yen == rest
    assert part.interest_yen == 0 or part.surcharge_yen == interest // 2


def test_days_of_payments() -> None:
    demanded, today = date(2026, 11, 20), date(2026, 12, 1)
    days = [date(2026, 11, 19), demanded, today, date(2026, 12, 2)]
    met = [may_take(1, rest_yen=1, extra_yen=0, on=day, demanded_on=demanded, today=today).met for day in days]
    assert met == [False, True, True, False]


def test_the_next_step_comes_first() -> None:
    status, action = RecoveryStatus, RecoveryAction

    def first(one: RecoveryStatus, *, late: bool = False, reminded: bool = False) -> RecoveryAction:
        return actions(one, is_demanded=True, is_late=late, is_reminded=reminded)[0]

    assert first(status.CONSIDERING) is action.PROPOSE
    assert first(status.PROPOSED) is action.APPROVE
    assert first(status.DEMANDED) is action.RECEIVE
    assert first(status.DEMANDED, late=True) is action.REMIND
    assert first(status.IN_INSTALMENTS, late=True, reminded=True) is action.RECEIVE
    assert actions(status.CONTESTED, is_demanded=False, is_late=False, is_reminded=False) == [action.UPHOLD]
    assert action.WRITE_OFF not in actions(status.DEMANDED, is_demanded=True, is_late=True, is_reminded=False)
    assert action.WRITE_OFF in actions(status.DEMANDED, is_demanded=True, is_late=True, is_reminded=True)
    closed = {one for one in status if not actions(one, is_demanded=True, is_late=True, is_reminded=False)}
    assert closed == set(CLOSED)


def test_what_is_due() -> None:
    def on(one: RecoveryStatus, due: date | None = None, reminded: date | None = None) -> str:
        found = due_of_recovery(
            one, title="x", since=date(2026, 11, 20), next_due_on=due, reminded_on=reminded, reminder_days=10
        )
        return f"{found.on} {found.title}" if found else ""

    status = RecoveryStatus
    assert on(status.CONSIDERING) == "2026-11-30 返還が要るか決める: x"
    assert on(status.DEMANDED, date(2026, 12, 11)) == "2026-12-14 返還の納付を確かめる: x"
    assert on(status.DEMANDED, date(2026, 12, 11), date(2026, 12, 15)).startswith("2026-12-25 督促のあと")
    assert on(status.IN_INSTALMENTS, date(2027, 1, 4), date(2026, 12, 15)).startswith("2027-01-05 返還の納付")
    assert on(status.SETTLED) == ""


def test_a_claim_is_looked_at_half_a_year_before_it_lapses() -> None:
    found = due_before_lapse(date(2031, 12, 10), title="x")
    assert found is not None
    assert (found.on, found.title) == (date(2031, 6, 10), "消滅時効(2031-12-10)の前に確かめる: x")
    assert due_before_lapse(None, title="x") is None
