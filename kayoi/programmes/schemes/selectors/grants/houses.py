"""What was applied for and granted for one house."""

from collections.abc import Sequence
from dataclasses import dataclass

from kayoi.programmes.schemes.models import Grant, LinkedHouse


@dataclass(frozen=True)
class Linked:
    """An application for a house, and its grant where there is one."""

    house: LinkedHouse
    grant: Grant | None


def linked_to(number: str) -> Sequence[Linked]:
    """Return the applications that are about a house, the latest first."""
    rows = LinkedHouse.objects.filter(number=number).select_related("application__form__procedure")
    found = list(rows.order_by("-application__submitted_at", "-pk"))
    grants = Grant.objects.filter(application__in=[row.application_id for row in found])
    granted = {one.application_id: one for one in grants}
    return [Linked(row, granted.get(row.application_id)) for row in found]
