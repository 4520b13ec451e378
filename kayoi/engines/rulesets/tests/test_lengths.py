"""Lengths of time, by tables that an official can read."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kayoi.engines.rulesets.rules.answers import answer
from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.lengths import (
    Length,
    Span,
    adds_up,
    clipped,
    has_passed,
    joined,
    lasts,
    whole_months,
)
from kayoi.engines.rulesets.rules.lists import STILL, spans_of
from kayoi.engines.rulesets.states import Adding
from kayoi.engines.rulesets.tests.written import case, cases, ruleset
from kayoi.kit.dates import CountingMethod
from kayoi.kit.verdict import Outcome

YES_NO = {"有": True, "無": False, "不明": None}
OUTCOMES = {"有": Outcome.MET, "無": Outcome.NOT_MET, "不明": Outcome.UNKNOWN}
UNITS = {"年": "years", "か月": "months", "日": "days"}


def length(row: dict[str, str]) -> Length:
    return Length(int(row["年"] or 0) * 12 + int(row["月"] or 0), int(row["日"] or 0))


def days(text: str) -> tuple[date, date]:
    first, last = text.split("~")
    return date.fromisoformat(first), date.fromisoformat(last)


def spans(text: str) -> list[Span]:
    """Read first and last days as people write them."""
    return [Span(first, last + timedelta(days=1)) for first, last in map(days, text.split())]


def span(text: str) -> Span:
    return spans(text)[0]


@cases("has_passed")
def test_has_passed(row: dict[str, str]) -> None:
    start, end = date.fromisoformat(row["始まり"]), date.fromisoformat(row["ある日"])
    for method, column in (
        (CountingMethod.CIVIL_CODE, "民法140条"),
        (CountingMethod.DAY_BEFORE, "応当日の前日まで"),
        (None, "定めなし"),
    ):
        assert has_passed(start, end, length(row), method) is YES_NO[row[column]], column


@cases("adds_up")
def test_adds_up(row: dict[str, str]) -> None:
    before = date.fromisoformat(row["基準日"])
    for way, column in ((Adding.DAYS, "日数で足す"), (Adding.MONTHS, "月数と日数で足す"), (None, "定めなし")):
        found = adds_up(spans(row["期間"]), length(row), before=before, adding=way)
        assert found is YES_NO[row[column]], column


@cases("lasts")
def test_lasts(row: dict[str, str]) -> None:
    assert lasts(span(row["期間"]), length(row)) is YES_NO[row["答え"]]


@cases("whole_months")
def test_whole_months(row: dict[str, str]) -> None:
    assert whole_months(span(row["期間"])) == int(row["月数"])


@cases("joined")
def test_joined(row: dict[str, str]) -> None:
    assert joined(spans(row["期間"]), gap_days=int(row["すき間の日数"])) == spans(row["答え"])


@cases("clipped")
def test_clipped(row: dict[str, str]) -> None:
    first, last = days(row["期間"])
    assert clipped([Span(first, last + timedelta(days=1))], span(row["窓"])) == spans(row["答え"])


@cases("unbroken")
def test_unbroken(row: dict[str, str]) -> None:
    def told(text: str) -> dict[str, int]:
        unit = next(unit for unit in UNITS if text.endswith(unit))
        return {UNITS[unit]: int(text.removesuffix(unit))}

    condition = {
        "spans": "applicant.times", "before": {"fact": "move.moved_in_on"}, "unbroken": told(row["長さ"]),
        "gap_days": int(row["すき間の日数"]),
    }  # fmt: skip
    rules = ruleset(condition | ({"tolerance": told(row["許す間"])} if row["許す間"] else {}))
    times = [
        {"from": first, "until": last or None}
        for first, last in (one.split("~") for one in row["期間(続いていれば空欄)"].split())
    ]
    # The day before the first of a row is refused when facts are read; here the rule itself is asked.
    facts = case(rules, {"move.moved_in_on": row["基準日"]}).facts
    read = [{f"this.{key}": date.fromisoformat(day) for key, day in time.items() if day is not None} for time in times]
    assert answer(rules, Case({**facts, "applicant.times": tuple(read)})).outcome is OUTCOMES[row["答え"]]


def test_spans_of_rows() -> None:
    day = date(2026, 4, 1)
    assert spans_of([{"this.from": day, "this.until": day}, {"this.from": day}, {"this.until": day}]) == [
        Span(day, date(2026, 4, 2)),
        Span(day, STILL),
    ]


DAYS = st.dates(date(2015, 1, 1), date(2026, 1, 1))
SPANS = st.lists(st.tuples(DAYS, st.integers(1, 900)).map(lambda one: Span(one[0], one[0] + timedelta(one[1]))))


@given(SPANS, SPANS, st.integers(1, 6))
def test_more_days_never_add_up_to_less(some: list[Span], more: list[Span], years: int) -> None:
    # Two terms of 30-day months may be a day ahead of the calendar, by which one unbroken term is counted.
    few, many = (
        adds_up(spans, Length(years * 12), before=date(2030, 1, 1), adding=Adding.DAYS) for spans in (some, some + more)
    )
    assert many or not few


@given(SPANS, SPANS)
def test_joined_spans_hold_the_same_days(some: list[Span], more: list[Span]) -> None:
    runs = joined(some + more)
    assert all(one.stop < other.start for one, other in pairwise(runs))
    assert joined(runs) == runs
    for one in some + more:
        assert any(run.start <= one.start and one.stop <= run.stop for run in runs)
    covered = {one.start + timedelta(n) for one in some + more for n in range((one.stop - one.start).days)}
    assert sum((run.stop - run.start).days for run in runs) == len(covered)


@given(DAYS, st.integers(1, 120), st.integers(0, 31))
def test_a_span_lasts_exactly_as_long_as_its_whole_months(start: date, months: int, days: int) -> None:
    stop = start + timedelta(months * 30 + days)
    found = whole_months(Span(start, stop))
    assert found == 0 or lasts(Span(start, stop), Length(found))
    assert not lasts(Span(start, stop), Length(found + 1))
