"""The directory of experts who can solve what blocks a house."""

from datetime import date, datetime
from typing import TypedDict

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.programmes.homes.models import Solver


class SolverFields(TypedDict):
    """What is written of an expert."""

    kind: str
    name: str
    phone: str
    email: str
    about: str
    ends_before: date | None


@transaction.atomic
def add_solver(*, fields: SolverFields, by: Actor, at: datetime) -> Solver:
    """Add an expert to the directory (相談先を加える). Raises IntegrityError with homes_solver_once."""
    solver = Solver.objects.create(**fields)
    audit.record("homes.add_solver", solver, by=by, at=at, after={"kind": solver.kind, "name": solver.name})
    return solver


@transaction.atomic
def change_solver(*, solver: Solver, fields: SolverFields, version: int, by: Actor, at: datetime) -> None:
    """Change an entry of the directory (相談先を書き換える). Raises ChangedMeanwhile."""
    audit.change(solver, dict(fields), version=version, by=by, at=at)
