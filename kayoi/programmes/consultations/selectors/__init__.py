"""Reads of questions: for pages, for the person, and checks."""

from kayoi.programmes.consultations.selectors.callers import Caller, consent_of, facts_to_ask, find_callers
from kayoi.programmes.consultations.selectors.questions import (
    asked_before,
    desk_opening,
    desks_open,
    draft_of,
    question_sent_with,
    question_with_receipt,
    questions_of,
    takes_questions,
)

__all__ = [
    "Caller",
    "asked_before",
    "consent_of",
    "desk_opening",
    "desks_open",
    "draft_of",
    "facts_to_ask",
    "find_callers",
    "question_sent_with",
    "question_with_receipt",
    "questions_of",
    "takes_questions",
]
