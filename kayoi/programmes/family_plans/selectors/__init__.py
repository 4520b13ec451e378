"""Reads of family_plans."""

from kayoi.programmes.family_plans.selectors.mailing import may_mail_to, recipient_of
from kayoi.programmes.family_plans.selectors.pages import PlanShown, shown
from kayoi.programmes.family_plans.selectors.paper import paper
from kayoi.programmes.family_plans.selectors.plans import (
    Overview,
    births_of,
    changes_of,
    done_of,
    family_of,
    latest_plans,
    overview,
    overview_of_files,
    page_of,
    plan_for_visitor,
    plan_of_file,
    plan_with_pk,
    plans_of_person,
    steps_of,
)
from kayoi.programmes.family_plans.selectors.table import TableRow, rule_of, table, table_row, tasks_of

__all__ = [
    "Overview",
    "PlanShown",
    "TableRow",
    "births_of",
    "changes_of",
    "done_of",
    "family_of",
    "latest_plans",
    "may_mail_to",
    "overview",
    "overview_of_files",
    "page_of",
    "paper",
    "plan_for_visitor",
    "plan_of_file",
    "plan_with_pk",
    "plans_of_person",
    "recipient_of",
    "rule_of",
    "shown",
    "steps_of",
    "table",
    "table_row",
    "tasks_of",
]
