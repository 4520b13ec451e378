"""What a changed rule makes of past applications: case tables, small groups, and any rule on any case."""

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.tests.random_amounts import STEPS, giving
from kayoi.engines.rulesets.tests.random_rulesets import HOUSEHOLDS, PLAIN, Data, file_of
from kayoi.kit.verdict import Outcome
from kayoi.programmes.schemes.rules.budget import Source
from kayoi.programmes.schemes.rules.rerunning import (
    Asked,
    always_in_force,
    answer_to,
    missing_in_words,
    run_of,
    runs,
    typed,
)
from kayoi.programmes.schemes.rules.trials import (
    OTHERS,
    Past,
    Row,
    Run,
    borne,
    compared,
    difference,
    district_of,
    grouped,
    lowest,
    moved,
    runs_out_on,
    totals,
    without_small,
)
from kayoi.programmes.schemes.states.budget import Payer
from kayoi.programmes.schemes.states.trials import Change

with (Path(__file__).parent / "cases" / "trial_changes.csv").open(encoding="utf-8") as opened:
    CASES = list(csv.DictReader(opened, strict=True))
DAY = date(2026, 11, 20)
PLAN, PLAN_STEPS = st.sampled_from(sorted(PLAIN)), st.sampled_from(sorted(STEPS))
VERSION = st.tuples(PLAN, PLAN_STEPS).flatmap(lambda of: giving(PLAIN[of[0]](False), STEPS[of[1]]))


def run(text: str) -> Run | None:
    if not text:
        return None
    outcome, least, most = text.split()
    return Run(Outcome.of(outcome), int(least), None if most == "-" else int(most))


def past(yen: int, by_rule: Run | None, *, application: int = 1, granted: bool = True, ended: bool = False) -> Past:
    return Past(application, 2026, DAY, "荒井", granted, yen, by_rule, ended)


def row(number: int, district: str, least: int = 0) -> Row:
    return Row(number, 2026, DAY, district, Change.SAME, 0, least, least)


@pytest.mark.parametrize("case", CASES, ids=[one["備考"] for one in CASES])
def test_cases(case: dict[str, str]) -> None:
    before, new = run(case["いまの規則"]), run(case["新しい規則"])
    was = past(int(case["帳簿"]), before, granted=case["承認"] == "はい", ended=case["終わり"] == "はい")
    assert new is not None
    found, differs = compared(was, new, ["質問"]), difference(was)
    most = None if case["多くて"] == "-" else int(case["多くて"])
    assert (found.change, found.least_yen, found.most_yen) == (case["違い"], int(case["少なくとも"]), most)
    assert (differs.cause if differs else "", differs.yen if differs else 0) == (case["差の理由"], int(case["差"]))
    assert bool(found.missing) is (found.change is Change.UNKNOWN)


def test_planned_and_actual_costs_limit_each_other() -> None:
    met = Run(Outcome.MET, 300, 300)
    assert lowest([met, Run(Outcome.MET, 200, 200)], times=3) == Run(Outcome.MET, 600, 600)
    assert lowest([met, Run(Outcome.MET, 0, None)]) == Run(Outcome.MET, 0, 300)
    assert lowest([met, Run(Outcome.UNKNOWN, 0, 400)]) == Run(Outcome.UNKNOWN, 0, 300)
    assert lowest([met, Run(Outcome.NOT_MET)]) == Run(Outcome.NOT_MET)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"甲": 5, "乙": 6}, {"甲": 5, "乙": 6}),
        ({"甲": 4, "乙": 6, "丙": 5}, {"乙": 6, OTHERS: 9}),
        ({"甲": 4, "乙": 1, "丙": 5}, {"丙": 5, OTHERS: 5}),
        ({"甲": 4, "乙": 6}, {OTHERS: 10}),
        ({"甲": 3, "乙": 1}, {}),
        ({}, {}),
    ],
)
def test_nobody_is_recognised_in_a_small_group(sizes: dict[str, int], shown: dict[str, int]) -> None:
    groups = {name: [row(number, name) for number in range(count)] for name, count in sizes.items()}
    found = without_small(groups)
    assert {name: len(rows) for name, rows in found.items()} == shown


def test_shares_follow_each_amount_to_the_yen() -> None:
    half = [Source(Payer.NATIONAL, Fraction(1, 2)), Source(Payer.PREFECTURE, Fraction(1, 4))]
    found = borne([(1_001, half), (100, [])])
    assert found == {Payer.NATIONAL: 500, Payer.PREFECTURE: 250, Payer.OTHER: 0, Payer.TOWN: 351}


def test_a_budget_runs_out_in_the_order_of_decisions() -> None:
    course = {date(2026, 4, 1): 400, date(2026, 6, 1): 400, date(2026, 5, 1): 200}
    assert runs_out_on(1_000, course, [], on=date(2027, 3, 31)) == date(2026, 6, 1)
    assert runs_out_on(1_001, course, [], on=date(2027, 3, 31)) is None
    assert runs_out_on(600, course, [], on=date(2027, 3, 31)) == date(2026, 5, 1)
    # 1,000 in 62 days: what is left of 1,016 lasts one day more.
    assert runs_out_on(1_016, course, [], on=date(2026, 6, 1)) == date(2026, 6, 2)


def test_steps_move_the_course_and_rows_stand_by_their_words() -> None:
    other = date(2026, 12, 1)
    assert moved({DAY: 100}, [(DAY, -30), (other, 5), (DAY, 1)]) == {DAY: 71, other: 5}
    rows = [row(1, "乙"), row(2, "甲"), row(3, "乙")]
    found = grouped(rows, lambda one: one.district)
    assert [(name, [one.application for one in those]) for name, those in found.items()] == [
        ("乙", [1, 3]),
        ("甲", [2]),
    ]


def test_what_is_missing_is_asked_or_judged() -> None:
    conditions: list[Data] = [{"fact": "x.yes", "is": True}, {"unknown": "市長が認める"}]
    asks, judges = (
        read_ruleset(always_in_force(file_of([{"key": "1", "anchor": "x.day", "condition": one}])))
        for one in conditions
    )
    assert missing_in_words(asks, Asked({}, DAY, {})) == ["はい"]
    assert missing_in_words(judges, Asked({}, DAY, {})) == ["人の認定: 市長が認める(窓口で確認)"]
    yen: Data = {"key": "1", "anchor": "x.day", "condition": {"all": []}, "amount": [{"start": {"fact": "x.yen"}}]}
    assert missing_in_words(read_ruleset(file_of([yen])), Asked({}, DAY, {})) == ["円"]


@pytest.mark.parametrize(
    ("address", "district"),
    [
        ("伊那市荒井1", "荒井"), ("長野県伊那市高遠町西高遠５-2", "高遠町西高遠"), ("荒井二丁目3", "荒井"),
        ("荒井2丁目3", "荒井"), ("大字三条 4", "三条"), ("", ""), ("伊那市", ""), ("123", ""),
    ],
)  # fmt: skip
def test_the_district_stands_before_the_number(address: str, district: str) -> None:
    assert district_of(address, "伊那市") == district


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(old=VERSION, new=VERSION, households=st.lists(HOUSEHOLDS, min_size=1, max_size=6))
def test_any_rules_on_any_cases(old: Data, new: Data, households: Sequence[Mapping[str, Any]]) -> None:
    """Unchanged nobody gains or loses; gains less losses are the difference; all at once is each alone."""
    before, after = (read_ruleset(always_in_force(json.loads(json.dumps(file_of([one]))))) for one in (old, new))
    cases = [Asked(typed(one, before), DAY, {}) for one in households]
    by_rule, then = runs(before, cases), runs(after, cases)
    assert by_rule == [run_of(answer_to(before, one)) for one in cases]
    each = [
        past(one.yen, one, application=number, granted=one.outcome is Outcome.MET) for number, one in enumerate(by_rule)
    ]
    assert not [one for one in each if difference(one)]
    same = totals(compared(one, answer) for one, answer in zip(each, by_rule, strict=True))
    assert (same.difference_yen, same.counts[Change.SAME], same.is_certain) == (0, len(each), True)
    rows = [compared(one, answer) for one, answer in zip(each, then, strict=True)]
    sums, unknown = totals(rows), sum(one.difference_yen for one in rows if one.change is Change.UNKNOWN)
    assert sums.difference_yen == sums.gains_yen - sums.losses_yen + unknown
    assert sums.most_yen is None or sums.least_yen <= sums.most_yen
    assert min(sums.gains_yen, sums.losses_yen) >= 0
