"""Decisions of family_plans on plain values."""

from kayoi.programmes.family_plans.rules.facts import Family, anchor_on, facts_of, is_for, nursery_on, school_on
from kayoi.programmes.family_plans.rules.mailing import may_mail
from kayoi.programmes.family_plans.rules.planning import Conflict, Step, conflicts, in_force, in_order, plan
from kayoi.programmes.family_plans.rules.windows import Window, day_at, is_in_time, needs_review, own_window

__all__ = [
    "Conflict",
    "Family",
    "Step",
    "Window",
    "anchor_on",
    "conflicts",
    "day_at",
    "facts_of",
    "in_force",
    "in_order",
    "is_for",
    "is_in_time",
    "may_mail",
    "needs_review",
    "nursery_on",
    "own_window",
    "plan",
    "school_on",
]
