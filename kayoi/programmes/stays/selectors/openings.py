"""What the public of all towns is shown of a house."""

from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.services import OpeningFields
from kayoi.engines.openings.states import OpeningKind
from kayoi.programmes.stays.models import House
from kayoi.programmes.stays.states import LIVED_IN, HouseStatus


def public_copy(house: House) -> OpeningFields | None:
    """Return what the opening of a house says; None while it is not shown, or where people live in it."""
    if house.status != HouseStatus.PUBLISHED or house.kind in LIVED_IN:
        return None
    return OpeningFields(
        title=house.name, title_en=house.name_en, summary=house.summary, summary_en=house.summary_en[:1000],
        place_code=house.place_code, path=f"stays/{house.key}/",
    )  # fmt: skip


def opening_of(house: House) -> Opening | None:
    """Return the opening of a house, if it is not withdrawn."""
    rows = Opening.objects.filter(kind=OpeningKind.STAY, reference=str(house.pk), withdrawn_at=None)
    found: Opening | None = rows.first()
    return found


def openings_unlike_houses() -> int:
    """Count houses whose opening does not say what they say, and openings of what is not shown (for verify)."""
    shown = {row.reference: row for row in Opening.objects.filter(kind=OpeningKind.STAY, withdrawn_at=None)}
    copies = {str(house.pk): fields for house in House.objects.all() if (fields := public_copy(house))}
    unlike = sum(
        key not in shown or any(getattr(shown[key], name) != value for name, value in fields.items())
        for key, fields in copies.items()
    )
    return unlike + len(shown.keys() - copies.keys())
