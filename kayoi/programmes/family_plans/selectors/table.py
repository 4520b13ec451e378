"""The table of deadlines of a town: its own versions over the samples."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.family_plans.models import Task
from kayoi.programmes.family_plans.rules import in_force, needs_review
from kayoi.programmes.family_plans.states import SAMPLES, Anchor, Fact, Span, TaskRule, Unit


def rule_of(row: Task) -> TaskRule:
    """Return a row of the town as the rules read it."""
    return TaskRule(
        key=row.key, title=row.title, title_en=row.title_en, how=row.how, how_en=row.how_en, breaks=row.breaks,
        breaks_en=row.breaks_en, anchor=Anchor.of(row.anchor),
        latest=_span(row.latest_count, row.latest_unit), earliest=_span(row.earliest_count, row.earliest_unit),
        month=row.month, day=row.day,
        needs=frozenset(map(Fact.of, row.needs)), lacks=frozenset(map(Fact.of, row.lacks)),
        after=tuple(row.after), takes_days=row.takes_days, carry_over=row.carry_over,
        happens=Anchor.of(row.happens) if row.happens else None, important=row.important, source=row.source,
        source_on=row.source_on, starts_on=row.starts_on, ends_before=row.ends_before, basis=row.basis,
        adopted_on=row.adopted_on, version=row.version,
    )  # fmt: skip


def _span(count: int | None, unit: str) -> Span | None:
    return None if count is None else Span(count, Unit.of(unit))


def tasks_of(organization: Organization, *, on: date) -> list[TaskRule]:
    """Return the rows that count for a move on a day: the town's own versions, and samples before the first of them."""
    return Table(organization).on(on)


class Table:
    """The table of a town, read once, for plans with different days."""

    def __init__(self, organization: Organization) -> None:
        self._rows = list(Task.objects.filter(organization=organization).order_by("key", "version"))

    def on(self, day: date) -> list[TaskRule]:
        """Return the rows that count for a move on a day."""
        return _effective(self._rows, on=day)


def _effective(rows: Sequence[Task], *, on: date) -> list[TaskRule]:
    unused = {(row.key, row.version) for row in rows if not row.used}
    own = in_force([rule_of(row) for row in rows], on=on)
    decided = {row.key for row in rows if row.starts_on <= on}
    samples = [sample for sample in SAMPLES if sample.key not in decided]
    return [*samples, *(rule for rule in own if (rule.key, rule.version) not in unused)]


@dataclass(frozen=True)
class TableRow:
    """One key of the table with everything that staff see of it."""

    key: str
    rule: TaskRule
    used: bool
    review: bool
    versions: Sequence[Task]


def table(organization: Organization, *, on: date) -> list[TableRow]:
    """Return the table of deadlines for staff, what is to be looked at again first in each state."""
    versions: dict[str, list[Task]] = defaultdict(list)
    for row in Task.objects.filter(organization=organization).order_by("key", "-version"):
        versions[row.key].append(row)
    samples = {sample.key: sample for sample in SAMPLES}
    rows = []
    for key in [*samples, *(key for key in versions if key not in samples)]:
        own = versions.get(key, [])
        rule = rule_of(own[0]) if own else samples[key]
        rows.append(TableRow(key, rule, own[0].used if own else True, needs_review(rule.source_on, on=on), own))
    return rows


def table_row(organization: Organization, key: str, *, on: date) -> TableRow | None:
    """Return one key of the table, or None."""
    return next((row for row in table(organization, on=on) if row.key == key), None)
