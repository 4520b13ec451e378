"""Figures that other bodies printed, counted again: where a stated share is not that of its numbers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kayoi.engines.questionnaires.rules.tables import percent

UNSOUND = re.compile(r"\s*×(?!\d)")  # the mark of a check that failed, not a multiplication


@dataclass(frozen=True, slots=True)
class Stated:
    """One number of the source; `share` is the percentage as printed, of `base`."""

    of: str
    what: str
    number: Decimal
    unit: str
    base: int | None = None
    share: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A printed share that is another one when counted, or what a reader of the source found not to add up."""

    stated: Stated
    counted: Decimal | None
    words: str


def differences(figures: Iterable[Stated]) -> list[Difference]:
    """Return where the source does not agree with itself (原資料の食い違い); nothing is corrected in silence.

    A share is counted again from its number and base, rounded half-up to as many decimals as were printed.

    Source: data/consortia/README.md (数の検算)
    """
    found = []
    for one in figures:
        again = _counted_again(one)
        if again is not None and one.share is not None and again != one.share:
            words = f"{one.number}÷{one.base}は{again}%(原資料は{one.share}%)"
            found.append(Difference(one, again, words))
        elif UNSOUND.search(one.note):
            found.append(Difference(one, None, UNSOUND.sub("", one.note)))
    return found


def _counted_again(one: Stated) -> Decimal | None:
    """Return a share counted from its number and base, with as many decimals as the source printed."""
    if one.base is None or one.share is None or one.number != one.number.to_integral_value():
        return None
    exact = Decimal(100) * one.number / one.base
    decimals = Decimal(1).scaleb(int(one.share.as_tuple().exponent))
    if decimals == Decimal("0.1"):
        return percent(int(one.number), one.base)
    return exact.quantize(decimals, ROUND_HALF_UP)
