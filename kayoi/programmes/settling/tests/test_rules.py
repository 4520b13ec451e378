"""Who counts, who stays, when to look: case tables on both sides of each boundary."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.engines.casefiles.states import WhyHere
from kayoi.kit.dates import JST
from kayoi.programmes.settling.rules import counting, staying
from kayoi.programmes.settling.rules.counting import Count, Definition, MoveFacts
from kayoi.programmes.settling.rules.staying import Observed
from kayoi.programmes.settling.states import CountedOn, IntendedStay, OriginKind, OriginScope, Support, Turn, Unit

CASES = Path(__file__).parent / "cases"
INA = "202096"


def table(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def definition(starts_on: date = date(2020, 4, 1), **fields: object) -> Definition:
    values = {
        "origin": OriginScope.TOWN, "excluded_reasons": frozenset(), "years_at_least": 0, "supported_only": False,
        "turns": frozenset(), "counted_on": CountedOn.REGISTERED, "unit": Unit.PERSONS,
    } | fields  # fmt: skip
    return Definition(starts_on, **values)  # type: ignore[arg-type]


def move(number: int = 1, moved: str = "2026-04-10", reported: str = "2026-04-20", **fields: object) -> MoveFacts:
    values = {"origin_kind": OriginKind.PLACE, "origin_code": "131041", "persons": 2} | fields
    days = date.fromisoformat(moved), date.fromisoformat(reported)
    return MoveFacts(number, *days, **values)  # type: ignore[arg-type]


def many(text: str) -> list[str]:
    return text.split("/") if text else []


@pytest.mark.parametrize("row", table("counts"), ids=lambda row: row["なぜ"])
def test_counts(row: dict[str, str]) -> None:
    facts = move(
        origin_kind=OriginKind.of(row["前住所"]),
        origin_code=row["コード"],
        reason=WhyHere.of(row["理由"]) if row["理由"] else None,
        intended=IntendedStay.of(row["予定"]) if row["予定"] else None,
        supports=frozenset(map(Support.of, many(row["支援"]))),
        turn=Turn.of(row["ターン"]) if row["ターン"] else None,
    )
    who = definition(
        origin=OriginScope.of(row["範囲"]),
        excluded_reasons=frozenset(map(WhyHere.of, many(row["除く理由"]))),
        years_at_least=int(row["年数"]),
        supported_only=row["支援のみ"] == "はい",
        turns=frozenset(map(Turn.of, many(row["ターンの限定"]))),
    )
    assert counting.counts(facts, who, town_code=INA) is (row["数える"] == "はい")


def test_each_condition_by_itself() -> None:
    assert counting.is_from(move(), OriginScope.TOKYO_AREA, town_code=INA)
    assert not counting.is_from(move(origin_code="082015"), OriginScope.TOKYO_AREA, town_code=INA)
    assert [counting.stays_long_enough(stay, 5) for stay in (*IntendedStay, None)] == [False, False, True, False, False]
    assert all(counting.stays_long_enough(stay, 0) for stay in (*IntendedStay, None))
    old, new = definition(), definition(date(2026, 4, 10), years_at_least=5)
    assert counting.version_for(move(moved="2026-04-09"), [new, old]) is old
    assert counting.version_for(move(moved="2026-04-10"), [new, old]) is new
    assert counting.version_for(move(moved="2020-03-31"), [new, old]) is None


def test_counting_day_decides_year_and_version() -> None:
    late = move(moved="2026-03-31", reported="2026-04-01")
    assert counting.counting_day(late, definition()) == date(2026, 3, 31)
    assert counting.counting_day(late, definition(counted_on=CountedOn.REPORTED)) == date(2026, 4, 1)
    assert counting.by_fiscal_year(counting.counted([late], [definition()], town_code=INA)) == {2025: Count(1, 2)}
    by_report = definition(counted_on=CountedOn.REPORTED)
    assert counting.by_fiscal_year(counting.counted([late], [by_report], town_code=INA)) == {2026: Count(1, 2)}
    assert counting.by_month(counting.counted([late], [by_report], town_code=INA)) == {date(2026, 4, 1): Count(1, 2)}


def test_new_version_does_not_change_what_was_counted() -> None:
    old, new = definition(), definition(date(2026, 4, 1), excluded_reasons=frozenset({WhyHere.TRANSFER}))
    moves = [
        move(1, moved="2026-03-31", reason=WhyHere.TRANSFER),
        move(2, moved="2026-04-01", reason=WhyHere.TRANSFER),
    ]
    assert [one.move_id for _, one in counting.counted(moves, [old, new], town_code=INA)] == [1]
    assert counting.counted(moves, [definition(date(2026, 4, 2))], town_code=INA) == []


def test_definition_in_words() -> None:
    who = definition(
        origin=OriginScope.PREFECTURE, years_at_least=5, supported_only=True, turns=frozenset({Turn.U, Turn.J}),
        excluded_reasons=frozenset({WhyHere.TRANSFER, WhyHere.STUDY}),
    )  # fmt: skip
    assert counting.in_words(who) == (
        "県の外から転入した世帯、5年以上住む予定と答えた人に限る(未定・無回答は数えない)、"
        "移った理由が転勤・進学の人を除く、市町村の相談や支援を利用した人に限る、U・Jターンに限る。"
        "住民票の異動日で数える。"
    )


# 6-MP against leukaemia, weeks of remission, + is last seen: Freireich et al. 1963.
LEFT = [6, 6, 6, 7, 10, 13, 16, 22, 23]
LAST_SEEN = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
REMISSION = [Observed(time, True) for time in LEFT] + [Observed(time, False) for time in LAST_SEEN]


def test_settle_curve_of_the_textbook() -> None:
    steps = {step.months: step for step in staying.settle_curve(REMISSION).steps}
    rows = table("settle_curve")
    assert [int(row["月数"]) for row in rows] == list(steps)
    for row in rows:
        step = steps[int(row["月数"])]
        assert (step.at_risk, step.left) == (int(row["観察中"]), int(row["転出"]))
        assert step.low is not None
        assert step.high is not None
        found = [round(number, 3) for number in (step.survival, step.low, step.high)]
        assert found == [float(row["残る割合"]), float(row["下限"]), float(row["上限"])]


def test_curve_ends_where_fewer_than_five_are_at_risk() -> None:
    curve = staying.settle_curve(REMISSION)
    assert curve.ends_at == 32  # four are left at 32: 32, 32, 34, 35
    assert staying.at_risk_at(REMISSION, 25) == 5
    assert curve.survival_at(31) == pytest.approx(0.448, abs=0.001)
    assert curve.survival_at(32) is None
    assert staying.settle_curve([Observed(3, True)] * 4).survival_at(1) is None
    five = staying.settle_curve([Observed(3, True)] * 5)
    assert five.survival_at(2) == 1
    assert (five.steps[0].survival, five.steps[0].low) == (0, None)
    assert staying.settle_curve([]).steps == []


@given(st.lists(st.builds(Observed, st.integers(0, 60), st.booleans()), max_size=60))
def test_curve_never_rises_and_lies_in_its_interval(observed: list[Observed]) -> None:
    survival = 1.0
    for step in staying.settle_curve(observed).steps:
        assert step.at_risk >= 5
        assert 0 <= step.survival < survival
        survival = step.survival
        if step.low is not None and step.high is not None:
            assert step.low <= step.survival <= step.high


@pytest.mark.parametrize("row", table("check_in_days"), ids=lambda row: row["なぜ"])
def test_check_in_days(row: dict[str, str]) -> None:
    days = dict(staying.check_in_days(date.fromisoformat(row["転入日"])))
    assert days[int(row["月数"])] == date.fromisoformat(row["確認する日"])
    assert sorted(days) == [1, 3, 6, 12, 24]


def test_noon_lies_in_the_day_and_never_ahead() -> None:
    now = datetime(2026, 11, 20, 9, 30, tzinfo=JST)
    assert staying.noon(on=date(2026, 11, 19), at=now) == datetime(2026, 11, 19, 12, 0, tzinfo=JST)
    assert staying.noon(on=date(2026, 11, 20), at=now) == now


@pytest.mark.parametrize("row", table("months_between"), ids=lambda row: row["なぜ"])
def test_months_between(row: dict[str, str]) -> None:
    days = date.fromisoformat(row["はじめ"]), date.fromisoformat(row["おわり"])
    assert staying.months_between(*days) == int(row["月数"])
