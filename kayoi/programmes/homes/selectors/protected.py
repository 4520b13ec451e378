"""Who must not be named in lists (支援措置の対象)."""

from collections.abc import Iterable
from datetime import date

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import protected_families

HIDDEN = "支援措置の対象"


def shown_names(files: Iterable[CaseFile], *, on: date) -> dict[int, str]:
    """Return how people are called in lists, by the id of the file: without a name where they are protected."""
    known = {file.pk: file for file in files}
    hidden = protected_families(known, on=on)
    return {pk: HIDDEN if pk in hidden else file.shown_name for pk, file in known.items()}
