"""Sums of yen: rounded, and divided among those who bear them."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from kayoi.engines.rulesets.states import Rounding

Number = int | Fraction


def whole(value: Number) -> Number:
    """Return a fraction that is a whole number as one: sums of them are quicker.

    Source: docs/reference/rulesets.md (Amounts)
    """
    return value.numerator if value.denominator == 1 else value


def rounded(value: Number, unit: int, way: Rounding) -> int:
    """Return a value rounded to a unit: 7,250 to 1,000 down is 7,000.

    Source: docs/reference/rulesets.md (round); 小松市通勤定期券補助金(1,000円未満切捨て)
    """
    match way:
        case Rounding.DOWN:
            return value // unit * unit
        case Rounding.UP:
            return -(-value // unit) * unit
        case Rounding.HALF_UP:
            return (2 * value + unit) // (2 * unit) * unit


def shares(yen: int, rates: Sequence[tuple[str, Fraction | None]]) -> dict[str, int]:
    """Return who bears how much of an amount (財源内訳): each part rounded down, the rest by the one without a rate.

    Source: docs/reference/rulesets.md (shares)
    """
    borne = {payer: floor(yen * rate) for payer, rate in rates if rate is not None}
    return {payer: borne.get(payer, yen - sum(borne.values())) for payer, _ in rates}
