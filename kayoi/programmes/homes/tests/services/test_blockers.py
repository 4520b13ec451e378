"""Blockers: suggested, worked on, solved; what they took; the portfolio of a town."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Blocker, Home
from kayoi.programmes.homes.rules.blockers import Experience
from kayoi.programmes.homes.selectors import blockers as selectors
from kayoi.programmes.homes.states import BLOCKER, BlockerKind, HomeStatus, PartyRole
from kayoi.programmes.homes.tests.factories import add_person, make_solver
from kayoi.programmes.homes.tests.houses import make_home
from tests.cast import Member

ON = date(2026, 11, 20)


def block(home: Home, kind: BlockerKind, officer: Member, at: datetime, days_ago: int = 0) -> Blocker:
    found_on = ON - timedelta(days=days_ago)
    return services.add_blocker(home=home, kind=kind, found_on=found_on, by=officer.actor, at=at)


def test_a_blocker_is_worked_on_and_its_experience_counts(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at)
    blocker = block(home, BlockerKind.BELONGINGS, officer, at, days_ago=40)
    services.plan_for_blocker(
        blocker=blocker, title="見積りをとる", due_on=ON, owner=officer.membership, by=officer.actor, at=at
    )
    services.begin_blocker(blocker=blocker, by=officer.actor, at=at)
    services.stall_blocker(blocker=blocker, why="返事がない", by=officer.actor, at=at)
    [row] = selectors.blockers_of(home, on=ON)
    assert (row.next.title if row.next else "", row.experience) == ("見積りをとる", Experience())
    services.solve_blocker(blocker=blocker, solved_on=ON, cost_yen=120_000, by=officer.actor, at=at)
    assert not FollowUp.objects.open().filter(cause=BLOCKER).exists()
    assert selectors.experience() == {BlockerKind.BELONGINGS: Experience(1, 40, 1, 120_000)}
    services.reopen_blocker(blocker=blocker, why="まだ残っていた", by=officer.actor, at=at)
    assert (blocker.solved_on, blocker.cost_yen, selectors.experience()) == (None, None, {})


def test_the_same_is_not_open_twice(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at)
    first = block(home, BlockerKind.LEAKS, officer, at)
    with pytest.raises(IntegrityError, match="homes_blocker_once"), transaction.atomic():
        block(home, BlockerKind.LEAKS, officer, at)
    services.solve_blocker(blocker=first, solved_on=ON, cost_yen=None, by=officer.actor, at=at)
    block(home, BlockerKind.LEAKS, officer, at)


def test_house_file_and_people_suggest(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at, details={"mortgage": True}, farmland_m2=Decimal(300))
    add_person(home, PartyRole.DECEASED, "高遠 父", by=officer.actor, at=at)
    kinds = [one.kind for one in selectors.suggestions_for(home)]
    assert kinds == [BlockerKind.HEIRS, BlockerKind.MORTGAGE, BlockerKind.FARMLAND]
    block(home, BlockerKind.MORTGAGE, officer, at)
    assert BlockerKind.MORTGAGE not in [one.kind for one in selectors.suggestions_for(home)]


@pytest.mark.parametrize(
    ("details", "kind"),
    [
        ({"registry": "ancestor"}, BlockerKind.REGISTRY),
        ({"registry": "owner", "inheritance": "needed"}, BlockerKind.REGISTRY),
        ({"registry": "owner", "inheritance": "done"}, None),
        ({"belongings": "some"}, BlockerKind.BELONGINGS),
        ({"belongings": "none"}, None),
        ({"leaks": "found"}, BlockerKind.LEAKS),
        ({"leaks": "unknown"}, None),
        ({"road": "none"}, BlockerKind.USE_ZONE),
        ({"road": "wide"}, None),
        ({"boundary": "unsettled"}, BlockerKind.BOUNDARY),
        ({"water_service": False}, BlockerKind.WATER),
    ],
)
def test_items_of_the_house_file_suggest(
    in_ina: Organization, officer: Member, at: datetime, details: dict[str, Any], kind: BlockerKind | None
) -> None:
    home = make_home(by=officer.actor, at=at, details=details)
    assert [one.kind for one in selectors.suggestions_for(home)] == ([kind] if kind else [])


def test_solvers_stand_beside_what_they_solve(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at)
    scrivener = make_solver(by=officer.actor, at=at)
    block(home, BlockerKind.REGISTRY, officer, at)
    block(home, BlockerKind.LEAKS, officer, at)
    registry, leaks = selectors.blockers_of(home, on=ON)
    assert (registry.solvers, leaks.solvers) == ([scrivener], [])
    fields = {"kind": scrivener.kind, "name": scrivener.name, "phone": "", "email": "", "about": "", "ends_before": ON}
    services.change_solver(solver=scrivener, fields=fields, version=1, by=officer.actor, at=at)  # type: ignore[arg-type]
    assert selectors.blockers_of(home, on=ON)[0].solvers == []
    with pytest.raises(services.UnableToRefer, match=r"homes\.refer_to_nobody"):
        services.refer_blocker(blocker=registry.blocker, solver=scrivener, referred_on=ON, by=officer.actor, at=at)


def test_portfolio_says_what_would_free_how_many(in_ina: Organization, officer: Member, at: datetime) -> None:
    one, two = make_home(by=officer.actor, at=at), make_home(by=officer.actor, at=at)
    solved = block(one, BlockerKind.LEAKS, officer, at, days_ago=10)
    services.solve_blocker(blocker=solved, solved_on=ON, cost_yen=50_000, by=officer.actor, at=at)
    for home, kind in ((one, BlockerKind.LEAKS), (two, BlockerKind.LEAKS), (two, BlockerKind.HEIRS)):
        block(home, kind, officer, at)
    contracted = make_home(by=officer.actor, at=at, status=HomeStatus.CONTRACTED)
    block(contracted, BlockerKind.LEAKS, officer, at)
    found = selectors.portfolio(on=ON)
    counts = [(row.total.kind, len(row.total.blocked), len(row.total.only)) for row in found.rows]
    assert counts == [(BlockerKind.LEAKS, 2, 1), (BlockerKind.HEIRS, 1, 0)]
    assert [(row.cost_yen, row.days) for row in found.rows] == [(100_000, 20), (None, None)]
    assert found.houses == 2
    assert [row.home for row in selectors.blockers_behind(BlockerKind.LEAKS, only=True)] == [one]
    assert {row.home for row in selectors.blockers_behind(BlockerKind.LEAKS, only=False)} == {one, two}
    assert not selectors.blockers_behind(BlockerKind.WATER, only=False)
