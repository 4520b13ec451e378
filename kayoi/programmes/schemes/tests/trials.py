"""Drafts of versions for tests of trials, and what came out of one."""

from datetime import datetime
from typing import Any

from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.tests.factories import BODY
from kayoi.engines.rulesets.models import Version
from kayoi.kit.actor import Actor
from kayoi.programmes.schemes.models import Trial
from kayoi.programmes.schemes.services import trials


def make_version(procedure: Procedure, body: dict[str, Any] = BODY, *, key: str = "案") -> Version:
    """Write a draft of a procedure's rule."""
    assert procedure.ruleset is not None
    version: Version = Version.objects.create(ruleset=procedure.ruleset, key=key, body=body)
    return version


def make_trial(
    procedure: Procedure, version: Version, *, by: Actor, at: datetime, years: tuple[int, int] = (2026, 2026),
    district: str = "",
) -> Trial:  # fmt: skip
    """Try a version on what was decided in some years."""
    question = trials.Question(procedure, version, *years, district)
    return trials.ask_trial(name="上限を見直す案", question=question, by=by, at=at)
