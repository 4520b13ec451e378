"""Nobody lives on without a contract unnoticed."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_day_from, local_date
from kayoi.programmes.stays.selectors.tenancies import run_out
from kayoi.programmes.stays.states.tenancies import TENANCY


@transaction.atomic
def chase_run_out(*, by: Actor, at: datetime) -> int:
    """Ask staff about contracts that have run out with nothing planned (満了後の放置を知らせる); return how many."""
    rows = run_out(on=local_date(at))
    for row in rows:
        followups.plan_follow_up(
            title=f"契約の期間が過ぎています。再契約か退去を記録する: {row.room.house.name}",
            due_on=business_day_from(local_date(at)), case_file=row.case_file, owner=row.case_file.assigned_to,
            cause=TENANCY, reference=str(row.pk), by=by, at=at,
        )  # fmt: skip
    return len(rows)
