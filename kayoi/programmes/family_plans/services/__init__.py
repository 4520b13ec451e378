"""Changes of family_plans."""

from kayoi.programmes.family_plans.services.mailing import UnableToMail, mail_plan
from kayoi.programmes.family_plans.services.plans import (
    PlanFields,
    change_plan,
    follow_important,
    make_plan,
    share_plan,
    stop_sharing,
    tick_step,
)
from kayoi.programmes.family_plans.services.table import UnableToAdopt, adopt_task

__all__ = [
    "PlanFields",
    "UnableToAdopt",
    "UnableToMail",
    "adopt_task",
    "change_plan",
    "follow_important",
    "mail_plan",
    "make_plan",
    "share_plan",
    "stop_sharing",
    "tick_step",
]
