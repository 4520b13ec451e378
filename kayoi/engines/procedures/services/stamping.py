"""Stamp proposals."""

from datetime import datetime

from kayoi.engines.procedures.models import Application, Stamp
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Refused


class UnableToDecide(Refused):
    """Somebody else has to: the examiner never decides, each role up to its amount and when the route is at it."""


def put_stamp(
    *, application: Application, step: int, role: str, by: Actor, at: datetime, deputy_role: str = "", why: str = ""
) -> Stamp:
    """Put a stamp on the latest proposal (押印する)."""
    assert by.membership_id is not None  # the rules have asked
    return Stamp.objects.create(
        application=application, proposal_number=application.proposal_number, step=step, role=role,
        member_id=by.membership_id, stamped_at=at, deputy_role=deputy_role, why=why,
    )  # fmt: skip
