"""Who must not be named in lists (支援措置の対象)."""

from collections.abc import Iterable
from datetime import date

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors.families import protected_families, roots_of

HIDDEN = "支援措置の対象"


def is_protected(file: CaseFile, *, on: date) -> bool:
    """Tell whether the person of a file, or of one merged with it, is under protection measures."""
    return bool(shown_names([file], on=on)[file.pk] == HIDDEN)


def shown_names(files: Iterable[CaseFile], *, on: date) -> dict[int, str]:
    """Return how people are called in lists, by the id of the file: without a name where they are protected."""
    known = {file.pk: file for file in files}
    roots = roots_of(known)
    hidden = protected_families({root.pk for root in roots.values()}, on=on)
    return {pk: HIDDEN if roots[pk].pk in hidden else file.shown_name for pk, file in known.items()}
