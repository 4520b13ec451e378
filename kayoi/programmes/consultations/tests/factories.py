"""Questions for tests."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.programmes.consultations import services
from kayoi.programmes.consultations.models import Question

LINKS = {"status": "https://kayoi.test/ina/ask/{receipt}/", "connect": "https://kayoi.test/me/connect/{token}/"}
FIELDS = {"name": "山田 花", "kana": "やまだ はな", "email": "hana@example.jp", "phone": ""}


def make_question(
    organization: Organization, *, at: datetime, by: Actor = VISITOR, who: dict[str, Any] | None = None, **asked: Any
) -> Question:
    """Ask as a visitor does; `who` are the arguments of AskedBy, the rest those of Asked."""
    values: dict[str, Any] = {
        "text": "雪はどのくらい積もりますか。",
        "channel": Channel.PORTAL,
        "asked_at": at,
        "consents": frozenset({ConsentPurpose.CONSULTATION}),
        "client_key": uuid4(),
    } | asked
    return services.ask_question(
        organization=organization,
        who=services.AskedBy(**({"fields": dict(FIELDS)} | (who or {}))),
        asked=services.Asked(**values),
        links=LINKS,
        by=by,
        at=at,
    )
