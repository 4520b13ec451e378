"""Papers of a questionnaire: cards with a personal code and its QR, to be cut apart."""

from collections.abc import Sequence
from pathlib import Path

from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.documents import pdf
from kayoi.kit.qr import qr_svg

TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "surveys" / "codes.typ"


def codes_pdf(title: str, codes: Sequence[tuple[str, str]], *, enter: str, organization: Organization) -> bytes:
    """Return a sheet of cards (符号の札), each with a code and the QR of its address. Raises NoFont."""
    cards = [{"code": code, "qr": qr_svg(address)} for code, address in codes]
    data = {
        "title": title, "cards": cards, "town": organization.name, "office": organization.office_name,
        "phone": organization.phone, "enter": enter.removeprefix("https://").removeprefix("http://"),
    }  # fmt: skip
    return pdf(TEMPLATE.read_text(encoding="utf-8"), data)
