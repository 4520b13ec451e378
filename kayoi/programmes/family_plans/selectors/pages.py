"""A plan as the family and the staff see it: steps, what is next, what cannot work, the picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kayoi.kit.charts import About, Chart, SpanMark, SpanRow, span_chart
from kayoi.kit.dates import school_grade, wareki_year
from kayoi.programmes.family_plans.rules import Conflict, Family, Step, conflicts, facts_of, plan, school_on
from kayoi.programmes.family_plans.states import SAID, Anchor, Fact, StepState, TaskRule, Trouble

KINDS = {
    StepState.DONE: "success", StepState.LATE: "danger", StepState.SOON: "warning",
    StepState.AHEAD: "info", StepState.OPEN: "neutral",
}  # fmt: skip
MOST_NEXT = 3


def either(japanese: str, english: str) -> str:
    """Return the English words for English readers where there are some."""
    return english if english and (get_language() or "ja").startswith("en") else japanese


def day_words(on: date) -> str:
    """Return a day as it is read in a sentence."""
    if (get_language() or "ja").startswith("en"):
        return f"{on.day} {on:%B %Y}"
    return f"{on.year}年({wareki_year(on)}){on.month}月{on.day}日"


@dataclass(frozen=True)
class StepShown:
    """A step in the reader's language."""

    step: Step
    title: str
    how: str
    breaks: str
    state: str
    kind: str
    for_sake_of: str
    followed: bool = False

    @property
    def due_on(self) -> date | None:
        """The day that is shown: the settled one, or the last."""
        return self.step.planned_on or self.step.latest_on


@dataclass(frozen=True)
class ConflictShown:
    """What cannot work, and the change that would heal it, in sentences."""

    title: str
    text: str
    breaks: str
    heals: str
    urgent: bool


@dataclass(frozen=True)
class PlanShown:
    """Everything that the page of a plan shows."""

    moves_on: date
    steps: Sequence[StepShown]
    next_steps: Sequence[StepShown]
    conflicts: Sequence[ConflictShown]
    facts: Sequence[str]
    done: int
    chart: Chart
    samples: int


def shown(
    tasks: Sequence[TaskRule], family: Family, *, today: date, done: Mapping[str, date], followed: frozenset[str]
) -> PlanShown:
    """Return a plan as a page shows it (計画の画面)."""
    steps = plan(tasks, family, today=today, done=done)
    titles = {step.key: either(step.task.title, step.task.title_en) for step in steps}
    rows = [_step(step, titles, followed) for step in steps]
    coming = (StepState.LATE, StepState.SOON, StepState.AHEAD)
    undone = [row for row in rows if row.step.state in coming and (row.due_on is None or row.due_on >= today)]
    return PlanShown(
        moves_on=family.moves_on,
        steps=rows,
        next_steps=[row for row in undone if row.step.possible_on <= today][:MOST_NEXT] or undone[:MOST_NEXT],
        conflicts=[_conflict(one) for one in conflicts(tasks, family, today=today, done=done)],
        facts=_facts(family),
        done=sum(step.done_on is not None for step in steps),
        chart=_chart(rows, family, today),
        samples=sum(step.task.sample for step in steps),
    )


def _step(step: Step, titles: Mapping[str, str], followed: frozenset[str]) -> StepShown:
    task = step.task
    return StepShown(
        step=step,
        title=titles[task.key],
        how=either(task.how, task.how_en),
        breaks=either(task.breaks, task.breaks_en),
        state=_(step.state.label),
        kind=KINDS[step.state],
        for_sake_of=titles.get(step.bound_by, ""),
        followed=task.key in followed,
    )


def _conflict(one: Conflict) -> ConflictShown:
    words = {
        "task": either(one.task.title, one.task.title_en),
        "on": day_words(one.on),
        "other": either(one.other.title, one.other.title_en) if one.other else "",
        "other_on": day_words(one.other_on) if one.other_on else "",
        "anchor": _(one.heals.label) if one.heals else "",
        "heals_on": day_words(one.heals_on) if one.heals_on else "",
    }
    if one.trouble is Trouble.ORDER:
        text = _("「%(task)s」の日(%(on)s)が、「%(other)s」(%(other_on)s)より前です。") % words
    elif one.trouble is Trouble.LATE:
        text = _("「%(task)s」の期限は、%(on)sでした。") % words
    elif one.other:
        text = _("「%(other)s」が%(other_on)sになるため、「%(task)s」は%(on)sまでに終わりません。") % words
    else:
        text = _("「%(task)s」は、%(on)sまでに終わりません。") % words
    # Of two tasks in the wrong order, it is the one that should come first whose loss is told.
    loser = one.other if one.trouble is Trouble.ORDER and one.other else one.task
    heals = _("%(anchor)sを%(heals_on)s以降にすると、間に合います。") % words if one.heals else ""
    return ConflictShown(
        title=_(one.trouble.label),
        text=text,
        breaks=either(loser.breaks, loser.breaks_en),
        heals=heals,
        urgent=one.task.important or one.trouble is Trouble.ORDER,
    )


def _facts(family: Family) -> list[str]:
    """Return what the plan rests on, in words; children by their school year, never by name."""
    facts = facts_of(family)
    words = [_(fact.label) for fact in (*SAID, Fact.WINTER, Fact.PEAK) if fact in facts]
    begins = family.dates.get(Anchor.SCHOOL) or school_on(family.moves_on)
    grades = [_grade(school_grade(birth, begins)) for birth in sorted(family.children)]
    if grades:
        words.insert(0, _("お子さん: %(grades)s") % {"grades": _("、").join(grades)})
    return words


def _grade(grade: int) -> str:
    if grade < 1:
        return _("就学前")
    if grade > 9:
        return _("中学校卒業後")
    words = _("小学%(year)d年") if grade <= 6 else _("中学%(year)d年")
    return words % {"year": grade if grade <= 6 else grade - 6}


def _chart(rows: Sequence[StepShown], family: Family, today: date) -> Chart:
    spans = []
    for row in rows:
        end = row.step.planned_on or row.step.latest_on
        if end is None:
            continue
        start = row.step.earliest_on if row.step.earliest_on and row.step.earliest_on <= end else end
        spans.append(SpanRow(row.title, start, end, row.state, hollow=row.step.state is StepState.DONE))
    late = sum(row.step.state is StepState.LATE for row in rows)
    summary = _("%(count)d件のうち、済みが%(done)d件、間に合わないものが%(late)d件です。") % {
        "count": len(rows), "done": sum(row.step.done_on is not None for row in rows), "late": late,
    }  # fmt: skip
    return span_chart(
        about=About(_("いつ、何をするか"), base=_("帯の右の端が、最後の日です")),
        rows=spans,
        marks=[SpanMark(_("今日"), today), SpanMark(_("引越し"), family.moves_on)],
        summary=summary,
        words=(_("すること"), _("いつから"), _("いつまで"), _("状態")),
    )
