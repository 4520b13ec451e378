"""The parts of amounts for many households: ranges, months of claims, which version decides, in which blocks."""

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.engines.rulesets.rules.amounts import MONTH, MONTHS, Monthly, paid_parts
from kayoi.engines.rulesets.rules.columns import assessing
from kayoi.engines.rulesets.rules.columns.amounts import whole_yen
from kayoi.engines.rulesets.rules.columns.bits import unpack
from kayoi.engines.rulesets.rules.columns.blocks import HouseholdBlock
from kayoi.engines.rulesets.rules.columns.calendar import month_of
from kayoi.engines.rulesets.rules.columns.claims import Claims, paid, taken_months
from kayoi.engines.rulesets.rules.columns.filling import households_of
from kayoi.engines.rulesets.rules.columns.meanings import Meanings
from kayoi.engines.rulesets.rules.columns.money import Money, chosen, chosen_money
from kayoi.engines.rulesets.rules.columns.outcomes import blocks, deciding, ordered
from kayoi.engines.rulesets.rules.columns.tables import LARGEST
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.rules.yen import shares
from kayoi.engines.rulesets.tests.random_rulesets import file_of

MASK = np.array([True, False])
SOME = Money(np.array([1, 2]), np.array([3, 4]), np.array([True, False]), 4)
# The claims of one household: the month, for how many months, whether it surely counts.
CLAIMS = st.lists(st.tuples(st.integers(1, 24), st.integers(1, 6), st.booleans()), min_size=1, max_size=8)


def values(money: Money) -> list[tuple[Fraction, Fraction | None]]:
    least, most, limited = (np.broadcast_to(part, 2) for part in money[:3])
    return [
        (Fraction(int(low), money.denominator), Fraction(int(high), money.denominator) if ends else None)
        for low, high, ends in zip(least, most, limited, strict=True)
    ]


def test_ranges_are_added_joined_and_chosen_with_one_denominator() -> None:
    half = Money(1, 1, True, 1, 2)
    assert values(SOME.plus(half)) == [(Fraction(3, 2), Fraction(7, 2)), (Fraction(5, 2), None)]
    assert values(SOME.hull(half)) == [(Fraction(1, 2), 3), (Fraction(1, 2), None)]
    assert values(chosen_money(MASK, half, SOME)) == [(Fraction(1, 2), Fraction(1, 2)), (2, None)]
    assert list(chosen(MASK, 5, SOME.least)) == [5, 2]
    assert (chosen(True, 5, 6), chosen(False, 5, 6)) == (5, 6)


def test_values_without_room_are_pythons_numbers() -> None:
    many = Money(np.array([LARGEST, 1]), np.array([LARGEST, 1]), True, LARGEST).times(3)
    assert list(many.least) == [3 * LARGEST, 3]
    with pytest.raises(OverflowError):
        whole_yen(many)


def test_a_fraction_of_a_yen_is_dropped() -> None:
    least, most = whole_yen(Money(np.array([7, 8]), np.array([11, 12]), True, 12, 4))
    assert (list(least), list(most)) == ([1, 2], [2, 3])


def test_shares_are_rounded_as_of_one_amount() -> None:
    rates = [("nation", Fraction(1, 2)), ("prefecture", Fraction(1, 3)), ("town", None)]
    found = assessing.shares(np.arange(20), rates)
    assert [{payer: int(yen[n]) for payer, yen in found.items()} for n in range(20)] == [
        shares(n, rates) for n in range(20)
    ]


def test_months_are_counted_from_the_year_0() -> None:
    days = [date(2024, 1, 31), date(2024, 2, 1), date(2025, 12, 31)]
    found = month_of(np.array([day.toordinal() for day in days]))
    assert list(found) == [day.year * 12 + day.month - 1 for day in days]


@given(CLAIMS, st.integers(1, 12), st.none() | st.integers(0, 5))
def test_months_of_claims_are_taken_as_those_of_one_household(
    told: list[tuple[int, int, bool]], most: int, gap: int | None
) -> None:
    rows: list[dict[str, Any]] = [
        {MONTH: date(2024 + month // 12, month % 12 + 1, 9), MONTHS: months} for month, months, _ in told
    ]
    # Two households have the same claims.
    month, months, sure = (np.array([one[place] for one in told] * 2) for place in range(3))
    claims = Claims(np.repeat([0, 1], len(rows)), month + 12, months)
    every = np.ones(2 * len(rows), np.bool_)

    def parts(of: list[dict[str, Any]]) -> list[tuple[int, Fraction]]:
        return [(id(row), part) for row, part in paid_parts(of, most_months=most, gap_months=gap)]

    taken = taken_months(claims, every, every, most, gap).tolist()
    alone = dict(parts(rows))
    assert [Fraction(one, row[MONTHS]) for one, row in zip(taken, rows * 2, strict=True)] == [
        alone[id(row)] for row in rows * 2
    ]
    # What does not surely count takes nothing from the others.
    taken = taken_months(claims, every, sure, most, gap).tolist()
    certain = [row for row, one in zip(rows, told, strict=True) if one[2]]
    for place, row in enumerate(rows):
        of = certain if told[place][2] else [*certain, row]
        assert Fraction(taken[place], row[MONTHS]) == dict(parts(of))[id(row)]


def test_of_claims_without_a_month_nothing_is_known() -> None:
    step = {"monthly": "x.claims", "steps": [{"start": 1}], "most_months": 2}
    book = read_ruleset(file_of([{"key": "one", "anchor": "x.day", "condition": {"all": []}, "amount": [step]}]))
    (monthly,) = book.versions[0].steps
    assert isinstance(monthly, Monthly)
    assert monthly.claims
    told = [[{"month": "2024-04-01", "months": 3}], [{"month": "2024-04-01"}], [], None]
    cases = [read_facts({"x.claims": rows}, book.facts) for rows in told]
    block = HouseholdBlock(households_of(cases, book.facts), 0, 4)
    found = block.found(monthly.claims)
    assert found
    answer = paid(found, 2, 0)
    assert list(answer.known) == [True, False, True, False]
    assert (list(answer.least), list(answer.most), answer.denominator) == ([2, 0], [2, 0], 3)


def test_the_latest_version_in_force_decides_and_none_before_a_doubtful_one() -> None:
    versions = [
        {"key": key, "anchor": "x.day", "from": first, "condition": {"all": []}}
        for key, first in (("old", "2020-04-01"), ("new", "2024-04-01"))
    ]
    book = read_ruleset(file_of(versions))
    days = ["2019-01-01", "2023-01-01", "2025-01-01", None]
    households = households_of([read_facts({"x.day": day}, book.facts) for day in days], book.facts)
    found = [
        (place.start, version.key if version else None, list(unpack(bits, block.count)))
        for place, block in blocks(households, date(2026, 4, 1), 2)
        for version, bits, _ in deciding(ordered(book, Meanings()), block)
    ]
    assert found == [
        (0, "old", [False, True]),
        (0, None, [False, False]),
        (2, "new", [True, False]),
        (2, None, [False, True]),
    ]
