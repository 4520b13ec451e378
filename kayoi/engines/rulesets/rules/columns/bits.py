"""Three-valued logic (Kleene) for many households at once, one bit for each of them.

An answer is two sets of bits: of whom a condition surely holds, and of whom it may hold. In both: met. Only in the
second: not yet known. In none: not met. So every group of conditions is a few operations on packed bytes.
"""

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


class Kleene(NamedTuple):
    """Of whom a condition surely holds, and of whom it may hold."""

    sure: Bits
    possible: Bits


def pack(mask: Any, count: int) -> Bits:
    """Return a mask as bits; one answer for everybody is spread over all of them.

    Source: numpy.packbits
    """
    return np.packbits(mask if np.ndim(mask) else np.full(count, mask, np.bool_))


def unpack(bits: Bits, count: int) -> Mask:
    """Return the bits of so many households as a mask.

    Source: numpy.unpackbits
    """
    return np.unpackbits(bits, count=count).view(np.bool_)


def cut(bits: Bits, first: int, stop: int) -> Bits:
    """Return the bits from one place up to and without another.

    Source: numpy.packbits
    """
    whole = np.unpackbits(bits[first // 8 : (stop + 7) // 8])
    return np.packbits(whole[first % 8 :][: stop - first])


def constant(value: bool | None, count: int) -> Kleene:
    """Return the same answer for everybody.

    Source: rules/conditions.py (Value)
    """
    return Kleene(pack(value is True, count), pack(value is not False, count))


def where_known(sure: Bits, possible: Bits, known: Bits | None) -> Kleene:
    """Return an answer that holds only where what it was made from is known.

    Source: rules/conditions.py (Value)
    """
    return Kleene(sure, possible) if known is None else Kleene(sure & known, possible | ~known)


def both_known(one: Bits | None, other: Bits | None) -> Bits | None:
    """Return where both values are known; None: everywhere.

    Source: rules/conditions.py (Compare)
    """
    if one is None or other is None:
        return other if one is None else one
    return one & other


def all_of(parts: Sequence[Kleene]) -> Kleene:
    """Return where every one of some parts holds.

    Source: rules/conditions.py (AllOf)
    """
    return Kleene(reduce(and_, [part.sure for part in parts]), reduce(and_, [part.possible for part in parts]))


def any_of(parts: Sequence[Kleene]) -> Kleene:
    """Return where one of the parts holds.

    Source: rules/conditions.py (AnyOf)
    """
    return Kleene(reduce(or_, [part.sure for part in parts]), reduce(or_, [part.possible for part in parts]))


def negated(part: Kleene) -> Kleene:
    """Return where the part does not hold.

    Source: rules/conditions.py (Not)
    """
    return Kleene(~part.possible, ~part.sure)


def at_least(parts: Sequence[Kleene], needed: int, count: int) -> Kleene:
    """Return where so many of the parts hold.

    Source: rules/conditions.py (AtLeast)
    """
    return Kleene(
        _reached([part.sure for part in parts], needed, count),
        _reached([part.possible for part in parts], needed, count),
    )


def _reached(parts: Sequence[Bits], needed: int, count: int) -> Bits:
    # reached[n]: who has n of the parts that were looked at so far.
    reached = [pack(True, count), *(pack(False, count) for _ in range(needed))]
    for bits in parts:
        for number in range(needed, 0, -1):
            reached[number] |= reached[number - 1] & bits
    return reached[needed]
