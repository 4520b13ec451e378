"""The grants as a list: by state, each with what is due first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.engines.followups.models import FollowUp
from kayoi.programmes.schemes.models import Grant
from kayoi.programmes.schemes.selectors.grants.grants import grants
from kayoi.programmes.schemes.states.budget import GRANT
from kayoi.programmes.schemes.states.grants import GrantStatus


@dataclass(frozen=True)
class Line:
    """A line of the list; `due` is what is to be done first. Names of people under protection are not shown."""

    grant: Grant
    due: FollowUp | None
    protected: bool


def counts() -> dict[str, int]:
    """Return how many grants stand in each state."""
    rows = Grant.objects.values("status").annotate(count=Count("pk"))
    return {row["status"]: row["count"] for row in rows}


def listed(status: str) -> QuerySet[Grant]:
    """Return the grants of a state, or all of them."""
    rows = grants()
    return rows.filter(status=status) if status in set(GrantStatus) else rows


def lines(rows: Iterable[Grant], *, on: date) -> list[Line]:
    """Return the lines of a page of the list."""
    found = list(rows)
    waiting = FollowUp.objects.open().filter(cause=GRANT, reference__in=[str(one.pk) for one in found])
    due: dict[str, FollowUp] = {}
    for task in waiting.order_by("due_on", "pk"):
        due.setdefault(task.reference, task)
    protected = protected_families({one.case_file_id for one in found}, on=on)
    return [Line(one, due.get(str(one.pk)), one.case_file_id in protected) for one in found]
