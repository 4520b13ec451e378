"""What the demonstration has of plans: rows that Ina has adopted, and the plan of the mother with a log-in."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.family_plans import services
from kayoi.programmes.family_plans.forms.table import initial_of
from kayoi.programmes.family_plans.states import SAMPLES, Anchor, Fact

# What differs from the sample; all of it is written for the demonstration.
ADOPTED: dict[str, dict[str, Any]] = {
    "nursery_april": {"month": 12, "day": 10, "source": "令和9年度 保育所等入園案内(デモ)"},
    "grant_apply": {"takes_days": 21, "source": "住宅取得等補助金交付要綱(デモ)"},
    "grant_decision": {"source": "住宅取得等補助金交付要綱 第8条(デモ)"},
    "relocation_grant": {"source": "移住支援金交付要綱 第5条(デモ)"},
    "tyres_first": {"month": 11, "day": 10, "source": "町の暮らしの手引き(デモ)"},
}
# A row whose source is more than a year old: the table asks to look at it again.
OLD = "tyres_first"


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Let Ina adopt rows and make a plan with the mother (わが家の計画のデモ)."""
    if town.slug != "ina":
        return
    today = local_date(at)
    for number, (key, changes) in enumerate(ADOPTED.items(), 1):
        sample = next(task for task in SAMPLES if task.key == key)
        decided = today - timedelta(days=420 if key == OLD else 60)
        settled = {"basis": f"デモ要綱第{number}号", "adopted_on": decided, "source_on": decided, "starts_on": decided}
        fields = initial_of(sample, on=today) | settled | changes
        services.adopt_task(organization=town, key=key, fields=fields, by=by, at=at)
    file = CaseFile.objects.without_search().exclude(person=None).first()
    if file is not None:
        _plan_of(file, town, staff, today=today, by=by, at=at)


def _plan_of(
    file: CaseFile, town: Organization, staff: Sequence[Membership], *, today: date, by: Actor, at: datetime
) -> None:
    """A move next spring, a child of four and one at school; the contract is put before the decision on the grant."""
    spring = date(today.year + 1, 3, 27)
    fields = services.PlanFields(
        moves_on=spring,
        children=[date(spring.year - 4, 6, 12), date(spring.year - 8, 4, 1)],
        facts=frozenset({Fact.BUY, Fact.HOUSING_GRANT, Fact.RELOCATION_GRANT, Fact.CAR, Fact.DRIVES, Fact.INSURANCE}),
        dates={Anchor.CONTRACT: spring - timedelta(days=45), Anchor.GRANT: spring - timedelta(days=40)},
    )
    plan = services.make_plan(file=file, fields=fields, by=by, at=at)
    for key in ("bank", "grant_talk"):
        services.tick_step(plan=plan, key=key, done_on=today - timedelta(days=6), by=by, at=at)
    owner = staff[0] if staff else None
    services.follow_important(organization=town, plan=plan, owner=owner, by=by, at=at)
