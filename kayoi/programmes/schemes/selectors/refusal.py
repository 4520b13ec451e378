"""What somebody sees whose application was refused: every reason, how to appeal, other doors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kayoi.engines.openings.selectors import open_now
from kayoi.engines.openings.states import OpeningKind
from kayoi.engines.procedures.models import Application, Decision
from kayoi.engines.procedures.selectors.doors import Door, other_doors
from kayoi.engines.procedures.selectors.letters import instruction
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date


@dataclass(frozen=True)
class Refusal:
    """Why, how to appeal, and where else to go."""

    reasons: Sequence[str]
    appeal: str
    doors: Sequence[Door]
    has_desk: bool


def refusal_of(application: Application, *, at: datetime) -> Refusal | None:
    """Return what to tell of a refusal; None where nothing was refused."""
    decision = Decision.objects.filter(application=application, outcome=ApplicationStatus.REFUSED).first()
    if decision is None:
        return None
    return Refusal(
        reasons=decision.reasons,
        appeal=instruction(Organization.objects.get(pk=application.organization_id)),
        doors=other_doors(application, on=local_date(at)),
        has_desk=open_now(at=at).filter(kind=OpeningKind.CONSULTATION).exists(),
    )
