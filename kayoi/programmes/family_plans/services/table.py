"""Adopt, change and leave out rows of the table of deadlines; each change is a version from a day on."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.family_plans.models import Task
from kayoi.programmes.family_plans.rules import in_order
from kayoi.programmes.family_plans.selectors import rule_of, tasks_of


class UnableToAdopt(Refused):
    """The row cannot stand in the table."""


@transaction.atomic
def adopt_task(
    *, organization: Organization, key: str, fields: dict[str, Any], used: bool = True, by: Actor, at: datetime
) -> Task:
    """Put a row into the town's table from a day on (期限を決める): a sample, a new version, a row of its own.

    `used=False` leaves the row out from that day on. Raises UnableToAdopt when the version before begins later, or when
    tasks would wait for each other.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)  # one version at a time
    before = Task.objects.filter(key=key).order_by("-version").first()
    starts_on: date = fields["starts_on"]
    if before is not None and starts_on < before.starts_on:
        raise UnableToAdopt(verdict([Reason("family_plans.version_before", {"day": f"{before.starts_on:%Y-%m-%d}"})]))
    if before is not None and before.ends_before is None:
        Task.objects.filter(pk=before.pk).update(ends_before=starts_on)
    task = Task.objects.create(key=key, version=before.version + 1 if before else 1, used=used, **fields)
    _refuse_circles(organization, task)
    audit.record(
        "family_plans.adopt" if used else "family_plans.leave_out", task, by=by, at=at,
        before={"version": before.version} if before else None,
        after={"key": key, "version": task.version, "starts_on": starts_on, "basis": task.basis},
    )  # fmt: skip
    return task


def _refuse_circles(organization: Organization, task: Task) -> None:
    rules = [rule for rule in tasks_of(organization, on=task.starts_on) if rule.key != task.key]
    try:
        in_order([*rules, rule_of(task)])
    except ValueError as error:
        raise UnableToAdopt(verdict([Reason("family_plans.circle", {"title": task.title})])) from error
