"""The grants as a list: by state, each with what is due first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast

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
    late: bool

    @property
    def words(self) -> str:
        """What is to be done, without the name of the scheme, which stands beside it."""
        return self.due.title.removesuffix(f": {self.grant.procedure.title}") if self.due else ""


def counts() -> dict[str, int]:
    """Return how many grants stand in each state."""
    rows = Grant.objects.values("status").annotate(count=Count("pk"))
    return {row["status"]: row["count"] for row in rows}


def listed(status: str) -> QuerySet[Grant]:
    """Return the grants of a state, or all of them; what is due first comes first, then the latest decisions."""
    open_now = FollowUp.objects.open().filter(cause=GRANT, reference=Cast(OuterRef("pk"), CharField()))
    first = Subquery(open_now.order_by("due_on").values("due_on")[:1])
    rows = grants().annotate(due_on=first).order_by(F("due_on").asc(nulls_last=True), "-decided_on", "-pk")
    return rows.filter(status=status) if status in set(GrantStatus) else rows


def lines(rows: Iterable[Grant], *, on: date) -> list[Line]:
    """Return the lines of a page of the list."""
    found = list(rows)
    waiting = FollowUp.objects.open().filter(cause=GRANT, reference__in=[str(one.pk) for one in found])
    due: dict[str, FollowUp] = {}
    for task in waiting.order_by("due_on", "pk"):
        due.setdefault(task.reference, task)
    protected = protected_families({one.case_file_id for one in found}, on=on)
    return [_line(one, due.get(str(one.pk)), protected=one.case_file_id in protected, on=on) for one in found]


def _line(grant: Grant, due: FollowUp | None, *, protected: bool, on: date) -> Line:
    return Line(grant, due, protected, late=due is not None and due.due_on < on)
