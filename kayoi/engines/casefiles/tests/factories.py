"""Case files for tests."""

from typing import Any

from kayoi.engines.casefiles import services
from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.identity.models import Person
from kayoi.kit.actor import Actor, system
from tests.clock import NOW


def make_file(*, person: Person | None = None, by: Actor = system("test"), **fields: Any) -> CaseFile:  # noqa: B008
    """Open a file as the services do; fields are those of FileFields."""
    return services.open_case_file(fields={"name": "山田 花", **fields}, person=person, by=by, at=NOW)  # type: ignore[typeddict-item]
