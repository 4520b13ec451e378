"""What the public is shown of a procedure as something that is open now."""

from datetime import date, datetime, time

from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.services import OpeningFields
from kayoi.engines.openings.states import OpeningKind
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.rules.opening import next_period
from kayoi.engines.procedures.selectors.procedures import season_of
from kayoi.engines.procedures.states import ELSEWHERE, PAGE, ProcedureStatus
from kayoi.kit.dates import JST


def public_copy(procedure: Procedure, *, place_code: str, on: date) -> OpeningFields | None:
    """Return what the opening of a procedure says from a day on; None where it takes no applications any more.

    What belongs to a programme with pages of its own has its opening there. Without `published_from` it is open since
    it was published.
    """
    period = next_period(
        opens_on=procedure.opens_on, closes_before=procedure.closes_before, season=season_of(procedure), on=on
    )
    if procedure.status != ProcedureStatus.PUBLISHED or procedure.kind in ELSEWHERE or period is None:
        return None
    starts_on, ends_before = period
    fields = OpeningFields(
        title=procedure.title,
        title_en=procedure.title_en,
        summary=procedure.summary,
        summary_en=procedure.summary_en,
        place_code=place_code,
        path=PAGE.format(key=procedure.key),
        published_until=_morning(ends_before) if ends_before else None,
    )
    if starts_on:
        fields["published_from"] = _morning(starts_on)
    return fields


def opening_of(procedure: Procedure) -> Opening | None:
    """Return the opening of a procedure, if it is not withdrawn."""
    rows = Opening.objects.filter(kind=OpeningKind.PROCEDURE, reference=procedure.key, withdrawn_at=None)
    found: Opening | None = rows.first()
    return found


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), JST)
