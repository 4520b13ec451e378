"""Take a step of the process by its name: the one door for the page that offers them all."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.services import process, publishing
from kayoi.programmes.homes.states import Step

# Decisions of which the owner's side is told, and what happens inside the office.
TOLD: dict[Step, Callable[..., None]] = {
    Step.REGISTER: process.register_home,
    Step.REJECT: process.reject_home,
    Step.RENEW: publishing.renew_home,
    Step.WITHDRAW: publishing.withdraw_home,
    Step.DELIST: publishing.delist_home,
}
INSIDE: dict[Step, Callable[..., None]] = {
    Step.CHECK: process.begin_checks,
    Step.PUBLISH: publishing.publish_home,
    Step.SUSPEND: publishing.suspend_home,
    Step.EXTEND: publishing.extend_term,
    Step.CLOSE: publishing.close_home,
    Step.APPLY_AGAIN: publishing.apply_again,
}


@transaction.atomic
def take_step(*, organization: Organization, home: Home, step: Step, why: str, by: Actor, at: datetime) -> None:
    """Take a step of the process (手続きを進める). Raises UnableToTakeStep with all reasons, ChangedMeanwhile."""
    if step in INSIDE:
        INSIDE[step](home=home, why=why, by=by, at=at)
    else:
        TOLD[step](organization=organization, home=home, why=why, by=by, at=at)
