"""What rulesets say of many households, and what they give: verdicts, amounts and who bears them, by household."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from kayoi.engines.rulesets.rules.columns.amounts import run, whole_yen
from kayoi.engines.rulesets.rules.columns.bits import Mask, unpack
from kayoi.engines.rulesets.rules.columns.blocks import Block
from kayoi.engines.rulesets.rules.columns.meanings import Meanings
from kayoi.engines.rulesets.rules.columns.money import chosen
from kayoi.engines.rulesets.rules.columns.outcomes import BLOCK, Ordered, blocks, deciding, ordered
from kayoi.engines.rulesets.rules.columns.tables import Households
from kayoi.engines.rulesets.rules.versions import Ruleset

Yen = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Assessed:
    """What a ruleset says of each household.

    `outcomes` are places in OUTCOMES; `versions` places among the ruleset's versions, -1 where none decided. Where an
    amount is `given` (not where it is not met) it is `least` yen at least, and `most` at most where it is `limited`;
    elsewhere all are 0. `shares` is who bears how much of what it is at least.
    """

    outcomes: npt.NDArray[np.int8]
    versions: npt.NDArray[np.int16]
    given: Mask
    least: Yen
    most: Yen
    limited: Mask
    shares: Mapping[str, Yen]

    @property
    def certain(self) -> Mask:
        """Where the amount is known to the yen."""
        certain: Mask = self.given & self.limited & (self.least == self.most)
        return certain


def assess(rulesets: Sequence[Ruleset], households: Households, *, on: date, block: int = BLOCK) -> list[Assessed]:
    """Return what each ruleset says of the households, as `evaluate` says it of one.

    Source: rules/answers.py (evaluate)
    """
    meanings = Meanings()
    versions = [ordered(ruleset, meanings) for ruleset in rulesets]
    found = [_empty(ruleset, households.count) for ruleset in rulesets]
    for place, part in blocks(households, on, block):
        for ruleset, those, table in zip(rulesets, versions, found, strict=True):
            _fill(table, place, ruleset, those, part)
    return found


def _empty(ruleset: Ruleset, count: int) -> Assessed:
    payers = {payer for version in ruleset.versions for payer, _ in version.shares}
    return Assessed(
        outcomes=np.zeros(count, np.int8), versions=np.full(count, -1, np.int16), given=np.zeros(count, np.bool_),
        least=np.zeros(count, np.int64), most=np.zeros(count, np.int64), limited=np.zeros(count, np.bool_),
        shares={payer: np.zeros(count, np.int64) for payer in sorted(payers)},
    )  # fmt: skip


def _fill(table: Assessed, place: slice, ruleset: Ruleset, versions: Ordered, block: Block) -> None:
    """Write what a ruleset says of the households of a block."""
    for version, bits, answer in deciding(versions, block):
        sure, possible = (unpack(bits & part, block.count) for part in answer)
        table.outcomes[place] += sure.view(np.int8) + possible.view(np.int8)
        if version is None:
            continue
        table.versions[place][unpack(bits, block.count)] = ruleset.versions.index(version)
        if version.steps and possible.any():
            money = run(version.steps, block)
            least, most = whole_yen(money)
            table.given[place] |= possible
            for column, values in (
                (table.least, least),
                (table.most, chosen(money.limited, most, 0)),
                (table.limited, money.limited),
            ):
                np.copyto(column[place], values, where=possible, casting="unsafe")
            for payer, yen in shares(least, version.shares).items():
                np.copyto(table.shares[payer][place], yen, where=possible, casting="unsafe")


def shares(yen: Any, rates: Sequence[tuple[str, Fraction | None]]) -> dict[str, Any]:
    """Return who bears how much of amounts: each part rounded down, the rest by the one without a rate.

    Source: rules/yen.py (shares)
    """
    borne = {payer: yen * rate.numerator // rate.denominator for payer, rate in rates if rate is not None}
    return {payer: borne.get(payer, yen - sum(borne.values())) for payer, _ in rates}
