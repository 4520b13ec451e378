"""Keep the public copies of tours (募集)."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.openings import services as openings
from kayoi.engines.openings.states import OpeningKind
from kayoi.kit.actor import Actor
from kayoi.programmes.tours.models import Tour
from kayoi.programmes.tours.selectors.openings import free_dates, opening_of, public_copy


@transaction.atomic
def renew_opening(*, tour: Tour, by: Actor, at: datetime) -> None:
    """Let the opening say what the tour says now, with what is left of its dates (募集を新しくする), or withdraw it."""
    tour = Tour.objects.select_related("selection").get(pk=tour.pk)
    fields, known = public_copy(tour), opening_of(tour)
    if fields is None:
        openings.withdraw_opening(kind=OpeningKind.TOUR, reference=str(tour.pk), by=by, at=at)
        return
    if known is None or any(getattr(known, name) != value for name, value in fields.items()):
        fields["published_from"] = max(known.published_from if known else at, tour.apply_from or at)
        known = openings.publish_opening(kind=OpeningKind.TOUR, reference=str(tour.pk), fields=fields, by=by, at=at)
    openings.show_free_periods(opening=known.pk, periods=free_dates(tour), by=by, at=at)
