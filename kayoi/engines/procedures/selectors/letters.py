"""Letters: of a file, of an application, as a PDF."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.template.loader import get_template

from kayoi.engines.messages.rules import fill
from kayoi.engines.messages.selectors import text_of
from kayoi.engines.procedures.models import Letter, Procedure
from kayoi.engines.procedures.rules.letters import head_of, own_words
from kayoi.engines.procedures.states import INSTRUCTION, LETTERS, ApplicationStatus, ProcedureKind
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import OrganizationKind
from kayoi.kit.dates import wareki
from kayoi.kit.documents import pdf

FRAME = "procedures/letters/frame"


def letters_of(file_ids: Iterable[int]) -> QuerySet[Letter]:
    """Return the letters to the people of some case files, the latest first."""
    return Letter.objects.filter(case_file_id__in=file_ids).order_by("-made_at", "-pk")


def letter_pdf(letter: Letter) -> bytes:
    """Return a letter as it went out: its frozen values in the frame that all letters share. Raises NoFont."""
    return pdf(f"{_source(FRAME)}\n{_source(letter.template)}", {"title": letter.title, **letter.values})


def sample_letter(procedure: Procedure, outcome: ApplicationStatus, *, organization: Organization, on: date) -> Letter:
    """Return a letter of a procedure as it would go out on a day, to nobody (通知書の見本); nothing is kept of it."""
    values = {
        "procedure": procedure.title, "receipt": "XXXX-XXXX-XXXX", "applied_on": wareki(on), "decided_on": wareki(on),
        "amount": "金○○円" if procedure.kind != ProcedureKind.REGISTRATION else "",
    }  # fmt: skip
    template, own = LETTERS[ProcedureKind.of(procedure.kind), outcome], own_words(procedure.letters, outcome, values)
    frozen = {
        **values, **own, "conditions": [line for line in procedure.conditions.splitlines() if line.strip()],
        "reasons": ["(ここに、承認しない理由が入ります。)"], "number": "見本", "issued_on": wareki(on),
        "addressee": ["(住所)", "(氏名) 様"], "sender": sender_of(organization),
        "instruction": instruction(organization),
    }  # fmt: skip
    return Letter(template=template, title=own["title"] or title_of(template), issued_on=on, values=frozen)


def sender_of(organization: Organization) -> dict[str, str]:
    """Return in whose name a letter is sent, and where to ask (発信者・問い合わせ先)."""
    is_prefecture = organization.kind == OrganizationKind.PREFECTURE
    return {
        "head": head_of(organization.name, is_prefecture=is_prefecture),
        "office": f"{organization.name} {organization.office_name}".strip(),
        "phone": organization.phone,
    }


def instruction(organization: Organization) -> str:
    """Return the town's sentences on how to appeal (教示): to whom, against whom, by when."""
    values = {"organization": organization.name, "head": sender_of(organization)["head"]}
    return fill(text_of(INSTRUCTION, "ja").body.strip(), values)


def title_of(template: str) -> str:
    """Return the title of a kind of letter: the first line of its template, without the sign of a comment."""
    return _source(template).partition("\n")[0].removeprefix("//").strip()


def _source(template: str) -> str:
    source: str = get_template(f"{template}.typ").template.source  # type: ignore[attr-defined]
    return source
