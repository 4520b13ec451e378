"""What of registers stands in the openings of all towns, and whether it is what they say (for verify)."""

from django.urls import reverse

from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.services import OpeningFields
from kayoi.engines.openings.states import OpeningKind
from kayoi.programmes.furusato.models import Register
from kayoi.programmes.furusato.states import RegisterStatus


def public_copy(register: Register) -> OpeningFields | None:
    """Return what the public is shown of a register in the lists of all towns; None unless it takes people."""
    if register.status != RegisterStatus.PUBLISHED:
        return None
    town = register.organization
    return OpeningFields(
        title=register.name, title_en=register.name_en, summary=register.summary[:1000],
        summary_en=register.summary_en[:1000], place_code=town.place_code,
        path=reverse("furusato:register", kwargs={"organization": town.slug, "key": register.key}),
    )  # fmt: skip


def openings_unlike_registers() -> int:
    """Count registers whose opening does not say what they say, and openings of what takes nobody."""
    shown = {row.reference: row for row in Opening.objects.filter(kind=OpeningKind.REGISTER, withdrawn_at=None)}
    rows = Register.objects.select_related("organization")
    copies = {row.key: fields for row in rows if (fields := public_copy(row))}
    unlike = sum(
        key not in shown or any(getattr(shown[key], name) != value for name, value in fields.items())
        for key, fields in copies.items()
    )
    return unlike + len(shown.keys() - copies.keys())
