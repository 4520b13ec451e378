"""Make, change, share and tick a family's plan."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups import services as followups
from kayoi.engines.followups.states import FollowUpStatus
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.actor import Actor, ActorKind, system
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import new_reference, new_token, token_hash
from kayoi.programmes.family_plans.models import Change, Mark, Plan
from kayoi.programmes.family_plans.selectors import plan_of_file, plan_with_pk, steps_of
from kayoi.programmes.family_plans.states import CAUSE, LINK_DAYS, Anchor, Fact


@dataclass(frozen=True)
class PlanFields:
    """What a plan is made from."""

    moves_on: date
    month_only: bool = False
    children: Collection[date] = ()
    facts: frozenset[Fact] = frozenset()
    dates: dict[Anchor, date] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """Return the columns of the plan."""
        return {
            "moves_on": self.moves_on,
            "month_only": self.month_only,
            "children": [day.isoformat() for day in sorted(self.children)],
            "facts": sorted(self.facts),
            "dates": {anchor.value: day.isoformat() for anchor, day in sorted(self.dates.items())},
        }


@transaction.atomic
def make_plan(*, file: CaseFile, fields: PlanFields, by: Actor, at: datetime) -> Plan:
    """Make the plan of a case file (わが家の計画を作る); one that is there already is changed."""
    CaseFile.objects.select_for_update().only("pk").get(pk=file.pk)  # two at once make one plan
    known = plan_of_file(file)
    if known is not None:
        change_plan(organization=file.organization, plan=known, fields=fields, version=known.version, by=by, at=at)
        return known
    plan = Plan.objects.create(case_file=file, reference=new_reference(), made_at=at, **fields.columns())
    audit.record("family_plans.make", plan, by=by, at=at, after={"case_file": file, "moves_on": fields.moves_on})
    return plan


@transaction.atomic
def change_plan(
    *, organization: Organization, plan: Plan, fields: PlanFields, version: int, by: Actor, at: datetime
) -> None:
    """Change what a plan is made from (計画を変える): history is kept, follow-ups get their new days.

    Raises ChangedMeanwhile.
    """
    after = fields.columns()
    before = audit.change(plan, after, version=version, by=by, at=at)
    if not before:
        return
    old = {name: value.isoformat() if isinstance(value, date) else value for name, value in before.items()}
    new = {name: after[name].isoformat() if isinstance(after[name], date) else after[name] for name in before}
    Change.objects.create(plan=plan, at=at, by_staff=by.kind is ActorKind.STAFF, before=old, after=new)
    _move_follow_ups(organization, plan, at=at)


def _move_follow_ups(organization: Organization, plan: Plan, *, at: datetime) -> None:
    """Give open follow-ups the day that their step has now; cancel those whose step has fallen away."""
    known = plan_with_pk(plan.pk)
    assert known is not None
    by = system("family_plans.change")
    steps = {step.key: step for step in steps_of(known, organization, today=local_date(at))}
    marks = Mark.objects.filter(plan=plan, follow_up__status=FollowUpStatus.OPEN).select_related("follow_up")
    for mark in marks.order_by("pk"):
        step, follow_up = steps.get(mark.key), mark.follow_up
        assert follow_up is not None
        due_on = (step.planned_on or step.latest_on) if step else None
        if due_on is None:
            followups.cancel_follow_up(follow_up=follow_up, by=by, at=at, why="計画から外れた")
            Mark.objects.filter(pk=mark.pk).update(follow_up=None)
        else:
            followups.change_follow_up(
                follow_up=follow_up, title=follow_up.title, due_on=due_on, owner=follow_up.owner,
                version=follow_up.version, by=by, at=at,
            )  # fmt: skip


@transaction.atomic
def tick_step(*, plan: Plan, key: str, done_on: date | None, by: Actor, at: datetime) -> None:
    """Say that a step is done, or that it is not after all (済みにする・戻す). Its open follow-up ends with it."""
    mark, _ = Mark.objects.get_or_create(plan=plan, key=key)
    mark = Mark.objects.select_for_update().get(pk=mark.pk)
    if mark.done_on == done_on:
        return
    done_by = by.name if done_on is not None else ""
    Mark.objects.filter(pk=mark.pk).update(done_on=done_on, done_by=done_by)
    if done_on is not None and mark.follow_up is not None and mark.follow_up.status == FollowUpStatus.OPEN:
        followups.finish_follow_up(follow_up=mark.follow_up, by=system("family_plans.tick"), at=at)
    audit.record(
        "family_plans.tick", plan, by=by, at=at, before={key: mark.done_on}, after={key: done_on},
    )  # fmt: skip


@transaction.atomic
def share_plan(*, plan: Plan, by: Actor, at: datetime) -> str:
    """Make the secret link of a plan (リンクを作る) and return its token, which is not kept; an older link ends."""
    token = new_token()
    ends_before = local_date(at) + timedelta(days=setting(LINK_DAYS, on=local_date(at)))
    Plan.objects.filter(pk=plan.pk).update(token_hash=token_hash(token), link_ends_before=ends_before)
    audit.record("family_plans.share", plan, by=by, at=at, after={"ends_before": ends_before})
    return token


@transaction.atomic
def stop_sharing(*, plan: Plan, by: Actor, at: datetime) -> None:
    """End the secret link of a plan (リンクを止める). Twice the same changes nothing."""
    if Plan.objects.filter(pk=plan.pk).exclude(token_hash="").update(token_hash="", link_ends_before=None):
        audit.record("family_plans.stop_sharing", plan, by=by, at=at)


@transaction.atomic
def follow_important(
    *, organization: Organization, plan: Plan, owner: Membership | None, by: Actor, at: datetime
) -> int:
    """Make follow-ups of the important deadlines that are not done (大事な期限を次の対応にする); return how many."""
    made = 0
    for step in steps_of(plan, organization, today=local_date(at)):
        due_on = step.planned_on or step.latest_on
        if not step.task.important or step.done_on is not None or due_on is None:
            continue
        mark, _ = Mark.objects.get_or_create(plan=plan, key=step.key)
        mark = Mark.objects.select_for_update().get(pk=mark.pk)
        if mark.follow_up_id is not None:
            continue
        follow_up = followups.plan_follow_up(
            title=f"計画の確認: {step.task.title}", due_on=due_on, case_file=plan.case_file, owner=owner,
            cause=CAUSE, reference=str(plan.pk), by=by, at=at,
        )  # fmt: skip
        Mark.objects.filter(pk=mark.pk).update(follow_up=follow_up)
        made += 1
    return made
