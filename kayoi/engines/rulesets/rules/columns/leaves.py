"""Conditions on values, for many households at once: conditions.py and places.py."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from kayoi.engines.rulesets.rules.columns import calendar
from kayoi.engines.rulesets.rules.columns.bits import Kleene, both_known, negated, pack, where_known
from kayoi.engines.rulesets.rules.columns.tables import Codes, Column, Days, Numbers
from kayoi.engines.rulesets.rules.columns.terms import literal
from kayoi.engines.rulesets.rules.conditions import Elapsed, InSeason
from kayoi.engines.rulesets.rules.lengths import Length
from kayoi.engines.rulesets.rules.places import PlaceSet
from kayoi.engines.rulesets.rules.reading_conditions import OPERATORS
from kayoi.kit.dates import CountingMethod

Holds = Callable[[Any, Any], bool]


def against_literal(left: Column, limit: Any, holds: Holds, count: int) -> Kleene:
    """Compare values with what stands in the rule.

    Source: rules/conditions.py (Compare)
    """
    if isinstance(left, Codes):
        mask = _chosen(left, [holds(word, limit) for word in left.words])
    elif isinstance(limit, tuple):
        among = False
        for one in limit:
            among = among | _compared(left, literal(one), OPERATORS["is"])
        mask = among if holds is OPERATORS["one_of"] else np.logical_not(among)
    else:
        mask = _compared(left, literal(limit), holds)
    bits = pack(mask, count)
    return where_known(bits, bits, left.known)


def against_column(left: Column, right: Column, holds: Holds, count: int) -> Kleene:
    """Compare values with other values.

    Source: rules/conditions.py (Compare)
    """
    bits = pack(_compared(left, right, holds), count)
    return where_known(bits, bits, both_known(left.known, right.known))


def _compared(left: Column, right: Column, holds: Holds) -> Any:
    match left, right:
        case Numbers(), Numbers():
            one, other = Numbers.aligned([left, right])
            return holds(one.values, other.values)
        case Days(), Days():
            return holds(left.values, right.values)
        case Codes(), Codes():
            pairs, places = np.unique(left.values * np.int64(len(right.words)) + right.values, return_inverse=True)
            found = [divmod(int(pair), len(right.words)) for pair in pairs]
            return np.array([holds(left.words[one], right.words[other]) for one, other in found], np.bool_)[places]
    raise TypeError(f"{type(left).__name__} cannot be compared with {type(right).__name__}")


def _chosen(codes: Codes, truth: Sequence[bool]) -> Any:
    """Return where the word is one for which something is true."""
    places = np.flatnonzero(truth)
    # One word is compared faster than it is looked up.
    return codes.values == int(places[0]) if len(places) == 1 else np.array(truth).take(codes.values)


def in_set(place: Column, places: PlaceSet, count: int) -> Kleene:
    """Tell whether places lie in a set.

    Source: rules/places.py (InSet)
    """
    assert isinstance(place, Codes)
    answers = [places.has(code) for code in place.words]
    sure = pack(_chosen(place, [answer is True for answer in answers]), count)
    possible = pack(_chosen(place, [answer is not False for answer in answers]), count)
    return where_known(sure, possible, place.known)


def elapsed(leaf: Elapsed, start: Column, end: Column, count: int) -> Kleene:
    """Tell whether a length of time is over, or not yet; unknown where it depends on a method nobody declared.

    Source: rules/conditions.py (Elapsed)
    """
    passed = [
        pack(_over(start, end, leaf.length, method), count)
        for method in ([leaf.method] if leaf.method else CountingMethod)
    ]
    found = Kleene(passed[0] & passed[-1], passed[0] | passed[-1])
    answer = where_known(*found, both_known(start.known, end.known))
    return answer if leaf.over else negated(answer)


def _over(start: Column, end: Column, length: Length, method: CountingMethod) -> Any:
    return end.values > calendar.period_end(start.values, length, method)


def in_season(leaf: InSeason, day: Column, count: int) -> Kleene:
    """Tell whether days lie in a time of every year.

    Source: rules/conditions.py (InSeason)
    """
    at = calendar.day_of_year(day.values)
    first, last = calendar.number_of(*leaf.first), calendar.number_of(*leaf.last)
    after, until = at >= first, at <= last
    bits = pack(after & until if first <= last else after | until, count)
    return where_known(bits, bits, day.known)


def counted(least: Any, most: Any, number: int, holds: Holds) -> Kleene:
    """Compare numbers of rows, at least and at most so many, with a number.

    Source: rules/lists.py (Count)
    """
    low, high = holds(least, number), holds(most, number)
    # The count that lies nearest to the number may hold where neither end does (is).
    near = holds(np.clip(number, least, most), number)
    return Kleene(np.packbits(low & high), np.packbits(low | high | near))
