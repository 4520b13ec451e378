"""Plans and rows of the table for tests."""

from datetime import date
from typing import Any

from kayoi.engines.casefiles import services as casefiles
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.programmes.family_plans import services
from kayoi.programmes.family_plans.forms.table import initial_of
from kayoi.programmes.family_plans.models import Plan, Task
from kayoi.programmes.family_plans.selectors import plan_with_pk
from kayoi.programmes.family_plans.states import SAMPLES
from tests.clock import NOW


def make_plan(*, by: Actor, person: Person | None = None, **fields: Any) -> Plan:
    """Make a plan for a new case file; the scope of the town is open."""
    file = casefiles.open_case_file(fields={"name": "山田 花"}, person=person, by=by, at=NOW)
    given = services.PlanFields(**({"moves_on": date(2027, 4, 1)} | fields))
    plan = plan_with_pk(services.make_plan(file=file, fields=given, by=by, at=NOW).pk)
    assert plan is not None
    return plan


def adopt(town: Organization, key: str, *, by: Actor, **changes: Any) -> Task:
    """Adopt a sample with changes."""
    sample = next(task for task in SAMPLES if task.key == key)
    fields = initial_of(sample, on=date(2026, 11, 20)) | {"basis": "要綱第1号", "adopted_on": date(2026, 11, 20)}
    return services.adopt_task(organization=town, key=key, fields=fields | changes, by=by, at=NOW)
