"""What blocks a house, who can help, what it took here so far; and the same over all houses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from kayoi.engines.followups.models import FollowUp
from kayoi.kit.charts import About, Chart, Series, bar_chart
from kayoi.kit.dates import wareki
from kayoi.kit.verdict import Reason
from kayoi.programmes.homes.models import Blocker, Home, Party, Solver
from kayoi.programmes.homes.rules.blockers import (
    Experience,
    HouseFacts,
    KindTotal,
    Solved,
    experience_of,
    portfolio_of,
    suggested_blockers,
)
from kayoi.programmes.homes.states import BLOCKER, Agreement, BlockerKind, BlockerStatus, HomeStatus, PartyRole, Reached
from kayoi.programmes.homes.states.blockers import SOLVED_BY
from kayoi.programmes.homes.states.houses import ENDED
from kayoi.programmes.homes.states.parties import HOLDERS

# Items of the house file and the values of them that speak for a blocker.
UNREGISTERED = {"registry": {"ancestor", "none"}, "inheritance": {"needed", "under_way"}}
UNFIT = {"road": {"none"}, "use_zone": {"only_ind"}, "planning_area": {"control"}}


@dataclass(frozen=True)
class BlockerShown:
    """One blocker with what is next, what such cases took here, and who can solve it."""

    blocker: Blocker
    next: FollowUp | None
    experience: Experience
    solvers: Sequence[Solver] = ()

    @property
    def solver_names(self) -> str:
        return "、".join(solver.name for solver in self.solvers)


@dataclass(frozen=True)
class Suggested:
    """A blocker that the facts of a house suggest, with the reason."""

    kind: BlockerKind
    reason: Reason


def experience() -> dict[BlockerKind, Experience]:
    """Return what solving each kind of blocker took in this town."""
    rows = Blocker.objects.filter(status=BlockerStatus.SOLVED)
    values = rows.values_list("kind", "found_on", "solved_on", "cost_yen")
    return experience_of(
        Solved(BlockerKind.of(kind), found_on, solved_on, cost_yen)
        for kind, found_on, solved_on, cost_yen in values
        if solved_on is not None
    )


def blockers_of(home: Home, *, on: date) -> list[BlockerShown]:
    """Return the blockers of a house, open ones first."""
    rows = list(Blocker.objects.filter(home=home).select_related("solver").order_by("pk"))
    rows.sort(key=lambda row: (row.status == BlockerStatus.SOLVED, row.found_on))
    known, after, solvers = experience(), _next_follow_ups(rows), list(solvers_in_use(on=on))
    return [
        BlockerShown(
            row,
            after.get(str(row.pk)),
            known.get(BlockerKind.of(row.kind), Experience()),
            [solver for solver in solvers if solver.kind in SOLVED_BY[BlockerKind.of(row.kind)]],
        )
        for row in rows
    ]


def _next_follow_ups(rows: Sequence[Blocker]) -> dict[str, FollowUp]:
    found = FollowUp.objects.open().filter(cause=BLOCKER, reference__in=[str(row.pk) for row in rows])
    return {row.reference: row for row in found.select_related("owner").order_by("-due_on", "-pk")}


def solvers_in_use(*, on: date) -> QuerySet[Solver]:
    """Return the experts to whom houses are referred now, by kind and name."""
    rows = Solver.objects.filter(Q(ends_before=None) | Q(ends_before__gt=on))
    return rows.order_by("kind", "name")


def solvers_listed() -> QuerySet[Solver]:
    """Return the whole directory with how many houses each expert was told of."""
    told = Count("blockers__home", distinct=True)
    return Solver.objects.annotate(houses=told).order_by("ends_before", "kind", "name")


def suggestions_for(home: Home) -> list[Suggested]:
    """Return what the house file and its people suggest, besides what is already written down as open."""
    known = set(Blocker.objects.filter(home=home).exclude(status=BlockerStatus.SOLVED).values_list("kind", flat=True))
    found = suggested_blockers(_facts_of(home))
    return [Suggested(kind, reason) for kind, reason in found.items() if kind not in known]


def _facts_of(home: Home) -> HouseFacts:
    said: dict[str, Any] = home.details
    unfit = [_is_one_of(said.get(code), values) for code, values in UNFIT.items()]
    owners = [_is_one_of(said.get(code), values) for code, values in UNREGISTERED.items()]
    return HouseFacts(
        heirs_open=_heirs_open(home),
        is_registered=False if True in owners else None,
        has_mortgage=said.get("mortgage"),
        has_belongings=_is_one_of(said.get("belongings"), {"some", "many"}),
        leaks=_is_one_of(said.get("leaks"), {"found"}),
        farmland_m2=float(home.farmland_m2) if home.farmland_m2 is not None else None,
        may_rebuild=False if True in unfit else None,
        boundary_clear=False if said.get("boundary") == "unsettled" else None,
        has_water=said.get("water_service"),
    )


def _is_one_of(value: str | None, values: set[str]) -> bool | None:
    return None if value is None else value in values


def _heirs_open(home: Home) -> bool:
    """Tell whether somebody died whose heirs are not known, or a holder refuses or cannot be found."""
    parties = list(Party.objects.filter(home=home).values_list("pk", "role", "heir_of", "agreement", "reached"))
    followed = {above for _pk, _role, above, _said, _reached in parties}
    return any(
        (role == PartyRole.DECEASED and above is None and pk not in followed)
        or (role in HOLDERS and (said == Agreement.REFUSED or reached == Reached.UNKNOWN))
        for pk, role, above, said, reached in parties
    )


@dataclass(frozen=True)
class PortfolioRow:
    """One kind over all houses, with what it would take by experience: median times houses."""

    total: KindTotal
    experience: Experience

    @property
    def cost_yen(self) -> int | None:
        known = self.experience.cost_yen
        return None if known is None else round(known * len(self.total.blocked))

    @property
    def days(self) -> int | None:
        known = self.experience.days
        return None if known is None else round(known * len(self.total.blocked))


@dataclass(frozen=True)
class Portfolio:
    """What blocks the houses of a town, and what would free how many."""

    rows: Sequence[PortfolioRow]
    houses: int
    chart: Chart


def portfolio(*, on: date) -> Portfolio:
    """Return for each kind how many houses it blocks, and how many nothing else blocks."""
    open_ones = _open_blockers().values_list("home_id", "kind")
    pairs = [(house, BlockerKind.of(kind)) for house, kind in open_ones]
    known = experience()
    rows = [PortfolioRow(total, known.get(total.kind, Experience())) for total in portfolio_of(pairs)]
    chart = bar_chart(
        about=About("詰まりの種類ごとの空き家", unit="戸", as_of=wareki(on)),
        labels=[row.total.kind.label for row in rows],
        series=[
            Series("詰まっている家", [len(row.total.blocked) for row in rows]),
            Series("これだけ解決すれば動く家", [len(row.total.only) for row in rows]),
        ],
        horizontal=True,
    )
    return Portfolio(rows, len({house for house, _kind in pairs}), chart)


def blockers_behind(kind: BlockerKind, *, only: bool) -> QuerySet[Blocker]:
    """Return the open blockers of a kind with their houses; with `only` of the houses that nothing else keeps back."""
    pairs = _open_blockers().values_list("home_id", "kind")
    totals = portfolio_of((house, BlockerKind.of(one)) for house, one in pairs)
    found = [total.only if only else total.blocked for total in totals if total.kind is kind]
    rows = _open_blockers().filter(kind=kind, home__in=found[0] if found else ())
    return rows.select_related("home").order_by("home__quarter", "home__number", "pk")


def _open_blockers() -> QuerySet[Blocker]:
    """Open blockers of houses that are not at an end."""
    ended = [*ENDED, HomeStatus.CONTRACTED]
    rows: QuerySet[Blocker] = Blocker.objects.exclude(status=BlockerStatus.SOLVED).exclude(home__status__in=ended)
    return rows
