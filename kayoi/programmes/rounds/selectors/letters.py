"""How the letter of a round reads for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.messages.rules import fill
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date, wareki
from kayoi.programmes.rounds.models import Round


@dataclass(frozen=True)
class Letter:
    """A letter to one person: subject and body, filled."""

    language: str
    subject: str
    body: str
    file: CaseFile


def languages_of(row: Round) -> tuple[str, ...]:
    """Return in which languages a round has been written."""
    return ("ja", "en") if row.body_en else ("ja",)


def letter_for(row: Round, file: CaseFile, organization: Organization) -> Letter:
    """Return the letter of a round for one person, in their language; values are never looked at again."""
    english = file.language == "en"
    subject, body = (row.subject_en, row.body_en) if english else (row.subject, row.body)
    touched = local_date(file.touched_at)
    values = {
        "name": file.name or ("Visitor" if english else "お客さま"),
        "organization": (organization.name_en if english else "") or organization.name,
        "office": organization.office_name,
        "phone": organization.phone,
        "asked": touched.strftime("%B %Y") if english else wareki(touched).partition("月")[0] + "月",
        "source": row.source,
    }
    return Letter("en" if english else "ja", fill(subject, values), fill(body, values), file)


def preview(row: Round, ids: Sequence[int], organization: Organization) -> list[Letter]:
    """Return how the letter reads for these people."""
    files = CaseFile.objects.without_search().in_bulk(ids)
    return [letter_for(row, files[pk], organization) for pk in ids if pk in files]
