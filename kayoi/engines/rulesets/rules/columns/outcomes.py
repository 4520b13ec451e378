"""The outcome of every ruleset for every household: answers.py for many at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from kayoi.engines.rulesets.rules.columns.bits import Kleene, constant, pack, unpack, where_known
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
    versions = [[(one, meanings.of(one.condition)) for one in reversed(ruleset.versions)] for ruleset in rulesets]
    households = _with_day(households, on)
    table = np.empty((len(rulesets), households.count), np.int8)
    for first in range(0, households.count, block):
        stop = min(first + block, households.count)
        part = HouseholdBlock(households, first, stop)
        for row, ordered in zip(table, versions, strict=True):
            sure, possible = (unpack(bits, part.count).view(np.int8) for bits in _answer(ordered, part))
            np.add(sure, possible, out=row[first:stop])
    return table


def _with_day(households: Households, on: date) -> Households:
    """Return households that apply on the day asked about, unless another day is known."""
    given = households.columns.get(APPLIED_ON)
    day = Days(on.toordinal())
    if given is not None:
        known = True if given.known is None else unpack(given.known, households.count)
        day = Days(np.where(known, given.values, day.values))
    return replace(households, columns={**households.columns, APPLIED_ON: day})


def _answer(versions: Sequence[tuple[Version, Condition]], block: Block) -> Kleene:
    """Answer each household by the version in force on its anchor date: the latest that holds, as `chosen` does."""
    left, sure, possible = pack(True, block.count), pack(False, block.count), pack(False, block.count)
    for version, condition in versions:
        key = (version.anchor, version.starts_on, version.last_on)
        holds = block.once(key, partial(_in_force, version, block))
        chosen = left & holds.sure
        if chosen.any():
            answer = block.answer(condition)
            sure |= chosen & answer.sure
            possible |= chosen & answer.possible
        # Where it is not known whether it holds, no earlier one does.
        possible |= left & holds.possible & ~holds.sure
        left &= ~holds.possible
    return Kleene(sure, possible)


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
