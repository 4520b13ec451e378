"""Applications for tests."""

from datetime import datetime
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures import services
from kayoi.engines.procedures.services import Started
from kayoi.engines.procedures.states import PaperKind, Procedure
from kayoi.kit.actor import VISITOR, Actor

PROCEDURE = Procedure("test.apply", "2026-11", "試験の申請", "Test application")
PAPERS = (PaperKind("mandate", "委任状"), PaperKind("plan", "図面", is_needed=False))


def make_draft(*, at: datetime, by: Actor = VISITOR, **fields: Any) -> Started:
    """Begin an application as a visitor does."""
    return services.start_application(procedure=PROCEDURE, channel=Channel.PORTAL, by=by, at=at, **fields)


def make_sent(file: CaseFile, *, at: datetime, papers: tuple[PaperKind, ...] = PAPERS) -> Started:
    """Begin an application and hand it in."""
    started = make_draft(at=at)
    services.submit_application(application=started.application, case_file=file, papers=papers, by=VISITOR, at=at)
    return started
