"""Columns from the facts of cases."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import lcm
from typing import Any

import numpy as np

from kayoi.engines.rulesets.rules import cases
from kayoi.engines.rulesets.rules.columns.bits import Bits
from kayoi.engines.rulesets.rules.columns.tables import Codes, Column, Days, Households, Numbers, RowTable
from kayoi.engines.rulesets.states import ROW, Fact, FactType

NUMBERS = (FactType.YES_NO, FactType.NUMBER, FactType.YEN)


def households_of(facts: Sequence[cases.Values], known: Mapping[str, Fact]) -> Households:
    """Return the facts of many cases as columns.

    Source: rules/cases.py
    """
    lists = {key: fact for key, fact in known.items() if fact.type is FactType.LIST}
    return Households(
        len(facts),
        _columns(facts, {key: fact for key, fact in known.items() if key not in lists}),
        {key: _rows([one.get(key) for one in facts], fact) for key, fact in lists.items()},
    )


def _rows(lists: Sequence[Sequence[cases.Values] | None], fact: Fact) -> RowTable:
    return RowTable(
        np.fromiter(accumulate((len(rows or ()) for rows in lists), initial=0), np.intp),
        _columns([row for rows in lists for row in rows or ()], {ROW + column.key: column for column in fact.columns}),
        _known(lists),
    )


def _columns(rows: Sequence[cases.Values], facts: Mapping[str, Fact]) -> dict[str, Column]:
    """Return the columns of facts of which something is known."""
    values = {key: [row.get(key) for row in rows] for key in facts}
    return {
        key: _column(found, facts[key].type)
        for key, found in values.items()
        if any(value is not None for value in found)
    }


def _column(values: Sequence[Any], kind: FactType) -> Column:
    if kind is FactType.DATE:
        return Days(np.array([value.toordinal() if value else 1 for value in values], np.int32), _known(values))
    if kind in NUMBERS:
        return _numbers(values)
    words = list(dict.fromkeys(value for value in values if value is not None))
    places = {word: place for place, word in enumerate(words)}
    codes = np.array([places.get(value, 0) for value in values], np.min_scalar_type(-len(words)))
    return Codes(codes, _known(values), tuple(words))


def _numbers(values: Sequence[Any]) -> Numbers:
    given = [0 if value is None else value for value in values]
    denominator = lcm(*{value.denominator for value in given})
    whole = [value.numerator * (denominator // value.denominator) for value in given]
    most = max(map(abs, whole))
    return Numbers(np.array(whole, np.min_scalar_type(-most - 1)), _known(values), most, denominator)


def _known(values: Sequence[Any]) -> Bits | None:
    mask = [value is not None for value in values]
    return None if all(mask) else np.packbits(mask)
