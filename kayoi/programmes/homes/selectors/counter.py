"""What a broker sees at the counter, read in the partner's scope: rows of other brokers do not exist there."""

from dataclasses import dataclass

from kayoi.programmes.homes.models import Assignment
from kayoi.programmes.homes.states import AssignmentStatus


@dataclass(frozen=True)
class MyHouses:
    """The houses of a broker: asked first, those that wait for an answer."""

    asked: list[Assignment]
    accepted: list[Assignment]


def my_houses() -> MyHouses:
    """Return the houses that a broker is asked to take or has taken (任された空き家), the oldest question first."""
    rows = list(Assignment.objects.select_related("home").order_by("assigned_at", "pk"))
    asked = [row for row in rows if row.status == AssignmentStatus.ASKED]
    return MyHouses(asked, [row for row in reversed(rows) if row.status == AssignmentStatus.ACCEPTED])
