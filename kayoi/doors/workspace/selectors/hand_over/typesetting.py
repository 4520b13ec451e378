"""The papers of a desk as one PDF (引継書)."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from kayoi.doors.workspace.selectors.hand_over.reading import Reading
from kayoi.engines.followups.models import HandOver
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.documents import pdf

TEMPLATE = Path(__file__).parents[2] / "templates" / "workspace" / "hand_over.typ"


def paper(organization: Organization, hand_over: HandOver, found: Reading, *, on: date) -> bytes:
    """Return the reading order and one page a case as one PDF. Raises NoFont."""
    data: dict[str, Any] = {
        "organization": organization.name,
        "leaver": hand_over.leaver.name,
        "made_on": wareki(local_date(hand_over.made_at)),
        "printed_on": wareki(on),
        "closed": found.closed,
        "due": [
            {"due": due.step.due, "late": due.step.late, "title": due.step.title, "name": due.name} for due in found.due
        ],
        "cases": [
            _plain(asdict(page)) | {"worth_knowing": page.worth_knowing, "next_due": page.next_due}
            for page in found.cases
        ],
    }
    return pdf(TEMPLATE.read_text(encoding="utf-8"), data)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return values | {"steps": [step | {"due_on": step["due_on"].isoformat()} for step in values["steps"]]}
