"""Papers for applicants: the application form to fill in by hand, and the mandate with the names already on it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import get_template

from kayoi.engines.casefiles.states import CONSENT_TEXTS, ConsentPurpose
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.documents import pdf
from kayoi.programmes.homes.states.applying import OFFER


def form_pdf(groups: Sequence[Mapping[str, Any]], organization: Organization) -> bytes:
    """Return the application as a form on paper (登録申込書). Raises NoFont."""
    privacy = CONSENT_TEXTS[ConsentPurpose.CONSULTATION].text.replace("{organization}", organization.name)
    data = {"title": "空き家バンク登録申込書", "groups": list(groups), "privacy": privacy}
    return pdf(_source("form"), data | _office(organization))


def mandate_pdf(answers: Mapping[str, Any], organization: Organization) -> bytes:
    """Return a mandate with what the application says (委任状); the rest is written by hand. Raises NoFont."""
    data = {
        "title": "委任状",
        "procedure": OFFER.label,
        "house": " ".join(filter(None, (str(answers.get(name, "")) for name in ("quarter", "home_address")))),
        "lot": answers.get("lot_number", ""),
        "agent": {name: answers.get(name, "") for name in ("name", "address", "phone", "relation")},
        "principal": {name: answers.get(f"owner_{name}", "") for name in ("name", "address", "phone")},
    }
    return pdf(_source("mandate"), data | _office(organization))


def _office(organization: Organization) -> dict[str, str]:
    return {
        "town": organization.name,
        "office": f"{organization.name} {organization.office_name}".strip(),
        "phone": organization.phone,
    }


def _source(name: str) -> str:
    source: str = get_template(f"homes/papers/{name}.typ").template.source  # type: ignore[attr-defined]
    return source
