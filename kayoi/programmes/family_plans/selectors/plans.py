"""Plans of families: by link, by log-in, by case file, and all of a town."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from kayoi.engines.casefiles.models import CaseFile, HouseholdMember
from kayoi.engines.casefiles.selectors import case_file, family_ids
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import age_on
from kayoi.kit.tokens import token_hash
from kayoi.programmes.family_plans.models import Change, Mark, Plan
from kayoi.programmes.family_plans.rules import Family, Step, plan
from kayoi.programmes.family_plans.selectors.pages import PlanShown, shown
from kayoi.programmes.family_plans.selectors.table import Table, tasks_of
from kayoi.programmes.family_plans.states import MOST_CHILDREN, PROGRAMME, Anchor, Fact, StepState

MOST_OVERVIEW = 100
ADULT = 18


def family_of(row: Plan) -> Family:
    """Return what the rules need of a plan."""
    return Family(
        moves_on=row.moves_on,
        children=tuple(date.fromisoformat(day) for day in row.children),
        said=frozenset(map(Fact.of, row.facts)),
        dates={Anchor.of(name): date.fromisoformat(day) for name, day in row.dates.items()},
    )


def _plans() -> QuerySet[Plan]:
    marks = Prefetch("marks", Mark.objects.order_by("pk"))
    return Plan.objects.select_related("case_file").defer("case_file__search").prefetch_related(marks)


def plan_with_pk(pk: int) -> Plan | None:
    """Return a plan of the open organization."""
    return _plans().filter(pk=pk).first()


def plan_of_file(file: CaseFile) -> Plan | None:
    """Return the plan of a case file, those merged into it included; the latest where there are several."""
    return _plans().filter(case_file_id__in=family_ids(file)).order_by("-made_at", "-pk").first()


def plan_for_visitor(key: str, *, person: Person | None, on: date) -> Plan | None:
    """Return the plan of a secret link that has not ended, or of the person's own file by its reference."""
    linked = _plans().filter(token_hash=token_hash(key), link_ends_before__gt=on).first()
    if linked is not None or person is None:
        return linked
    own = _plans().filter(reference=key).first()
    if own is None:
        return None
    file = case_file(own.case_file_id)
    return own if file is not None and file.person_id == person.pk else None


def plans_of_person() -> list[Plan]:
    """Return the plans of the person whose scope is open, by town."""
    rows = Plan.objects.select_related("organization").order_by("organization__name", "pk")
    return list(rows)


def births_of(file: CaseFile, *, today: date) -> dict[str, Any]:
    """Return the children's birth dates that the case file knows, as the form shows them."""
    if file.household_id is None:
        return {}
    children = HouseholdMember.objects.filter(household=file.household_id, relation="child", birth_on__isnull=False)
    births = [birth for birth in children.order_by("birth_on").values_list("birth_on", flat=True) if birth]
    young = [birth for birth in births if birth > today or age_on(birth, today) < ADULT]
    return {f"child_{number}": birth for number, birth in enumerate(young[:MOST_CHILDREN], 1)}


def done_of(row: Plan) -> dict[str, date]:
    """Return which steps are done, and when."""
    return {mark.key: mark.done_on for mark in row.marks.all() if mark.done_on is not None}


def page_of(row: Plan, organization: Organization, *, today: date) -> PlanShown:
    """Return a plan with everything that its page shows."""
    followed = frozenset(mark.key for mark in row.marks.all() if mark.follow_up_id is not None)
    tasks = tasks_of(organization, on=row.moves_on)
    return shown(tasks, family_of(row), today=today, done=done_of(row), followed=followed)


def steps_of(row: Plan, organization: Organization, *, today: date) -> list[Step]:
    """Return the steps of a plan, for services."""
    return plan(tasks_of(organization, on=row.moves_on), family_of(row), today=today, done=done_of(row))


def changes_of(row: Plan) -> list[Change]:
    """Return how a plan was changed, the latest first."""
    return list(Change.objects.filter(plan=row).order_by("-at", "-pk"))


@dataclass(frozen=True)
class Overview:
    """One plan in a list or on a case file: how far it is, and what is next."""

    plan: Plan
    done: int
    count: int
    late: int
    next_step: Step | None


def overview(rows: Iterable[Plan], organization: Organization, *, today: date) -> list[Overview]:
    """Return how far plans are, with one reading of the table of deadlines."""
    table = Table(organization)
    found = []
    for row in rows:
        steps = plan(table.on(row.moves_on), family_of(row), today=today, done=done_of(row))
        undone = [step for step in steps if step.done_on is None and step.state is not StepState.OPEN]
        late = sum(step.state is StepState.LATE for step in undone)
        done = sum(step.done_on is not None for step in steps)
        found.append(Overview(row, done, len(steps), late, undone[0] if undone else None))
    return found


def overview_of_files(ids: Sequence[int], organization: Organization, *, today: date) -> list[Overview]:
    """Return the plans of some case files and how far they are; nothing where the town does not use plans."""
    if PROGRAMME not in organization.programmes:
        return []
    rows = list(_plans().filter(case_file_id__in=ids).order_by("-made_at", "-pk"))
    return overview(rows, organization, today=today) if rows else []


def latest_plans(organization: Organization, *, today: date) -> list[Overview]:
    """Return the plans of a town, the nearest move first; those long past are left out."""
    return overview(_plans().order_by("moves_on", "pk")[:MOST_OVERVIEW], organization, today=today)
