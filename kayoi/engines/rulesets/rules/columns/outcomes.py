"""The outcome of every ruleset for every household: answers.py for many at once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from kayoi.engines.rulesets.rules.columns.bits import Bits, Kleene, constant, pack, unpack, where_known
from kayoi.engines.rulesets.rules.columns.blocks import Block, HouseholdBlock
from kayoi.engines.rulesets.rules.columns.meanings import Meanings
from kayoi.engines.rulesets.rules.columns.tables import Days, Households
from kayoi.engines.rulesets.rules.conditions import Condition
from kayoi.engines.rulesets.rules.terms import FactTerm
from kayoi.engines.rulesets.rules.versions import Ruleset, Version
from kayoi.engines.rulesets.states import APPLIED_ON
from kayoi.kit.verdict import Outcome

# What stands in the table for each outcome is its place here.
OUTCOMES: Final = (Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET)
# Versions with their conditions, the latest first.
Ordered = Sequence[tuple[Version, Condition]]
# So many households that their columns and answers stay in the cache.
BLOCK = 65_536


def outcomes(
    rulesets: Sequence[Ruleset], households: Households, *, on: date, block: int = BLOCK
) -> npt.NDArray[np.int8]:
    """Return a row for each ruleset with the outcome (OUTCOMES) for each household.

    As in `evaluate`, the day of the application is the day asked about, unless it is known.

    Source: rules/answers.py (evaluate)
    """
    meanings = Meanings()
    versions = [ordered(ruleset, meanings) for ruleset in rulesets]
    table = np.empty((len(rulesets), households.count), np.int8)
    for place, part in blocks(households, on, block):
        for row, those in zip(table, versions, strict=True):
            sure, possible = (unpack(bits, part.count).view(np.int8) for bits in _answer(those, part))
            np.add(sure, possible, out=row[place])
    return table


def ordered(ruleset: Ruleset, meanings: Meanings) -> Ordered:
    """Return the versions of a ruleset with their conditions, the latest first.

    Source: rules/answers.py (chosen)
    """
    return [(version, meanings.of(version.condition)) for version in reversed(ruleset.versions)]


def blocks(households: Households, on: date, size: int) -> Iterator[tuple[slice, HouseholdBlock]]:
    """Yield the households block by block, each with its place; they apply on the day asked about, unless it is known.

    Source: rules/answers.py (with_day)
    """
    households = _with_day(households, on)
    for first in range(0, households.count, size):
        place = slice(first, min(first + size, households.count))
        yield place, HouseholdBlock(households, place.start, place.stop)


def _with_day(households: Households, on: date) -> Households:
    """Return households that apply on the day asked about, unless another day is known."""
    given = households.columns.get(APPLIED_ON)
    day = Days(on.toordinal())
    if given is not None:
        known = True if given.known is None else unpack(given.known, households.count)
        day = Days(np.where(known, given.values, day.values))
    return replace(households, columns={**households.columns, APPLIED_ON: day})


def _answer(versions: Ordered, block: Block) -> Kleene:
    """Answer each household by the version that decides."""
    sure, possible = pack(False, block.count), pack(False, block.count)
    for _, chosen, answer in deciding(versions, block):
        sure |= chosen & answer.sure
        possible |= chosen & answer.possible
    return Kleene(sure, possible)


def deciding(versions: Ordered, block: Block) -> Iterator[tuple[Version | None, Bits, Kleene]]:
    """Yield the versions with the households for which each is in force on their anchor date, and its answer.

    It is the latest that holds, as `chosen` does; where it is not known whether it holds, no earlier one decides: None
    with what is unknown.

    Source: rules/answers.py (chosen)
    """
    left, doubtful = pack(True, block.count), pack(False, block.count)
    for version, condition in versions:
        key = (version.anchor, version.starts_on, version.last_on)
        holds = block.once(key, partial(_in_force, version, block))
        chosen = left & holds.sure
        if chosen.any():
            yield version, chosen, block.answer(condition)
        doubtful |= left & holds.possible & ~holds.sure
        left &= ~holds.possible
    yield None, doubtful, constant(None, block.count)


def _in_force(version: Version, block: Block) -> Kleene:
    """Tell for whom a version is in force; unknown where the anchor date is."""
    if version.is_unlimited:
        return constant(True, block.count)
    day = block.value(FactTerm(version.anchor))
    if day is None:
        return constant(None, block.count)
    first, last = version.starts_on or date.min, version.last_on or date.max
    bits = pack((first.toordinal() <= day.values) & (day.values <= last.toordinal()), block.count)
    return where_known(bits, bits, day.known)
