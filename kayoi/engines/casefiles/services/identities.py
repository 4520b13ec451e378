"""Confirm that a caller is the person of a file, before anything is read out."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.rules import identity_confirmed
from kayoi.engines.casefiles.selectors import facts_on
from kayoi.engines.casefiles.states import SPOKEN, Channel, IdentityFact
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Verdict


@transaction.atomic
def confirm_identity(
    *, file: CaseFile, matched: Collection[IdentityFact], channel: Channel, by: Actor, at: datetime
) -> Verdict:
    """Write down which facts a caller said as they stand on the file (本人かどうかを確かめる), enough or not."""
    answer = identity_confirmed(on_file=facts_on(file), matched=matched, spoken=channel in SPOKEN)
    audit.record(
        "casefiles.confirm_identity", file, by=by, at=at, verdict=answer,
        after={"confirmed": answer.met, "matched": set(matched), "channel": channel},
    )  # fmt: skip
    return answer
