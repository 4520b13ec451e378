"""Put what is to be done about a house on the board, and take it off (空き家の次の対応)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.followups.states import Permission as FollowUps
from kayoi.kit.actor import Actor, system
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.selectors.process import contact_of
from kayoi.programmes.homes.states import HOME, Task


@transaction.atomic
def plan_task(*, home: Home, task: Task, due_on: date, by: Actor, at: datetime) -> None:
    """Ask somebody to do something about a house; what is asked already is not asked twice."""
    if _waiting(home, task).exists():
        return
    file = contact_of(home)
    followups.plan_follow_up(
        title=_title(home, task), due_on=due_on, case_file=file, owner=file.assigned_to if file else None,
        cause=HOME, reference=str(home.pk), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def finish_task(*, home: Home, task: Task, by: Actor, at: datetime) -> None:
    """Let nothing wait for what has happened; a broker or an owner who acts thereby finishes work of staff."""
    finisher = by if by.may(FollowUps.FOLLOWUP_EDIT) else system("homes.finish_task")
    for follow_up in _waiting(home, task):
        followups.finish_follow_up(follow_up=follow_up, by=finisher, at=at)


def _waiting(home: Home, task: Task) -> QuerySet[FollowUp]:
    rows: QuerySet[FollowUp] = FollowUp.objects.open().filter(cause=HOME, reference=str(home.pk))
    return rows.filter(title=_title(home, task))


def _title(home: Home, task: Task) -> str:
    return f"{home.number} {task.label}"
