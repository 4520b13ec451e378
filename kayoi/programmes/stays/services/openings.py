"""Keep the public copies of houses (募集): what is free stands in the openings of all towns."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.openings import services as openings
from kayoi.engines.openings.states import OpeningKind
from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.states import Measure
from kayoi.kit.actor import Actor
from kayoi.programmes.stays.models import House
from kayoi.programmes.stays.selectors.openings import opening_of, public_copy


@transaction.atomic
def renew_opening(*, house: House, by: Actor, at: datetime) -> None:
    """Let the opening say what the house says now, with when it is free (募集を新しくする), or withdraw it."""
    rooms = house.rooms.select_related("unit").order_by("pk")
    units = [room.unit for room in rooms if room.unit.measure == Measure.NIGHT]
    fields, known = public_copy(house), opening_of(house)
    if fields is None:
        reservations.publish_free(units=units, opening=None, by=by, at=at)
        openings.withdraw_opening(kind=OpeningKind.STAY, reference=str(house.pk), by=by, at=at)
        return
    if known is None or any(getattr(known, name) != value for name, value in fields.items()):
        fields["published_from"] = min(known.published_from, at) if known else at
        known = openings.publish_opening(
            kind=OpeningKind.STAY, reference=str(house.pk), fields=fields, by=by, at=at
        )  # fmt: skip
    reservations.publish_free(units=units, opening=known, by=by, at=at)
