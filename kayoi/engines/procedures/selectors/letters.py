"""Letters: of a file, of an application, as a PDF."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.template.loader import get_template

from kayoi.engines.procedures.models import Letter
from kayoi.kit.documents import pdf

FRAME = "procedures/letters/frame"


def letters_of(file_ids: Iterable[int]) -> QuerySet[Letter]:
    """Return the letters to the people of some case files, the latest first."""
    return Letter.objects.filter(case_file_id__in=file_ids).order_by("-made_at", "-pk")


def letter_pdf(letter: Letter) -> bytes:
    """Return a letter as it went out: its frozen values in the frame that all letters share. Raises NoFont."""
    return pdf(f"{_source(FRAME)}\n{_source(letter.template)}", {"title": letter.title, **letter.values})


def title_of(template: str) -> str:
    """Return the title of a kind of letter: the first line of its template, without the sign of a comment."""
    return _source(template).partition("\n")[0].removeprefix("//").strip()


def _source(template: str) -> str:
    source: str = get_template(f"{template}.typ").template.source  # type: ignore[attr-defined]
    return source
