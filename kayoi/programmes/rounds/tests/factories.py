"""Rounds for tests."""

from datetime import datetime
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.messages import services as messages
from kayoi.kit.actor import Actor
from kayoi.programmes.rounds import services
from kayoi.programmes.rounds.models import Asking, Round
from kayoi.programmes.rounds.rules import Criteria
from kayoi.programmes.rounds.selectors import token_of

FIELDS: services.RoundFields = {
    "title": "秋の声かけ",
    "purpose": "news",
    "criteria": Criteria().as_data(),
    "source": "",
    "subject": "その後いかがですか",
    "body": "{{ name }} さま\n{{ organization }}です。{{ asked }}以来ですね。",
    "subject_en": "",
    "body_en": "",
}


def make_round(*, by: Actor, at: datetime, criteria: Criteria | None = None, **fields: Any) -> Round:
    """Write a round."""
    values: services.RoundFields = FIELDS | {"criteria": (criteria or Criteria()).as_data()} | fields
    return services.make_round(fields=values, by=by, at=at)


def make_asking(*, file: CaseFile, by: Actor, at: datetime, row: int | None = None) -> tuple[Asking, str]:
    """Make somebody who has been asked, with the secret of their links."""
    round_id = row or make_round(by=by, at=at).pk
    message = messages.send(
        template="rounds/mail/round", language="ja", to_address=file.email or "x@example.jp", case_file=file,
        values=dict.fromkeys(["subject", "body", "answers", "stop", "organization", "office", "phone"], "x"),
        by=by, at=at,
    )  # fmt: skip
    asking = Asking.objects.create(round_id=round_id, case_file=file, message=message, asked_at=at)
    return asking, token_of(asking)
