"""What the public of all towns is shown of a tour."""

from datetime import timedelta

from kayoi.engines.openings.models import FreePeriod, Opening
from kayoi.engines.openings.rules import Free
from kayoi.engines.openings.services import OpeningFields
from kayoi.engines.openings.states import OpeningKind
from kayoi.engines.selections.states import Method
from kayoi.programmes.tours.models import Tour
from kayoi.programmes.tours.selectors.giving import open_dates, rooms_of
from kayoi.programmes.tours.states import DateStatus, TourStatus


def public_copy(tour: Tour) -> OpeningFields | None:
    """Return what the opening of a tour says; None while nobody may apply, or where not everybody is called."""
    is_open = tour.status == TourStatus.PUBLISHED and tour.dates.filter(status=DateStatus.OPEN).exists()
    if not is_open or not tour.openly_called or tour.apply_until is None or tour.selection_id is None:
        return None
    return OpeningFields(
        title=tour.name, title_en=tour.name_en, summary=tour.summary, summary_en=tour.summary_en,
        place_code=tour.place_code, path=f"tours/{tour.key}/", published_until=tour.apply_until,
    )  # fmt: skip


def free_dates(tour: Tour) -> list[Free]:
    """Return the days of the dates that take applications, and for how many persons: by first come for those who are
    left, otherwise for all that have places to be given.
    """
    first_come = tour.method == Method.FIRST_COME
    return [
        Free(
            room.date.starts_on, room.date.ends_on + timedelta(days=1), room.left if first_come else room.capacity,
            "" if room.date.is_online else room.date.place_code,
        )
        for room in rooms_of(tour, open_dates(tour))
    ]  # fmt: skip


def opening_of(tour: Tour) -> Opening | None:
    """Return the opening of a tour, if it is not withdrawn."""
    rows = Opening.objects.filter(kind=OpeningKind.TOUR, reference=str(tour.pk), withdrawn_at=None)
    found: Opening | None = rows.first()
    return found


def openings_unlike_tours() -> int:
    """Count tours whose opening does not say what they say, with the same days free, and openings of what is not shown
    (for verify).
    """
    shown = {row.reference: row for row in Opening.objects.filter(kind=OpeningKind.TOUR, withdrawn_at=None)}
    rows = Tour.objects.filter(status=TourStatus.PUBLISHED).select_related("selection")
    copies = {str(tour.pk): (tour, fields) for tour in rows if (fields := public_copy(tour))}
    unlike = sum(
        key not in shown or _differs(shown[key], tour, fields) for key, (tour, fields) in copies.items()
    )  # fmt: skip
    return unlike + len(shown.keys() - copies.keys())


def _differs(opening: Opening, tour: Tour, fields: OpeningFields) -> bool:
    names = ("starts_on", "ends_before", "persons", "place_code")
    free = FreePeriod.objects.filter(opening=opening).values_list(*names)
    says_else = any(getattr(opening, name) != value for name, value in fields.items())
    return says_else or sorted(free) != sorted(free_dates(tour))
