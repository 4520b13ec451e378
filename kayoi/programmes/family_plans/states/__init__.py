"""Words of the plan: facts, days, states, permissions; the sample rows that every town begins with."""

from kayoi.kit.states import PermissionSet, TownSetting
from kayoi.programmes.family_plans.states.samples import SAMPLES
from kayoi.programmes.family_plans.states.words import (
    CALENDAR,
    GIVEN,
    SAID,
    Anchor,
    Fact,
    Span,
    StepState,
    TaskRule,
    Trouble,
    Unit,
)

__all__ = [
    "CALENDAR", "CAUSE", "GIVEN", "LINK_DAYS", "MOST_CHILDREN", "PROGRAMME", "SAID", "SAMPLES", "SOON_DAYS", "Anchor",
    "Fact", "Permission", "Span", "StepState", "TaskRule", "Trouble", "Unit",
]  # fmt: skip


class Permission(PermissionSet):
    PLAN_MAKE = "plan.make", "わが家の計画を作る"
    TASK_EDIT = "plan.task_edit", "計画の期限の表を直す"


CAUSE = "family_plans.Plan"
PROGRAMME = "family_plans"
SOON_DAYS = 30
MOST_CHILDREN = 4
LINK_DAYS = TownSetting(
    "family_plans.link_days",
    "わが家の計画のリンクが使える日数",
    default=180,
    unit="日",
    least=7,
    most=730,
    help="家族に渡すリンクは、渡した日からこの日数がたつと開けなくなります。途中でやめることもできます。",
)
