"""Ask, take a call, answer, close; keep drafts; publish the desk."""

from kayoi.programmes.consultations.services.answers import (
    answer_question,
    close_question,
    reopen_question,
)
from kayoi.programmes.consultations.services.calls import Outcome, UnableToTakeCall, take_call
from kayoi.programmes.consultations.services.desk import publish_desk, withdraw_desk
from kayoi.programmes.consultations.services.questions import (
    Asked,
    AskedBy,
    ask_question,
    forget_draft,
    forget_old_drafts,
    save_draft,
)

__all__ = [
    "Asked",
    "AskedBy",
    "Outcome",
    "UnableToTakeCall",
    "answer_question",
    "ask_question",
    "close_question",
    "forget_draft",
    "forget_old_drafts",
    "publish_desk",
    "reopen_question",
    "save_draft",
    "take_call",
    "withdraw_desk",
]
