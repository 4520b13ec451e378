"""Keep the public copies of procedures (募集): renewed with every change, gone at once."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.openings import services as openings
from kayoi.engines.openings.states import OpeningKind
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.selectors.openings import opening_of, public_copy
from kayoi.engines.procedures.states import ProcedureStatus
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date


@transaction.atomic
def renew_opening(*, procedure: Procedure, by: Actor, at: datetime) -> None:
    """Let the opening say what the procedure says now (募集を新しくする), or withdraw it. Unlike nothing, no entry."""
    place_code = Organization.objects.get(pk=procedure.organization_id).place_code
    fields, known = public_copy(procedure, place_code=place_code, on=local_date(at)), opening_of(procedure)
    if fields is None:
        openings.withdraw_opening(kind=OpeningKind.PROCEDURE, reference=procedure.key, by=by, at=at)
        return
    fields.setdefault("published_from", min(known.published_from, at) if known else at)
    if known is None or any(getattr(known, name) != value for name, value in fields.items()):
        openings.publish_opening(kind=OpeningKind.PROCEDURE, reference=procedure.key, fields=fields, by=by, at=at)


@transaction.atomic
def renew_seasons(*, by: Actor, at: datetime) -> None:
    """Let the openings of procedures with a season say when the next one is (季節の募集を進める)."""
    for procedure in Procedure.objects.filter(status=ProcedureStatus.PUBLISHED).exclude(first_month=None):
        renew_opening(procedure=procedure, by=by, at=at)
