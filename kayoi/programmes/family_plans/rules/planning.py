"""A whole plan: backward from deadlines, forward from today, what cannot work, the nearest change that heals."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kayoi.programmes.family_plans.rules.facts import Family, facts_of, is_for
from kayoi.programmes.family_plans.rules.windows import own_window
from kayoi.programmes.family_plans.states import SOON_DAYS, Anchor, StepState, TaskRule, Trouble

MOST_TRIES = 14
FOLLOW_THE_MOVE = frozenset({Anchor.MOVING, Anchor.NURSERY, Anchor.SCHOOL})


@dataclass(frozen=True)
class Step:
    """One task in a family's plan. `bound_by` is the later task for whose sake the last day is as early as it is,
    `bound_to` the day that in the end decides it; `possible_on` is the first day on which it can be done now."""

    task: TaskRule
    earliest_on: date | None
    latest_on: date | None
    possible_on: date
    planned_on: date | None
    done_on: date | None
    bound_by: str
    bound_to: Anchor
    state: StepState

    @property
    def key(self) -> str:
        return self.task.key

    @property
    def sort_on(self) -> date:
        """The day by which steps are ordered."""
        return self.planned_on or self.latest_on or date.max


@dataclass(frozen=True)
class Conflict:
    """What cannot work: the task, the task that stands in its way, the day in question, and what would heal it."""

    trouble: Trouble
    task: TaskRule
    other: TaskRule | None
    on: date
    other_on: date | None
    heals: Anchor | None = None
    heals_on: date | None = None


def in_force(tasks: Iterable[TaskRule], *, on: date) -> list[TaskRule]:
    """Return the rows that are in force on a day (有効な版); the anchor day of the plan is the day of the move.

    Source: the table of deadlines, whose rows carry the days of their validity
    """
    return [task for task in tasks if task.starts_on <= on and (task.ends_before is None or on < task.ends_before)]


def in_order(tasks: Collection[TaskRule]) -> list[TaskRule]:
    """Return tasks so that each comes after those that it needs first (順序). Raises ValueError on a circle.

    Source: Kahn (1962), Topological sorting of large networks
    """
    rest, ordered, known = list(tasks), list[TaskRule](), {task.key for task in tasks}
    placed: set[str] = set()
    while rest:
        ready = [task for task in rest if all(key in placed or key not in known for key in task.after)]
        if not ready:
            raise ValueError("circle: " + ", ".join(task.key for task in rest))
        ordered += ready
        placed |= {task.key for task in ready}
        rest = [task for task in rest if task.key not in placed]
    return ordered


def plan(
    tasks: Iterable[TaskRule], family: Family, *, today: date, done: Mapping[str, date] | None = None
) -> list[Step]:
    """Return the steps of a family's plan by day (わが家の計画): what concerns it, from when, by when.

    Backward: a task must be finished, `takes_days` before the last day of what comes after it. Forward: it cannot be
    done before what comes first has been, nor before today.

    Source: critical path method, Kelley & Walker (1959): latest finish backward, earliest start forward
    """
    done, facts = done or {}, facts_of(family)
    ordered = in_order([task for task in tasks if is_for(task, facts)])
    latest, bound = _backward(ordered, family, done)
    steps: dict[str, Step] = {}
    for task in ordered:
        planned = family.dates.get(task.happens) if task.happens else None
        own = own_window(task, family)
        first = max([own.earliest_on or date.min, *(day for _, day in _ready(task, steps))])
        finished = done.get(task.key)
        possible = finished or planned or max(first, today)
        steps[task.key] = Step(
            task, None if first == date.min else first, latest[task.key], possible, planned, finished,
            *bound[task.key], _state(finished, planned, possible, latest[task.key], today),
        )  # fmt: skip
    return sorted(steps.values(), key=lambda step: step.sort_on)


def _backward(
    ordered: list[TaskRule], family: Family, done: Mapping[str, date]
) -> tuple[dict[str, date | None], dict[str, tuple[str, Anchor]]]:
    latest = {task.key: own_window(task, family).latest_on for task in ordered}
    bound = {task.key: ("", task.anchor) for task in ordered}
    by_key = {task.key: task for task in ordered}
    for task in reversed(ordered):
        planned = family.dates.get(task.happens) if task.happens else None
        limit = planned or latest[task.key]
        if limit is None or task.key in done:
            continue
        root = task.happens if planned and task.happens else bound[task.key][1]
        for key in task.after:
            if key not in by_key:
                continue
            needed, known = limit - timedelta(days=by_key[key].takes_days), latest[key]
            if known is None or needed < known:
                latest[key], bound[key] = needed, (task.key, root)
    return latest, bound


def _ready(task: TaskRule, steps: Mapping[str, Step]) -> list[tuple[Step, date]]:
    """Return what comes first, each with the day from which the task can follow it."""
    before = [steps[key] for key in task.after if key in steps]
    return [(step, step.possible_on + timedelta(days=step.task.takes_days)) for step in before]


def _state(finished: date | None, planned: date | None, possible: date, latest: date | None, today: date) -> StepState:
    if finished is not None:
        return StepState.DONE
    if latest is None and planned is None:
        return StepState.OPEN
    if latest is not None and possible > latest:
        return StepState.LATE
    due = min(day for day in (planned, latest) if day is not None)
    return StepState.SOON if due <= today + timedelta(days=SOON_DAYS) else StepState.AHEAD


def conflicts(
    tasks: Iterable[TaskRule], family: Family, *, today: date, done: Mapping[str, date] | None = None
) -> list[Conflict]:
    """Return what cannot work in a plan, each with the nearest change that heals it (両立しない点と直し方).

    A settled day before that of a task which must come first; a last day that has passed; a last day that passes while
    what comes first is awaited. Of a chain of tasks the last is told: it is what the family loses.

    Source: the table of deadlines; 補助金等交付規則 (着手は交付決定の後); 移住支援金 (応募日は掲載日以後)
    """
    rows = list(tasks)
    steps = plan(rows, family, today=today, done=done)
    by_key = {step.key: step for step in steps}
    found = []
    for step in steps:
        if step.done_on is not None:
            continue
        early = [(other, day) for other, day in _ready(step.task, by_key) if step.planned_on and step.planned_on < day]
        if early:
            other, day = max(early, key=lambda pair: pair[1])
            assert step.planned_on is not None
            found.append(
                Conflict(Trouble.ORDER, step.task, other.task, step.planned_on, other.possible_on,
                         step.task.happens, day)
            )  # fmt: skip
        elif step.state is StepState.LATE and step.latest_on is not None:
            if step.bound_by:
                continue  # late only for the sake of a later task, which is late itself: that one is told
            waited = [(other, day) for other, day in _ready(step.task, by_key) if day > step.latest_on]
            other_step = max(waited, key=lambda pair: pair[1])[0] if waited else None
            trouble = Trouble.LATE if step.latest_on < today else Trouble.TIGHT
            heals, heals_on = _healing(rows, family, step, today=today, done=done)
            found.append(
                Conflict(trouble, step.task, other_step.task if other_step else None, step.latest_on,
                         other_step.possible_on if other_step else None, heals, heals_on)
            )  # fmt: skip
    return found


def _healing(
    tasks: list[TaskRule], family: Family, step: Step, *, today: date, done: Mapping[str, date] | None
) -> tuple[Anchor | None, date | None]:
    """Return which day to move, and to when at the earliest, so that a late step is in time again."""
    which = step.bound_to
    if which not in family.dates and which not in FOLLOW_THE_MOVE:
        return None, None
    which = which if which in family.dates else Anchor.MOVING
    tried, late = family, step
    for _ in range(MOST_TRIES):
        assert late.latest_on is not None
        lacking = (late.possible_on - late.latest_on).days
        if lacking <= 0:
            return which, tried.moves_on if which is Anchor.MOVING else tried.dates[which]
        tried = _shifted(tried, which, lacking)
        after = next((one for one in plan(tasks, tried, today=today, done=done) if one.key == step.key), None)
        if after is None or after.latest_on is None or after.latest_on <= late.latest_on:
            return None, None
        late = after
    return None, None


def _shifted(family: Family, which: Anchor, days: int) -> Family:
    if which is Anchor.MOVING:
        return replace(family, moves_on=family.moves_on + timedelta(days=days))
    return replace(family, dates={**family.dates, which: family.dates[which] + timedelta(days=days)})
