"""The flyer that goes out with the tax notice: address of the page for owners, the paper."""

from pathlib import Path

from django.conf import settings
from django.urls import reverse

from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.documents import pdf
from kayoi.kit.qr import qr_svg
from kayoi.programmes.homes.states import Intention, OwnersReason
from kayoi.programmes.homes.states.finding import FLYER_TEXT

TEMPLATE = Path(__file__).parents[1] / "templates" / "homes" / "flyer.typ"


def tell_address(organization: Organization, *, by: str = "qr") -> str:
    """Return the address of the page on which owners tell of a house; it says by which paper they came."""
    path = reverse("homes:tell", kwargs={"organization": organization.slug})
    return f"{settings.CANONICAL_URL.rstrip('/')}{path}?by={by}"


def flyer_pdf(organization: Organization) -> bytes:
    """Return the flyer with a reply card to cut off (ちらし). Raises NoFont."""
    address = tell_address(organization)
    data = {
        "town": organization.name,
        "office": organization.office_name,
        "phone": organization.phone,
        "text": FLYER_TEXT,
        "address": address.partition("?")[0].removeprefix("https://").removeprefix("http://"),
        "qr": qr_svg(address),
        "intentions": [intention.label for intention in Intention],
        "reasons": [reason.label for reason in OwnersReason],
    }
    return pdf(TEMPLATE.read_text(encoding="utf-8"), data)
