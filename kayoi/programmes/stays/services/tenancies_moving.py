"""A household that has not moved in yet is given another room, because the town has to."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.reservations import services as reservations
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import Room, Tenancy
from kayoi.programmes.stays.selectors.tenancies import has_same_lessor, head_lease_for
from kayoi.programmes.stays.states.tenancies import TENANCY


class UnableToMoveHome(Refused):
    """Somebody else lets that room: the household has agreed with the lessor of its own."""


@transaction.atomic
def move_tenancy(*, tenancy: Tenancy, room: Room, why: str, by: Actor, at: datetime) -> None:
    """Give a household another room at the same rent (入居の部屋を移す); what was signed is to be made anew.

    Staff call them: a home is nothing to be told by mail. Raises UnableToMoveHome, UnableToChange, UnableToMove.
    """
    rows = Tenancy.objects.select_for_update(of=("self",)).select_related("booking", "room__unit", "head_lease")
    row = rows.get(pk=tenancy.pk)
    head = head_lease_for(room.house, row.starts_on)
    if not has_same_lessor(row, head):
        raise UnableToMoveHome(verdict([Reason("tenancies.other_lessor")]))
    before = row.room.unit.name
    reservations.move(booking=row.booking, unit=room.unit, why=why, by=by, at=at)
    changes = {
        "room": room, "head_lease": head, "explained_on": None, "signed_on": None
    }  # fmt: skip
    audit.change(row, changes, version=None, by=by, at=at, why=why)
    followups.plan_follow_up(
        title=f"入居の部屋の変更を電話で知らせ、書面を作り直す: {before}から{room.house.name} {room.unit.name}へ"[:200],
        due_on=local_date(at), case_file=row.case_file, owner=row.case_file.assigned_to, cause=TENANCY,
        reference=str(row.pk), by=by, at=at,
    )  # fmt: skip
