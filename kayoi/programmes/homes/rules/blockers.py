"""Which blockers the facts of a house suggest; what solving cost here so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from kayoi.kit.verdict import Reason
from kayoi.programmes.homes.states import BlockerKind


@dataclass(frozen=True)
class HouseFacts:
    """What is known of a house; None where nobody has asked yet."""

    heirs_open: bool | None = None
    is_registered: bool | None = None
    has_mortgage: bool | None = None
    has_belongings: bool | None = None
    leaks: bool | None = None
    farmland_m2: float | None = None
    may_rebuild: bool | None = None
    boundary_clear: bool | None = None
    has_water: bool | None = None


def suggested_blockers(facts: HouseFacts) -> dict[BlockerKind, Reason]:
    """Return which blockers a house probably has, each with the reason; what is not known suggests nothing.

    Source: domain sections 4.1 (2) and 4.2; 不動産登記法76条の2 (登記の義務); 農地法3条; 建築基準法43条
    """
    found = {
        BlockerKind.HEIRS: (facts.heirs_open is True, Reason("homes.blocked_by_heirs")),
        BlockerKind.REGISTRY: (facts.is_registered is False, Reason("homes.blocked_by_registry")),
        BlockerKind.MORTGAGE: (facts.has_mortgage is True, Reason("homes.blocked_by_mortgage")),
        BlockerKind.BELONGINGS: (facts.has_belongings is True, Reason("homes.blocked_by_belongings")),
        BlockerKind.LEAKS: (facts.leaks is True, Reason("homes.blocked_by_leaks")),
        BlockerKind.FARMLAND: (bool(facts.farmland_m2), Reason("homes.blocked_by_farmland")),
        BlockerKind.USE_ZONE: (facts.may_rebuild is False, Reason("homes.blocked_by_use_zone")),
        BlockerKind.BOUNDARY: (facts.boundary_clear is False, Reason("homes.blocked_by_boundary")),
        BlockerKind.WATER: (facts.has_water is False, Reason("homes.blocked_by_water")),
    }
    return {kind: reason for kind, (is_there, reason) in found.items() if is_there}


@dataclass(frozen=True)
class Solved:
    """One blocker that was solved: kind, days, cost where it was written down."""

    kind: BlockerKind
    found_on: date
    solved_on: date
    cost_yen: int | None


@dataclass(frozen=True)
class Experience:
    """What solving a kind of blocker took here: medians, each with the number of cases behind it."""

    cases: int = 0
    days: float | None = None
    costs: int = 0
    cost_yen: float | None = None


def experience_of(solved: Iterable[Solved]) -> dict[BlockerKind, Experience]:
    """Return by kind the median of days and of costs over what was solved, and from how many cases.

    Source: medians, since one lawsuit must not colour all others; product principle 1
    """
    rows = list(solved)
    return {kind: _experience([row for row in rows if row.kind is kind]) for kind in {row.kind for row in rows}}


def _experience(rows: Sequence[Solved]) -> Experience:
    days = [(row.solved_on - row.found_on).days for row in rows]
    costs = [row.cost_yen for row in rows if row.cost_yen is not None]
    return Experience(len(days), median(days), len(costs), median(costs) if costs else None)


@dataclass(frozen=True)
class KindTotal:
    """One kind of blocker over all houses: which it blocks, and which nothing else blocks."""

    kind: BlockerKind
    blocked: tuple[int, ...]
    only: tuple[int, ...]


def portfolio_of(open_kinds: Iterable[tuple[int, BlockerKind]]) -> list[KindTotal]:
    """Return for each kind the houses it blocks and those it alone blocks, what would free most houses first.

    Two open blockers of one kind on one house are one kind: solving the kind frees the house.
    Source: issue of the register, portfolio view
    """
    of_house: dict[int, set[BlockerKind]] = {}
    for house, kind in open_kinds:
        of_house.setdefault(house, set()).add(kind)
    totals = [
        KindTotal(
            kind,
            tuple(sorted(house for house, kinds in of_house.items() if kind in kinds)),
            tuple(sorted(house for house, kinds in of_house.items() if kinds == {kind})),
        )
        for kind in BlockerKind
    ]
    blocking = [total for total in totals if total.blocked]
    return sorted(
        blocking, key=lambda total: (-len(total.only), -len(total.blocked), list(BlockerKind).index(total.kind))
    )
