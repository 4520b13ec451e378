"""What the public of all towns is shown of a tour."""

from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.services import OpeningFields
from kayoi.engines.openings.states import OpeningKind
from kayoi.programmes.tours.models import Tour
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


def opening_of(tour: Tour) -> Opening | None:
    """Return the opening of a tour, if it is not withdrawn."""
    rows = Opening.objects.filter(kind=OpeningKind.TOUR, reference=str(tour.pk), withdrawn_at=None)
    found: Opening | None = rows.first()
    return found


def openings_unlike_tours() -> int:
    """Count tours whose opening does not say what they say, and openings of what is not shown (for verify)."""
    shown = {row.reference: row for row in Opening.objects.filter(kind=OpeningKind.TOUR, withdrawn_at=None)}
    rows = Tour.objects.filter(status=TourStatus.PUBLISHED)
    copies = {str(tour.pk): fields for tour in rows if (fields := public_copy(tour))}
    unlike = sum(
        key not in shown or any(getattr(shown[key], name) != value for name, value in fields.items())
        for key, fields in copies.items()
    )
    return unlike + len(shown.keys() - copies.keys())
