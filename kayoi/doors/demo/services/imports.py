"""An import that waits: the example workbook, tried, so that a newcomer sees the fate of every row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kayoi.engines.imports import services
from kayoi.engines.imports.selectors.sample import sample_workbook
from kayoi.engines.imports.states import Permission
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, ActorKind
from kayoi.kit.dates import local_date


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Take the example as the first officer of a town would, and try it here and now."""
    officer = staff[0]
    by = Actor(ActorKind.STAFF, officer.name, officer.user_id, officer.pk, permissions=frozenset(Permission))
    run = services.take_workbook(data=sample_workbook(on=local_date(at)), name="見本_移住相談記録簿.xlsx", by=by, at=at)
    services.try_run(run=run, by=by, at=at)
    attempt = services.begin_trial(run_id=run.pk, by=by, at=at)
    assert attempt is not None, town
    trial = services.plan_rows(run_id=run.pk, by=by, at=at)
    about: dict[str, Any] = {"run_id": run.pk, "attempt": attempt, "trial": trial, "by": by, "at": at}
    services.write_rows(**about, first=0, last=len(trial.rows))
    services.finish_trial(**about)
