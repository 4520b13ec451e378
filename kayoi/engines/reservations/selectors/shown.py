"""What the public is shown of units: when they are free, for how many, for a year."""

from datetime import datetime, timedelta

from kayoi.engines.openings.rules import Free
from kayoi.engines.reservations.models import Unit
from kayoi.engines.reservations.selectors.free import free_periods
from kayoi.kit.dates import local_date

SHOWN = timedelta(days=366)


def periods_shown(opening: int, *, at: datetime) -> list[Free]:
    """Return the free periods of all units of an opening from today on, each with the persons it is for."""
    units = {unit.pk: unit for unit in Unit.objects.filter(opening_id=opening)}
    today = local_date(at)
    free = free_periods(units.values(), today, today + SHOWN, at=at)
    return [Free(span.first_day, span.leaves_on, units[pk].capacity) for pk, spans in free.items() for span in spans]
