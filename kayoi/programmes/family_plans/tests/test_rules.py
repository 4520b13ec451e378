"""Days, conditions, order, what cannot work and what heals it: case tables, and plans of whole families."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kayoi.engines.casefiles.states import ContactBasis
from kayoi.programmes.family_plans import rules
from kayoi.programmes.family_plans.rules import Family, Window
from kayoi.programmes.family_plans.states import SAMPLES, Anchor, Fact, Span, StepState, TaskRule, Trouble, Unit

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 26)
BY_KEY = {task.key: task for task in SAMPLES}


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def table(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows(name), ids=lambda row: row["なぜ"])


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@table("day_at")
def test_day_at(row: dict[str, str]) -> None:
    span = Span(int(row["前後"]), Unit.of(row["単位"]))
    assert rules.day_at(date.fromisoformat(row["基準の日"]), span) == day(row["答え"])


@table("own_window")
def test_own_window(row: dict[str, str]) -> None:
    window = rules.own_window(BY_KEY[row["しごと"]], Family(date.fromisoformat(row["引越し"])))
    assert window == Window(day(row["最初の日"]), day(row["最後の日"]))


@table("is_in_time")
def test_is_in_time(row: dict[str, str]) -> None:
    window = Window(day(row["最初の日"]), day(row["最後の日"]))
    assert rules.is_in_time(date.fromisoformat(row["した日"]), window) is (row["期限内"] == "はい")


@table("facts_of")
def test_facts_of(row: dict[str, str]) -> None:
    births = (date.fromisoformat(row["生年月日"]),) if row["生年月日"] else ()
    facts = rules.facts_of(Family(date.fromisoformat(row["引越し"]), births))
    assert not row["あてはまる"] or Fact.of(row["あてはまる"]) in facts
    assert Fact.of(row["あてはまらない"]) not in facts


@table("school_on")
def test_school_on(row: dict[str, str]) -> None:
    assert rules.school_on(date.fromisoformat(row["引越し"])) == day(row["登校を始める日"])


@table("needs_review")
def test_needs_review(row: dict[str, str]) -> None:
    found = rules.needs_review(date.fromisoformat(row["確かめた日"]), on=date.fromisoformat(row["今日"]))
    assert found is (row["見直す"] == "はい")


@table("may_mail")
def test_may_mail(row: dict[str, str]) -> None:
    answer = rules.may_mail(
        has_address=row["アドレス"] == "はい", protected=row["支援措置"] == "はい",
        basis=ContactBasis.of(row["連絡の根拠"]), agreed=row["聞いた"] == "はい",
    )  # fmt: skip
    assert [reason.code for reason in answer.reasons] == row["理由"].split()


def test_nursery_on() -> None:
    assert rules.nursery_on(date(2027, 4, 1)) == date(2027, 4, 1)
    assert rules.nursery_on(date(2027, 12, 2)) == date(2028, 1, 1)


def test_anchor_on() -> None:
    family = Family(date(2027, 3, 1), dates={Anchor.CONTRACT: date(2027, 1, 20)})
    assert rules.anchor_on(Anchor.CONTRACT, family) == date(2027, 1, 20)
    assert rules.anchor_on(Anchor.GRANT, family) is None
    assert rules.anchor_on(Anchor.BEFORE_MOVING, family, month=3, day=1) == date(2027, 3, 1)
    assert rules.anchor_on(Anchor.BEFORE_MOVING, family, month=3, day=2) == date(2026, 3, 2)
    assert rules.anchor_on(Anchor.FROM_MOVING, family, month=2, day=29) == date(2028, 2, 29)
    assert rules.anchor_on(Anchor.BEFORE_MOVING, family, month=2, day=29) == date(2027, 2, 28)
    assert rules.anchor_on(Anchor.FROM_MOVING, family) is None


def test_is_for() -> None:
    task = replace(BY_KEY["tyres_first"])
    assert rules.is_for(task, frozenset({Fact.CAR}))
    assert not rules.is_for(task, frozenset({Fact.CAR, Fact.WINTER}))
    assert not rules.is_for(task, frozenset())


@table("order")
def test_contract_before_the_decision(row: dict[str, str]) -> None:
    dates = {Anchor.GRANT: date.fromisoformat(row["交付決定"]), Anchor.CONTRACT: date.fromisoformat(row["契約"])}
    family = Family(date(2027, 6, 1), said=frozenset({Fact.BUY, Fact.HOUSING_GRANT}), dates=dates)
    found = [one for one in rules.conflicts(SAMPLES, family, today=TODAY) if one.task.key == "contract"]
    assert [(one.trouble, one.heals_on) for one in found] == (
        [(Trouble.ORDER, day(row["直る日"]))] if row["食い違い"] else []
    )
    if found:
        assert found[0].other is not None
        assert (found[0].other.key, found[0].heals) == ("grant_decision", Anchor.CONTRACT)


@table("applied")
def test_application_before_the_listing(row: dict[str, str]) -> None:
    dates = {Anchor.POSTED: date.fromisoformat(row["掲載"]), Anchor.APPLIED: date.fromisoformat(row["応募"])}
    family = Family(date(2027, 6, 1), said=frozenset({Fact.JOB, Fact.RELOCATION_GRANT}), dates=dates)
    found = [one for one in rules.conflicts(SAMPLES, family, today=TODAY) if one.task.key == "job_apply"]
    assert [(one.trouble, one.heals_on) for one in found] == (
        [(Trouble.ORDER, day(row["直る日"]))] if row["食い違い"] else []
    )


def test_work_on_a_house_waits_for_the_decision() -> None:
    dates = {Anchor.GRANT: date(2027, 3, 10), Anchor.WORKS: date(2027, 3, 9)}
    family = Family(date(2027, 6, 1), said=frozenset({Fact.BUY, Fact.WORKS, Fact.HOUSING_GRANT}), dates=dates)
    (found,) = [one for one in rules.conflicts(SAMPLES, family, today=TODAY) if one.task.key == "works"]
    assert (found.trouble, found.heals, found.heals_on) == (Trouble.ORDER, Anchor.WORKS, date(2027, 3, 10))


def test_backward_through_what_comes_first() -> None:
    """Decision by the contract, application 30 days before it, viewing 30 days before that, the bank a week before."""
    family = Family(date(2027, 6, 1), said=frozenset({Fact.RENT, Fact.HOUSING_GRANT}))
    steps = {step.key: step for step in rules.plan(SAMPLES, family, today=TODAY)}
    contract = date(2027, 5, 2)
    assert steps["contract"].latest_on == contract
    assert steps["grant_decision"].latest_on == contract
    assert steps["grant_apply"].latest_on == contract - timedelta(days=30)
    assert steps["viewing"].latest_on == contract - timedelta(days=60)
    assert steps["bank"].latest_on == contract - timedelta(days=67)
    assert (steps["bank"].bound_by, steps["bank"].bound_to) == ("viewing", Anchor.MOVING)


def test_what_is_too_late_heals_by_the_nearest_day_of_the_move() -> None:
    family = Family(date(2026, 12, 20), said=frozenset({Fact.BUY, Fact.HOUSING_GRANT}))
    (found,) = [one for one in rules.conflicts(SAMPLES, family, today=TODAY) if one.task.key == "contract"]
    assert (found.trouble, found.heals) == (Trouble.LATE, Anchor.MOVING)
    assert found.heals_on is not None
    for shift, works in ((0, True), (-1, False)):
        moved = replace(family, moves_on=found.heals_on + timedelta(days=shift))
        left = [one for one in rules.conflicts(SAMPLES, moved, today=TODAY) if one.task.key == "contract"]
        assert (left == []) is works


def test_a_window_of_the_calendar_is_not_healed_by_moving() -> None:
    family = Family(date(2027, 4, 1), said=frozenset({Fact.PRESCHOOL}))
    for today, late in ((date(2026, 11, 30), False), (date(2026, 12, 1), True)):
        found = [one for one in rules.conflicts(SAMPLES, family, today=today) if one.task.key == "nursery_april"]
        assert bool(found) is late
        assert all(one.heals is None for one in found)


def test_done_steps_free_what_waits_for_them() -> None:
    family = Family(date(2026, 12, 28), said=frozenset({Fact.RENT}))
    late = {one.task.key for one in rules.conflicts(SAMPLES, family, today=TODAY)}
    assert "contract" in late
    done = {"bank": date(2026, 10, 1), "viewing": date(2026, 10, 20)}
    after = {one.task.key for one in rules.conflicts(SAMPLES, family, today=TODAY, done=done)}
    assert not {"bank", "viewing", "contract"} & after
    states = {step.key: step.state for step in rules.plan(SAMPLES, family, today=TODAY, done=done)}
    assert states["bank"] is StepState.DONE
    assert states["contract"] is StepState.SOON


def test_versions_in_force_on_the_day_of_the_move() -> None:
    old = replace(BY_KEY["dog"], ends_before=date(2027, 4, 1))
    new = replace(BY_KEY["dog"], starts_on=date(2027, 4, 1))
    assert rules.in_force([old, new], on=date(2027, 3, 31)) == [old]
    assert rules.in_force([old, new], on=date(2027, 4, 1)) == [new]


def test_a_circle_is_refused() -> None:
    first = replace(BY_KEY["bank"], after=("viewing",))
    with pytest.raises(ValueError, match="circle"):
        rules.in_order([first, BY_KEY["viewing"]])


def test_samples_are_sound() -> None:
    assert len(BY_KEY) == len(SAMPLES)
    assert {task.key for task in rules.in_order(SAMPLES)} == set(BY_KEY)
    for task in SAMPLES:
        assert set(task.after) <= set(BY_KEY), task.key
        assert all((task.title_en, task.how_en, task.breaks_en, task.source)), task.key
        assert task.sample


FACTS = st.frozensets(st.sampled_from(list(Fact)))
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))


@settings(max_examples=150)
@given(moves_on=DAYS, said=FACTS, births=st.lists(st.dates(date(2008, 1, 1), date(2026, 12, 31)), max_size=3))
def test_every_plan_keeps_its_promises(moves_on: date, said: frozenset[Fact], births: list[date]) -> None:
    """What comes first is never due later than what follows; each late step is told, or leads to one."""
    family = Family(moves_on, tuple(births), said)
    steps = {step.key: step for step in rules.plan(SAMPLES, family, today=TODAY)}
    for step in steps.values():
        for key in step.task.after:
            before = steps.get(key)
            if before and step.latest_on and before.latest_on:
                assert before.latest_on + timedelta(days=before.task.takes_days) <= step.latest_on
    told = {one.task.key for one in rules.conflicts(SAMPLES, family, today=TODAY)}
    late = {step.key for step in steps.values() if step.state is StepState.LATE}
    assert told <= late
    assert bool(told) is bool(late)


def test_task_without_any_day_is_open() -> None:
    task = TaskRule("x", "x", "", "", "", "x", "")
    (step,) = rules.plan([task], Family(date(2027, 4, 1)), today=TODAY)
    assert (step.state, step.latest_on) == (StepState.OPEN, None)
