"""What an application is asked for beside its questions."""

from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.selectors.procedures import papers_of_form
from kayoi.engines.procedures.states import PaperKind, Who


def papers_needed(application: Application) -> list[PaperKind]:
    """Return the papers of the form, and the mandate where somebody applies for another person."""
    assert application.form is not None
    return papers_of_form(application.form, by_proxy=application.answers["you"].get("who") == Who.OTHER)
