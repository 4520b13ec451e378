"""The parts of the way for many households: bits, the calendar, single conditions on columns."""

import operator
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from kayoi.engines.rulesets.rules.columns import bits, calendar, leaves
from kayoi.engines.rulesets.rules.columns.bits import Kleene, pack, unpack
from kayoi.engines.rulesets.rules.columns.tables import Codes, Column, Days, Numbers
from kayoi.engines.rulesets.rules.columns.terms import literal
from kayoi.engines.rulesets.rules.conditions import AllOf, AnyOf, AtLeast, InSeason, Not, Value
from kayoi.engines.rulesets.rules.lengths import Length, Span, whole_months
from kayoi.engines.rulesets.rules.places import PlaceSet
from kayoi.engines.rulesets.rules.terms import FactTerm
from kayoi.engines.rulesets.states import NO_WORDS
from kayoi.kit.dates import (
    CountingMethod,
    age_on,
    fiscal_year,
    fiscal_year_end,
    fiscal_year_start,
    months_later,
    period_end,
)

ANSWERS = (True, False, None)
# Every way in which three conditions can be answered, one household for each.
CASES = list(product(ANSWERS, repeat=3))
# A leap year and the years about it, day by day.
DAYS = [date(2023, 1, 28) + timedelta(days=number) for number in range(800)]
ORDINALS = np.array([day.toordinal() for day in DAYS], np.int32)


def packed(values: Sequence[Value]) -> Kleene:
    sure, possible = ([value is True for value in values], [value is not False for value in values])
    return Kleene(pack(sure, len(values)), pack(possible, len(values)))


def answers(found: Kleene, count: int) -> list[Value]:
    pairs = zip(unpack(found.sure, count), unpack(found.possible, count), strict=True)
    return [True if sure else None if possible else False for sure, possible in pairs]


def test_groups_of_bits_answer_as_groups_of_conditions_do() -> None:
    parts, count = [packed(column) for column in zip(*CASES, strict=True)], len(CASES)
    assert answers(bits.all_of(parts), count) == [AllOf(()).join(case) for case in CASES]
    assert answers(bits.any_of(parts), count) == [AnyOf(()).join(case) for case in CASES]
    assert answers(bits.negated(parts[0]), count) == [Not(()).join(case) for case in CASES]
    for needed in (1, 2, 3):
        assert answers(bits.at_least(parts, needed, count), count) == [AtLeast((), count=needed).join(c) for c in CASES]


@pytest.mark.parametrize("value", ANSWERS)
def test_one_answer_for_everybody(value: Value) -> None:
    assert answers(bits.constant(value, 11), 11) == [value] * 11


def test_an_answer_holds_where_the_facts_are_known() -> None:
    yes, known = bits.constant(True, 4), pack(np.array([True, False, True, False]), 4)
    also = pack(np.array([True, True, False, False]), 4)
    assert answers(bits.where_known(*yes, None), 4) == [True] * 4
    assert answers(bits.where_known(*yes, known), 4) == [True, None, True, None]
    assert answers(bits.where_known(*yes, bits.both_known(known, also)), 4) == [True, None, None, None]
    assert bits.both_known(None, known) is known
    assert bits.both_known(None, None) is None


def test_bits_are_cut_anywhere() -> None:
    mask = np.arange(40) % 3 == 0
    for first, stop in ((0, 40), (3, 29), (8, 16), (7, 7), (31, 40)):
        assert list(unpack(bits.cut(pack(mask, 40), first, stop), stop - first)) == list(mask[first:stop])


def test_months_are_reckoned_as_in_the_calendar() -> None:
    for months in (-37, -12, -1, 0, 1, 11, 12, 13, 48):
        later = [months_later(day, months).toordinal() for day in DAYS]
        assert later == list(calendar.months_later(ORDINALS, months))
    for method, months, days in product(CountingMethod, (0, 1, 12, 37), (1, 30)):
        ends = [period_end(day, method=method, months=months, days=days).toordinal() for day in DAYS]
        assert ends == list(calendar.period_end(ORDINALS, Length(months, days), method))
    after = [period_end(day, method=CountingMethod.DAY_BEFORE, months=1).toordinal() + 1 for day in DAYS]
    assert after == list(calendar.day_after(ORDINALS, 1))


def test_ages_and_fiscal_years_are_reckoned_as_in_the_calendar() -> None:
    for on in (date(2025, 2, 28), date(2028, 2, 29), date(2026, 3, 31)):
        ages = [age_on(day, on) if day <= on else -1 for day in DAYS]
        assert ages == list(calendar.age(ORDINALS, np.int32(on.toordinal())))
        months = [whole_months(Span(day, on)) for day in DAYS if day <= on]
        assert months == list(calendar.whole_months(ORDINALS[: len(months)], np.int32(on.toordinal())))
    years = [fiscal_year(day) for day in DAYS]
    assert [fiscal_year_start(year).toordinal() for year in years] == list(calendar.year_start(ORDINALS))
    assert [fiscal_year_end(year).toordinal() for year in years] == list(calendar.year_end(ORDINALS))


def test_days_of_a_year_stand_in_their_order() -> None:
    of_2024 = ORDINALS[[day.year == 2024 for day in DAYS]]
    numbers = calendar.day_of_year(of_2024)
    assert (np.diff(numbers) > 0).all()
    assert numbers[0] == calendar.number_of(1, 1)
    assert numbers[-1] == calendar.number_of(12, 31)


KNOWN = pack(np.array([True, True, True, False]), 4)
NUMBERS = Numbers(np.array([49, 50, 51, 99]), KNOWN, most=99)
WORDS = Codes(np.array([0, 1, 2, 0]), KNOWN, words=("13101", "13103", "14100"))
DAYS_OFF = Days(np.array([date(2025, *day).toordinal() for day in ((12, 28), (12, 29), (1, 3), (1, 4))]), KNOWN)


@pytest.mark.parametrize(
    ("left", "limit", "holds", "expected"),
    [
        (NUMBERS, 50, operator.ge, [False, True, True, None]),
        (NUMBERS, 50, operator.lt, [True, False, False, None]),
        (NUMBERS, Fraction(101, 2), operator.gt, [False, False, True, None]),
        (DAYS_OFF, date(2025, 1, 3), operator.le, [False, False, True, None]),
        (WORDS, "13103", operator.eq, [False, True, False, None]),
        (WORDS, "none of them", operator.ne, [True, True, True, None]),
    ],
)
def test_columns_are_compared_with_a_limit(
    left: Column, limit: object, holds: leaves.Holds, expected: list[Value]
) -> None:
    assert answers(leaves.against_literal(left, limit, holds, 4), 4) == expected


def test_what_stands_in_a_rule_is_a_column_for_everybody() -> None:
    assert literal(date(2025, 1, 3)) == Days(date(2025, 1, 3).toordinal())
    assert literal(Fraction(-1, 3)) == Numbers(-1, most=1, denominator=3)
    assert answers(leaves.against_column(literal(3), literal(3), operator.le, 9), 9) == [True] * 9


def test_columns_are_compared_with_columns() -> None:
    halves = Numbers(np.array([99, 100, 100, 0]), None, most=100, denominator=2)
    assert answers(leaves.against_column(NUMBERS, halves, operator.ge, 4), 4) == [False, True, True, None]
    assert answers(leaves.against_column(WORDS, WORDS, operator.eq, 4), 4) == [True, True, True, None]
    with pytest.raises(TypeError):
        leaves.against_column(NUMBERS, WORDS, operator.eq, 4)


def test_places_and_seasons() -> None:
    region = PlaceSet(NO_WORDS, prefectures=frozenset({"13"}), doubtful=frozenset({"14100"}))
    assert answers(leaves.in_set(WORDS, region, 4), 4) == [True, True, None, None]
    new_year = InSeason((), AllOf(()).note, {}, FactTerm("x.day"), (12, 29), (1, 3))
    assert answers(leaves.in_season(new_year, DAYS_OFF, 4), 4) == [False, True, True, None]
